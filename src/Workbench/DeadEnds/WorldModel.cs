using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.DeadEnds;

/// <summary>A <see cref="TokenWorld"/> as a language model: it is given tokens only, as any other model is, and finds the state by itself.</summary>
/// <remarks>
/// <code>
/// var write = WorldModel.Of(world, prompt => GateWorld.State(risky: false, prompt));
/// var texts = RectifiedDecoding.Sample(write, prompts, length: 20, generator, risk.NextValues, epsilon: 0.2);
/// </code>
/// </remarks>
public static class WorldModel
{
    /// <summary>The next token's probabilities of a world, the same at every position.</summary>
    /// <param name="world">What writes.</param>
    /// <param name="start">The state of a text of which only the prompt, its first token, is there.</param>
    public static NextTokenProbabilities Of(TokenWorld world, Func<int, int> start)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(start);
        var rows = Table(world.Probabilities.Cast<double>().ToArray(), world);
        return tokens =>
        {
            using var noGrad = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            return rows.to(tokens.device).index_select(0, States(world, tokens, start)).MoveToOuterDisposeScope();
        };
    }

    /// <summary>The state after each text.</summary>
    /// <param name="world">Where they were written.</param>
    /// <param name="tokens">int64 [texts, 1 + tokens]: the prompt, then what was written.</param>
    /// <param name="start">The state of a text of which only the prompt is there.</param>
    /// <returns>int64 [texts].</returns>
    /// <exception cref="ArgumentException">The tokens are no int64 [texts, at least 1], or outside the vocabulary, or a prompt starts in no state.</exception>
    public static Tensor States(TokenWorld world, Tensor tokens, Func<int, int> start)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(start);
        if (tokens.dim() != 2 || tokens.shape[1] < 1 || tokens.dtype != ScalarType.Int64)
            throw new ArgumentException($"Expected int64 [texts, 1 + tokens]; got {tokens.dtype} [{string.Join(", ", tokens.shape)}].", nameof(tokens));
        if (tokens.numel() > 0 && (tokens.min().item<long>() < 0 || tokens.max().item<long>() >= world.Vocabulary))
            throw new ArgumentException($"Tokens must lie in [0, {world.Vocabulary - 1}]; they lie in [{tokens.min().item<long>()}, {tokens.max().item<long>()}].", nameof(tokens));
        int[] starts = [.. Enumerable.Range(0, world.Vocabulary).Select(start)];
        if (Array.FindIndex(starts, state => state < 0 || state >= world.States) is var wrong and >= 0)
            throw new ArgumentException($"States lie in [0, {world.States - 1}]; prompt {wrong} starts in {starts[wrong]}.", nameof(start));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var next = torch.tensor(world.Next.Cast<int>().Select(s => (long)s).ToArray(), device: tokens.device);
        var state = torch.tensor(starts.Select(s => (long)s).ToArray(), device: tokens.device).index_select(0, tokens.select(1, 0));
        for (var t = 1; t < tokens.shape[1]; t++)
            state = next.index_select(0, (state * world.Vocabulary) + tokens.select(1, t));
        return state.MoveToOuterDisposeScope();
    }

    private static Tensor Table(double[] values, TokenWorld world) =>
        torch.tensor(values).reshape(world.States, world.Vocabulary).DetachFromDisposeScope();
}
