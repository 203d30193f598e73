using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Multi-head attention of a transformer, without biases: 4·d² parameters. The point <c>pattern</c> is the attention
/// <c>[batch, head, query, key]</c>.
/// </summary>
/// <remarks>
/// With a learned key and value for each head (Sun et al. 2024, arXiv 2402.17762) every query may attend to something that is no token,
/// which takes away what massive activations are for. It is the last key of the pattern.
/// </remarks>
public sealed class TransformerAttention : nn.Module<Tensor, Tensor>
{
    private readonly Linear inputs;
    private readonly Linear output;
    private readonly Point pattern;
    private readonly Parameter? extraKey;
    private readonly Parameter? extraValue;
    private readonly bool _isCausal;

    /// <summary>A layer; whoever holds it draws its weights.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="heads">Number of heads, which divides the width.</param>
    /// <param name="causal">Whether a token sees only those up to itself.</param>
    /// <param name="keyValueBias">Whether each head has a learned key and value.</param>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public TransformerAttention(long width, long heads, bool causal = true, bool keyValueBias = false)
        : base(nameof(TransformerAttention))
    {
        (Heads, HeadWidth) = (heads, WidthOf(width, heads));
        _isCausal = causal;
        inputs = nn.Linear(width, 3 * width, hasBias: false);
        output = nn.Linear(width, width, hasBias: false);
        pattern = new Point();
        if (keyValueBias)
        {
            extraKey = nn.Parameter(torch.zeros(heads, 1, HeadWidth));
            extraValue = nn.Parameter(torch.zeros(heads, 1, HeadWidth));
        }

        RegisterComponents();
    }

    /// <summary>Number of heads.</summary>
    public long Heads { get; }

    /// <summary>Width of a head.</summary>
    public long HeadWidth { get; }

    /// <summary>The attended tokens.</summary>
    /// <param name="input">[batch, tokens, d].</param>
    /// <returns>[batch, tokens, d].</returns>
    public override Tensor forward(Tensor input)
    {
        var (batch, tokens) = (input.shape[0], input.shape[1]);
        var parts = inputs.call(input).reshape(batch, tokens, 3, Heads, HeadWidth).permute(2, 0, 3, 1, 4).unbind(0);
        var (query, key, value) = (parts[0], parts[1], parts[2]);
        if (extraKey is not null && extraValue is not null)
        {
            key = torch.cat([key, extraKey.expand(batch, Heads, 1, HeadWidth)], 2);
            value = torch.cat([value, extraValue.expand(batch, Heads, 1, HeadWidth)], 2);
        }

        var scores = query.matmul(key.transpose(-2, -1)) / Math.Sqrt(HeadWidth);
        if (_isCausal)
            scores = scores.masked_fill(Future(tokens, scores), double.NegativeInfinity);
        var attention = pattern.call(nn.functional.softmax(scores, -1));
        return output.call(attention.matmul(value).transpose(1, 2).reshape(batch, tokens, Heads * HeadWidth));
    }

    /// <summary>Which keys a query must not see, [tokens, keys]; keys beyond the tokens are seen by all.</summary>
    internal static Tensor Future(long tokens, Tensor scores)
    {
        var positions = torch.arange(scores.shape[^1], device: scores.device);
        var future = positions.unsqueeze(0).gt(torch.arange(tokens, device: scores.device).unsqueeze(1));
        return scores.shape[^1] == tokens ? future : future.logical_and(positions.lt(tokens));
    }

    internal static long WidthOf(long width, long heads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        return width >= heads && width % heads == 0 ? width / heads
            : throw new ArgumentException($"The heads must divide the width; got {heads} heads for a width of {width}.", nameof(heads));
    }
}
