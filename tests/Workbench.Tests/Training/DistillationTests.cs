using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Metrics;
using Workbench.Models;
using Workbench.Tests.Flows;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public class DistillationTests
{
    private static readonly double[] Shift = [1, -2];

    private static readonly DistillationTraining Short = new() { Seed = 0, Steps = 300, BatchSize = 64 };

    // The straight flow of the pairs Z_1 = m + Z_0/2, whose one Euler step is exact.
    private static readonly VelocityField Straight = VelocityField.From((x, t) =>
    {
        var (m, time) = (torch.tensor(Shift, dtype: x.dtype), t.reshape(-1, 1));
        return m - 0.5 * (x - time * m) / (1 - 0.5 * time);
    });

    private static Tensor Random(int seed, long count) => torch.randn([count, 2], dtype: ScalarType.Float64, generator: new Generator((ulong)seed));

    [Fact]
    public void A_linear_student_reaches_the_least_squares_optimum()
    {
        var x0 = Random(0, 40);
        var x1 = x0.matmul(torch.tensor(new[,] { { 2.0, 1 }, { -0.5, 0.3 } })) + 0.7 + 0.3 * Random(1, 40);
        var student = new LinearNetwork(2, ScalarType.Float64);
        Distillation.OneStep(student, new Whole(x0, x1), Short with
        {
            Optimizer = parameters => optim.Adam(parameters, 0.1),
            LearningRate = LearningRates.RampThenCosine(0.1, 0),
            Steps = 400,
        });

        // The normal equations of x_0 + W·x_0 + b ≈ x_1.
        var design = torch.cat([x0, torch.ones(40, 1, dtype: ScalarType.Float64)], 1);
        var optimum = torch.linalg.inv(design.t().matmul(design)).matmul(design.t()).matmul(x1 - x0);
        Assert.True((student.Weight.t() - optimum[..2]).abs().max().item<double>() < 1e-3);
        Assert.True((student.Bias - optimum[2]).abs().max().item<double>() < 1e-3);
    }

    [Theory]
    [InlineData(FirstStep.Student)]
    [InlineData(FirstStep.Teacher)]
    public void A_straight_flow_and_a_student_equal_to_it_have_no_two_step_loss(FirstStep first)
    {
        var term = new FlowGuidedTerm { Flow = Straight, Source = new Doubles(2), FirstStep = first, Times = TimeSampler.Uniform };
        var student = new FunctionNetwork((x, t) => Straight.Velocity(x, t));
        Assert.InRange(term.Of(student, FlowLoss.Squared.PerSample, 100, new Generator(0)).item<double>(), 0, 1e-20);
        // Another student is seen.
        var other = new FunctionNetwork((x, t) => Straight.Velocity(x, t) + 0.1);
        Assert.InRange(term.Of(other, FlowLoss.Squared.PerSample, 100, new Generator(0)).item<double>(), 1e-4, 1);
    }

    [Fact]
    public void The_teachers_two_step_target_is_two_Euler_steps_and_degenerates_at_the_ends()
    {
        var flow = GaussianFlow.Isotropic([0, 0], 1, Shift, 0.3);
        var (x0, student) = (Random(0, 8), Random(1, 8));
        var term = new FlowGuidedTerm { Flow = flow, Source = new Doubles(2), FirstStep = FirstStep.Teacher };
        Tensor Target(FlowGuidedTerm of, double t) => of.Target(x0, student, torch.tensor(t));
        static double Gap(Tensor a, Tensor b) => (a - b).abs().max().item<double>();

        Assert.True(Gap(Target(term, 0.3), Solver.Euler.Solve(flow, x0, new TimeGrid([0, 0.3, 1])).Final) < 1e-12);
        Assert.True(Gap(Target(term, 0), Solver.Euler.Solve(flow, x0, 1).Final) < 1e-12);
        Assert.True(Gap(Target(term, 1), Solver.Euler.Solve(flow, x0, 1).Final) < 1e-12);
        var own = term with { FirstStep = FirstStep.Student };
        Assert.True(Gap(Target(own, 0), Solver.Euler.Solve(flow, x0, 1).Final) < 1e-12);
        Assert.True(Gap(Target(own, 1), x0 + student) < 1e-12);
        var xt = x0 + 0.4 * student;
        Assert.True(Gap(Target(own, 0.4), xt + 0.6 * flow.Velocity(xt, 0.4)) < 1e-12);
    }

    [Fact]
    public void No_gradient_flows_through_the_target()
    {
        var student = new LinearNetwork(2, ScalarType.Float64);
        using (torch.no_grad())
            student.Weight.add_(0.2);
        // The flow is the student itself, so that a leak would show.
        var flow = VelocityField.From((x, t) => student.call(x, t));
        var term = new FlowGuidedTerm { Flow = flow, Source = new Doubles(2), Times = new TimesBetween(0.2, 0.8) };
        term.Of(student, FlowLoss.Squared.PerSample, 16, new Generator(3)).backward();

        // ∂/∂b of mean‖x_0 + v' - target‖² with the target held: 2·mean(x_0 + v' - target).
        using var generator = new Generator(3);
        var x0 = new Doubles(2).Sample(16, generator);
        var t = term.Times.Sample(16, generator).to_type(ScalarType.Float64);
        using var noGrad = torch.no_grad();
        var velocity = student.call(x0, t);
        var expected = 2 * (x0 + velocity - term.Target(x0, velocity, t)).mean([0L]);
        Assert.True((student.Bias.grad! - expected).abs().max().item<double>() < 1e-12);
        Assert.True(expected.abs().max().item<double>() > 1e-3);
    }

    [Fact]
    public void The_flow_guides_where_pairs_are_too_few()
    {
        // Two pairs leave an affine map of the plane undetermined; the two-step target of the flow determines it.
        var noise = new StandardNormal(2);
        var pairs = Reflow.Pairs(Straight, noise, 2, Solver.Euler, 1, seed: 1);
        var fast = Short with { Optimizer = parameters => optim.Adam(parameters, 0.05), LearningRate = LearningRates.RampThenCosine(0.05, 0) };
        var fresh = noise.Sample(500, new Generator(9));
        double Error(FlowGuidedTerm? term)
        {
            var student = Distillation.OneStep(new LinearNetwork(2), pairs, fast with { Guided = term });
            return (student.Map(fresh) - Solver.Euler.Solve(Straight, fresh, 1).Final).square().sum(1).mean().item<float>();
        }

        var without = Error(null);
        Assert.InRange(without, 0.05, 10);
        foreach (var first in new[] { FirstStep.Student, FirstStep.Teacher })
            Assert.InRange(Error(new FlowGuidedTerm { Flow = Straight, Source = noise, FirstStep = first }), 0, 0.01 * without);
    }

    [Fact]
    public void Distilled_from_fresh_pairs_one_step_is_the_flow()
    {
        var flow = GaussianFlow.Isotropic([0, 0], 1, Shift, 0.5);
        var student = Distillation.OneStep(
            new VelocityMlp(2, seed: 0, width: 32), new FlowCoupling(flow, new StandardNormal(2), Solver.RungeKutta4, 4),
            Short with { Distance = new PseudoHuberLoss(0.1).PerSample });
        var fresh = new StandardNormal(2).Sample(500, new Generator(9));
        // The flow moves points by 2.3 in the mean, an untrained student hardly.
        Assert.InRange((student.Map(fresh) - flow.Map(fresh)).square().sum(1).mean().item<float>(), 0, 0.02);
        Assert.True((Solver.Euler.Solve(student, fresh, 1).Final - student.Map(fresh)).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_the_given_weights_are_the_start()
    {
        var pairs = Reflow.Pairs(Straight, new StandardNormal(2), 100, Solver.Euler, 1, seed: 1);
        var first = new VelocityMlp(2, seed: 4, width: 16);
        var training = Short with { Steps = 5, InitialiseFrom = first, Guided = new FlowGuidedTerm { Flow = Straight, Source = new StandardNormal(2) } };
        var one = Distillation.OneStep(new VelocityMlp(2, seed: 0, width: 16), pairs, training);
        var other = Distillation.OneStep(new VelocityMlp(2, seed: 1, width: 16), pairs, training);
        Assert.Equal(one.Curve.Losses, other.Curve.Losses);
        Assert.NotEqual(one.Curve.Losses, Distillation.OneStep(new VelocityMlp(2, seed: 1, width: 16), pairs, training with { InitialiseFrom = null }).Curve.Losses);
        Assert.NotEqual(one.Curve.Losses, Distillation.OneStep(new VelocityMlp(2, seed: 1, width: 16), pairs, training with { Seed = 1 }).Curve.Losses);

        var error = Assert.Throws<ArgumentException>(() => Distillation.OneStep(new VelocityMlp(2, seed: 0, width: 8), pairs, training));
        Assert.Contains("[8, 9]", error.Message);
        Assert.Contains("[16, 9]", error.Message);
        Assert.Throws<ArgumentException>(() => Distillation.OneStep(new VelocityMlp(2, seed: 0, width: 16, depth: 2), pairs, training));
    }

    [Fact]
    public void Annealing_ends_at_both_known_flows()
    {
        // Card 05: one code path, β = 1 is 1-RF (S = 1.4 fully trained), β = 0 is reflow (S < 0.05).
        var noise = new StandardNormal(2);
        var teacher = Reflow.Pairs(new MixtureFlow(Toys.EightGaussians()), noise, 2000, Solver.Heun, 12, seed: 0);
        double StraightnessAt(double beta)
        {
            var flow = RectifiedFlow.Train(
                new VelocityMlp(2, seed: 0, width: 32), new AnnealedCoupling(teacher, AnnealingSchedule.Constant(beta)),
                new FlowTraining { Seed = 0, Steps = 200, BatchSize = 128, LearningRate = LearningRates.RampThenCosine(1e-2, 0) });
            return Straightness.Along(flow, noise.Sample(500, new Generator(9))).Value;
        }

        Assert.InRange(StraightnessAt(1), 0.9, 1.9);
        Assert.InRange(StraightnessAt(0), 0, 0.3);
    }

    [Theory]
    [InlineData("linear", "velocity")]
    [InlineData("trigonometric", "noise")]
    [InlineData("trigonometric", "velocity")]
    [InlineData("trigonometric", "data")]
    public void Any_form_and_prediction_is_rectified_from_its_own_ODE(string form, string prediction)
    {
        // Card 03, RD-C3, on one Gaussian: the pairs of the flow's own DDIM solve are fitted so that one step replaces the solve.
        Interpolant interpolant = form == "linear" ? Interpolant.Linear : new Trigonometric(0.068);
        var target = new GaussianMixture([1], new double[,] { { 1, -1 } }, [0.5]);
        var (noise, ddim) = (new StandardNormal(2), new Ddim(interpolant));
        var pairs = Reflow.Pairs(new MixtureFlow(target, interpolant: interpolant), noise, 2000, ddim, 60, seed: 1);
        var flow = RectifiedFlow.Train(new VelocityMlp(2, seed: 0, width: 32), pairs, new FlowTraining
        {
            Seed = 2,
            Steps = 300,
            BatchSize = 128,
            LearningRate = LearningRates.RampThenCosine(1e-2, 0),
            Objective = new VelocityMatching
            {
                Interpolant = interpolant,
                Prediction = Prediction.ByName(prediction),
                Loss = new FirstOrderLoss(new PseudoHuberLoss(0.1)),
            },
        });
        // E‖X_1 - m‖² = 0.5 is what a flow of independent pairs leaves in one step, which lands on the mean of the data.
        var one = ddim.Solve(flow, pairs.X0, 1).Final;
        Assert.InRange((one - pairs.X1).square().sum(1).mean().item<float>(), 0, 0.1);
    }

    [Fact]
    public void A_conditional_student_lands_where_its_condition_says()
    {
        // Two classes, each a shift of its own; the labels travel with the pairs.
        var labels = torch.arange(400) % 2;
        var x0 = torch.randn([400, 2], generator: new Generator(0));
        var pairs = Coupling.Paired(x0, 0.5 * x0 + (4 * labels - 2).to_type(ScalarType.Float32).unsqueeze(1), labels);
        var student = Distillation.OneStep(new ConditionalVelocityMlp(2, seed: 0, Conditions.Labels(2), width: 32), pairs, Short);

        var fresh = torch.randn([300, 2], generator: new Generator(9));
        foreach (var label in new[] { 0, 1 })
        {
            var mapped = student.Map(fresh, torch.full([300], label, dtype: ScalarType.Int64));
            // Without the condition the squared error would be 8.
            Assert.InRange((mapped - (0.5 * fresh + (4 * label - 2))).square().sum(1).mean().item<float>(), 0, 0.1);
            Assert.True((Solver.Euler.Solve(student.Given(label), fresh, 1).Final - mapped).abs().max().item<float>() < 1e-5);
        }

        var network = new ConditionalVelocityMlp(2, seed: 0, Conditions.Labels(2), width: 8);
        Assert.Contains("no labels", Assert.Throws<ArgumentException>(() => Distillation.OneStep(network, Coupling.Paired(x0, x0), Short)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Distillation.OneStep(network, Coupling.Paired(x0, x0, labels + 2), Short));
        Assert.Throws<ArgumentException>(() => Distillation.OneStep(
            network, pairs, Short with { Guided = new FlowGuidedTerm { Flow = Straight, Source = new StandardNormal(2) } }));
    }

    [Fact]
    public void Trained_at_the_starts_of_k_steps_a_flow_takes_k_steps()
    {
        Assert.Equal([0, 0, 0.25, 0.5, 0.75, 0.75], new GridTimes(4).Quantile(torch.tensor(new[] { 0.0, 0.2, 0.3, 0.7, 0.99, 1 })).data<double>().ToArray());
        Assert.Throws<NotSupportedException>(() => new GridTimes(4).Density(torch.zeros(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridTimes(0));

        // k = 1 of the velocity objective is one-step distillation: the same batch has the same loss.
        var student = new VelocityMlp(2, seed: 0, width: 16);
        var (x0, x1) = (Random(0, 50).to_type(ScalarType.Float32), Random(1, 50).to_type(ScalarType.Float32));
        var once = new VelocityMatching { Times = new GridTimes(1) }.Of(student, new Pairs(x0, x1), new Generator(0));
        Assert.Equal(Distillation.Loss(student.call, new Pairs(x0, x1), FlowLoss.Squared.PerSample).item<float>(), once.item<float>(), 1e-4);
    }

    /// <summary>All stored pairs in their order, whatever is asked for.</summary>
    private sealed class Whole(Tensor x0, Tensor x1) : Coupling
    {
        public override Pairs Draw(long count, Generator generator) => new(x0, x1);
    }

    /// <summary>Standard normal points in float64.</summary>
    private sealed class Doubles(long dimension) : ISampler
    {
        public Tensor Sample(long count, Generator generator) => torch.randn([count, dimension], dtype: ScalarType.Float64, generator: generator);
    }
}
