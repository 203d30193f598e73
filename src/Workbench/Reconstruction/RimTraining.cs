using TorchSharp;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>Training of recurrent inference machines.</summary>
public static class RimTraining
{
    /// <summary>The weights of the estimates, log-spaced from 0.1 to 1 and normalised to sum 1: late estimates count more.</summary>
    /// <param name="steps">T.</param>
    public static IReadOnlyList<double> StepWeights(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var raw = Enumerable.Range(0, steps).Select(i => steps == 1 ? 1 : Math.Pow(10, ((double)i / (steps - 1)) - 1)).ToArray();
        var sum = raw.Sum();
        return [.. raw.Select(w => w / sum)];
    }

    /// <summary>Σ_τ w_τ mean|x_τ − x|² / mean|x|².</summary>
    /// <param name="estimates">x_τ, complex [batch, height, width] each.</param>
    /// <param name="image">x, complex [batch, height, width].</param>
    /// <exception cref="ArgumentException">There is no estimate, or one has another shape than the image or is real.</exception>
    public static Tensor Loss(IReadOnlyList<Tensor> estimates, Tensor image)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ArgumentNullException.ThrowIfNull(image);
        if (estimates.Count == 0)
            throw new ArgumentException("Expected at least one estimate; got none.", nameof(estimates));
        // An estimate of another shape would be repeated to fit.
        foreach (var estimate in estimates)
            if (!estimate.is_complex() || !image.is_complex() || !estimate.shape.SequenceEqual(image.shape))
                throw new ArgumentException(
                    $"Expected complex estimates of the image's shape; got {estimate.dtype} [{MriOperator.Shape(estimate)}] for {image.dtype} [{MriOperator.Shape(image)}].", nameof(estimates));
        var truth = image.view_as_real();
        var scale = truth.square().mean();
        var weights = StepWeights(estimates.Count);
        var total = torch.zeros_like(scale);
        for (var i = 0; i < estimates.Count; i++)
            total = total + ((estimates[i].view_as_real() - truth).square().mean() * weights[i]);
        return total / scale;
    }

    /// <summary>Trains a machine.</summary>
    /// <param name="machine">What learns.</param>
    /// <param name="batches">Draws a batch of measured images from the generator that belongs to the training.</param>
    /// <param name="steps">Gradient steps.</param>
    /// <param name="seed">Seed of that generator.</param>
    /// <param name="options">How to take the steps.</param>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public static TrainingCurve Train(
        RecurrentInferenceMachine machine, Func<Generator, Acquisition> batches, int steps, int seed, LoopOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(batches);
        using var generator = new Generator((ulong)seed);
        return TrainingLoop.Run(machine.parameters(), steps, _ =>
        {
            var batch = batches(generator);
            return Loss(machine.call(batch.Samples, batch.Operator), batch.Image);
        }, options);
    }
}
