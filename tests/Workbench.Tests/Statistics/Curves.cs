namespace Workbench.Tests.Statistics;

/// <summary>The curves that tests/golden/inference.py fits.</summary>
internal static class Curves
{
    public static Func<double, IReadOnlyList<double>, double> Named(string name) => name switch
    {
        "decay" => (x, p) => p[0] + p[1] * Math.Exp(-p[2] * x),
        "growth" => (x, p) => p[0] * (1 - Math.Exp(-p[1] * x)),
        "power" => (x, p) => p[0] * Math.Pow(x, p[1]),
        "saturation" => (x, p) => p[0] * x / (p[1] + x),
        "logistic" => (x, p) => p[0] / (1 + Math.Exp(-p[1] * (x - p[2]))),
        _ => throw new ArgumentException($"no curve '{name}'", nameof(name)),
    };
}
