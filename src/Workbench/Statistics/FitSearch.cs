using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.Optimization;

namespace Workbench.Statistics;

/// <summary>
/// The search of a curve fit: MathNet's Levenberg–Marquardt in parameters scaled by their size, and then a look at what it found, since a
/// minimiser's own reason to stop does not tell whether it stands at a minimum.
/// </summary>
internal sealed class FitSearch(double[] x, double[] y, Func<double, IReadOnlyList<double>, double> model, string[] names)
{
    // Bates and Watts (1981): on this scale 1 is the statistical uncertainty of the parameters.
    private const double OffsetTolerance = 1e-3;

    // Below it, two parameters (or one and nothing) change the curve in the same way as far as differences can tell.
    private const double RankTolerance = 1e-7;

    private const int Rounds = 4;

    private readonly double _cubeRoot = Math.Cbrt(Math.BitIncrement(1.0) - 1);
    private int _evaluations, _limit;

    public double[] Values { get; private set; } = [];

    public double[] StandardErrors { get; private set; } = [];

    public double ResidualSumOfSquares { get; private set; }

    public int Iterations { get; private set; }

    public string? Problem { get; private set; }

    public void Run(double[] start, int maximumIterations)
    {
        Values = start;
        // Restarted from where it stopped, with the parameters' new sizes, until it stands still.
        for (var round = 0; round < Rounds && Iterations < maximumIterations && (round == 0 || Problem is not null); round++)
        {
            Minimise(maximumIterations - Iterations);
            Examine();
        }
    }

    private void Minimise(int iterations)
    {
        var scale = Values.Select(v => v != 0 ? Math.Abs(v) : 1).ToArray();
        double[] Real(Vector<double> scaled) => [.. scaled.Select((q, i) => q * scale[i])];
        var best = Values;
        var smallest = SumOfSquares(Values);
        (_evaluations, _limit) = (0, 100 * iterations);
        Vector<double> Curve(Vector<double> scaled, Vector<double> _)
        {
            if (_evaluations++ > _limit)
                throw new OperationCanceledException();
            var at = Real(scaled);
            var curve = x.Select(v => model(v, at)).ToArray();
            // The minimiser would end at a trial without a value; a huge one makes it turn back.
            if (!curve.All(double.IsFinite))
                return Vector<double>.Build.Dense(x.Length, 1e150);
            if (Distance(curve) is var distance && distance < smallest)
                (best, smallest) = (at, distance);
            return Vector<double>.Build.DenseOfArray(curve);
        }

        var objective = ObjectiveFunction.NonlinearModel(Curve, (scaled, _) => Slopes(Real(scaled), scale),
            Vector<double>.Build.DenseOfArray(x), Vector<double>.Build.DenseOfArray(y));
        try
        {
            // Tolerances for gradient and function are absolute, so they depend on units: only a step that changes nothing ends the search.
            var minimiser = new LevenbergMarquardtMinimizer(gradientTolerance: 0, stepTolerance: 1e-13, functionTolerance: 0, maximumIterations: iterations);
            Iterations += minimiser.FindMinimum(objective, Vector<double>.Build.Dense(Values.Length, i => Math.Sign(Values[i]))).Iterations;
        }
        catch (OperationCanceledException)
        {
            Iterations += iterations;
        }

        Values = best;
    }

    /// <summary>Whether the residuals stand at right angles on the slopes, and what the slopes say about the parameters.</summary>
    private void Examine()
    {
        var (n, k) = (y.Length, names.Length);
        ResidualSumOfSquares = SumOfSquares(Values);
        StandardErrors = [.. Values.Select(_ => double.NaN)];
        var slopes = Slopes(Values, [.. Values.Select(_ => 1.0)]);
        var norms = slopes.ColumnNorms(2);
        if (norms.ToList().FindIndex(v => !(v > 0)) is var flat and >= 0)
        {
            Problem = $"the points do not determine '{names[flat]}': the curve does not change with it";
            return;
        }

        var thin = slopes.MapIndexed((_, j, v) => v / norms[j]).QR(QRMethod.Thin);
        var svd = thin.R.Svd();
        if (svd.S[k - 1] < RankTolerance * svd.S[0])
        {
            var loose = names.Where((_, j) => Math.Abs(svd.VT[k - 1, j]) > 0.1);
            Problem = $"the points do not determine {string.Join(" and ", loose.Select(name => $"'{name}'"))}: several values give the same curve";
            return;
        }

        var residuals = Vector<double>.Build.Dense(n, i => y[i] - model(x[i], Values));
        var along = thin.Q.TransposeThisAndMultiply(residuals).L2Norm();
        var across = Math.Sqrt(Math.Max(0, ResidualSumOfSquares - along * along));
        var offset = along / Math.Sqrt(k) / (across / Math.Sqrt(n - k));
        // Where the curve runs through every point, only rounding is left.
        var isExact = ResidualSumOfSquares <= 1e-22 * y.Sum(v => v * v);
        if (!isExact && !(offset <= OffsetTolerance))
        {
            Problem = string.Create(CultureInfo.InvariantCulture, $"stopped after {Iterations} iterations away from a minimum, at a relative offset of {offset:G2}");
            return;
        }

        Problem = null;
        var variance = ResidualSumOfSquares / (n - k);
        StandardErrors = [.. norms.Select((norm, j) => Math.Sqrt(variance * svd.S.Select((s, i) => Math.Pow(svd.VT[i, j] / s, 2)).Sum()) / norm)];
    }

    /// <summary>∂curve/∂p·scale by central differences; one-sided at the edge of where the model has values.</summary>
    private Matrix<double> Slopes(double[] at, double[] scale)
    {
        var slopes = Matrix<double>.Build.Dense(x.Length, at.Length);
        for (var j = 0; j < at.Length; j++)
        {
            var step = _cubeRoot * Math.Max(Math.Abs(at[j]), 1e-3 * scale[j]);
            double[] above = [.. at], below = [.. at];
            above[j] += step;
            below[j] -= step;
            for (var i = 0; i < x.Length; i++)
            {
                var (high, here, low) = (model(x[i], above), model(x[i], at), model(x[i], below));
                var slope = double.IsFinite(high) && double.IsFinite(low) ? (high - low) / (above[j] - below[j])
                    : double.IsFinite(high) ? (high - here) / (above[j] - at[j])
                    : (here - low) / (at[j] - below[j]);
                slopes[i, j] = double.IsFinite(slope) ? slope * scale[j] : 0;
            }
        }

        return slopes;
    }

    private double SumOfSquares(double[] at) => Distance([.. x.Select(v => model(v, at))]);

    private double Distance(double[] curve) => curve.Select((v, i) => (y[i] - v) * (y[i] - v)).Sum();
}
