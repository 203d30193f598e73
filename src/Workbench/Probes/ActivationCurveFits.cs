using System.Globalization;
using Workbench.Statistics;

namespace Workbench.Probes;

/// <summary>A curve fitted to a series over training.</summary>
/// <param name="Model">Name of the family.</param>
/// <param name="Fit">The fit, in normalised units: time over its range, values less their smallest over their range.</param>
/// <param name="At">The curve at a step, in the series' units.</param>
/// <param name="RSquared">Share of the variance that it explains; NaN for a constant series, of which that is undefined.</param>
/// <param name="Aic">Akaike's criterion in normalised units: compare it between fits to the same series.</param>
public sealed record SeriesFit(string Model, CurveFit Fit, Func<double, double> At, double RSquared, double Aic)
{
    /// <summary>Whether the search ended in a minimum and the points determine every parameter; the curve can be good where they do not.</summary>
    public bool Converged => Fit.Converged;

    /// <summary>Name, R², AIC and what is wrong with the fit.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Model}: R² = {RSquared:F4}, AIC = {Aic:F1}")
        + (Converged ? "" : $" (did not converge: {Fit.Problem})");
}

/// <summary>
/// The five-parameter curve (<see cref="ActivationCurve"/>) and the step responses it is compared with (arXiv 2508.03616), fitted to one
/// series by least squares from several starts; the fit with the smallest residuals is kept.
/// </summary>
/// <remarks>
/// Times and values are normalised first. The step responses get an offset, as a ratio does not begin at 0: K·(1 - exp(-t/τ)) + c, and
/// the second-order one with damping ζ and frequency ω, so that they are compared at their best.
/// </remarks>
/// <param name="Five">A·exp(-λx)·ln x + K, five parameters.</param>
/// <param name="Curve">Its parameters in the series' units; null when the amplitude vanished.</param>
/// <param name="StepOne">First-order step response, three parameters.</param>
/// <param name="StepTwo">Second-order step response, four parameters.</param>
public sealed record ActivationCurveFits(SeriesFit Five, ActivationCurve? Curve, SeriesFit StepOne, SeriesFit StepTwo)
{
    private static readonly double[][] FiveStarts =
    [
        .. from decay in new[] { -7.0, -2.5, -0.5, 1.0 }
           from scale in new[] { 0.7, 3.0, 5.0 }
           from sign in new[] { 1.0, -1.0 }
           select new[] { sign, decay, scale, 0.1, sign > 0 ? 0.0 : 1.0 },
    ];

    private static readonly double[][] OneStarts =
        [.. from time in new[] { -4.0, -2.0, -0.5 } from sign in new[] { 1.0, -1.0 } select new[] { sign, time, sign > 0 ? 0.0 : 1.0 }];

    private static readonly double[][] TwoStarts =
    [
        .. from damping in new[] { -1.5, 0.0, 1.0 }
           from frequency in new[] { 1.0, 2.5, 4.0 }
           from sign in new[] { 1.0, -1.0 }
           select new[] { sign, damping, frequency, sign > 0 ? 0.0 : 1.0 },
    ];

    /// <summary>The family with the smallest AIC.</summary>
    public SeriesFit Best => new[] { Five, StepOne, StepTwo }.MinBy(fit => fit.Aic)!;

    /// <summary>Fits the three families.</summary>
    /// <param name="steps">Training steps, at least seven, not all the same.</param>
    /// <param name="values">One value for each.</param>
    /// <exception cref="ArgumentException">Too few points, different lengths, or values that are not finite.</exception>
    public static ActivationCurveFits Of(IReadOnlyList<double> steps, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(values);
        if (steps.Count != values.Count)
            throw new ArgumentException($"Each step needs one value: {steps.Count} steps, {values.Count} values given.", nameof(values));
        if (steps.Count < 7)
            throw new ArgumentException($"Five parameters need at least seven points, {steps.Count} given.", nameof(steps));
        var broken = Enumerable.Range(0, steps.Count).FirstOrDefault(i => !double.IsFinite(values[i]) || !double.IsFinite(steps[i]), -1);
        if (broken >= 0)
            throw new ArgumentException($"The value {values[broken]} at step {steps[broken]} (entry {broken}) is not finite.", nameof(values));
        var series = new Series(steps, values);
        // λ, γ and t₀ are positive, so their logarithms are searched.
        var five = series.Fit("five parameters", ["amplitude", "ln λ", "ln γ", "ln t₀", "limit"], FiveStarts, (t, p) =>
        {
            var x = Math.Exp(p[2]) * t + Math.Exp(p[3]);
            return p[0] * Math.Exp(-Math.Exp(p[1]) * x) * Math.Log(x) + p[4];
        });
        var one = series.Fit("first-order step", ["gain", "ln τ", "offset"], OneStarts, (t, p) => p[0] * (1 - Math.Exp(-t / Math.Exp(p[1]))) + p[2]);
        var two = series.Fit("second-order step", ["gain", "ln ζ", "ln ω", "offset"], TwoStarts,
            (t, p) => p[0] * StepResponse(Math.Exp(p[1]), Math.Exp(p[2]) * t) + p[3]);
        var found = five.Fit.Parameters;
        ActivationCurve? curve = found[0].Value == 0 ? null : new ActivationCurve(
            found[0].Value * series.Range, Math.Exp(found[1].Value), Math.Exp(found[2].Value) / series.Duration,
            Math.Exp(found[3].Value) - Math.Exp(found[2].Value) * series.First / series.Duration, found[4].Value * series.Range + series.Least);
        return new ActivationCurveFits(five, curve, one, two);
    }

    /// <summary>Step response of a second-order system at frequency times time, gain 1: under-damped, critical or over-damped.</summary>
    internal static double StepResponse(double damping, double phase)
    {
        if (Math.Abs(damping - 1) < 1e-6)
            return 1 - Math.Exp(-phase) * (1 + phase);
        if (damping < 1)
        {
            var damped = Math.Sqrt(1 - damping * damping);
            return 1 - Math.Exp(-damping * phase) * (Math.Cos(damped * phase) + damping / damped * Math.Sin(damped * phase));
        }

        var root = Math.Sqrt(damping * damping - 1);
        var (fast, slow) = (damping + root, damping - root);
        return 1 - (fast * Math.Exp(-slow * phase) - slow * Math.Exp(-fast * phase)) / (2 * root);
    }

    private sealed class Series
    {
        private readonly double[] _times;
        private readonly double[] _values;

        public Series(IReadOnlyList<double> steps, IReadOnlyList<double> values)
        {
            (First, Duration) = (steps.Min(), steps.Max() - steps.Min());
            if (Duration == 0)
                throw new ArgumentException("All points are at one step.", nameof(steps));
            (Least, Range) = (values.Min(), values.Max() - values.Min());
            IsConstant = Range == 0;
            if (IsConstant)
                Range = 1;
            _times = [.. steps.Select(step => (step - First) / Duration)];
            _values = [.. values.Select(value => (value - Least) / Range)];
        }

        public double First { get; }

        public double Duration { get; }

        public double Least { get; }

        public double Range { get; }

        public bool IsConstant { get; }

        public SeriesFit Fit(string model, string[] names, double[][] starts, Func<double, IReadOnlyList<double>, double> curve)
        {
            // A short search from every start, and a long one from where the best of them ended.
            CurveFit From(IEnumerable<double> start, int iterations) => CurveFit.Of(_times, _values, curve, [.. names.Zip(start)], maximumIterations: iterations);
            var nearest = starts.Select(start => From(start, 30)).MinBy(one => one.ResidualSumOfSquares)!;
            var fit = nearest.Converged ? nearest : From(nearest.Parameters.Select(p => p.Value), 1000);
            return new SeriesFit(model, fit, step => fit.At((step - First) / Duration) * Range + Least, IsConstant ? double.NaN : fit.RSquared, fit.Aic);
        }
    }
}
