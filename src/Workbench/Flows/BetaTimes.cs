using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The Beta(a, b) law of times, density t^(a-1)·(1-t)^(b-1)/B(a, b); Beta(2, 1) favours the data, Beta(1, 2) the noise.</summary>
/// <remarks>
/// The quantile has no closed form: <see cref="Quantile"/> solves for it point by point, while <see cref="Sample"/> reads it from a
/// table of 8,193 exact values, close together at the ends, with straight lines between them.
/// </remarks>
public sealed class BetaTimes : TimeSampler
{
    private const int Intervals = 8192;
    private readonly double _a;
    private readonly double _b;
    private readonly Lazy<double[]> _table;

    /// <summary>A law with given shapes.</summary>
    /// <param name="a">a, positive.</param>
    /// <param name="b">b, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shape is not positive.</exception>
    public BetaTimes(double a = 2, double b = 2)
    {
        if (!(a > 0 && double.IsFinite(a)))
            throw new ArgumentOutOfRangeException(nameof(a), a, "The shape must be positive.");
        if (!(b > 0 && double.IsFinite(b)))
            throw new ArgumentOutOfRangeException(nameof(b), b, "The shape must be positive.");
        (_a, _b) = (a, b);
        _table = new Lazy<double[]>(() => [.. Enumerable.Range(0, Intervals + 1).Select(k => Inverse(Share(k)))]);
    }

    /// <inheritdoc/>
    public override string Name => "beta";

    /// <inheritdoc/>
    public override Tensor Density(Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return t.pow(_a - 1) * (1 - t).pow(_b - 1) * Math.Exp(-SpecialFunctions.BetaLn(_a, _b));
    }

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        using var shares = u.to(ScalarType.Float64, torch.CPU).contiguous();
        var times = shares.data<double>().ToArray().Select(Inverse).ToArray();
        return torch.tensor(times).reshape(u.shape).to(u.dtype, u.device);
    }

    /// <inheritdoc/>
    public override Tensor Sample(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Batches.RequirePositive(count, nameof(count));
        using var scope = torch.NewDisposeScope();
        var u = torch.rand([count], dtype: ScalarType.Float64, device: generator.device, generator: generator);
        var table = torch.tensor(_table.Value, device: generator.device);
        // The inverse of Share, so that the interval of a share is computed and not searched.
        var index = ((1 - 2 * u).acos() * (Intervals / Math.PI)).floor().clamp(0, Intervals - 1);
        var left = 0.5 * (1 - (index * (Math.PI / Intervals)).cos());
        var right = 0.5 * (1 - ((index + 1) * (Math.PI / Intervals)).cos());
        var cell = index.to_type(ScalarType.Int64);
        var part = ((u - left) / (right - left)).clamp(0, 1);
        var t = table.index_select(0, cell) * (1 - part) + table.index_select(0, cell + 1) * part;
        return t.to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private static double Share(int k) => 0.5 * (1 - Math.Cos(Math.PI * k / Intervals));

    private double Inverse(double u) => u <= 0 ? 0 : u >= 1 ? 1 : Beta.InvCDF(_a, _b, u);
}
