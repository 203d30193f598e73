using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>The sizes and parts of a <see cref="VisionTransformer"/>; the defaults fit Fashion-MNIST and have 30 thousand parameters.</summary>
public sealed record VisionTransformerOptions
{
    /// <summary>Channels of the images.</summary>
    public long Channels { get; init; } = 1;

    /// <summary>Side of the square images.</summary>
    public long Side { get; init; } = 28;

    /// <summary>Side of a square patch, which divides the side of the images.</summary>
    public long Patch { get; init; } = 4;

    /// <summary>Classes.</summary>
    public long Classes { get; init; } = 10;

    /// <summary>d, the width of a token.</summary>
    public long Width { get; init; } = 32;

    /// <summary>Number of blocks.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>Attention heads, which divide the width.</summary>
    public long Heads { get; init; } = 4;

    /// <summary>The normalisation.</summary>
    public BlockNorm Norm { get; init; } = BlockNorm.LayerNorm;

    /// <summary>Makes the attention layer of a block; dense when null.</summary>
    public Func<VisionTransformerOptions, nn.Module<Tensor, Tensor>>? Attention { get; init; }

    /// <summary>Makes the feed-forward layer of a block; GELU with 4d neurons when null.</summary>
    public Func<VisionTransformerOptions, nn.Module<Tensor, Tensor>>? FeedForward { get; init; }
}

/// <summary>
/// ViT-small: a vision transformer (arXiv 2010.11929) small enough for a CPU, with learned positions, pre-normalised blocks and the mean
/// of the tokens before the head.
/// </summary>
/// <remarks>Points for probes as in <see cref="Gpt"/>: <c>embedding</c>, <c>blocks.N</c>, <c>blocks.N.attention.pattern</c>, <c>blocks.N.feedForward.gate</c>.</remarks>
public sealed class VisionTransformer : nn.Module<Tensor, Tensor>
{
    private readonly Linear patches;
    private readonly Embedding positionEmbedding;
    private readonly Point embedding;
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly nn.Module<Tensor, Tensor> norm;
    private readonly Linear head;

    /// <summary>A network with its own seed.</summary>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="options">Its sizes and parts.</param>
    /// <exception cref="ArgumentException">A size is out of its range, or does not divide another.</exception>
    public VisionTransformer(int seed, VisionTransformerOptions? options = null)
        : base(nameof(VisionTransformer))
    {
        Options = options ??= new VisionTransformerOptions();
        var (width, side) = (options.Width, options.Side / Math.Max(1, options.Patch));
        if (options.Patch < 1 || side < 1 || options.Side % options.Patch != 0)
            throw new ArgumentException($"The patch must divide the side of the images; got {options.Patch} for {options.Side}.", nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Depth, 1, nameof(options));
        patches = nn.Linear(options.Channels * options.Patch * options.Patch, width);
        positionEmbedding = nn.Embedding(side * side, width);
        embedding = new Point();
        blocks = new ModuleList<TransformerBlock>();
        for (var i = 0; i < options.Depth; i++)
        {
            blocks.Add(new TransformerBlock(
                width, options.Attention?.Invoke(options) ?? new TransformerAttention(width, options.Heads, causal: false),
                options.FeedForward?.Invoke(options) ?? new FeedForward(width, 4 * width), options.Norm));
        }

        norm = TransformerBlock.Norm(options.Norm, width);
        head = nn.Linear(width, options.Classes);
        RegisterComponents();
        TransformerInitialisation.Apply(this, seed);
    }

    /// <summary>Its sizes and parts.</summary>
    public VisionTransformerOptions Options { get; }

    /// <summary>Logits.</summary>
    /// <param name="images">[batch, channels, side, side].</param>
    /// <returns>[batch, classes].</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public override Tensor forward(Tensor images)
    {
        var (channels, patch, side) = (Options.Channels, Options.Patch, Options.Side / Options.Patch);
        if (images.dim() != 4 || images.shape[1] != channels || images.shape[2] != Options.Side || images.shape[3] != Options.Side)
            throw new ArgumentException(
                $"Expected images [batch, {channels}, {Options.Side}, {Options.Side}]; got [{string.Join(", ", images.shape)}].", nameof(images));
        var batch = images.shape[0];
        var pieces = images.reshape(batch, channels, side, patch, side, patch).permute(0, 2, 4, 1, 3, 5)
            .reshape(batch, side * side, channels * patch * patch);
        var state = embedding.call(patches.call(pieces) + positionEmbedding.weight!);
        foreach (var block in blocks)
            state = block.call(state);
        return head.call(norm.call(state).mean([1L]));
    }
}
