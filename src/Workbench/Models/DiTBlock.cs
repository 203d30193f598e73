using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// A block of the diffusion transformer with adaLN-zero (arXiv 2212.09748, section 3.2): attention and a perceptron, each on
/// layer-normalised tokens that the embedding of time and condition shifts and scales, and gated by it before it is added.
/// </summary>
/// <remarks>The gates are 0 to begin with: a fresh block is the identity.</remarks>
public sealed class DiTBlock : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long _width;
    private readonly SelfAttention _attention;
    private readonly Linear _wide;
    private readonly Linear _narrow;
    private readonly Linear _modulation;

    /// <summary>A block; whoever holds it draws its weights and then calls <see cref="StartFromIdentity"/>.</summary>
    /// <param name="width">Width of a token and of the embedding.</param>
    /// <param name="heads">Number of heads, which divides the width.</param>
    /// <param name="normalised">Whether queries and keys are normalised.</param>
    /// <param name="ratio">Units of the perceptron per value of a token.</param>
    public DiTBlock(long width, long heads, bool normalised, long ratio = 4)
        : base(nameof(DiTBlock))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ratio, 1);
        _width = width;
        _attention = new SelfAttention(width, heads, normalised);
        _wide = nn.Linear(width, ratio * width);
        _narrow = nn.Linear(ratio * width, width);
        _modulation = nn.Linear(width, 6 * width);
        RegisterComponents();
    }

    /// <summary>The attention layer.</summary>
    public SelfAttention Attention => _attention;

    /// <summary>Sets the modulation to zero.</summary>
    public void StartFromIdentity() => Modulation.Zero(_modulation);

    /// <summary>The block's output.</summary>
    /// <param name="x">Tokens, [batch, tokens, width].</param>
    /// <param name="embedding">Embedding of time and condition, [batch, width].</param>
    /// <returns>[batch, tokens, width].</returns>
    public override Tensor forward(Tensor x, Tensor embedding)
    {
        var m = _modulation.call(nn.functional.silu(embedding)).unsqueeze(1).chunk(6, dim: 2);
        x = x + m[2] * _attention.call(Modulation.Of(x, _width, shift: m[0], scale: m[1]));
        var hidden = nn.functional.gelu(_wide.call(Modulation.Of(x, _width, shift: m[3], scale: m[4])));
        return x + m[5] * _narrow.call(hidden);
    }
}
