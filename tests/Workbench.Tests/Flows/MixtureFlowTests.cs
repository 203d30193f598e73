using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

/// <summary>
/// The tables below were computed in float64 with numpy, apart from this code: responsibilities by log-sum-exp,
/// quantiles by bisection.
/// </summary>
public class MixtureFlowTests
{
    /// <summary>½·N(-2, ½²) + ½·N(2, ½²).</summary>
    internal static MixtureFlow LawA { get; } = new(new GaussianMixture([0.5, 0.5], new double[,] { { -2 }, { 2 } }, [0.5, 0.5]));

    /// <summary>0.3·N(-1, ½²) + 0.7·N(3, 1).</summary>
    internal static MixtureFlow LawB { get; } = new(new GaussianMixture([0.3, 0.7], new double[,] { { -1 }, { 3 } }, [0.5, 1]));

    private static MixtureFlow Law(string name) => name == "A" ? LawA : LawB;

    private static double At(VelocityField field, double x, double t)
        => field.Velocity(torch.tensor(new[,] { { x } }), t).item<double>();

    [Theory]
    [InlineData("A", 0.5, 0, -0.5000000000)]
    [InlineData("A", 0.5, 0.25, 0.4623190189)]
    [InlineData("A", 0.5, 0.5, 2.3493393741)]
    [InlineData("A", 0.5, 0.75, 2.3046383050)]
    [InlineData("A", 0.5, 0.95, 0.8491034203)]
    [InlineData("A", -1, 0.5, -1.9893836731)]
    [InlineData("A", 1.5, 0.9, 1.8235294117)]
    [InlineData("B", 0.5, 0, 1.3000000000)]
    [InlineData("B", 0.5, 0.25, 2.0614480812)]
    [InlineData("B", 0.5, 0.5, 1.8076657698)]
    [InlineData("B", 0.5, 0.75, 1.1317176928)]
    [InlineData("B", 0.5, 0.95, 0.5911411784)]
    [InlineData("B", -1, 0.5, -0.3820331503)]
    [InlineData("B", 1.5, 0.9, 1.8292645590)]
    public void The_velocity_is_that_of_the_table(string law, double x, double t, double expected)
        => Assert.Equal(expected, At(Law(law), x, t), 1e-9);

    [Theory]
    [InlineData("A", -1.5, -2.554733462608)]
    [InlineData("A", -0.5, -1.851096089584)]
    [InlineData("A", 0.3, 1.640098005675)]
    [InlineData("A", 0.5, 1.851096089584)]
    [InlineData("A", 1.0, 2.237616424624)]
    [InlineData("B", -1.5, -1.381591847350)]
    [InlineData("B", -0.5, 0.752202332314)]
    [InlineData("B", 0.3, 2.884840058102)]
    [InlineData("B", 0.5, 3.149022568231)]
    [InlineData("B", 1.0, 3.749923590625)]
    public void The_quantile_map_is_that_of_the_table_and_where_the_flow_ends(string law, double x, double expected)
    {
        Assert.Equal(expected, Law(law).MonotoneMap(x), 1e-11);
        var end = Solver.RungeKutta4.Solve(Law(law), torch.tensor(new[,] { { x } }), 400).Final.item<double>();
        // RK4 has an rms error of 3e-10 at 256 steps on law B; a single point may be a few times worse.
        Assert.Equal(expected, end, 2e-9);
    }

    [Theory]
    [InlineData(0.3, 0.2, 1.4842089616)]
    [InlineData(-1, 0.6, -0.4445999240)]
    [InlineData(2, 0.9, 0.4334389959)]
    public void One_component_on_the_circle_is_the_converted_Gaussian_flow(double x, double t, double expected)
    {
        var flow = new MixtureFlow(new GaussianMixture([1], new double[,] { { 1 } }, [2]), interpolant: new Trigonometric());
        Assert.Equal(expected, At(flow, x, t), 1e-9);
    }

    [Fact]
    public void At_the_ends_the_velocity_is_mean_minus_x_and_x_itself()
    {
        // Any target, source N(0, I): v(x, 0) = E X_1 - x and v(x, 1) = x.
        var flow = new MixtureFlow(new GaussianMixture([1, 3], new double[,] { { 2, 0 }, { -1, 1 } }, [0.3, 0.7]));
        var x = torch.tensor(new[,] { { 0.4, -1.2 }, { 1.7, 0.2 } });
        var mean = torch.tensor(new[] { -0.25, 0.75 });
        Assert.True((flow.Velocity(x, 0.0) - (mean - x)).abs().max().item<double>() < 1e-12);
        Assert.True((flow.Velocity(x, 1.0) - x).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void Times_of_their_own_agree_with_one_time_for_all_and_the_dtype_follows_the_points()
    {
        var x = torch.tensor(new[,] { { 0.4 }, { 1.7 } });
        var together = LawB.Velocity(x, torch.tensor(new[] { 0.2, 0.9 }));
        Assert.Equal(At(LawB, 0.4, 0.2), together[0, 0].item<double>(), 1e-15);
        Assert.Equal(At(LawB, 1.7, 0.9), together[1, 0].item<double>(), 1e-15);
        Assert.Equal(ScalarType.Float32, LawB.Velocity(x.to_type(ScalarType.Float32), 0.5).dtype);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var mixture = new GaussianMixture([1], new double[,] { { 0, 0 } }, [1]);
        Assert.Throws<ArgumentException>(() => new MixtureFlow(mixture, [0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixtureFlow(mixture, sourceStd: 0));
        Assert.Throws<InvalidOperationException>(() => new MixtureFlow(mixture).MonotoneMap(0));
    }
}
