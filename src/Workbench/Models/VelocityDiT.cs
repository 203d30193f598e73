using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// A small time-conditioned diffusion transformer for images (arXiv 2212.09748): patches as tokens, fixed sines and cosines of their
/// two coordinates, blocks with adaLN-zero, optionally QK-norm (arXiv 2403.03206).
/// </summary>
/// <remarks>A fresh network returns 0, whatever the image and the time: its last layer starts at zero and every block as the identity.</remarks>
public sealed class VelocityDiT : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly TimeEmbedding _time;
    private readonly Linear _patches;
    private readonly ModuleList<DiTBlock> _blocks;
    private readonly Linear _modulation;
    private readonly Linear _output;
    private PatchPositions? _positions;

    /// <summary>A network with its own seed.</summary>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="options">Its sizes.</param>
    /// <exception cref="ArgumentException">A size is out of its range, or the heads do not divide the width.</exception>
    public VelocityDiT(int seed, DiTOptions? options = null)
        : base(nameof(VelocityDiT))
    {
        Options = (options ?? new DiTOptions()).Required();
        var (width, values) = (Options.Width, Options.Channels * Options.Patch * Options.Patch);
        _time = new TimeEmbedding(width / 2, width);
        _patches = nn.Linear(values, width);
        _blocks = new ModuleList<DiTBlock>();
        for (var i = 0; i < Options.Depth; i++)
            _blocks.Add(new DiTBlock(width, Options.Heads, Options.QkNorm, Options.Ratio));
        _modulation = nn.Linear(width, 2 * width);
        _output = nn.Linear(width, values);
        RegisterComponents();
        UniformInitialisation.Apply(this, seed);
        foreach (var block in _blocks)
            block.StartFromIdentity();
        Modulation.Zero(_modulation);
        Modulation.Zero(_output);
    }

    /// <summary>Its sizes.</summary>
    public DiTOptions Options { get; }

    /// <summary>The attention layers, from the first block to the last.</summary>
    public IReadOnlyList<SelfAttention> Attentions => [.. _blocks.Select(block => block.Attention)];

    /// <summary>The network's output at given images and times.</summary>
    /// <param name="x">Images, [batch, channels, height, width], with sides that the patch divides.</param>
    /// <param name="t">Times in [0, 1]: [batch], or a scalar for the whole batch.</param>
    /// <returns>A tensor of the shape of the images.</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public override Tensor forward(Tensor x, Tensor t) => Given(x, t, condition: null);

    /// <summary>The output when a vector, [batch, width], is added to the embedding of the time.</summary>
    internal Tensor Given(Tensor x, Tensor t, Tensor? condition)
    {
        var patch = Options.Patch;
        if (x.dim() != 4 || x.shape[1] != Options.Channels || x.shape[2] % patch != 0 || x.shape[3] % patch != 0)
            throw new ArgumentException(
                $"Expected images [batch, {Options.Channels}, height, width] whose sides divide by {patch}; got [{string.Join(", ", x.shape)}].", nameof(x));
        var (batch, rows, columns) = (x.shape[0], x.shape[2] / patch, x.shape[3] / patch);
        var embedding = _time.call(t.dim() == 0 ? t.reshape(1).expand(batch) : t);
        if (condition is not null)
            embedding = embedding + condition;

        // [batch, channels, rows, patch, columns, patch] to a token of [channels, patch, patch] values for each place.
        var pieces = x.reshape(batch, Options.Channels, rows, patch, columns, patch).permute(0, 2, 4, 1, 3, 5)
            .reshape(batch, rows * columns, Options.Channels * patch * patch);
        var tokens = _patches.call(pieces) + Positions(rows, columns, x);
        foreach (var block in _blocks)
            tokens = block.call(tokens, embedding);
        var m = _modulation.call(nn.functional.silu(embedding)).unsqueeze(1).chunk(2, dim: 2);
        var output = _output.call(Modulation.Of(tokens, Options.Width, shift: m[0], scale: m[1]));
        return output.reshape(batch, rows, columns, Options.Channels, patch, patch).permute(0, 3, 1, 4, 2, 5).reshape(x.shape);
    }

    private Tensor Positions(long rows, long columns, Tensor x)
    {
        // Kept from call to call, as images mostly have one size; a thread that meets another size makes its own.
        var positions = _positions;
        if (positions is null || !positions.Fit(rows, columns, x))
            _positions = positions = PatchPositions.Of(rows, columns, Options.Width, x);
        return positions.Values;
    }
}
