using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Device.Tests.Rooms;

/// <summary>Paths, laws of times, couplings, losses, solvers and what is built of them.</summary>
internal static class FlowEntries
{
    private const string OfTheGenerator = "draws are float32";

    private static readonly VelocityField Field = VelocityField.From((x, t) => (x * 0.7).tanh() - 0.3 * x);
    private static readonly VelocityField Other = VelocityField.From((x, t) => (x - 1).sin());

    public static IEnumerable<Entry> All =>
    [
        .. Interpolant.All.Select(path => new Entry($"interpolant {path.Name}", at =>
        {
            var sample = path.At(at.Normal(1, 6, 2), at.Normal(2, 6, 2), at.Uniform(3, 6));
            return (IEnumerable<object>)[sample.Xt, sample.Velocity];
        })),
        .. Interpolant.All.Select(path => new Entry($"posterior {path.Name}", at =>
        {
            var posterior = Posterior.Of(at.Normal(1, 6, 2), at.Normal(2, 6, 2), at.Uniform(3, 6), path);
            return (IEnumerable<object>)[posterior.X0, posterior.X1];
        })
        { NoBFloat16 = "differences of like numbers" }),
        .. TimeSampler.All.Append(TimeSampler.Uniform.Shifted(3)).Select(law => new Entry($"times {law.Name}", at =>
        {
            var u = at.Uniform(1, 9);
            return (IEnumerable<object>)[law.Quantile(u), law.Density(u)];
        })
        { NoBFloat16 = "8 bits do not hold a density near the ends" }),
        .. TimeSampler.All.Append(TimeSampler.Uniform.Shifted(3)).Select(law =>
            new Entry($"draws of times {law.Name}", at => law.Sample(9, at.Generator(4))) { Draws = true, Float32 = OfTheGenerator }),
        .. TimeWeight.All.Append(TimeWeight.DensityOf(new LogitNormalTimes())).Select(weight => new Entry($"time weight {weight}", at => weight.At(at.Uniform(1, 9))) { NoBFloat16 = "ratios of times" }),
        .. Toys.All.Select(toy => new Entry($"toy {toy.Name}", at => toy.Law.Sample(16, at.Generator(5))) { Draws = true, Float32 = OfTheGenerator }),
        new Entry("standard normal", at => new StandardNormal(3, 2).Sample(4, at.Generator(5))) { Draws = true, Float32 = OfTheGenerator },
        new Entry("mixture, equal counts", at => Toys.EightGaussians().SampleEqualCounts(16, at.Generator(5))) { Draws = true, Float32 = OfTheGenerator },
        new Entry("mixture, components", at => Toys.EightGaussians().MostLikelyComponents(at.Normal(1, 16, 2))),
        new Entry("smoothed sampler", at => new SmoothedSampler(new TensorSampler(at.Normal(1, 8, 2)), 0.1).Sample(5, at.Generator(2))) { Draws = true, Float32 = OfTheGenerator },
        .. Couplings.Select(coupling => new Entry($"coupling {coupling.Name}", at =>
        {
            var pairs = coupling.Make(at).DrawAt(1, 8, at.Generator(3));
            return (IEnumerable<object>)[pairs.X0, pairs.X1, .. new object?[] { pairs.Labels, pairs.Weights }.OfType<object>()];
        })
        {
            Draws = true,
            Float32 = OfTheGenerator,
            NoBFloat16 = "sources are float32",
            Companion = coupling.Name.EndsWith("on the CPU", StringComparison.Ordinal),
            OnCpu = coupling.Name == "shuffled, pairs on the CPU" ? "that is where the pairs are" : null,
        }),
        .. Prediction.All.Select(prediction => new Entry($"prediction {prediction.Name}", at =>
        {
            var (x, t) = (at.Normal(1, 6, 2), at.Uniform(2, 6));
            return (IEnumerable<object>)[prediction.ToVelocity(at.Normal(3, 6, 2), x, t, Interpolant.Linear), prediction.FromVelocity(at.Normal(3, 6, 2), x, t, Interpolant.Linear)];
        })),
        .. FlowLoss.All.Select(loss => new Entry($"loss {loss.Name}", at => loss.PerSample(at.Normal(1, 6, 2), at.Normal(2, 6, 2)))),
        .. AdversarialLoss.All.Select(loss => new Entry($"adversarial {loss}", at => (IEnumerable<object>)[loss.Generator(at.Normal(1, 6)), loss.Discriminator(at.Normal(1, 6), at.Normal(2, 6))])),
        new Entry("velocity matching", at => new VelocityMatching().Of((x, t) => x * Column(t), new Pairs(at.Normal(1, 6, 2), at.Normal(2, 6, 2)), at.Generator(4)))
        {
            Draws = true, NoBFloat16 = "times are float32", Float32 = "times are float32",
        },
        .. Solver.All.Select(solver => new Entry($"solver {solver.Name}", at =>
        {
            var solution = solver.Solve(Field, at.Normal(1, 6, 2), 7, record: true);
            return (IEnumerable<object>)[solution.Final, solution.States[1]];
        })
        { NoBFloat16 = solver is DormandPrince ? "its tolerance lies below what 8 bits resolve" : null }),
        .. Solver.All.Select(solver => new Entry($"solver {solver.Name}, backward", at => solver.SolveBackward(Field, at.Normal(1, 6, 2), 7).Final)
        {
            NoBFloat16 = solver is DormandPrince ? "its tolerance lies below what 8 bits resolve" : null,
        }),
        new Entry("solver reinterpolation", at => Solver.Reinterpolation.Solve(Field, at.Normal(1, 6, 2), 5).Final),
        new Entry("euler-maruyama", at => new EulerMaruyama(Diffusion.Constant(0.2)).Sample(Field, at.Normal(1, 6, 2), 4, at.Generator(2)).Final) { Draws = true },
        new Entry("likelihood", at => new Likelihood(Solver.RungeKutta4).LogDensity(Field, at.Normal(1, 4, 2), 3)) { NoBFloat16 = "sums of logarithms" },
        new Entry("likelihood by probes", at => new Likelihood(Solver.RungeKutta4, probes: 2).LogDensity(Field, at.Normal(1, 4, 2), 3, at.Generator(1))) { Draws = true, NoBFloat16 = "sums of logarithms" },
        new Entry("inversion", at => Inversion.RoundTrip(Field, at.Normal(1, 6, 2), Solver.Euler, 4).Reconstruction),
        new Entry("bellman steps", at => BellmanSteps.Find(Field, at.Normal(1, 6, 2), 3, 8).Grid.Times) { NoBFloat16 = "decides between errors that round to one" },
        new Entry("converted velocity", at => new ConvertedVelocity(Field, Interpolant.Linear, Interpolant.ByName("trigonometric")).Velocity(at.Normal(1, 6, 2), 0.4)) { NoBFloat16 = "solves for a time" },
        new Entry("clamped times", at => new ClampedTimes(Field, 0.1, 0.9).Velocity(at.Normal(1, 6, 2), 0.02)),
        new Entry("guided velocity", at => new GuidedVelocity(Field, Other, 2).Velocity(at.Normal(1, 6, 2), 0.4)),
        new Entry("classifier guidance", at => new ClassifierGuidance(Field, (x, t) => -x.square().sum(1), 0.5).Velocity(at.Normal(1, 6, 2), 0.4)),
        new Entry("controlled velocity", at => ControlledVelocity.Edit(Field, at.Normal(1, 6, 2), at.Normal(2, 6, 2), 0.5, 0.5, Solver.Euler, 4).Final),
        new Entry("flowedit", at => new FlowEdit { Steps = 6, EditSteps = 4, SampleSteps = 2 }.Apply(Field, Other, at.Normal(1, 6, 2), at.Generator(2))) { Draws = true },
        new Entry("flowchef", at => new FlowChef { Loss = x => x.square().flatten(1).sum(1), StepSize = 0.1 }.Sample(Field, at.Normal(1, 6, 2), 4).Final),
        new Entry("splitflow", at => new SplitFlow { Edit = new FlowEdit { Steps = 6, EditSteps = 4 }, JoinAt = 2 }.Apply(Field, Other, [Other, Field], at.Normal(1, 6, 2), 3)) { Draws = true },
        new Entry("gaussian flow", at => GaussianFlow.Isotropic([0, 0], 1, [1, 2], 0.5).Velocity(at.Normal(1, 6, 2), 0.3)),
        new Entry("gaussian flow, map", at => GaussianFlow.Isotropic([0, 0], 1, [1, 2], 0.5).Map(at.Normal(1, 6, 2))),
        new Entry("mixture flow", at => new MixtureFlow(Toys.EightGaussians(), [0, 0], 1).Velocity(at.Normal(1, 6, 2), 0.3)) { NoBFloat16 = "responsibilities of far components" },
        new Entry("sinkhorn", at => Sinkhorn.Solve(TransportCosts.SquaredEuclidean(at.Normal(1, 6, 2), at.Normal(2, 6, 2)), 0.5).Plan) { NoBFloat16 = "sums of exponentials" },
        new Entry("assignment", at => TransportCosts.Assign(TransportCosts.SquaredEuclidean(at.Normal(1, 6, 2), at.Normal(2, 6, 2)))) { NoBFloat16 = "decides between costs that round to one" },
        new Entry("perceptual loss", at => new PerceptualLoss(x => [x.flatten(1), x.flatten(1).square()]).Distance(at.Normal(1, 3, 1, 4, 4), at.Normal(2, 3, 1, 4, 4))),
        new Entry("reflow", at => Pairs(Reflow.Pairs(Field, new StandardNormal(2), 8, Solver.Heun, steps: 3, seed: 1, batchSize: 4, device: at.Device))) { Draws = true, Float32 = OfTheGenerator },
        new Entry("phased rectification", at => Pairs(PhasedRectification.Pairs(Field, new StandardNormal(2), Toys.EightGaussians(), TimeGrid.Uniform(2), 8, Solver.Euler, 2, seed: 1, device: at.Device)))
        {
            Draws = true, Float32 = OfTheGenerator,
        },
        new Entry("pairs in files", at =>
        {
            var folder = Directory.CreateTempSubdirectory("workbench-pairs-");
            try
            {
                PairFiles.Write(folder.FullName, [new Pairs(at.Normal(1, 6, 2), at.Normal(2, 6, 2)) { Labels = at.Whole(3, 4, 6) }]);
                using var stored = PairFiles.Open(folder.FullName);
                var pairs = stored.Draw(4, at.Generator(5));
                return (IEnumerable<object>)[pairs.X0, pairs.X1, pairs.Labels!];
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        })
        { Draws = true, Companion = true, Float32 = "files hold float32", NoBFloat16 = "files hold float32" },
    ];

    private static IEnumerable<(string Name, Func<Place, Coupling> Make)> Couplings =>
    [
        ("independent", _ => Independent()),
        ("paired", at => Coupling.Paired(at.Normal(1, 12, 2), at.Normal(2, 12, 2), at.Whole(3, 4, 12))),
        ("optimal transport", _ => Independent().ByOptimalTransport()),
        ("optimal transport by Sinkhorn", _ => new OptimalTransportCoupling(Independent(), sinkhorn: 0.2)),
        ("optimal transport within labels", at => new OptimalTransportCoupling(Labelled(at), labelWeight: double.PositiveInfinity)),
        ("weighted", _ => Independent().Weighted(1)),
        ("labelled", Labelled),
        ("optimal transport, data on the CPU", _ => new LabelledCoupling(new StandardNormal(2), Data(), arange(12)).ByOptimalTransport()),
        ("weighted, data on the CPU", _ => new LabelledCoupling(new StandardNormal(2), Data(), arange(12)).Weighted(1)),
        ("shuffled, pairs on the CPU", _ => new ShuffledCoupling(Coupling.Paired(Data(), Data()))),
        ("reflected, pairs on the CPU", _ => new ReflectedCoupling(new LabelledCoupling(new StandardNormal(2), Data(), arange(12)), ReflectedCoupling.Flip(1))),
        ("reflected", _ => new ReflectedCoupling(Independent(), ReflectedCoupling.Flip(1))),
        ("reflected by a sign", _ => new ReflectedCoupling(Independent(), ReflectedCoupling.Negate(1))),
        ("shuffled", at => new ShuffledCoupling(Coupling.Paired(at.Normal(1, 12, 2), at.Normal(2, 12, 2)))),
        ("shuffled once", at => ShuffledCoupling.Once(Coupling.Paired(at.Normal(1, 12, 2), at.Normal(2, 12, 2), at.Whole(3, 4, 12)), 3)),
        ("of a flow", _ => new FlowCoupling(Field, new StandardNormal(2), Solver.Euler, 2)),
        ("annealed", _ => new AnnealedCoupling(Independent(), AnnealingSchedule.Linear(10))),
    ];

    private static Coupling Independent() => Coupling.Independent(new StandardNormal(2), Toys.EightGaussians());

    private static Coupling Labelled(Place at) => new LabelledCoupling(new StandardNormal(2), at.Normal(1, 12, 2), at.Whole(2, 3, 12));

    private static Tensor Data() => linspace(-1, 1, 24).reshape(12, 2);

    private static Tensor Column(Tensor t) => t.unsqueeze(-1);

    private static IEnumerable<object> Pairs(PairedCoupling pairs) => [pairs.X0, pairs.X1];

    private static IEnumerable<object> Pairs(PhasedCoupling pairs) => [pairs.X0, pairs.X1, pairs.Intervals];
}
