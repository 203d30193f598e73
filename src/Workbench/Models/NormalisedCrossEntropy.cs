using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Cross-entropy of scores that are divided by their sum, as some frameworks treat outputs that are not probabilities (rectified scores, arXiv
/// 1803.08375): -ln clip(o_y/Σ_j o_j, ε, 1 - ε). Where the share of the class is 0 the clip is active and the example has no gradient.
/// </summary>
public static class NormalisedCrossEntropy
{
    /// <summary>The mean over a batch: of scores (0, ½, 2) and the third class, -ln(2/2.5).</summary>
    /// <param name="scores">o, [batch, classes], not negative; the share in a row of zeros is 0.</param>
    /// <param name="labels">y, int64 [batch].</param>
    /// <param name="epsilon">ε, in (0, ½).</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is out of its range.</exception>
    public static Tensor Loss(Tensor scores, Tensor labels, double epsilon = 1e-7)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        if (!(epsilon is > 0 and < 0.5))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "The clip lies in (0, ½).");
        if (scores.dim() != 2 || labels.dim() != 1 || labels.shape[0] != scores.shape[0])
            throw new ArgumentException(
                $"Expected scores [batch, classes] and labels [batch]; got [{string.Join(", ", scores.shape)}] and [{string.Join(", ", labels.shape)}].", nameof(labels));
        using var scope = torch.NewDisposeScope();
        var total = scores.sum(1);
        var share = scores.gather(1, labels.unsqueeze(1)).squeeze(1) / total.where(total != 0, torch.ones_like(total));
        return (-share.clamp((Scalar)epsilon, (Scalar)(1 - epsilon)).log().mean()).MoveToOuterDisposeScope();
    }
}
