using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>Pictures with a bright disc that training never showed, and how much of its contrast a reconstruction recovers.</summary>
/// <param name="Images">float32 [batch, 1, height, width]: the picture plus the contrast in the disc.</param>
/// <param name="Disc">float32 [batch, 1, height, width]: 1 in the disc.</param>
/// <param name="Plain">The picture without it.</param>
/// <param name="Contrast">What was added.</param>
public sealed record Lesions(Tensor Images, Tensor Disc, Tensor Plain, double Contrast)
{
    /// <summary>Adds a disc to every picture, at a random pixel of the object where the disc lies wholly in the picture.</summary>
    /// <param name="images">Real [batch, 1, height, width] in [0, 1].</param>
    /// <param name="generator">Source of the places, on the CPU.</param>
    /// <param name="radius">Radius in pixels.</param>
    /// <param name="contrast">What is added, positive.</param>
    /// <param name="threshold">Pixels above it belong to the object; a picture without any takes every pixel.</param>
    /// <exception cref="ArgumentException">The pictures are too small for the disc, or a number is out of its range.</exception>
    public static Lesions Add(Tensor images, Generator generator, double radius = 1.5, double contrast = 0.4, double threshold = 0.1)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(generator);
        if (!(radius > 0 && double.IsFinite(radius)))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius must be positive and finite.");
        if (!(contrast > 0 && double.IsFinite(contrast)))
            throw new ArgumentOutOfRangeException(nameof(contrast), contrast, "The contrast must be positive and finite.");
        if (double.IsNaN(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Expected a number to compare pixels with.");
        if (images.is_complex() || images.dim() != 4 || images.shape[1] != 1 || Math.Min(images.shape[2], images.shape[3]) <= 2 * Math.Floor(radius) || images.shape[0] == 0)
            throw new ArgumentException(
                $"Expected real [batch, 1, height, width] larger than the disc of radius {radius}; got {images.dtype} [{MriOperator.Shape(images)}].", nameof(images));
        var border = (int)Math.Floor(radius);
        using var scope = torch.NewDisposeScope();
        var (count, height, width) = (images.shape[0], images.shape[2], images.shape[3]);
        var room = torch.zeros([height, width]);
        room.narrow(0, border, height - (2 * border)).narrow(1, border, width - (2 * border)).fill_(1);
        var allowed = images.squeeze(1).cpu().gt(threshold).to_type(ScalarType.Float32) * room;
        var empty = allowed.sum([1, 2], keepdim: true).eq(0).to_type(ScalarType.Float32);
        var places = (allowed + (empty * room)).flatten(1).multinomial(1, generator: generator);
        var row = places.div(width, RoundingMode.floor).reshape(count, 1, 1);
        var column = places.remainder(width).reshape(count, 1, 1);
        var distance = (torch.arange(height).reshape(1, -1, 1) - row).square() + (torch.arange(width).reshape(1, 1, -1) - column).square();
        var disc = distance.le(radius * radius).to_type(ScalarType.Float32).unsqueeze(1).to(images.device);
        return new Lesions((images + (disc * contrast)).MoveToOuterDisposeScope(), disc.MoveToOuterDisposeScope(), images, contrast);
    }

    /// <summary>The mean over the disc of |x̂| − plain, over the contrast: 1 where all of it is back, 0 where the disc is missing.</summary>
    /// <param name="estimate">x̂, complex [batch, height, width].</param>
    /// <returns>float64 [batch].</returns>
    /// <exception cref="ArgumentException">The estimate has another shape.</exception>
    public Tensor RecoveredContrast(Tensor estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        if (estimate.dim() != 3 || estimate.shape[0] != Images.shape[0] || !estimate.shape.AsSpan(1).SequenceEqual(Images.shape.AsSpan(2)))
            throw new ArgumentException(
                $"Expected [{Images.shape[0]}, {Images.shape[2]}, {Images.shape[3]}]; got [{MriOperator.Shape(estimate)}].", nameof(estimate));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var disc = Disc.squeeze(1).to_type(ScalarType.Float64);
        var gain = (estimate.abs().to_type(ScalarType.Float64) - Plain.squeeze(1).to_type(ScalarType.Float64)) * disc;
        return (gain.sum([1, 2]) / disc.sum([1, 2]) / Contrast).MoveToOuterDisposeScope();
    }
}
