namespace Workbench.Probes;

/// <summary>
/// Floating-point operations per token, a multiplication and an addition being two, of dense layers and of layers that compute only what
/// is active (arXiv 2506.06644). What is counted is what a sparse kernel would do; a dense product with zeros takes its full time.
/// </summary>
public static class FlopCount
{
    /// <summary>A product with a matrix, 2·inputs·outputs.</summary>
    public static double Linear(double inputs, double outputs) => 2 * inputs * outputs;

    /// <summary>A feed-forward layer of two matrices, 4·d·D.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="hidden">D, the neurons.</param>
    public static double FeedForward(double width, double hidden) => 2 * Linear(width, hidden);

    /// <summary>A gated feed-forward layer of three matrices: 6·d·D, or 2·d·D + 4·d·active when only the neurons with an open gate are computed.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="hidden">D, the neurons.</param>
    /// <param name="active">Neurons with an open gate; all when null.</param>
    public static double GatedFeedForward(double width, double hidden, double? active = null)
        => Linear(width, hidden) + 2 * Linear(width, Active(active ?? hidden, hidden));

    /// <summary>A Spark feed-forward layer, 2·r·D + 2·(d-r)·active + 2·d·active + 2·D for the threshold.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="hidden">D, the neurons.</param>
    /// <param name="predictor">r, the entries of a token that the predictor sees.</param>
    /// <param name="active">Neurons that are computed.</param>
    public static double SparkFeedForward(double width, double hidden, double predictor, double active)
        => Linear(predictor, hidden) + (2 * hidden) + Linear(width - predictor, Active(active, hidden)) + Linear(width, active);

    /// <summary>Attention of one query and head to n tokens, 4·d·n: scores and mixture of values.</summary>
    /// <param name="headWidth">d, the width of the head.</param>
    /// <param name="tokens">n, the visible tokens.</param>
    public static double Attention(double headWidth, double tokens) => 2 * Linear(headWidth, tokens);

    /// <summary>Spark attention of one query and head, 2·r·n + 2·(d-r)·attended + 2·d·attended: d·n + 3·d·attended for r = d/2.</summary>
    /// <param name="headWidth">d, the width of the head.</param>
    /// <param name="tokens">n, the visible tokens.</param>
    /// <param name="predictor">r, the entries that the predictor sees.</param>
    /// <param name="attended">Tokens that are attended to, at most n.</param>
    public static double SparkAttention(double headWidth, double tokens, double predictor, double attended)
        => Linear(predictor, tokens) + Linear(headWidth - predictor, Active(attended, tokens)) + Linear(headWidth, attended);

    private static double Active(double active, double all) => active >= 0 && active <= all ? active
        : throw new ArgumentOutOfRangeException(nameof(active), active, $"Between 0 and {all} can be active.");
}
