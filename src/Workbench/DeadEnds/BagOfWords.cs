using TorchSharp;
using TorchSharp.Modules;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.DeadEnds;

/// <summary>
/// A judge of texts that looks at their words only: P(undesired | text) = σ(bias + Σ weight of its tokens). Naive Bayes and logistic
/// regression are two ways to find the weights.
/// </summary>
/// <remarks>
/// <code>
/// var judge = BagOfWords.NaiveBayes(texts, labels, vocabulary: 2000);   // texts int64 [texts, positions], labels 0 or 1
/// judge.Posterior(written)                                              // [texts]
/// judge.Heaviest(50)                                                    // what a word filter would take out
/// </code>
/// </remarks>
public sealed class BagOfWords
{
    private BagOfWords(double[] weights, double bias) => (Weights, Bias) = (weights, bias);

    /// <summary>The weight of each token, in nats of log-odds.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The log-odds of a text without tokens.</summary>
    public double Bias { get; }

    /// <summary>
    /// Multinomial naive Bayes: weights ln P(token | 1) − ln P(token | 0) with P(token | c) = (count + α) / (tokens + α·vocabulary), bias
    /// ln of the ratio of texts.
    /// </summary>
    /// <param name="texts">int64 [texts, positions].</param>
    /// <param name="labels">float32 [texts], 1 for undesired, else 0; both must occur.</param>
    /// <param name="vocabulary">Different tokens.</param>
    /// <param name="smoothing">α, positive.</param>
    /// <exception cref="ArgumentException">A shape, a token, a label or a number is out of its range.</exception>
    public static BagOfWords NaiveBayes(Tensor texts, Tensor labels, int vocabulary, double smoothing = 1)
    {
        Require(texts, labels, vocabulary);
        if (!(smoothing > 0 && double.IsFinite(smoothing)))
            throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "The smoothing is finite and positive.");
        using var scope = torch.NewDisposeScope();
        var undesired = labels.gt(0.5);
        double[] LogShares(Tensor chosen)
        {
            var counts = texts[chosen].flatten().bincount(null, vocabulary).to_type(ScalarType.Float64) + smoothing;
            return (counts / counts.sum()).log().cpu().data<double>().ToArray();
        }

        var (ones, share) = (LogShares(undesired), labels.to_type(ScalarType.Float64).mean().item<double>());
        return new BagOfWords([.. ones.Zip(LogShares(undesired.logical_not()), (one, zero) => one - zero)], Math.Log(share / (1 - share)));
    }

    /// <summary>Logistic regression on the counts of tokens: the weights of least mean cross-entropy + ½ penalty · |weights|².</summary>
    /// <param name="texts">int64 [texts, positions].</param>
    /// <param name="labels">float32 [texts], 1 for undesired, else 0; both must occur.</param>
    /// <param name="vocabulary">Different tokens.</param>
    /// <param name="penalty">Of the squared weights, not negative; the bias is free.</param>
    /// <param name="steps">Steps of Adam on all texts at once, with a rate that falls linearly to 0.</param>
    /// <exception cref="ArgumentException">A shape, a token, a label or a number is out of its range.</exception>
    public static BagOfWords Logistic(Tensor texts, Tensor labels, int vocabulary, double penalty = 1e-4, int steps = 400)
    {
        Require(texts, labels, vocabulary);
        if (!(penalty >= 0 && double.IsFinite(penalty)))
            throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "The penalty is finite and not negative.");
        using var scope = torch.NewDisposeScope();
        var goals = labels.to_type(ScalarType.Float32);
        var weights = new Parameter(torch.zeros([vocabulary], device: texts.device));
        var bias = new Parameter(torch.zeros([1], device: texts.device));
        var tokens = texts.flatten();
        TrainingLoop.Run([weights, bias], steps, _ =>
            functional.binary_cross_entropy_with_logits(weights.index_select(0, tokens).reshape(texts.shape).sum(1) + bias, goals)
                + (0.5 * penalty * weights.square().sum()),
            new LoopOptions { Optimizer = p => optim.Adam(p, 0.1), LearningRate = LearningRates.RampThenLinear(0.1, 0) });
        using var noGrad = torch.no_grad();
        return new BagOfWords(weights.detach().to_type(ScalarType.Float64).cpu().data<double>().ToArray(), bias.detach().item<float>());
    }

    /// <summary>P(undesired | text).</summary>
    /// <param name="texts">int64 [texts, positions].</param>
    /// <returns>float64 [texts], on the device of the texts.</returns>
    /// <exception cref="ArgumentException">A shape or a token is out of its range.</exception>
    public Tensor Posterior(Tensor texts)
    {
        RequireTexts(texts, Weights.Count);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var weights = torch.tensor(Weights.ToArray(), device: texts.device);
        var sums = weights.index_select(0, texts.flatten()).reshape(texts.shape).sum(1);
        return (sums + Bias).sigmoid().MoveToOuterDisposeScope();
    }

    /// <summary>The tokens with the largest weights, the largest first.</summary>
    /// <param name="count">How many, at most the vocabulary.</param>
    public IReadOnlyList<int> Heaviest(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Weights.Count);
        return [.. Enumerable.Range(0, Weights.Count).OrderByDescending(token => Weights[token]).Take(count)];
    }

    private static void Require(Tensor texts, Tensor labels, int vocabulary)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 2);
        RequireTexts(texts, vocabulary);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.dim() != 1 || labels.shape[0] != texts.shape[0])
            throw new ArgumentException($"Expected {texts.shape[0]} labels, one a text; got [{string.Join(", ", labels.shape)}].", nameof(labels));
        var ones = labels.eq(1).sum().item<long>();
        if (ones + labels.eq(0).sum().item<long>() != labels.shape[0] || ones == 0 || ones == labels.shape[0])
            throw new ArgumentException($"Labels must be 0 or 1 and both must occur; {ones} of {labels.shape[0]} are 1.", nameof(labels));
    }

    private static void RequireTexts(Tensor texts, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.dim() != 2 || texts.dtype != ScalarType.Int64 || texts.numel() == 0)
            throw new ArgumentException($"Expected int64 [texts, positions]; got {texts.dtype} [{string.Join(", ", texts.shape)}].", nameof(texts));
        var (least, most) = (texts.min().item<long>(), texts.max().item<long>());
        if (least < 0 || most >= vocabulary)
            throw new ArgumentException($"Tokens must lie in [0, {vocabulary - 1}]; they lie in [{least}, {most}].", nameof(texts));
    }
}
