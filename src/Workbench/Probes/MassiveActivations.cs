using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Probes;

/// <summary>The largest activations of hidden states beside their median.</summary>
/// <param name="Name">Name of the point.</param>
/// <param name="Sequences">Sequences seen.</param>
/// <param name="Top">Mean over sequences of the largest, second largest, … |h|.</param>
/// <param name="Median">Mean over sequences of the median of |h|.</param>
/// <param name="Massive">Mean number in a sequence of activations that the rule calls massive: |a| &gt; 100 and |a| ≥ 1000·median.</param>
/// <param name="AtFirstPosition">Share of sequences whose largest activation is at position 0.</param>
public sealed record MassiveActivation(string Name, long Sequences, IReadOnlyList<double> Top, double Median, double Massive, double AtFirstPosition)
{
    /// <summary>r = mean max |h| / mean median |h|, a ratio of means (arXiv 2508.03616, equation 8); of a Gaussian state about √(2·ln n)/0.6745.</summary>
    public double Ratio => RatioOf(1);

    /// <summary>The same for the largest (1), second largest (2), … activation.</summary>
    /// <param name="rank">1 to the number that is kept.</param>
    public double RatioOf(int rank) => rank >= 1 && rank <= Top.Count ? Top[rank - 1] / Median
        : throw new ArgumentOutOfRangeException(nameof(rank), rank, $"The {Top.Count} largest are kept.");
}

/// <summary>
/// Massive activations (Sun et al. 2024, arXiv 2402.17762): the few entries of hidden states that are orders of magnitude larger than the
/// median. Point it at the states after both residual additions of a block.
/// </summary>
/// <param name="name">Name of the point.</param>
/// <param name="top">How many of the largest are followed.</param>
public sealed class MassiveActivations(string name, int top = 3) : ActivationStatistic<MassiveActivation>
{
    /// <summary>A massive activation exceeds this …</summary>
    public const double Magnitude = 100;

    /// <summary>… and is at least so many times the median.</summary>
    public const double TimesMedian = 1000;

    private readonly int _top = top >= 1 ? top : throw new ArgumentOutOfRangeException(nameof(top), top, "At least the largest is followed.");
    private Tensor? _largest;
    private Tensor? _medians;
    private Tensor? _massive;
    private Tensor? _first;
    private long _sequences;

    /// <summary>Takes hidden states.</summary>
    /// <param name="activation">[batch, position, feature].</param>
    public override void Add(Tensor activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (activation.dim() != 3)
            throw new ArgumentException($"'{name}' has the shape [{string.Join(", ", activation.shape)}], expected hidden states [batch, position, feature].", nameof(activation));
        var magnitude = activation.abs().flatten(1);
        var entries = magnitude.shape[1];
        if (entries < _top)
            throw new ArgumentException($"A sequence of '{name}' has {entries} activations, fewer than the {_top} largest.", nameof(activation));
        var (values, places) = magnitude.topk(_top, 1);
        // The lower of the two in the middle when their number is even, as torch.median has it.
        var median = magnitude.kthvalue((entries + 1) / 2, 1).values;
        var massive = magnitude.gt(Magnitude).logical_and(magnitude.ge(median.unsqueeze(1) * TimesMedian));
        Sum(ref _largest, values.sum(0, type: ScalarType.Float64));
        Sum(ref _medians, median.sum(ScalarType.Float64));
        Sum(ref _massive, massive.sum(ScalarType.Int64));
        Sum(ref _first, places.select(1, 0).lt(activation.shape[2]).sum(ScalarType.Int64));
        _sequences += activation.shape[0];
    }

    /// <inheritdoc/>
    public override MassiveActivation Result()
    {
        if (_largest is null)
            throw Nothing();
        using var largest = _largest.cpu();
        return new MassiveActivation(
            name, _sequences, [.. largest.data<double>().ToArray().Select(sum => sum / _sequences)], _medians!.item<double>() / _sequences,
            (double)_massive!.item<long>() / _sequences, (double)_first!.item<long>() / _sequences);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Forget(ref _largest);
        Forget(ref _medians);
        Forget(ref _massive);
        Forget(ref _first);
        _sequences = 0;
    }
}
