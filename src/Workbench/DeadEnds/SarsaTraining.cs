using TorchSharp;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.DeadEnds;

/// <summary>How values are learned.</summary>
public sealed record SarsaOptions : LoopOptions
{
    /// <summary>Texts a step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>γ in [0, 1].</summary>
    public double Discount { get; init; } = 1;

    /// <summary>The share of the head that the target head takes over after each step, in (0, 1].</summary>
    public double Polyak { get; init; } = 0.1;

    /// <summary>Tokens at the beginning of a text that the policy was given and did not write; their values are not learned. At least 1.</summary>
    public int PromptLength { get; init; } = 1;

    /// <summary>Seed of the order of texts.</summary>
    public required int Seed { get; init; }
}

/// <summary>
/// Policy evaluation from texts (arXiv 2302.14003, released code): the mean squared error between Q(s_t, a_t) and
/// clip(γ Q'(s_{t+1}, a_{t+1}), −1, 0), where Q' has a head of its own that follows slowly, and −1 or 0 at the last token.
/// </summary>
public static class SarsaTraining
{
    /// <summary>Trains a network on labelled texts of the policy whose values are wanted.</summary>
    /// <param name="network">What learns.</param>
    /// <param name="texts">int64 [texts, prompt + H]: the prompt, one token unless the options say otherwise, then the text.</param>
    /// <param name="undesired">float32 [texts]: 1 where the text is undesired, else 0.</param>
    /// <param name="steps">Gradient steps.</param>
    /// <param name="options">How to take them.</param>
    /// <returns>The course of the loss.</returns>
    /// <exception cref="ArgumentException">A shape or a number is out of its range.</exception>
    public static TrainingCurve Train(RiskNetwork network, Tensor texts, Tensor undesired, int steps, SarsaOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(undesired);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PromptLength, 1, nameof(options));
        if (texts.dim() != 2 || texts.shape[1] <= options.PromptLength || undesired.dim() != 1 || undesired.shape[0] != texts.shape[0] || texts.shape[0] == 0)
            throw new ArgumentException(
                $"Expected texts [texts, {options.PromptLength} + H] and as many labels; got [{string.Join(", ", texts.shape)}] and [{string.Join(", ", undesired.shape)}].", nameof(texts));
        if (texts.dtype != ScalarType.Int64)
            throw new ArgumentException($"Expected int64 tokens; got {texts.dtype}.", nameof(texts));
        network.RequireTokens(texts, nameof(texts));
        if (undesired.dtype != ScalarType.Float32 || undesired.min().item<float>() is not >= 0 || undesired.max().item<float>() is not <= 1)
            throw new ArgumentException(
                $"Expected float32 labels in [0, 1]; got {undesired.dtype} in [{undesired.min().to_type(ScalarType.Float64).item<double>()}, {undesired.max().to_type(ScalarType.Float64).item<double>()}].", nameof(undesired));
        if (!(options.Discount is >= 0 and <= 1) || !(options.Polyak is > 0 and <= 1))
            throw new ArgumentException($"Expected a discount in [0, 1] and a Polyak share in (0, 1]; got {options.Discount} and {options.Polyak}.", nameof(options));

        using var target = network.NewHead();
        target.to(texts.device);
        target.load_state_dict(network.Head.state_dict());
        using var generator = new Generator((ulong)options.Seed);
        var follow = options.AfterStep;
        return TrainingLoop.Run(network.parameters(), steps, _ =>
        {
            var chosen = torch.randint(0, texts.shape[0], [options.BatchSize], generator: generator).to(texts.device);
            return Loss(network, target, texts.index_select(0, chosen), undesired.index_select(0, chosen), options.Discount, options.PromptLength);
        }, options with
        {
            AfterStep = step =>
            {
                Follow(target, network.Head, options.Polyak);
                follow?.Invoke(step);
            },
        });
    }

    /// <summary>The loss on one batch.</summary>
    internal static Tensor Loss(RiskNetwork network, Module<Tensor, Tensor> target, Tensor texts, Tensor undesired, double discount, int prompt = 1)
    {
        var length = texts.shape[1] - prompt;
        var states = network.States(texts.narrow(1, 0, texts.shape[1] - 1)).narrow(1, prompt - 1, length);
        var tokens = texts.narrow(1, prompt, length).unsqueeze(2);
        var values = network.Head.call(states).gather(2, tokens).squeeze(2);
        Tensor goals;
        using (torch.no_grad())
        {
            var later = target.call(states.detach()).gather(2, tokens).squeeze(2).narrow(1, 1, length - 1);
            goals = torch.cat([(later * discount).clamp(-1, 0), -undesired.unsqueeze(1)], 1);
        }

        return functional.mse_loss(values, goals);
    }

    private static void Follow(Module target, Module head, double share)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var (slow, fast) in target.parameters().Zip(head.parameters()))
            slow.add_((fast - slow) * share);
    }
}
