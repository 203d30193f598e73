using System.Globalization;
using System.Text;

namespace Workbench.Pruning;

/// <summary>What was measured with one tensor pruned and all others left.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Rate">Share of its alive units that was pruned.</param>
/// <param name="Pruned">How many weights that were.</param>
/// <param name="Value">What was measured.</param>
public sealed record SensitivityPoint(string Name, double Rate, long Pruned, double Value);

/// <summary>
/// A sensitivity scan: each tensor is pruned alone, at several rates, nothing is retrained, and the network measured (Li et
/// al. 2017, arXiv:1608.08710, figure 2). Steep layers are those to spare.
/// </summary>
/// <param name="Baseline">What was measured before.</param>
/// <param name="Points">One for each tensor and rate, tensors in the module's order.</param>
public sealed record SensitivityScan(double Baseline, IReadOnlyList<SensitivityPoint> Points)
{
    /// <summary>Scans a network, which is afterwards as it was, bit for bit.</summary>
    /// <param name="state">The trained network and its masks.</param>
    /// <param name="score">What a weight is worth.</param>
    /// <param name="rates">Shares of the alive units, each in [0, 1).</param>
    /// <param name="measure">Measures the network: accuracy on held-out examples.</param>
    /// <param name="structure">What is pruned as one; weights by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">There is no rate.</exception>
    public static SensitivityScan Run(PruningState state, IPruningScore score, IReadOnlyList<double> rates, Func<double> measure, PruningStructure? structure = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(measure);
        if (rates.Count == 0) throw new ArgumentException("There is no rate to scan.", nameof(rates));
        foreach (var rate in rates) GlobalPruning.CheckRate(rate, nameof(rates));
        structure ??= PruningStructure.Unstructured;

        var points = new List<SensitivityPoint>();
        var baseline = measure();
        foreach (var name in state.Masks.Names.Where(name => structure.Covers((int)state.Masks[name].dim()) && state.Masks.AliveIn(name) > 0))
        {
            foreach (var rate in rates)
            {
                long pruned = 0;
                var value = state.Try(trial => pruned = new OneTensor(name).Prune(trial, score, rate, structure), measure);
                points.Add(new SensitivityPoint(name, rate, pruned, value));
            }
        }

        return new SensitivityScan(baseline, points);
    }

    /// <summary>A table, one line for each tensor and rate.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"parameter                      rate      value   (unpruned {Baseline:F4})\n");
        foreach (var point in Points)
            text.Append(CultureInfo.InvariantCulture, $"{point.Name,-26} {point.Rate,8:F3} {point.Value,10:F4}\n");
        return text.ToString();
    }

    // Keeps all tensors but one.
    private sealed class OneTensor(string name) : PruningScope
    {
        public override string Name => $"'{name}' alone";

        public override string Reference => "";

        public override IReadOnlyList<TorchSharp.torch.Tensor> Keep(IReadOnlyList<PruningUnits> units, double rate) =>
            [.. units.Select(one => one.Name == name ? new LayerScope().Keep([one], rate)[0] : one.Alive)];
    }
}
