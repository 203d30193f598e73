using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>Losses of linear support-vector machines, one against the rest: each of the outputs says whether it is its class.</summary>
/// <remarks>
/// <code>
/// var loss = HingeLoss.Squared(head.Weight, head.call(features), HingeLoss.Targets(labels, 2), c: 0.5);
/// </code>
/// Sums over the batch, as Tang 2013 (arXiv 1306.0239) and Agarap 2017 (arXiv 1709.03082) have it: weight decay, clipping and plain
/// gradient descent see the size of the batch, Adam hardly does.
/// </remarks>
public static class HingeLoss
{
    /// <summary>Targets +1 at the class and −1 elsewhere.</summary>
    /// <param name="labels">int64 [batch].</param>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <returns>float32 [batch, classes].</returns>
    /// <exception cref="ArgumentException">The labels are no int64 vector, or one is no class.</exception>
    public static Tensor Targets(Tensor labels, long classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (labels.dim() != 1 || labels.dtype != ScalarType.Int64)
            throw new ArgumentException($"Expected int64 [batch]; got {labels.dtype} [{string.Join(", ", labels.shape)}].", nameof(labels));
        return (nn.functional.one_hot(labels, classes).to_type(ScalarType.Float32) * 2) - 1;
    }

    /// <summary>L2-SVM: ½‖W‖² + C Σ max(0, 1 − t·o)², over examples and classes.</summary>
    /// <param name="weight">W of the head; the bias is not penalised.</param>
    /// <param name="outputs">o, [batch, classes].</param>
    /// <param name="targets">t, ±1, [batch, classes].</param>
    /// <param name="c">C, positive: the price of a violated margin.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Squared(Tensor weight, Tensor outputs, Tensor targets, double c = 0.5) => (0.5 * weight.square().sum()) + (c * Margins(outputs, targets, c).square().sum());

    /// <summary>L1-SVM: ½‖W‖² + C Σ max(0, 1 − t·o), over examples and classes.</summary>
    /// <param name="weight">W of the head; the bias is not penalised.</param>
    /// <param name="outputs">o, [batch, classes].</param>
    /// <param name="targets">t, ±1, [batch, classes].</param>
    /// <param name="c">C, positive: the price of a violated margin.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Linear(Tensor weight, Tensor outputs, Tensor targets, double c = 0.5) => (0.5 * weight.square().sum()) + (c * Margins(outputs, targets, c).sum());

    /// <summary>The class of each row as Agarap's code has it, argmax(sign(o)): the first class where the outputs have one sign.</summary>
    /// <param name="outputs">o, [batch, classes].</param>
    /// <returns>int64 [batch].</returns>
    public static Tensor SignPrediction(Tensor outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var scope = torch.NewDisposeScope();
        var signs = outputs.detach().sign();
        // argmax of equal values is any of them on some devices; falling weights make the first one win.
        var order = torch.arange(outputs.shape[1], 0, -1, dtype: signs.dtype, device: signs.device) / (2.0 * outputs.shape[1]);
        return (signs + order).argmax(1).MoveToOuterDisposeScope();
    }

    private static Tensor Margins(Tensor outputs, Tensor targets, double c)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (!(c > 0 && double.IsFinite(c)))
            throw new ArgumentOutOfRangeException(nameof(c), c, "C must be positive.");
        if (!outputs.shape.SequenceEqual(targets.shape))
            throw new ArgumentException(
                $"Outputs [{string.Join(", ", outputs.shape)}] and targets [{string.Join(", ", targets.shape)}] must be of one shape.", nameof(targets));
        return (1 - (targets * outputs)).relu();
    }
}
