using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>The weights and steps of <see cref="CompressedSensing"/>.</summary>
public sealed record CompressedSensingOptions
{
    /// <summary>The weight of ‖wavelet details‖₁.</summary>
    public double Wavelet { get; init; } = 0.005;

    /// <summary>The weight of the total variation.</summary>
    public double Variation { get; init; }

    /// <summary>Levels of the Haar transform.</summary>
    public int Levels { get; init; } = 2;

    /// <summary>Steps of FISTA.</summary>
    public int Iterations { get; init; } = 60;

    /// <summary>
    /// Source of random shifts of the wavelet's grid, one a step, which take its block artefacts away; null leaves the grid and gives the
    /// minimum of one fixed objective.
    /// </summary>
    public Generator? Shifts { get; init; }

    /// <summary>Told the step's number, from 0, and the image after it, which lives until the next step.</summary>
    public Action<int, Tensor>? AfterStep { get; init; }
}

/// <summary>
/// Compressed sensing: argmin_x ½‖A x − y‖² + λ₁‖W x‖₁ + λ₂ TV(x) by FISTA (Beck, Teboulle 2009) with step 1. With both weights the two
/// proximal maps are averaged, each with its weight doubled (Huang, Zhang, Metaxas 2011, FCSA), which minimises a smoothed objective.
/// </summary>
public static class CompressedSensing
{
    /// <summary>Reconstructs images.</summary>
    /// <param name="samples">y, complex [batch, coils, height, width].</param>
    /// <param name="measurement">A, of norm at most 1.</param>
    /// <param name="options">Weights and steps.</param>
    /// <returns>Complex [batch, height, width].</returns>
    /// <exception cref="ArgumentException">A number is out of its range, or the levels do not fit the size.</exception>
    public static Tensor Reconstruct(Tensor samples, MriOperator measurement, CompressedSensingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(measurement);
        options ??= new CompressedSensingOptions();
        if (!(options.Wavelet >= 0 && options.Variation >= 0 && double.IsFinite(options.Wavelet + options.Variation)))
            throw new ArgumentException($"Weights must not be negative, and finite; got {options.Wavelet} and {options.Variation}.", nameof(options));
        if (options.Iterations < 1)
            throw new ArgumentException($"Expected at least one iteration; got {options.Iterations}.", nameof(options));
        if (options.Wavelet > 0 && !HaarWavelet.Fits(measurement.Height, measurement.Width, options.Levels))
            throw new ArgumentException(
                $"{options.Levels} wavelet levels need sides that 2^{options.Levels} divides; the images are {measurement.Height}×{measurement.Width}.", nameof(options));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var x = measurement.Adjoint(samples);
        var (ahead, momentum) = (x, 1.0);
        for (var i = 0; i < options.Iterations; i++)
        {
            using var step = torch.NewDisposeScope();
            var next = Proximal(ahead - measurement.Gradient(ahead, samples), options);
            var factor = (1 + Math.Sqrt(1 + (4 * momentum * momentum))) / 2;
            ahead = (next + ((next - x) * ((momentum - 1) / factor))).MoveToOuterDisposeScope();
            (x, momentum) = (next.MoveToOuterDisposeScope(), factor);
            options.AfterStep?.Invoke(i, x);
        }

        return x.MoveToOuterDisposeScope();
    }

    /// <summary>The objective ½‖A x − y‖² + λ₁‖W x‖₁ + λ₂ TV(x) of each image, on the unshifted grid.</summary>
    /// <param name="image">x, complex [batch, height, width].</param>
    /// <param name="samples">y.</param>
    /// <param name="measurement">A.</param>
    /// <param name="options">The weights.</param>
    /// <returns>[batch].</returns>
    public static Tensor Objective(Tensor image, Tensor samples, MriOperator measurement, CompressedSensingOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(measurement);
        ArgumentNullException.ThrowIfNull(options);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var coefficients = HaarWavelet.Forward(image, options.Levels).abs();
        var coarse = coefficients.narrow(1, 0, image.shape[1] >> options.Levels).narrow(2, 0, image.shape[2] >> options.Levels).sum([1, 2]);
        return (measurement.NegativeLogLikelihood(image, samples) + ((coefficients.sum([1, 2]) - coarse) * options.Wavelet)
            + (TotalVariation.Of(image) * options.Variation)).MoveToOuterDisposeScope();
    }

    private static Tensor Proximal(Tensor x, CompressedSensingOptions options)
    {
        var both = options is { Wavelet: > 0, Variation: > 0 } ? 2 : 1;
        var wavelet = options.Wavelet > 0 ? Shrink(x, options.Wavelet * both, options) : null;
        var smooth = options.Variation > 0 ? TotalVariation.Proximal(x, options.Variation * both) : null;
        return wavelet is null ? smooth ?? x : smooth is null ? wavelet : (wavelet + smooth) / 2;
    }

    private static Tensor Shrink(Tensor x, double threshold, CompressedSensingOptions options)
    {
        if (options.Shifts is null)
            return HaarWavelet.Shrink(x, threshold, options.Levels);
        using var draw = torch.randint(0, 1L << options.Levels, [2], generator: options.Shifts);
        var (down, right) = (draw[0].item<long>(), draw[1].item<long>());
        var shifted = HaarWavelet.Shrink(x.roll([down, right], [1, 2]), threshold, options.Levels);
        return shifted.roll([-down, -right], [1, 2]);
    }
}
