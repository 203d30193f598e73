using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Workbench.Statistics;

/// <summary>A straight line through points by least squares: y = intercept + slope·x.</summary>
/// <param name="Intercept">The intercept with its interval.</param>
/// <param name="Slope">The slope with its interval.</param>
/// <param name="RSquared">Share of the variance of y that the line explains; NaN when y is constant.</param>
/// <param name="PValue">Two-sided p value of the t test that the slope is 0; NaN for two points.</param>
/// <param name="ResidualDeviation">√(RSS/(n-2)), the spread about the line; NaN for two points.</param>
/// <param name="Count">Number of points n.</param>
/// <param name="Level">Confidence level of the intervals.</param>
public sealed record LinearRegression(
    FitParameter Intercept, FitParameter Slope, double RSquared, double PValue, double ResidualDeviation, int Count, double Level)
{
    private double _middle, _spread;

    /// <summary>Fits a line. The intervals assume independent errors of one variance, roughly normal.</summary>
    /// <param name="x">Abscissae, at least two different ones.</param>
    /// <param name="y">Ordinates, one for each x.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentException">Different lengths, fewer than two points, a value that is not finite, or one x only.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> outside (0, 1).</exception>
    public static LinearRegression Of(IEnumerable<double> x, IEnumerable<double> y, double level = 0.95)
    {
        Estimate.CheckLevel(level);
        var (a, b) = Points(x, y, atLeast: 2);
        if (a.All(v => v == a[0]))
            throw new ArgumentException($"a line needs two different x, all are {a[0].ToString(CultureInfo.InvariantCulture)}", nameof(x));

        int n = a.Length;
        double middleX = a.Average(), middleY = b.Average();
        double spreadX = a.Sum(v => (v - middleX) * (v - middleX)), spreadY = b.Sum(v => (v - middleY) * (v - middleY));
        var slope = a.Zip(b, (u, v) => (u - middleX) * (v - middleY)).Sum() / spreadX;
        var intercept = middleY - slope * middleX;
        var rss = a.Zip(b, (u, v) => Math.Pow(v - intercept - slope * u, 2)).Sum();
        var deviation = n > 2 ? Math.Sqrt(rss / (n - 2)) : double.NaN;
        FitParameter Parameter(string name, double value, double error) => new(name, value, error, Around(value, error, n - 2, level));
        var error = deviation / Math.Sqrt(spreadX);
        return new(
            Parameter("intercept", intercept, deviation * Math.Sqrt(1.0 / n + middleX * middleX / spreadX)),
            Parameter("slope", slope, error), 1 - rss / spreadY, n > 2 ? 2 * StudentT.CDF(0, 1, n - 2, -Math.Abs(slope / error)) : double.NaN,
            deviation, n, level)
        {
            _middle = middleX,
            _spread = spreadX,
        };
    }

    /// <summary>The line at x.</summary>
    public double At(double x) => Intercept.Value + Slope.Value * x;

    /// <summary>Confidence interval of the line at x (of the mean of y there, not of a further point); undefined for two points.</summary>
    public Interval IntervalAt(double x) => Around(
        At(x), ResidualDeviation * Math.Sqrt(1.0 / Count + (x - _middle) * (x - _middle) / _spread), Count - 2, Level);

    /// <summary>The parameters with their intervals and R².</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Intercept}, {Slope}, R² = {RSquared:G4}, n = {Count}");

    /// <summary>value ± t·error, undefined without degrees of freedom.</summary>
    internal static Interval Around(double value, double error, int degrees, double level)
    {
        if (degrees < 1 || !double.IsFinite(error))
            return Interval.Undefined;
        var half = Estimate.StudentQuantile(level, degrees) * error;
        return new(value - half, value + half);
    }

    /// <summary>Checks points to be fitted.</summary>
    internal static (double[] X, double[] Y) Points(IEnumerable<double> x, IEnumerable<double> y, int atLeast)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        double[] a = [.. x], b = [.. y];
        if (a.Length != b.Length)
            throw new ArgumentException($"each x needs one y: {a.Length} x, {b.Length} y given", nameof(y));
        if (a.Length < atLeast)
            throw new ArgumentException($"this fit needs at least {atLeast} points, {a.Length} given", nameof(x));
        if (Array.FindIndex(a, v => !double.IsFinite(v)) is var i and >= 0)
            throw new ArgumentException($"x[{i}] is {a[i].ToString(CultureInfo.InvariantCulture)}, expected a finite number", nameof(x));
        if (Array.FindIndex(b, v => !double.IsFinite(v)) is var j and >= 0)
            throw new ArgumentException($"y[{j}] is {b[j].ToString(CultureInfo.InvariantCulture)}, expected a finite number", nameof(y));
        return (a, b);
    }
}
