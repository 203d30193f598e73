using System.Globalization;

namespace Workbench.Statistics;

/// <summary>A curve through points by non-linear least squares (Levenberg–Marquardt).</summary>
/// <remarks>
/// <code>
/// var fit = CurveFit.Of(density, rate, (x, p) => p[0] + p[1] * Math.Exp(-p[2] * x), [("floor", 0.1), ("height", 0.5), ("decay", 3)]);
/// fit["decay"].Interval;   fit.RSquared;   fit.At(0.5);   fit.Converged
/// </code>
/// Intervals come from the slopes at the solution, s²·(JᵀJ)⁻¹ with s² = RSS/(n-k) (Bates and Watts 1988, ch. 2): right where the model is
/// nearly linear over the interval. A fit that did not converge keeps the parameters it reached, says why in <see cref="Problem"/>, and has
/// no intervals.
/// </remarks>
public sealed class CurveFit
{
    private readonly Func<double, IReadOnlyList<double>, double> _model;
    private readonly double[] _values;

    private CurveFit(Func<double, IReadOnlyList<double>, double> model, FitParameter[] parameters, FitSearch search, double[] y)
    {
        (_model, _values, Parameters) = (model, [.. parameters.Select(p => p.Value)], parameters);
        (Problem, Iterations, ResidualSumOfSquares, Count) = (search.Problem, search.Iterations, search.ResidualSumOfSquares, y.Length);
        var mean = y.Average();
        RSquared = 1 - ResidualSumOfSquares / y.Sum(v => (v - mean) * (v - mean));
    }

    /// <summary>The parameters in the order given.</summary>
    public IReadOnlyList<FitParameter> Parameters { get; }

    /// <summary>Whether a minimum was reached and the points determine every parameter.</summary>
    public bool Converged => Problem is null;

    /// <summary>Why it did not converge; null when it did.</summary>
    public string? Problem { get; }

    /// <summary>Iterations spent.</summary>
    public int Iterations { get; }

    /// <summary>Sum of the squared residuals, RSS.</summary>
    public double ResidualSumOfSquares { get; }

    /// <summary>
    /// 1 - RSS/Σ(y-ȳ)²: the share of the variance that the curve explains; negative for one that is worse than the mean. It says little about
    /// whether the model is the right one: compare <see cref="Aic"/>.
    /// </summary>
    public double RSquared { get; }

    /// <summary>Number of points n.</summary>
    public int Count { get; }

    /// <summary>
    /// Akaike's information criterion for normal errors, n·(ln(2π·RSS/n) + 1) + 2·(k+1), counting k parameters and the variance (as R's AIC):
    /// of several models for the same points the one with the smallest is preferred.
    /// </summary>
    public double Aic => Count * (Math.Log(2 * Math.PI * ResidualSumOfSquares / Count) + 1) + 2 * (Parameters.Count + 1);

    /// <summary>The parameter with the given name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public FitParameter this[string name] => Parameters.Any(p => p.Name == name)
        ? Parameters.First(p => p.Name == name)
        : throw new ArgumentException($"the fit has no parameter '{name}'; it has {string.Join(", ", Parameters.Select(p => p.Name))}", nameof(name));

    /// <summary>Fits a model to points.</summary>
    /// <param name="x">Abscissae, more than parameters.</param>
    /// <param name="y">Ordinates, one for each x.</param>
    /// <param name="model">The curve's value at x with parameters p. A trial where it is not finite is turned back from.</param>
    /// <param name="start">The parameters' names and where the search starts: of several minima it finds the one whose valley this lies in.</param>
    /// <param name="level">Confidence level of the intervals in (0, 1).</param>
    /// <param name="maximumIterations">Where the search gives up.</param>
    /// <exception cref="ArgumentException">No more points than parameters, different lengths, a value that is not finite, or a model that is not finite at the start.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> outside (0, 1), or no iterations.</exception>
    public static CurveFit Of(
        IEnumerable<double> x, IEnumerable<double> y, Func<double, IReadOnlyList<double>, double> model, IReadOnlyList<(string Name, double Value)> start,
        double level = 0.95, int maximumIterations = 1000)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumIterations, 1);
        Estimate.CheckLevel(level);
        string[] names = [.. start.Select(p => p.Name)];
        if (names.Length == 0 || names.Distinct().Count() != names.Length)
            throw new ArgumentException("a fit needs at least one parameter, and each needs a name of its own", nameof(start));
        if (start.FirstOrDefault(p => !double.IsFinite(p.Value)).Name is { } bad)
            throw new ArgumentException($"'{bad}' starts at a value that is not finite", nameof(start));
        var (a, b) = LinearRegression.Points(x, y, names.Length + 1);
        double[] values = [.. start.Select(p => p.Value)];
        foreach (var at in a.Where(at => !double.IsFinite(model(at, values))))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the model is not finite at x = {at} with the parameters it starts from"), nameof(start));

        var search = new FitSearch(a, b, model, names);
        search.Run(values, maximumIterations);
        return new(model, [.. names.Select((name, i) => new FitParameter(name, search.Values[i], search.StandardErrors[i],
            LinearRegression.Around(search.Values[i], search.StandardErrors[i], a.Length - names.Length, level)))], search, b);
    }

    /// <summary>The curve at x.</summary>
    public double At(double x) => _model(x, _values);

    /// <summary>The parameters with their intervals and R², or why there is no fit.</summary>
    public override string ToString() => (Converged ? "" : $"did not converge ({Problem}): ")
        + string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", Parameters)}, R² = {RSquared:G4}, n = {Count}");
}
