using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Spark feed-forward layer (arXiv 2506.06644), V·(GELU(TopK_k(K₁q[:r])) ⊙ K₂q[r:]): the first r entries of a token predict which neurons
/// are computed, with parameters taken from K₁ and K₂ of a gated layer. Without biases: 2·d·D parameters, as many as a gated layer of 2D/3
/// neurons. The point <c>gate</c> is the predictor's output, 0 for neurons that need not be computed.
/// </summary>
/// <remarks>Trained densely here: the zeros are computed with (see <see cref="FlopCount"/> for what a sparse kernel would spend).</remarks>
public sealed class SparkFeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Linear predictor;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Point gate;

    /// <summary>A layer; whoever holds it draws its weights.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="hidden">D, the neurons.</param>
    /// <param name="predictorWidth">r, 1 to d - 1.</param>
    /// <param name="active">k, neurons that should be active for a token, in (0, D].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public SparkFeedForward(long width, long hidden, long predictorWidth, double active)
        : base(nameof(SparkFeedForward))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        if (predictorWidth < 1 || predictorWidth >= width)
            throw new ArgumentOutOfRangeException(nameof(predictorWidth), predictorWidth, $"The predictor sees 1 to {width - 1} of {width} entries.");
        // Throws for a k that is out of its range.
        StatisticalTopK.Quantile(active, hidden);
        (PredictorWidth, Active) = (predictorWidth, active);
        predictor = nn.Linear(predictorWidth, hidden, hasBias: false);
        key = nn.Linear(width - predictorWidth, hidden, hasBias: false);
        value = nn.Linear(hidden, width, hasBias: false);
        gate = new Point();
        RegisterComponents();
    }

    /// <summary>r, the entries of a token that the predictor sees.</summary>
    public long PredictorWidth { get; }

    /// <summary>k, the neurons that should be active.</summary>
    public double Active { get; }

    /// <summary>The layer's output.</summary>
    /// <param name="input">[…, d].</param>
    /// <returns>[…, d].</returns>
    public override Tensor forward(Tensor input)
    {
        var (seen, rest) = (input.narrow(-1, 0, PredictorWidth), input.narrow(-1, PredictorWidth, input.shape[^1] - PredictorWidth));
        return value.call(gate.call(nn.functional.gelu(StatisticalTopK.Apply(predictor.call(seen), Active))) * key.call(rest));
    }
}
