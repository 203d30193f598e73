using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Multi-head self-attention, softmax(q·kᵀ/√d)·V, with root-mean-square normalisation of queries and keys where it is asked for, which
/// bounds the logits (arXiv 2403.03206, section 5.3.2).
/// </summary>
/// <remarks>
/// What lies inside can be watched (<see cref="AttentionObserver"/>) and the values V recorded and replaced
/// (<see cref="AttentionValues"/>); while nobody does, it costs nothing.
/// </remarks>
public sealed class SelfAttention : nn.Module<Tensor, Tensor>
{
    private readonly Linear _inputs;
    private readonly RootMeanSquareNorm? _queryNorm;
    private readonly RootMeanSquareNorm? _keyNorm;
    private readonly Linear _output;

    /// <summary>An attention layer; whoever holds it draws its weights.</summary>
    /// <param name="width">Width of a token.</param>
    /// <param name="heads">Number of heads, which divides the width.</param>
    /// <param name="normalised">Whether queries and keys are normalised, with a learned scale each that all heads share.</param>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public SelfAttention(long width, long heads, bool normalised)
        : base(nameof(SelfAttention))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (width < heads || width % heads != 0)
            throw new ArgumentException($"The heads must divide the width; got {heads} heads for a width of {width}.", nameof(heads));
        (Heads, HeadWidth) = (heads, width / heads);
        _inputs = nn.Linear(width, 3 * width);
        _queryNorm = normalised ? new RootMeanSquareNorm(HeadWidth) : null;
        _keyNorm = normalised ? new RootMeanSquareNorm(HeadWidth) : null;
        _output = nn.Linear(width, width);
        RegisterComponents();
    }

    /// <summary>The number of heads.</summary>
    public long Heads { get; }

    /// <summary>d, the width of a head.</summary>
    public long HeadWidth { get; }

    /// <summary>What |q·k|/√d cannot exceed, √d·max|g_q|·max|g_k|; infinity without normalisation.</summary>
    public double LogitBound()
    {
        if (_queryNorm is null || _keyNorm is null)
            return double.PositiveInfinity;
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return Math.Sqrt(HeadWidth) * Greatest(_queryNorm) * Greatest(_keyNorm);
    }

    /// <summary>Is shown the logits and the attention, [batch, heads, tokens, tokens] each, of every call.</summary>
    internal Action<Tensor, Tensor>? Watch { get; set; }

    /// <summary>Takes the values V, [batch, heads, tokens, d], and returns those to go on with.</summary>
    internal Func<Tensor, Tensor>? Exchange { get; set; }

    /// <summary>The attended tokens.</summary>
    /// <param name="x">Tokens, [batch, tokens, width].</param>
    /// <returns>[batch, tokens, width].</returns>
    public override Tensor forward(Tensor x)
    {
        var (batch, tokens) = (x.shape[0], x.shape[1]);
        var parts = _inputs.call(x).reshape(batch, tokens, 3, Heads, HeadWidth).permute(2, 0, 3, 1, 4).unbind(0);
        var (query, key, value) = (parts[0], parts[1], parts[2]);
        if (_queryNorm is not null && _keyNorm is not null)
            (query, key) = (_queryNorm.call(query), _keyNorm.call(key));
        if (Exchange is { } exchange)
            value = exchange(value);
        var logits = query.matmul(key.transpose(-2, -1)) / Math.Sqrt(HeadWidth);
        var attention = nn.functional.softmax(logits, -1);
        Watch?.Invoke(logits, attention);
        return _output.call(attention.matmul(value).transpose(1, 2).reshape(batch, tokens, Heads * HeadWidth));
    }

    private static double Greatest(RootMeanSquareNorm norm) => norm.Scale.abs().max().to_type(ScalarType.Float64).item<double>();
}
