using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Metrics;

/// <summary>
/// How typical points are of the standard normal law: the noise that an image inverts to, or the noise that would have to exist for two
/// straight paths to cross (arXiv 2405.20320, section 3). In high dimension almost all of N(0, I) lies in a thin shell.
/// </summary>
/// <remarks>
/// <code>
/// var typicality = NoiseTypicality.Of(z + x - other);      // a crossing at t = 1/2
/// typicality.OutsideShare                                  // 0.01 for noise
/// </code>
/// </remarks>
/// <param name="NormRatio">Mean norm over the mean norm of N(0, I); 1 for noise.</param>
/// <param name="OutsideShare">Share of points whose norm is outside the central interval that holds a given share of noise.</param>
/// <param name="Autocorrelation">Correlation of neighbouring values along the last dimension; 0 for noise.</param>
public sealed record NoiseTypicality(double NormRatio, double OutsideShare, double Autocorrelation)
{
    /// <summary>Measures points.</summary>
    /// <param name="points">Points [batch, …], the last dimension of at least two values.</param>
    /// <param name="coverage">The share of noise whose norms lie in the central interval, in (0, 1).</param>
    /// <exception cref="ArgumentException">There is no point, or the last dimension has fewer than two values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in (0, 1).</exception>
    public static NoiseTypicality Of(Tensor points, double coverage = 0.99)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.dim() < 2 || points.shape[0] == 0 || points.shape[^1] < 2)
            throw new ArgumentException($"Expected points [batch, …] with at least two values in the last dimension; got [{string.Join(", ", points.shape)}].", nameof(points));
        if (!(coverage > 0 && coverage < 1))
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "The share of noise in the shell must lie in (0, 1).");
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var values = points.to_type(ScalarType.Float64);
        var squares = values.flatten(1).square().sum(1);
        var dimension = (double)(points.NumberOfElements / points.shape[0]);
        var (low, high) = (ChiSquared.InvCDF(dimension, (1 - coverage) / 2), ChiSquared.InvCDF(dimension, (1 + coverage) / 2));
        var outside = squares.lt(low).logical_or(squares.gt(high)).to_type(ScalarType.Float64).mean().item<double>();
        var typicalNorm = Math.Sqrt(2) * Math.Exp(SpecialFunctions.GammaLn((dimension + 1) / 2) - SpecialFunctions.GammaLn(dimension / 2));
        return new(squares.sqrt().mean().item<double>() / typicalNorm, outside, OfNeighbours(values));
    }

    private static double OfNeighbours(Tensor values)
    {
        var length = values.shape[^1];
        var first = values.narrow(-1, 0, length - 1).flatten();
        var second = values.narrow(-1, 1, length - 1).flatten();
        first = first - first.mean();
        second = second - second.mean();
        return ((first * second).mean() / (first.square().mean() * second.square().mean()).sqrt()).item<double>();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"norm {NormRatio:F3} of noise, {OutsideShare:P1} outside the shell, neighbours correlate by {Autocorrelation:F2}");
}
