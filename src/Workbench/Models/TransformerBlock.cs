using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>Normalisations of a transformer.</summary>
public enum BlockNorm
{
    /// <summary>Layer normalisation with scale and shift.</summary>
    LayerNorm,

    /// <summary>Root-mean-square normalisation with a scale.</summary>
    RootMeanSquare,
}

/// <summary>Where a block normalises.</summary>
public enum NormPlacement
{
    /// <summary>What enters attention and feed-forward layer: x + f(norm(x)).</summary>
    Pre,

    /// <summary>What comes out of the addition: norm(x + f(x)).</summary>
    Post,
}

/// <summary>A transformer block: attention and a feed-forward layer, each added to the stream. Its output, after both additions, is a point of its own.</summary>
public sealed class TransformerBlock : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> attentionNorm;
    private readonly nn.Module<Tensor, Tensor> attention;
    private readonly nn.Module<Tensor, Tensor> feedForwardNorm;
    private readonly nn.Module<Tensor, Tensor> feedForward;
    private readonly NormPlacement _placement;

    /// <summary>A block of the given layers; whoever holds it draws its weights.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="attention">Takes and returns [batch, tokens, d].</param>
    /// <param name="feedForward">Takes and returns [batch, tokens, d].</param>
    /// <param name="norm">The normalisation.</param>
    /// <param name="placement">Where it stands.</param>
    public TransformerBlock(
        long width, nn.Module<Tensor, Tensor> attention, nn.Module<Tensor, Tensor> feedForward,
        BlockNorm norm = BlockNorm.LayerNorm, NormPlacement placement = NormPlacement.Pre)
        : base(nameof(TransformerBlock))
    {
        ArgumentNullException.ThrowIfNull(attention);
        ArgumentNullException.ThrowIfNull(feedForward);
        _placement = placement;
        attentionNorm = Norm(norm, width);
        this.attention = attention;
        feedForwardNorm = Norm(norm, width);
        this.feedForward = feedForward;
        RegisterComponents();
    }

    /// <summary>The block's output.</summary>
    /// <param name="input">[batch, tokens, d].</param>
    /// <returns>[batch, tokens, d].</returns>
    public override Tensor forward(Tensor input)
    {
        if (_placement == NormPlacement.Post)
        {
            var attended = attentionNorm.call(input + attention.call(input));
            return feedForwardNorm.call(attended + feedForward.call(attended));
        }

        var state = input + attention.call(attentionNorm.call(input));
        return state + feedForward.call(feedForwardNorm.call(state));
    }

    internal static nn.Module<Tensor, Tensor> Norm(BlockNorm norm, long width) => norm switch
    {
        BlockNorm.LayerNorm => nn.LayerNorm(width),
        BlockNorm.RootMeanSquare => new RootMeanSquareNorm(width),
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, $"Known: {string.Join(", ", Enum.GetNames<BlockNorm>())}."),
    };
}
