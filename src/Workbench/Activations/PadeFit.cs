using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Fits Padé units to functions: Levenberg-Marquardt on the squared error over an even grid.</summary>
internal static class PadeFit
{
    private const int Points = 301;
    private const int Iterations = 200;

    public static Pade To(Func<Tensor, Tensor> target, double low, double high, PadeVersion version, double[] numerator, double[] denominator)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high))
            throw new ArgumentException($"Expected finite ends low < high; got {low} and {high}.", nameof(high));
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var grid = torch.linspace(low, high, Points, dtype: ScalarType.Float64);
        var wanted = target(grid);
        if (!wanted.shape.SequenceEqual(grid.shape) || !wanted.isfinite().all().item<bool>())
            throw new ArgumentException($"The target must give one finite value for each of {Points} points in [{low}, {high}].", nameof(target));
        var (x, y) = (grid.data<double>().ToArray(), wanted.to_type(ScalarType.Float64).data<double>().ToArray());
        // The error has several valleys: steep and gentle denominators, even and mixed ones.
        var count = numerator.Length;
        double[][] starts = [denominator, [0.01, 0.4, 0.01, 0.01], [0.01, 0.1, 0.01, 0.001], [0.5, 0.5, 0.1, 0.1]];
        var best = starts.Select(b => Descend(x, y, version, LinearStart(x, y, version, b, count), count)).MinBy(found => found.Error).Coefficients;
        return new Pade(version, best[..count], best[count..]);
    }

    // With the denominator given, the numerator is a linear least-squares problem.
    private static double[] LinearStart(double[] x, double[] y, PadeVersion version, double[] denominator, int count)
    {
        var bottoms = x.Select(v => Bottom(v, denominator, version)).ToArray();
        var basis = Matrix<double>.Build.Dense(x.Length, count, (i, j) => Math.Pow(x[i], j) / bottoms[i]);
        return [.. basis.QR().Solve(Vector<double>.Build.Dense(y)), .. denominator];
    }

    private static (double[] Coefficients, double Error) Descend(double[] x, double[] y, PadeVersion version, double[] start, int count)
    {
        var (current, damping) = (start, 1e-3);
        var (residual, jacobian) = Linearise(x, y, version, current, count);
        var error = residual.DotProduct(residual);
        for (var iteration = 0; iteration < Iterations && damping < 1e12; iteration++)
        {
            var normal = jacobian.TransposeThisAndMultiply(jacobian);
            var gradient = jacobian.TransposeThisAndMultiply(residual);
            normal.SetDiagonal(normal.Diagonal().Map(d => d * (1 + damping) + 1e-14));
            var step = normal.Solve(gradient);
            var trial = current.Select((c, i) => c - step[i]).ToArray();
            var (trialResidual, trialJacobian) = Linearise(x, y, version, trial, count);
            var trialError = trialResidual.DotProduct(trialResidual);
            if (!(trialError < error))
            {
                damping *= 4;
                continue;
            }

            var gain = (error - trialError) / error;
            (current, residual, jacobian, error, damping) = (trial, trialResidual, trialJacobian, trialError, Math.Max(damping / 5, 1e-12));
            if (gain < 1e-7 || error < 1e-26)
                break;
        }

        return (current, error);
    }

    private static (Vector<double> Residual, Matrix<double> Jacobian) Linearise(double[] x, double[] y, PadeVersion version, double[] p, int count)
    {
        var denominator = p[count..];
        var residual = Vector<double>.Build.Dense(x.Length);
        var jacobian = Matrix<double>.Build.Dense(x.Length, p.Length);
        for (var i = 0; i < x.Length; i++)
        {
            var (top, power) = (0.0, 1.0);
            var bottom = Bottom(x[i], denominator, version);
            for (var j = 0; j < count; j++, power *= x[i])
            {
                top += p[j] * power;
                jacobian[i, j] = power / bottom;
            }

            var sign = Math.Sign(Sum(x[i], denominator));
            power = x[i];
            for (var k = 0; k < denominator.Length; k++, power *= x[i])
            {
                var change = version == PadeVersion.A ? Math.Sign(denominator[k]) * Math.Abs(power) : sign * power;
                jacobian[i, count + k] = -top * change / (bottom * bottom);
            }

            residual[i] = top / bottom - y[i];
        }

        return (residual, jacobian);
    }

    private static double Sum(double x, double[] b)
    {
        var sum = 0.0;
        for (var k = b.Length - 1; k >= 0; k--)
            sum = (sum + b[k]) * x;
        return sum;
    }

    private static double Bottom(double x, double[] b, PadeVersion version)
    {
        if (version == PadeVersion.B)
            return 1 + Math.Abs(Sum(x, b));
        var sum = 0.0;
        for (var k = b.Length - 1; k >= 0; k--)
            sum = (sum + Math.Abs(b[k])) * Math.Abs(x);
        return 1 + sum;
    }
}
