using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>
/// Canvases of two by two garments with a prompt that says what three of them are: images whose attributes are edited while the fourth
/// garment should stay.
/// </summary>
/// <remarks>
/// The cells are T-shirt or dress, sneaker or ankle boot, pullover or coat, and, not named by any prompt, trouser or bag. Attributes follow
/// <see cref="AttributeLaw"/>; the bag's probability is 0.2 + 0.2 for every attribute that is 1. A canvas of 56×56 pixels is kept as
/// patches of 2×2 pixels, [4, 28, 28], so that a position has four channels. A prompt is a vector of -1, +1 or, for what is left open, 0.
/// </remarks>
public sealed class GarmentCanvases : Coupling
{
    private static readonly (long Absent, long Present)[] Garments = [(0, 3), (7, 9), (2, 4), (1, 8)];

    private readonly Tensor _images;
    private readonly (Tensor Absent, Tensor Present)[] _rows;

    /// <summary>Canvases of the garments of a data set.</summary>
    /// <param name="images">Images [count, 1, 28, 28] with the labels of Fashion-MNIST; kept, not copied.</param>
    /// <exception cref="ArgumentException">One of the eight garments is missing.</exception>
    public GarmentCanvases(LabelledImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        Tensor Rows(long label)
        {
            var rows = images.Labels.eq(label).nonzero().squeeze(1).DetachFromDisposeScope();
            return rows.numel() > 0 ? rows : throw new ArgumentException($"There is no {FashionMnist.Classes[(int)label]} among the images.", nameof(images));
        }

        _images = images.Images;
        _rows = [.. Garments.Select(pair => (Rows(pair.Absent), Rows(pair.Present)))];
    }

    /// <summary>The classes that the three named cells have when their attribute is 1.</summary>
    public static IReadOnlyList<long> Present { get; } = [.. Garments.Take(AttributeLaw.Count).Select(pair => pair.Present)];

    /// <summary>The share of named garments that a training prompt leaves open, each by itself.</summary>
    public double WordDropout { get; init; } = 0.2;

    /// <summary>Pairs of noise and canvas, labelled with prompts [count, 3].</summary>
    /// <inheritdoc/>
    public override Pairs Draw(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var attributes = DrawAttributes(count, generator);
        var x1 = Fill(attributes, generator);
        var x0 = torch.randn(x1.shape, device: x1.device, generator: generator);
        var kept = torch.rand(attributes.shape, device: x1.device, generator: generator).ge(WordDropout);
        return new Pairs(x0, x1) { Labels = (2 * attributes - 1) * kept.to_type(ScalarType.Float32) };
    }

    /// <summary>Canvases with the attributes given, [count, 4, 28, 28].</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="generator">The only source of randomness, on the device of the images.</param>
    /// <param name="attributes">0 or 1 for each of the three.</param>
    /// <exception cref="ArgumentException">There are not three, or other values.</exception>
    public Tensor Sample(long count, Generator generator, params int[] attributes)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(attributes);
        if (attributes.Length != AttributeLaw.Count || attributes.Any(a => a is not (0 or 1)))
            throw new ArgumentException($"Expected 0 or 1 for each of {AttributeLaw.Count} attributes; got [{string.Join(", ", attributes)}].", nameof(attributes));
        return Fill(torch.tensor(attributes.Select(a => (float)a).ToArray(), device: generator.device).expand(count, -1), generator);
    }

    /// <summary>A prompt for a batch: rows of -1 (0), +1 (1) and 0 (left open), float32, [count, 3].</summary>
    /// <param name="count">The size of the batch.</param>
    /// <param name="prompt">0 or 1 for each attribute, null for one that is left open.</param>
    public static Tensor Prompt(long count, params int?[] prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return torch.tensor(prompt.Select(p => p is { } value ? 2f * value - 1 : 0).ToArray()).expand(count, -1).contiguous();
    }

    /// <summary>The pixels of canvases, [batch, 1, 56, 56].</summary>
    /// <param name="x">Canvases, [batch, 4, 28, 28].</param>
    public static Tensor Pixels(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.reshape(-1, 2, 2, 28, 28).permute(0, 3, 1, 4, 2).reshape(-1, 1, 56, 56);
    }

    /// <summary>One garment of each canvas, [batch, 1, 28, 28].</summary>
    /// <param name="x">Canvases, [batch, 4, 28, 28].</param>
    /// <param name="cell">0 to 2 for those of the attributes, 3 for the background.</param>
    public static Tensor Cell(Tensor x, int cell) => Pixels(x).narrow(2, cell / 2 * 28, 28).narrow(3, cell % 2 * 28, 28);

    // Zeros and ones, float32, [count, 3].
    private static Tensor DrawAttributes(long count, Generator generator)
    {
        var probabilities = torch.tensor(AttributeLaw.Probabilities.ToArray(), device: generator.device);
        var drawn = torch.multinomial(probabilities, count, replacement: true, generator: generator);
        var patterns = torch.tensor(AttributeLaw.Patterns.SelectMany(pattern => pattern.Select(a => (float)a)).ToArray(), device: generator.device);
        return patterns.reshape(-1, AttributeLaw.Count).index_select(0, drawn);
    }

    private Tensor Fill(Tensor attributes, Generator generator)
    {
        using var scope = torch.NewDisposeScope();
        var count = attributes.shape[0];
        Tensor Drawn(Tensor rows) => rows.index_select(0, TensorSampler.Draw(rows.shape[0], count, generator, rows.device));
        var bag = torch.rand([count], device: generator.device, generator: generator).lt(0.2 + 0.2 * attributes.sum(1));
        Tensor Garment(int cell)
        {
            var present = cell < AttributeLaw.Count ? attributes.select(1, cell).gt(0) : bag;
            return _images.index_select(0, torch.where(present, Drawn(_rows[cell].Present), Drawn(_rows[cell].Absent)));
        }

        var rows = new[] { 0, 2 }.Select(cell => torch.cat([Garment(cell), Garment(cell + 1)], 3)).ToArray();
        var canvas = torch.cat([.. rows], 2);
        return canvas.reshape(count, 28, 2, 28, 2).permute(0, 2, 4, 1, 3).reshape(count, 4, 28, 28).MoveToOuterDisposeScope();
    }
}
