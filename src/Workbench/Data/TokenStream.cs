using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>A long text as tokens, parted into a front to train on and an end to evaluate on, from which windows are cut.</summary>
/// <remarks>A window has one token more than the context: inputs are all but its last token, targets all but its first.</remarks>
public sealed class TokenStream : IDisposable
{
    private TokenStream(Tensor train, Tensor test) => (Train, Test) = (train, test);

    /// <summary>The front, int64 [tokens].</summary>
    public Tensor Train { get; }

    /// <summary>The end, int64 [tokens].</summary>
    public Tensor Test { get; }

    /// <summary>Parts tokens.</summary>
    /// <param name="tokens">The tokens of a text.</param>
    /// <param name="trainShare">Share of them to train on, in (0, 1).</param>
    /// <param name="device">Where the tensors go; the CPU when null.</param>
    /// <exception cref="ArgumentException">The share is outside (0, 1), or a part has no token.</exception>
    public static TokenStream Of(int[] tokens, double trainShare = 0.95, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (!(trainShare > 0 && trainShare < 1))
            throw new ArgumentOutOfRangeException(nameof(trainShare), trainShare, "The share to train on must lie in (0, 1).");
        var cut = (int)(tokens.Length * trainShare);
        if (cut == 0 || cut == tokens.Length)
            throw new ArgumentException($"{tokens.Length} tokens cannot be parted at {trainShare}.", nameof(tokens));
        Tensor Part(int from, int to) => torch.tensor(tokens[from..to]).to_type(ScalarType.Int64).to(device ?? torch.CPU).DetachFromDisposeScope();
        return new TokenStream(Part(0, cut), Part(cut, tokens.Length));
    }

    /// <summary>Windows of the training part that begin anywhere.</summary>
    /// <param name="count">How many.</param>
    /// <param name="context">Tokens of a window but one.</param>
    /// <param name="generator">Source of the places, on the CPU.</param>
    /// <returns>int64 [count, context + 1].</returns>
    /// <exception cref="ArgumentException">A window is longer than the part.</exception>
    public Tensor Sample(int count, int context, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var last = Room(Train, count, context);
        return Windows(Train, torch.randint(0, last + 1, [count], generator: generator), context);
    }

    /// <summary>Windows of the test part at even distances, always the same ones.</summary>
    /// <param name="count">How many.</param>
    /// <param name="context">Tokens of a window but one.</param>
    /// <returns>int64 [count, context + 1].</returns>
    /// <exception cref="ArgumentException">A window is longer than the part.</exception>
    public Tensor Fixed(int count, int context)
    {
        var last = Room(Test, count, context);
        long[] starts = [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : last * i / (count - 1))];
        return Windows(Test, torch.tensor(starts), context);
    }

    /// <summary>Releases the tokens.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private static long Room(Tensor part, int count, int context)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        var last = part.shape[0] - context - 1;
        return last >= 0 ? last
            : throw new ArgumentException($"A window of {context} + 1 tokens does not fit into {part.shape[0]}.", nameof(context));
    }

    private static Tensor Windows(Tensor part, Tensor starts, int context)
    {
        using var scope = torch.NewDisposeScope();
        var places = starts.to(part.device).unsqueeze(1) + torch.arange(context + 1, dtype: ScalarType.Int64, device: part.device);
        return part.index_select(0, places.flatten()).reshape(places.shape).MoveToOuterDisposeScope();
    }
}
