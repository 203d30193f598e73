using TorchSharp;
using Workbench.Flows;
using Workbench.Metrics;
using static TorchSharp.torch;

namespace Workbench.Device.Tests.Rooms;

/// <summary>Metrics: numbers of tensors wherever they are.</summary>
internal static class MetricEntries
{
    private const string Sums = "metrics are asked of float32 and float64";

    private static readonly VelocityField Field = VelocityField.From((x, t) => (x * 0.7).tanh() - 0.3 * x);

    public static IEnumerable<Entry> All => new Entry[]
    {
        new Entry("straightness", at => Straightness.Along(Field, at.Normal(1, 6, 2), 5).Value),
        new Entry("path energy", at => PathEnergy.Along(Field, at.Normal(1, 6, 2), 5)),
        new Entry("curvature", at => Curvature.PathLength(Solution(at)) + Curvature.Detour(Solution(at)) + Curvature.Acceleration(Solution(at))),
        new Entry("end velocity", at => EndVelocity.Along(Field, at.Normal(1, 6, 2), TimeGrid.Uniform(4)).Relative),
        new Entry("first-order error", at => FirstOrderError.Along(Field, Solution(at))),
        new Entry("crossing term", at => CrossingTerm.Of(Field, at.Normal(1, 6, 2), at.Normal(2, 6, 2), 3)),
        new Entry("energy identity", at => EnergyIdentity.Of(Field, at.Normal(1, 6, 2), at.Normal(2, 6, 2), 3).Straightness),
        new Entry("transport cost", at => TransportCost.Of(at.Normal(1, 6, 2), at.Normal(2, 6, 2), TransportCost.NormPower(2))),
        new Entry("wasserstein, sliced", at => Wasserstein.Sliced(at.Normal(1, 6, 2), at.Normal(2, 6, 2), 8, 0)),
        new Entry("wasserstein, exact", at => Wasserstein.Exact(at.Normal(1, 6, 2), at.Normal(2, 6, 2))),
        new Entry("sinkhorn divergence", at => Wasserstein.SinkhornDivergence(at.Normal(1, 6, 2), at.Normal(2, 6, 2), 0.5)),
        new Entry("fréchet distance", at => FrechetDistance.Between(at.Normal(1, 9, 3), at.Normal(2, 9, 3))),
        new Entry("energy distance", at => KernelDistances.Energy(at.Normal(1, 6, 2), at.Normal(2, 6, 2))),
        new Entry("maximum mean discrepancy", at => KernelDistances.MaximumMeanDiscrepancy(at.Normal(1, 6, 2), at.Normal(2, 6, 2))),
        new Entry("precision and recall", at => PrecisionRecall.Of(at.Normal(1, 9, 2), at.Normal(2, 9, 2), 3).Density),
        new Entry("noise typicality", at => NoiseTypicality.Of(at.Normal(1, 4, 1, 6, 6)).NormRatio),
        new Entry("peak signal to noise", at => PeakSignalToNoise.Of(at.Uniform(1, 2, 1, 4, 4), at.Uniform(2, 2, 1, 4, 4))),
        new Entry("paired errors", at => PairedErrors.Of(at.Normal(1, 6, 2), at.Normal(2, 6, 2)).Squared),
        new Entry("prediction difference", at => PredictionDifference.Of(at.Uniform(1, 9), at.Uniform(2, 9))),
    }.Select(entry => entry with { NoBFloat16 = Sums });

    private static Solution Solution(Place at) => Solver.Heun.Solve(Field, at.Normal(1, 6, 2), 5, record: true);
}
