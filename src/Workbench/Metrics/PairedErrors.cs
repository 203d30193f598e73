using TorchSharp;
using Workbench.Statistics;
using static TorchSharp.torch;

namespace Workbench.Metrics;

/// <summary>
/// The squared error of every point against its own partner, ‖x_i - y_i‖²/d over d coordinates, in float64: of a solver against a finer
/// one, of a reconstruction against the original.
/// </summary>
/// <remarks>
/// Look at the median beside the mean. Where a flow splits, the few points that end on the other side of a boundary are wrong by the
/// distance between two modes, and the mean is made of them.
/// <code>
/// var errors = PairedErrors.Of(reconstruction, original);
/// errors.Median; errors.Mean; errors.Squared[17];
/// </code>
/// </remarks>
/// <param name="Squared">One squared error a point, in the order of the batch.</param>
public sealed record PairedErrors(IReadOnlyList<double> Squared)
{
    /// <summary>The errors of points against their partners.</summary>
    /// <param name="x">Points, [batch, …], of any number type and device.</param>
    /// <param name="y">Their partners, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static PairedErrors Of(Tensor x, Tensor y)
    {
        Sets.RequireSameShape(x, y);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var squared = (x.to_type(ScalarType.Float64) - y.to_type(ScalarType.Float64)).flatten(1).square().mean([1L]);
        return new(squared.cpu().contiguous().data<double>().ToArray());
    }

    /// <summary>The mean squared error.</summary>
    public double Mean => Squared.Average();

    /// <summary>The median of the squared errors.</summary>
    public double Median => Quantile.Median(Squared);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"squared error of {Squared.Count} points: mean {Mean:G3}, median {Median:G3}");
}
