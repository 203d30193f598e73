using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

/// <summary>The tables were computed in float64 with numpy from the integrals themselves, apart from this code.</summary>
public class GaussianFlowTests
{
    private static GaussianFlow Line(double s0, double s1, double delta) => GaussianFlow.Isotropic([0.0], s0, [delta], s1);

    private static GaussianFlow NonCommuting => new(
        [0, 0], new double[,] { { 2, 0.5 }, { 0.5, 1 } }, [0, 0], new double[,] { { 1, -0.6 }, { -0.6, 3 } });

    [Theory]
    [InlineData(0.5, new[] { -1, -1.1891891892, -1.2, -0.3076923077, 1 })]
    [InlineData(1, new[] { -1, -0.8, 0, 0.8, 1 })]
    [InlineData(2, new[] { -1, 0.3076923077, 1.2, 1.1891891892, 1 })]
    public void The_slope_of_the_velocity_is_that_of_the_table(double s1, double[] slopes)
    {
        var flow = Line(1, s1, 1.5);
        for (var i = 0; i < 5; i++)
        {
            var t = i / 4.0;
            // One unit beside the mean of the marginal, which moves at speed 1.5.
            var v = flow.Velocity(torch.tensor(new[,] { { 1.5 * t + 1 } }), t).item<double>();
            Assert.Equal(1.5 + slopes[i], v, 1e-9);
        }
    }

    [Theory]
    [InlineData(1, 1, 0, 2, 0, 0.4292036732, 0.4292036732, 1.5707963268)]
    [InlineData(1, 0.5, 0, 1.25, 0.25, 0.4646018366, 0.2146018366, 0.7853981634)]
    [InlineData(1, 2, 0, 5, 1, 1.8584073464, 0.8584073464, 3.1415926536)]
    [InlineData(1, 1, 3, 11, 9, 9.4292036732, 0.4292036732, 1.5707963268)]
    [InlineData(1, 0.1, 0, 1.01, 0.81, 0.8529203673, 0.0429203673, 0.1570796327)]
    [InlineData(2, 3, 1, 14, 2, 4.5752220392, 2.5752220392, 9.4247779608)]
    public void Costs_energy_straightness_and_crossing_are_those_of_the_table(
        double s0, double s1, double delta, double independent, double rectified, double energy, double straightness, double crossing)
    {
        var flow = Line(s0, s1, delta);
        Assert.Equal(independent, flow.IndependentCost, 1e-9);
        Assert.Equal(rectified, flow.RectifiedCost, 1e-9);
        Assert.Equal(energy, flow.Energy, 1e-9);
        Assert.Equal(straightness, flow.Straightness, 1e-9);
        Assert.Equal(crossing, flow.Crossing, 1e-9);
    }

    [Fact]
    public void Covariances_that_do_not_commute_give_the_papers_counterexample_to_optimality()
    {
        var flow = NonCommuting;
        var expected = new[,] { { 0.75591786, -0.37254406 }, { -0.46020148, 1.85163568 } };
        for (var i = 0; i < 2; i++)
        {
            for (var j = 0; j < 2; j++)
                Assert.Equal(expected[i, j], flow.FlowMatrix[i, j], 1e-8);
        }

        Assert.Equal(7.0, flow.IndependentCost, 1e-10);
        Assert.Equal(1.1058027316, flow.RectifiedCost, 1e-9);
        Assert.Equal(2.3707082907, flow.Energy, 1e-9);
        Assert.Equal(1.2649055591, flow.Straightness, 1e-9);
    }

    [Fact]
    public void The_map_is_where_the_velocity_leads()
    {
        var flow = new GaussianFlow(
            [1, -1], new double[,] { { 2, 0.5 }, { 0.5, 1 } }, [0, 3], new double[,] { { 1, -0.6 }, { -0.6, 3 } });
        var x0 = torch.randn([20, 2], dtype: ScalarType.Float64, generator: new Generator(0));
        var solved = Solver.RungeKutta4.Solve(flow, x0, 400).Final;
        Assert.True((solved - flow.Map(x0)).abs().max().item<double>() < 1e-9);
    }

    [Fact]
    public void One_component_of_a_mixture_is_a_Gaussian()
    {
        var gaussian = GaussianFlow.Isotropic([0.5, -1], 1.3, [2, 0], 0.4);
        var mixture = new MixtureFlow(new GaussianMixture([1], new double[,] { { 2, 0 } }, [0.4]), [0.5, -1], 1.3);
        var x = torch.randn([10, 2], dtype: ScalarType.Float64, generator: new Generator(0));
        var t = torch.linspace(0, 1, 10, dtype: ScalarType.Float64);
        Assert.True((gaussian.Velocity(x, t) - mixture.Velocity(x, t)).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var one = new double[,] { { 1, 0 }, { 0, 1 } };
        Assert.Throws<ArgumentException>(() => new GaussianFlow([0, 0], one, [0], one));
        Assert.Throws<ArgumentException>(() => new GaussianFlow([0, 0, 0], one, [0, 0, 0], one));
        Assert.Contains("symmetric", Assert.Throws<ArgumentException>(() => new GaussianFlow([0, 0], new double[,] { { 1, 1 }, { 0, 1 } }, [0, 0], one)).Message);
        Assert.Equal("covariance0", Assert.Throws<ArgumentException>(() => new GaussianFlow([0, 0], new double[,] { { 1, 2 }, { 2, 1 } }, [0, 0], one)).ParamName);
        Assert.Equal("covariance1", Assert.Throws<ArgumentException>(() => new GaussianFlow([0, 0], one, [0, 0], new double[,] { { 1, 2 }, { 2, 1 } })).ParamName);
    }
}
