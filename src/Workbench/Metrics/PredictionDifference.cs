using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Metrics;

/// <summary>
/// Relative prediction difference of models trained alike on the same data (Shamir, Lin, Coviello, arXiv 2010.09931): how irreproducible they
/// are, example by example. Look at accuracy beside it: a constant predictor wins it.
/// </summary>
/// <remarks>
/// Two forms are in use. That of a pair divides by the average of the two, mean 2|p₁ - p₂|/(p₁ + p₂); that of M models takes the distances to
/// their average, mean |pₘ - p̄|/p̄, and is half of the first at M = 2. Where all are 0 the difference is 0.
/// </remarks>
public static class PredictionDifference
{
    /// <summary>mean 2|p₁ - p₂|/(p₁ + p₂), in [0, 2]: of 0.2 and 0.3 it is 0.4.</summary>
    /// <param name="first">Predicted probabilities of one model, any shape: of the true class, or of the event.</param>
    /// <param name="second">Those of the other, of the same shape.</param>
    /// <exception cref="ArgumentException">Different shapes, nothing, or an entry outside [0, 1].</exception>
    public static double Of(Tensor first, Tensor second) => 2 * ToAverage([first, second]);

    /// <summary>The mean of <see cref="Of"/> over all pairs of models.</summary>
    /// <param name="predictions">Predicted probabilities of each model, at least two, of one shape.</param>
    /// <exception cref="ArgumentException">Fewer than two, different shapes, nothing, or an entry outside [0, 1].</exception>
    public static double Pairwise(IReadOnlyList<Tensor> predictions)
    {
        Require(predictions);
        var pairs = from i in Enumerable.Range(0, predictions.Count)
                    from j in Enumerable.Range(i + 1, predictions.Count - i - 1)
                    select Of(predictions[i], predictions[j]);
        return pairs.Average();
    }

    /// <summary>mean |pₘ - p̄|/p̄ over models and examples, p̄ the models' average of the example.</summary>
    /// <param name="predictions">Predicted probabilities of each model, at least two, of one shape.</param>
    /// <exception cref="ArgumentException">Fewer than two, different shapes, nothing, or an entry outside [0, 1].</exception>
    public static double ToAverage(IReadOnlyList<Tensor> predictions)
    {
        Require(predictions);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var all = torch.stack([.. predictions.Select(p => p.to_type(ScalarType.Float64))]);
        if (!((all >= 0) & (all <= 1)).all().item<bool>())
            throw new ArgumentException("Predictions are probabilities, in [0, 1].", nameof(predictions));
        var average = all.mean([0L], true);
        // Where the average is 0, so are all.
        return ((all - average).abs() / average.where(average > 0, torch.ones_like(average))).mean().item<double>();
    }

    private static void Require(IReadOnlyList<Tensor> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count < 2)
            throw new ArgumentException($"A difference needs at least two models; got {predictions.Count}.", nameof(predictions));
        if (predictions[0].numel() == 0)
            throw new ArgumentException("There are no examples.", nameof(predictions));
        if (predictions.FirstOrDefault(p => !p.shape.SequenceEqual(predictions[0].shape)) is { } other)
            throw new ArgumentException(
                $"Models predict the same examples: expected [{string.Join(", ", predictions[0].shape)}]; got [{string.Join(", ", other.shape)}].", nameof(predictions));
    }
}
