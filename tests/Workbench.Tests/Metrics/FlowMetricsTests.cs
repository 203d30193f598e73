using MathNet.Numerics.Distributions;
using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Metrics;
using Workbench.Tests.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

/// <summary>Straightness, energy, crossing term and cost against closed forms and tables computed apart from this code.</summary>
public class FlowMetricsTests
{
    /// <summary>Evenly spread quantiles of N(0, 1): a sample without sampling error.</summary>
    private static Tensor Quantiles(int count)
        => torch.tensor(Enumerable.Range(0, count).Select(i => Normal.InvCDF(0, 1, (i + 0.5) / count)).ToArray()).unsqueeze(1);

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1, 3)]
    [InlineData(2, -1)]
    public void Straightness_and_energy_of_a_Gaussian_flow_are_the_closed_forms(double s1, double delta)
    {
        var flow = GaussianFlow.Isotropic([0.0], 1, [delta], s1);
        var x0 = Quantiles(4000);
        // 4000 quantiles cut the tails: their variance is 0.9993. The trapezoid of 200 steps adds 1e-4.
        var straightness = Straightness.Along(flow, x0, 200, Solver.RungeKutta4).Value;
        Assert.InRange(straightness / flow.Straightness, 0.998, 1.002);
        Assert.InRange(PathEnergy.Along(flow, x0, 200, Solver.RungeKutta4) / flow.Energy, 0.998, 1.002);
    }

    [Theory]
    [InlineData("A", 1.477877, 2.479535, 1.001658)]
    [InlineData("B", 4.488870, 5.404456, 0.915586)]
    public void Cost_energy_and_straightness_of_the_mixture_laws_are_those_of_the_table(string law, double cost, double energy, double straightness)
    {
        var flow = law == "A" ? MixtureFlowTests.LawA : MixtureFlowTests.LawB;
        var x0 = Quantiles(4000);
        var solution = Solver.RungeKutta4.Solve(flow, x0, 200, record: true);
        Assert.InRange(TransportCost.Of(x0, solution.Final, TransportCost.NormPower(2)) / cost, 0.998, 1.002);
        Assert.InRange(PathEnergy.Along(flow, solution) / energy, 0.998, 1.002);
        Assert.InRange(Straightness.Along(flow, solution).Value / straightness, 0.998, 1.002);
    }

    [Fact]
    public void The_crossing_term_of_Gaussians_is_the_loss_floor()
    {
        using var generator = new Generator(0);
        var x0 = torch.randn([40_000, 1], dtype: ScalarType.Float64, generator: generator);
        var x1 = 3 + 0.5 * torch.randn([40_000, 1], dtype: ScalarType.Float64, generator: generator);
        // Half of π/2; the standard error of 40,000 pairs is below 1 %.
        Assert.InRange(CrossingTerm.Of(GaussianFlow.Isotropic([0.0], 1, [3.0], 0.5), x0, x1), 0.7853981634 * 0.98, 0.7853981634 * 1.02);
    }

    [Fact]
    public void A_straight_flow_has_no_straightness_integral_and_a_curved_one_has()
    {
        var x0 = new StandardNormal(1, 2, 2).Sample(50, new Generator(0));
        var shift = VelocityField.From((x, _) => torch.full_like(x, 1.5f));
        Assert.Equal(0, Straightness.Along(shift, x0, 10).Value, 1e-10);
        // v = 2t gives Z_1 - Z_0 = 1 and S = ∫(1 - 2t)²dt = 1/3 a dimension.
        var ramp = VelocityField.From((x, t) => torch.ones_like(x) * (2 * t));
        Assert.Equal(4.0 / 3, Straightness.Along(ramp, x0, 400, Solver.Midpoint).Value, 1e-4);
        Assert.Equal(4 * 4.0 / 3, PathEnergy.Along(ramp, x0, 400, Solver.Midpoint), 1e-4);
    }

    [Fact]
    public void The_profile_says_when_the_flow_bends()
    {
        var x0 = torch.zeros(4, 1, dtype: ScalarType.Float64);
        var kick = VelocityField.From((x, t) => torch.full_like(x, t.item<double>() < 0.249 ? 4 : 0));
        var profile = Straightness.Along(kick, x0, 100);
        Assert.Equal(101, profile.Deviation.Count);
        Assert.Equal(9, profile.Deviation[0], 1e-9);
        Assert.Equal(1, profile.Deviation[60], 1e-9);
    }

    [Fact]
    public void Eight_Gaussians_have_the_straightness_crossing_and_costs_of_the_card()
    {
        using var generator = new Generator(0);
        var target = Toys.EightGaussians();
        var x0 = new StandardNormal(2).Sample(8000, generator);
        var x1 = target.SampleEqualCounts(8000, generator);
        var identity = EnergyIdentity.Of(new MixtureFlow(target), x0, x1);
        // The card's values are rounded to three digits; sampling 8000 points adds about one per cent.
        Assert.InRange(identity.Straightness, 1.44 * 0.98, 1.44 * 1.02);
        Assert.InRange(identity.Crossing, 3.75 * 0.98, 3.75 * 1.02);
        Assert.InRange(identity.CostBefore, 6.06 * 0.98, 6.06 * 1.02);
        Assert.InRange(identity.CostAfter, 0.89 * 0.98, 0.89 * 1.02);
        Assert.InRange(identity.RelativeGap, 0, 0.02);
    }

    [Fact]
    public void Rectifying_lowers_every_convex_cost()
    {
        using var generator = new Generator(0);
        var target = Toys.EightGaussians();
        var (x0, x1) = (new StandardNormal(2).Sample(4000, generator), target.Sample(4000, generator));
        var z1 = Solver.Heun.Solve(new MixtureFlow(target), x0, 25).Final;
        foreach (var power in new[] { 1.0, 1.5, 2, 4 })
            Assert.True(TransportCost.Of(x0, z1, TransportCost.NormPower(power)) < TransportCost.Of(x0, x1, TransportCost.NormPower(power)));
        // A convex cost that sees one side only.
        Func<Tensor, Tensor> oneSided = d => d.select(1, 0).clamp(min: 0);
        Assert.True(TransportCost.Of(x0, z1, oneSided) < TransportCost.Of(x0, x1, oneSided));
    }

    [Fact]
    public void The_norm_costs_are_those_of_a_3_4_5_triangle()
    {
        var (x0, x1) = (torch.zeros(2, 1, 2), torch.tensor(new[, ,] { { { 3f, 4 } }, { { 0, 0 } } }));
        Assert.Equal(2.5, TransportCost.Of(x0, x1, TransportCost.NormPower(1)), 12);
        Assert.Equal(12.5, TransportCost.Of(x0, x1, TransportCost.NormPower(2)), 12);
        Assert.Equal(312.5, TransportCost.Of(x0, x1, TransportCost.NormPower(4)), 10);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var field = MixtureFlowTests.LawA;
        var x = torch.zeros(3, 1);
        Assert.Throws<ArgumentException>(() => Straightness.Along(field, Solver.Euler.Solve(field, x, 3)));
        Assert.Contains("to 0.5", Assert.Throws<ArgumentException>(
            () => PathEnergy.Along(field, Solver.Euler.Solve(field, x, TimeGrid.Uniform(3, 0, 0.5), record: true))).Message);
        Assert.Throws<ArgumentException>(() => TransportCost.Of(x, torch.zeros(4, 1), TransportCost.NormPower(2)));
        Assert.Throws<ArgumentException>(() => TransportCost.Of(x, x, d => d));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransportCost.NormPower(0.5));
        Assert.Throws<ArgumentException>(() => CrossingTerm.Of(field, x, torch.zeros(4, 1)));
    }
}
