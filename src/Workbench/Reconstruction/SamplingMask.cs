using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>Which points of k-space are measured. Zero frequency lies in the corner [0, 0].</summary>
public static class SamplingMask
{
    /// <summary>Points at random with a density that falls from the centre, p ∝ exp(−|u|² / width) for frequencies u in [−1, 1]², capped at 1.</summary>
    /// <param name="count">How many masks.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="share">The expected share of measured points, in (0, 1].</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <param name="spread">The width of the density, positive; infinity measures all places alike.</param>
    /// <param name="centre">Side of the square around zero frequency that is always measured.</param>
    /// <returns>float32 [count, height, width] of 0 and 1.</returns>
    /// <exception cref="ArgumentException">A number is out of its range, or the centre alone is more than the share.</exception>
    public static Tensor VariableDensity(int count, int height, int width, double share, Generator generator, double spread = 0.35, int centre = 2)
    {
        using var density = Density(height, width, share, spread, centre);
        return Draw(density, count, generator);
    }

    /// <summary>
    /// The probability of each point to be measured by <see cref="VariableDensity"/>: min(1, c · exp(−|u|² / width)) with the c that makes
    /// the mean the share, and 1 in the centre.
    /// </summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="share">The mean, in (0, 1].</param>
    /// <param name="spread">The width of the density, positive; infinity gives all places alike.</param>
    /// <param name="centre">Side of the square around zero frequency that is always measured.</param>
    /// <returns>float32 [height, width], on the CPU.</returns>
    /// <exception cref="ArgumentException">A number is out of its range, or the centre alone is more than the share.</exception>
    public static Tensor Density(int height, int width, double share, double spread = 0.35, int centre = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (!(share is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share lies in (0, 1].");
        if (!(spread > 0))
            throw new ArgumentOutOfRangeException(nameof(spread), spread, "The width of the density must be positive.");
        ArgumentOutOfRangeException.ThrowIfNegative(centre);
        var weights = new double[height * width];
        for (var i = 0; i < height; i++)
            for (var j = 0; j < width; j++)
            {
                var (u, v) = (Frequency(i, height), Frequency(j, width));
                weights[(i * width) + j] = IsCentre(u, centre) && IsCentre(v, centre) ? double.PositiveInfinity
                    : Math.Exp(-(Square(2.0 * u / height) + Square(2.0 * v / width)) / spread);
            }

        return torch.tensor(Scaled(weights, share), ScalarType.Float32).reshape(height, width);
    }

    /// <summary>Masks that measure each point with its own probability, independently. A density computed once serves every batch.</summary>
    /// <param name="density">Probabilities [height, width], on the CPU.</param>
    /// <param name="count">How many masks.</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <returns>float32 [count, height, width] of 0 and 1.</returns>
    /// <exception cref="ArgumentException">The density has another shape, or values outside [0, 1].</exception>
    public static Tensor Draw(Tensor density, int count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(density);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(generator);
        if (density.dim() != 2 || density.is_complex())
            throw new ArgumentException($"Expected real probabilities [height, width]; got {density.dtype} [{MriOperator.Shape(density)}].", nameof(density));
        using var scope = torch.NewDisposeScope();
        if (!density.ge(0).logical_and(density.le(1)).all().item<bool>())
            throw new ArgumentException("Expected probabilities in [0, 1]; some are outside or NaN.", nameof(density));
        return torch.rand([count, density.shape[0], density.shape[1]], generator: generator).lt(density).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Points at random, all places alike, besides the centre.</summary>
    /// <param name="count">How many masks.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="share">The expected share of measured points, in (0, 1].</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <param name="centre">Side of the square around zero frequency that is always measured.</param>
    /// <returns>float32 [count, height, width] of 0 and 1.</returns>
    public static Tensor Random(int count, int height, int width, double share, Generator generator, int centre = 2) =>
        VariableDensity(count, height, width, share, generator, double.PositiveInfinity, centre);

    /// <summary>Whole columns (lines of frequency encoding): those in the centre, and others at random until width / acceleration are there.</summary>
    /// <param name="count">How many masks.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="acceleration">The factor by which lines are fewer, at least 1.</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <param name="centre">How many central lines are always measured.</param>
    /// <returns>float32 [count, height, width] of 0 and 1.</returns>
    /// <exception cref="ArgumentException">A number is out of its range, or the centre alone is more than the lines.</exception>
    public static Tensor Cartesian(int count, int height, int width, double acceleration, Generator generator, int centre = 2)
    {
        Require(count, height, width, generator);
        if (!(acceleration >= 1))
            throw new ArgumentOutOfRangeException(nameof(acceleration), acceleration, "The acceleration must be at least 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(centre);
        var lines = Math.Max(1, (int)Math.Round(width / acceleration));
        if (centre > lines)
            throw new ArgumentException($"{centre} central lines are more than the {lines} that {width} / {acceleration} leaves.", nameof(centre));
        using var scope = torch.NewDisposeScope();
        var draws = torch.rand([count, width], ScalarType.Float64, generator: generator);
        for (var j = 0; j < width; j++)
            if (IsCentre(Frequency(j, width), centre)) draws.select(1, j).fill_(-1);
        var measured = torch.zeros([count, width]).scatter(1, draws.argsort(1).narrow(1, 0, lines), torch.ones([count, lines]));
        return measured.unsqueeze(1).expand(count, height, width).contiguous().MoveToOuterDisposeScope();
    }

    private static int Frequency(int index, int size) => index < (size + 1) / 2 ? index : index - size;

    private static bool IsCentre(int frequency, int centre) => frequency >= -(centre / 2) && frequency < centre - (centre / 2);

    private static double Square(double value) => value * value;

    /// <summary>min(1, c · weight) with the c that makes the mean the share; infinite weights are always 1.</summary>
    private static double[] Scaled(double[] weights, double share)
    {
        var certain = (double)weights.Count(double.IsInfinity) / weights.Length;
        if (certain > share)
            throw new ArgumentException($"The centre alone is {certain:G3} of all points, more than the share of {share}.", nameof(share));
        double[] At(double c) => [.. weights.Select(w => double.IsInfinity(w) ? 1 : Math.Min(1, c * w))];

        var (low, high) = (0.0, 1.0);
        while (At(high).Average() < share && high < 1e300)
            high *= 2;
        while (high - low > 1e-12 * high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Average() < share) low = middle;
            else high = middle;
        }

        return At(high);
    }

    private static void Require(int count, int height, int width, Generator generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentNullException.ThrowIfNull(generator);
    }
}
