using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Causal Spark attention (arXiv 2506.06644), V·(softmax(TopK(K₁ᵀq[:r])) ⊙ softplus(K₂ᵀq[r:])): the first r entries of a head predict which
/// tokens are attended to, and scores below the threshold become -∞. Without biases: 4·d² parameters, as dense attention. The point
/// <c>pattern</c> is the product, which is 0 for tokens that are not attended to; its rows do not sum to 1.
/// </summary>
/// <remarks>
/// Mean and standard deviation run over the tokens that a query sees; a query that sees at most k attends to all. The token with the
/// highest score is always kept, so that no query is left without one. Scores are divided by √r and √(d - r).
/// </remarks>
public sealed class SparkAttention : nn.Module<Tensor, Tensor>
{
    private readonly Linear inputs;
    private readonly Linear output;
    private readonly Point pattern;

    /// <summary>A layer; whoever holds it draws its weights.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="heads">Number of heads, which divides the width.</param>
    /// <param name="predictorWidth">r, 1 to the width of a head less 1.</param>
    /// <param name="attended">k, tokens that a query should attend to.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or the heads do not divide the width.</exception>
    public SparkAttention(long width, long heads, long predictorWidth, double attended)
        : base(nameof(SparkAttention))
    {
        (Heads, HeadWidth) = (heads, TransformerAttention.WidthOf(width, heads));
        if (predictorWidth < 1 || predictorWidth >= HeadWidth)
            throw new ArgumentOutOfRangeException(nameof(predictorWidth), predictorWidth, $"The predictor sees 1 to {HeadWidth - 1} of the {HeadWidth} entries of a head.");
        if (!(attended > 0 && double.IsFinite(attended)))
            throw new ArgumentOutOfRangeException(nameof(attended), attended, "More than 0 tokens are attended to.");
        (PredictorWidth, Attended) = (predictorWidth, attended);
        inputs = nn.Linear(width, 3 * width, hasBias: false);
        output = nn.Linear(width, width, hasBias: false);
        pattern = new Point();
        RegisterComponents();
    }

    /// <summary>Number of heads.</summary>
    public long Heads { get; }

    /// <summary>Width of a head.</summary>
    public long HeadWidth { get; }

    /// <summary>r, the entries of a head that the predictor sees.</summary>
    public long PredictorWidth { get; }

    /// <summary>k, the tokens that a query should attend to.</summary>
    public double Attended { get; }

    /// <summary>The attended tokens.</summary>
    /// <param name="input">[batch, tokens, d].</param>
    /// <returns>[batch, tokens, d].</returns>
    public override Tensor forward(Tensor input)
    {
        var (batch, tokens, rest) = (input.shape[0], input.shape[1], HeadWidth - PredictorWidth);
        var parts = inputs.call(input).reshape(batch, tokens, 3, Heads, HeadWidth).permute(2, 0, 3, 1, 4).unbind(0);
        var (query, key, value) = (parts[0], parts[1], parts[2]);
        Tensor Scores(long from, long length)
            => query.narrow(-1, from, length).matmul(key.narrow(-1, from, length).transpose(-2, -1)) / Math.Sqrt(length);
        var predicted = Scores(0, PredictorWidth);
        var future = TransformerAttention.Future(tokens, predicted);
        var weights = nn.functional.softmax(predicted.masked_fill(Hidden(predicted.detach(), future, Attended), double.NegativeInfinity), -1);
        var attention = pattern.call(weights * nn.functional.softplus(Scores(PredictorWidth, rest)));
        return output.call(attention.matmul(value).transpose(1, 2).reshape(batch, tokens, Heads * HeadWidth));
    }

    /// <summary>Which keys a query does not attend to: the future, and what lies below the threshold of those it sees.</summary>
    internal static Tensor Hidden(Tensor scores, Tensor future, double attended)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var tokens = scores.shape[^2];
        var quantiles = torch.tensor(Enumerable.Range(1, (int)tokens)
            .Select(seen => seen <= attended ? float.NegativeInfinity : (float)StatisticalTopK.Quantile(attended, seen)).ToArray())
            .to(scores.dtype, scores.device).unsqueeze(1);
        var count = torch.arange(1, tokens + 1, device: scores.device).to(scores.dtype).unsqueeze(1);
        var mean = scores.masked_fill(future, 0).sum([-1L], true) / count;
        var deviation = ((scores - mean).square().masked_fill(future, 0).sum([-1L], true) / count).sqrt();
        // Where all is kept the quantile is infinite, and 0·∞ would be NaN for scores that are all the same.
        var threshold = torch.where(quantiles.isinf(), quantiles, mean + deviation * quantiles.nan_to_num(0, 0, 0));
        var greatest = scores.masked_fill(future, double.NegativeInfinity).amax([-1L], true);
        return scores.lt(torch.minimum(threshold, greatest)).logical_or(future).MoveToOuterDisposeScope();
    }
}
