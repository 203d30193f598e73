using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Training;

/// <summary>Training of a language model on windows of tokens, and its loss.</summary>
/// <remarks>
/// <code>
/// LanguageModel.Train(model, 220, generator => data.Sample(12, 64, generator), seed, options);
/// var loss = LanguageModel.Loss(model, data.Fixed(64, 64));
/// </code>
/// </remarks>
public static class LanguageModel
{
    /// <summary>Trains with cross-entropy of the next token, in nats.</summary>
    /// <param name="model">Maps tokens [batch, positions] to logits [batch, positions, vocabulary].</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="windows">
    /// Draws a batch, int64 [batch, positions + 1], from the generator that belongs to the training, which is one of the CPU: the same windows
    /// whatever the device. A batch that is not on the model's device is brought there.
    /// </param>
    /// <param name="seed">Seed of that generator: model, data and seed determine the result on one machine.</param>
    /// <param name="options">How to take the steps.</param>
    /// <param name="firstTarget">The first position of a window whose token is predicted, at least 1.</param>
    /// <returns>Loss of every step, on the step's own batch before the update.</returns>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public static TrainingCurve Train(
        Module<Tensor, Tensor> model, int steps, Func<Generator, Tensor> windows, int seed, LoopOptions? options = null, int firstTarget = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstTarget, 1);
        using var generator = new Generator((ulong)seed);
        var device = model.parameters().FirstOrDefault()?.device;
        Tensor Draw() => device is null ? windows(generator) : Transfer.To(windows(generator), device, options?.PinnedTransfers ?? false);
        return TrainingLoop.Run(model.parameters(), steps, _ => CrossEntropy(model, Draw(), firstTarget), options);
    }

    /// <summary>Mean cross-entropy of the next token over windows, in nats, in evaluation mode.</summary>
    /// <param name="model">Maps tokens [batch, positions] to logits [batch, positions, vocabulary].</param>
    /// <param name="windows">int64 [windows, positions + 1].</param>
    /// <param name="firstTarget">The first position of a window whose token is predicted, at least 1.</param>
    /// <param name="batchSize">Windows at a time.</param>
    public static double Loss(Module<Tensor, Tensor> model, Tensor windows, int firstTarget = 1, int batchSize = 64)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstTarget, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var noGrad = torch.no_grad();
            var sum = 0.0;
            for (long start = 0; start < windows.shape[0]; start += batchSize)
            {
                using var scope = torch.NewDisposeScope();
                var batch = windows.narrow(0, start, Math.Min(batchSize, windows.shape[0] - start));
                sum += CrossEntropy(model, batch, firstTarget).to_type(ScalarType.Float64).item<double>() * batch.shape[0];
            }

            return sum / windows.shape[0];
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    /// <summary>Mean cross-entropy of the tokens from a position on, a scalar with a gradient.</summary>
    /// <param name="model">Maps tokens [batch, positions] to logits [batch, positions, vocabulary].</param>
    /// <param name="windows">int64 [batch, positions + 1].</param>
    /// <param name="firstTarget">The first position whose token is predicted.</param>
    public static Tensor CrossEntropy(Module<Tensor, Tensor> model, Tensor windows, int firstTarget = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(windows);
        var last = windows.shape[1] - 1;
        if (firstTarget < 1 || firstTarget > last)
            throw new ArgumentOutOfRangeException(nameof(firstTarget), firstTarget, $"A window of {windows.shape[1]} tokens has targets at 1 to {last}.");
        var logits = model.call(windows.narrow(1, 0, last)).narrow(1, firstTarget - 1, last - firstTarget + 1);
        return functional.cross_entropy(logits.flatten(0, 1), windows.narrow(1, firstTarget, last - firstTarget + 1).flatten());
    }
}
