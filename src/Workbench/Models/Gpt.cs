using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>The sizes and parts of a <see cref="Gpt"/>. With 63 characters the defaults have 120,576 parameters.</summary>
public sealed record GptOptions
{
    /// <summary>Different tokens.</summary>
    public required long Vocabulary { get; init; }

    /// <summary>The longest sequence.</summary>
    public long Context { get; init; } = 64;

    /// <summary>d, the width of a token.</summary>
    public long Width { get; init; } = 48;

    /// <summary>Number of blocks.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>Attention heads, which divide the width.</summary>
    public long Heads { get; init; } = 4;

    /// <summary>The normalisation.</summary>
    public BlockNorm Norm { get; init; } = BlockNorm.LayerNorm;

    /// <summary>Where blocks normalise.</summary>
    public NormPlacement Placement { get; init; } = NormPlacement.Pre;

    /// <summary>Makes the attention layer of a block; dense and causal when null.</summary>
    public Func<GptOptions, nn.Module<Tensor, Tensor>>? Attention { get; init; }

    /// <summary>Makes the feed-forward layer of a block; gated GELU with 8d/3 neurons when null.</summary>
    public Func<GptOptions, nn.Module<Tensor, Tensor>>? FeedForward { get; init; }
}

/// <summary>
/// A small decoder-only transformer: learned positions, blocks, a last normalisation and a head of its own, without biases in its linear
/// layers.
/// </summary>
/// <remarks>
/// Points for probes: <c>embedding</c>, <c>blocks.N</c> (the stream after the block), <c>blocks.N.attention.pattern</c>,
/// <c>blocks.N.feedForward.gate</c>, and every other module.
/// <code>
/// var model = new Gpt(seed, new GptOptions { Vocabulary = 63, FeedForward = o => new SparkFeedForward(o.Width, 192, 24, 0.08 * 192) });
/// </code>
/// </remarks>
public sealed class Gpt : nn.Module<Tensor, Tensor>
{
    private readonly Embedding tokenEmbedding;
    private readonly Embedding positionEmbedding;
    private readonly Point embedding;
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly nn.Module<Tensor, Tensor> norm;
    private readonly Linear head;

    /// <summary>A network with its own seed.</summary>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="options">Its sizes and parts.</param>
    /// <exception cref="ArgumentException">A size is out of its range, or the heads do not divide the width.</exception>
    public Gpt(int seed, GptOptions options)
        : base(nameof(Gpt))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Vocabulary, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Context, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Depth, 1, nameof(options));
        Options = options;
        var width = options.Width;
        tokenEmbedding = nn.Embedding(options.Vocabulary, width);
        positionEmbedding = nn.Embedding(options.Context, width);
        embedding = new Point();
        blocks = new ModuleList<TransformerBlock>();
        for (var i = 0; i < options.Depth; i++)
        {
            blocks.Add(new TransformerBlock(
                width, options.Attention?.Invoke(options) ?? new TransformerAttention(width, options.Heads),
                options.FeedForward?.Invoke(options) ?? new GatedFeedForward(width, 8 * width / 3), options.Norm, options.Placement));
        }

        norm = TransformerBlock.Norm(options.Norm, width);
        head = nn.Linear(width, options.Vocabulary, hasBias: false);
        RegisterComponents();
        TransformerInitialisation.Apply(this, seed);
    }

    /// <summary>Its sizes and parts.</summary>
    public GptOptions Options { get; }

    /// <summary>The logits of the next token at every position.</summary>
    /// <param name="tokens">int64 [batch, positions], at most the context.</param>
    /// <returns>[batch, positions, vocabulary].</returns>
    /// <exception cref="ArgumentException">The sequences are longer than the context.</exception>
    public override Tensor forward(Tensor tokens)
    {
        if (tokens.dim() != 2 || tokens.shape[1] > Options.Context)
            throw new ArgumentException($"Expected tokens [batch, up to {Options.Context} positions]; got [{string.Join(", ", tokens.shape)}].", nameof(tokens));
        var positions = torch.arange(tokens.shape[1], dtype: ScalarType.Int64, device: tokens.device);
        var state = embedding.call(tokenEmbedding.call(tokens) + positionEmbedding.call(positions));
        foreach (var block in blocks)
            state = block.call(state);
        return head.call(norm.call(state));
    }
}
