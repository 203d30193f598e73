using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>
/// A task of a non-stationary stream: the same images with their pixels and their classes permuted, so that every task is as hard as the
/// first and nothing learned before helps (permuted digits; Goodfellow et al. 2013, arXiv:1312.6211).
/// </summary>
/// <remarks>
/// <code>
/// for (var task = 0; task &lt; 10; task++)
///     Classifier.Train(model, PermutedTask.Draw(pixels: 64, classes: 10, seed: 100 * seed + task).Of(digits.Train), options);
/// </code>
/// </remarks>
/// <param name="Pixels">Which pixel of the original comes to each place.</param>
/// <param name="Classes">The new class of each class.</param>
public sealed record PermutedTask(IReadOnlyList<long> Pixels, IReadOnlyList<long> Classes)
{
    /// <summary>A task at random.</summary>
    /// <param name="pixels">Numbers in an image.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="seed">Seed of both permutations.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1.</exception>
    public static PermutedTask Draw(int pixels, int classes, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var places = torch.randperm(pixels, generator: generator);
        return new(places.data<long>().ToArray(), torch.randperm(classes, generator: generator).data<long>().ToArray());
    }

    /// <summary>The images and labels of the task.</summary>
    /// <param name="data">The original, whose images have as many numbers as the task has places; it is not changed.</param>
    /// <returns>Images of the same shape, and labels.</returns>
    /// <exception cref="ArgumentException">The images have another number of pixels, or a label is no class of the task.</exception>
    public LabelledImages Of(LabelledImages data)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var scope = torch.NewDisposeScope();
        var flat = data.Images.flatten(1);
        if (flat.shape[1] != Pixels.Count)
            throw new ArgumentException($"Images have {flat.shape[1]} numbers, the task has {Pixels.Count} places.", nameof(data));
        if (data.Labels.min().item<long>() < 0 || data.Labels.max().item<long>() >= Classes.Count)
            throw new ArgumentException($"A label lies outside 0 to {Classes.Count - 1}.", nameof(data));
        var device = data.Labels.device;
        return new(
            flat.index_select(1, torch.tensor(Pixels.ToArray()).to(device)).view_as(data.Images).MoveToOuterDisposeScope(),
            torch.tensor(Classes.ToArray()).to(device).index_select(0, data.Labels).MoveToOuterDisposeScope());
    }
}
