using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class EditingTests
{
    private static Tensor Normal(ulong seed, params long[] shape) => torch.randn(shape, dtype: ScalarType.Float64, generator: new Generator(seed));

    private static GaussianFlow To(double mean, double std) => GaussianFlow.Isotropic([0], 1, [mean], std);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public void FlowEdit_shifts_a_gaussian_exactly_to_another_of_equal_spread(int steps)
    {
        var x = Normal(0, 40, 1) * 0.6 - 1;
        var edit = new FlowEdit { Steps = steps, EditSteps = steps };
        var edited = edit.Apply(To(-1, 0.6), To(2, 0.6), x, new Generator(1));
        Assert.True((edited - x - 3).abs().max().item<double>() < 1e-10);
    }

    [Theory]
    [InlineData(0, 1, 3, 2, 3.0, 1.5206)]
    [InlineData(0, 1, 3, 0.5, 3.0, 0.6046)]
    public void FlowEdit_between_unequal_spreads_has_the_slope_of_its_closed_form(double m0, double s0, double m1, double s1, double mean, double slope)
    {
        // The expectation over the noise: many noises a step, and two points tell the line.
        var x = torch.tensor(new[,] { { -1.0 }, { 1.0 } });
        var edit = new FlowEdit { Steps = 400, EditSteps = 400, Noises = 400 };
        var edited = edit.Apply(To(m0, s0), To(m1, s1), x, new Generator(1));
        Assert.Equal(mean, edited.mean().item<double>(), 0.02);
        Assert.Equal(slope, (edited[1, 0] - edited[0, 0]).item<double>() / 2, 0.01);
    }

    [Fact]
    public void FlowEdit_started_late_goes_part_of_the_way()
    {
        // (m_t - m_s)·(1 - t_0·s/√g(t_0)) with t_0 = ½, s = 1: 3·(1 - ½/√½).
        var edit = new FlowEdit { Steps = 2000, EditSteps = 1000 };
        var edited = edit.Apply(To(0, 1), To(3, 1), torch.zeros(1, 1, dtype: ScalarType.Float64), new Generator(1));
        Assert.Equal(3 * (1 - 0.5 / Math.Sqrt(0.5)), edited.item<double>(), 2e-3);
    }

    [Fact]
    public void The_same_condition_changes_nothing()
    {
        var flow = new MixtureFlow(Workbench.Data.Toys.EightGaussians());
        var x = Normal(2, 30, 2);
        Assert.True((new FlowEdit().Apply(flow, flow, x, new Generator(3)) - x).abs().max().item<double>() < 1e-12);
        var split = new SplitFlow { Aggregation = SplitFlowAggregation.Average };
        Assert.True((split.Apply(flow, flow, [flow, flow], x, 3) - x).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void Sampling_at_the_end_brings_points_to_the_targets_law()
    {
        var edit = new FlowEdit { Steps = 60, EditSteps = 60, SampleSteps = 20 };
        var edited = edit.Apply(To(0, 1), To(4, 0.5), Normal(0, 4000, 1), new Generator(1));
        Assert.Equal(4, edited.mean().item<double>(), 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FlowEdit { SampleSteps = 40 }.Apply(To(0, 1), To(1, 1), Normal(0, 2, 1), new Generator(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FlowEdit { EditSteps = 60 }.Apply(To(0, 1), To(1, 1), Normal(0, 2, 1), new Generator(0)));
    }

    [Fact]
    public void Projection_and_agreement_are_worked_out_by_hand()
    {
        // One position with two channels.
        Tensor At(double a, double b) => torch.tensor(new[, ,] { { { a }, { b } } });
        var projected = SplitFlow.Project([At(1, 1)], At(3, 0))[0];
        Assert.Equal([1.0, 0.0], projected.data<double>().ToArray());
        // g_1 = g_2 = (1, 0), g_3 = (0, 1): agreements 1, 1, 0.
        var weight = Math.E / (2 * Math.E + 1);
        var joined = SplitFlow.Aggregate([At(1, 0), At(1, 0), At(0, 1)]).data<double>().ToArray();
        Assert.Equal(2 * weight, joined[0], 12);
        Assert.Equal(1 / (2 * Math.E + 1), joined[1], 12);
        Assert.Equal([2.0, 5.0], SplitFlow.Aggregate([At(2, 5)]).data<double>().ToArray());
    }

    [Fact]
    public void Parts_that_each_change_one_coordinate_are_averaged_until_they_are_joined()
    {
        GaussianFlow Shift(double a, double b) => GaussianFlow.Isotropic([0, 0], 1, [a, b], 1);
        var x = torch.ones(5, 2, dtype: ScalarType.Float64);
        var edit = new FlowEdit { Steps = 100, EditSteps = 100 };
        // Each part carries its own coordinate nearly all the way, so their mean is half of both, and one step of the full flow is left.
        var half = new SplitFlow { Edit = edit, JoinAt = 1, Aggregation = SplitFlowAggregation.Average };
        var almost = half.Apply(Shift(0, 0), Shift(2, 4), [Shift(2, 0), Shift(0, 4)], x, 0);
        var gap = (almost - x).mean([0L]).data<double>().ToArray();
        Assert.InRange(gap[0], 0.9, 1.2);
        Assert.Equal(2, gap[1] / gap[0], 6);
        Assert.Throws<ArgumentException>(() => half.Apply(Shift(0, 0), Shift(1, 1), [], x, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitFlow { JoinAt = 33 }.Apply(Shift(0, 0), Shift(1, 1), [Shift(1, 0)], x, 0));
    }

    [Fact]
    public void Full_control_ends_at_its_target_and_none_is_the_model()
    {
        var flow = new MixtureFlow(Workbench.Data.Toys.EightGaussians());
        var (x, noise) = (Normal(0, 20, 2) * 3, Normal(1, 20, 2));
        Assert.True((ControlledVelocity.Invert(flow, x, noise, gamma: 1).Final - noise).abs().max().item<double>() < 1e-10);
        Assert.True((ControlledVelocity.Edit(flow, noise, x, eta: 1, stop: 1).Final - x).abs().max().item<double>() < 1e-10);
        Assert.Equal(Solver.Euler.SolveBackward(flow, x, 28).Final, ControlledVelocity.Invert(flow, x, noise, gamma: 0).Final);
        Assert.Equal(Solver.Euler.Solve(flow, noise, 28).Final, ControlledVelocity.Edit(flow, noise, x, eta: 0).Final);
        Assert.Throws<ArgumentOutOfRangeException>(() => ControlledVelocity.Invert(flow, x, noise, gamma: 1.5));
        Assert.Throws<ArgumentException>(() => ControlledVelocity.Edit(flow, noise, x[..3]));
    }

    [Fact]
    public void Stronger_and_longer_control_stays_nearer_to_the_image()
    {
        var flow = To(3, 0.5);
        var (image, z) = (Normal(0, 200, 1) * 0.5 - 3, Normal(1, 200, 1));
        double Distance(double eta, double stop) => (ControlledVelocity.Edit(flow, z, image, eta, stop).Final - image).square().mean().item<double>();
        Assert.True(Distance(0.9, 0.9) < Distance(0.9, 0.5) && Distance(0.9, 0.5) < Distance(0.9, 0.1));
        Assert.True(Distance(0.9, 0.5) < Distance(0.6, 0.5) && Distance(0.6, 0.5) < Distance(0.3, 0.5));
    }

    [Fact]
    public void Inversion_and_sampling_return_the_point()
    {
        var flow = To(2, 0.5);
        var x = Normal(0, 10, 1) * 0.5 + 2;
        var z = ControlledVelocity.Invert(flow, x, torch.zeros_like(x), gamma: 0, Solver.RungeKutta4, 64).Final;
        Assert.True((ControlledVelocity.Edit(flow, z, x, eta: 0, solver: Solver.RungeKutta4, steps: 64).Final - x).abs().max().item<double>() < 1e-6);
    }

    [Fact]
    public void Guidance_is_linear_in_its_scale_and_moves_along_the_closed_form()
    {
        // Two classes N(±2, 0.3²) with equal shares: v_c - v_u = (1-t)/g·(m_c - m̄).
        var both = new MixtureFlow(new GaussianMixture([1, 1], new double[,] { { -2 }, { 2 } }, [0.3, 0.3]));
        var one = new MixtureFlow(new GaussianMixture([1], new double[,] { { 2 } }, [0.3]));
        var x = torch.linspace(-1, 2, 7, dtype: ScalarType.Float64).unsqueeze(1);
        const double t = 0.4;
        var g = (1 - t) * (1 - t) + t * t * 0.09;
        Tensor At(double scale) => new GuidedVelocity(one, both, scale).Velocity(x, t);
        var unit = At(1) - At(0);
        Assert.True((At(3) - At(1) - 2 * unit).abs().max().item<double>() < 1e-12);
        var responsibility = (x * (4 * t / g)).sigmoid();
        var mean = 2 * (2 * responsibility - 1);
        Assert.True((unit - (1 - t) / g * (2 - mean)).abs().max().item<double>() < 1e-9);
        Assert.Equal(one.Velocity(x, t), At(1));
        Assert.Equal(both.Velocity(x, t), At(0));
    }

    [Fact]
    public void A_classifiers_gradient_turns_the_flow_of_all_into_that_of_a_class()
    {
        // With the exact class probability of the noised law, s = 1 is Bayes' rule: the conditional flow.
        var both = new MixtureFlow(new GaussianMixture([1, 1], new double[,] { { -2 }, { 2 } }, [0.3, 0.3]));
        var one = new MixtureFlow(new GaussianMixture([1], new double[,] { { 2 } }, [0.3]));
        Tensor LogProbability(Tensor x, Tensor t)
        {
            var g = (1 - t).square() + t.square() * 0.09;
            return nn.functional.logsigmoid(x.flatten() * 4 * t / g);
        }

        var guided = new ClassifierGuidance(both, LogProbability);
        var x = torch.linspace(-1, 2, 7, dtype: ScalarType.Float64).unsqueeze(1);
        foreach (var t in new[] { 0.1, 0.5, 0.9 })
            Assert.True((guided.Velocity(x, t) - one.Velocity(x, t)).abs().max().item<double>() < 1e-9, $"t = {t}");
        Assert.True(guided.Velocity(x, 0).isfinite().all().item<bool>());
        var atEnd = new ClassifierGuidance(both, LogProbability, atPrediction: true).Velocity(x, 0.5);
        Assert.True(atEnd.isfinite().all().item<bool>());
        Assert.False(guided.Velocity(x, 0.5).requires_grad);
    }

    [Fact]
    public void Flow_chef_without_a_loss_is_euler_and_with_one_it_lowers_it()
    {
        var flow = new MixtureFlow(Workbench.Data.Toys.EightGaussians());
        var x0 = Normal(0, 100, 2);
        var plain = Solver.Euler.Solve(flow, x0, 20).Final;
        Assert.Equal(plain, new FlowChef { Loss = x => x.sum(1) * 0 }.Sample(flow, x0, 20).Final);

        var wanted = torch.tensor(new[] { 4.0, 0.0 });
        Tensor Loss(Tensor x) => (x - wanted).square().mean([1L]);
        var steered = new FlowChef { Loss = Loss, StepSize = 0.5 }.Sample(flow, x0, 20).Final;
        Assert.True(Loss(steered).mean().item<double>() < 0.2 * Loss(plain).mean().item<double>());
    }

    [Fact]
    public void Skipping_the_jacobian_is_exact_where_it_is_the_identity()
    {
        // A velocity that does not depend on the point: x̂_1 = z + const.
        var constant = VelocityField.From((x, t) => torch.ones_like(x) * (1 + t));
        Tensor Loss(Tensor x) => x.square().sum(1);
        var x0 = Normal(0, 10, 3);
        var skipped = new FlowChef { Loss = Loss, StepSize = 0.05 }.Sample(constant, x0, 10).Final;
        var through = new FlowChef { Loss = Loss, StepSize = 0.05, ThroughField = true }.Sample(constant, x0, 10).Final;
        Assert.True((skipped - through).abs().max().item<double>() < 1e-12);
        // N(0,1) to N(0,1): ∂x̂_1/∂z = t/σ_t², so that the two differ by that factor in one step at t.
        var flow = To(0, 1);
        var one = torch.ones(1, 1, dtype: ScalarType.Float64);
        var a = new FlowChef { Loss = x => x.flatten() * 3, StepSize = 0.1 }.Sample(flow, one, 1).Final.item<double>();
        var b = new FlowChef { Loss = x => x.flatten() * 3, StepSize = 0.1, ThroughField = true }.Sample(flow, one, 1).Final.item<double>();
        // At t = 0 the Jacobian is 0: no correction at all.
        Assert.Equal(0.3, b - a, 12);
    }

    [Fact]
    public void A_step_size_that_blows_up_is_told()
    {
        var flow = To(0, 1);
        var chef = new FlowChef { Loss = x => x.pow(4).flatten(), StepSize = 1e100 };
        Assert.Contains("StepSize", Assert.Throws<ArithmeticException>(() => chef.Sample(flow, torch.ones(1, 1, dtype: ScalarType.Float64) * 3, 20)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => (chef with { Until = 0 }).Sample(flow, torch.ones(1, 1, dtype: ScalarType.Float64), 2));
    }
}
