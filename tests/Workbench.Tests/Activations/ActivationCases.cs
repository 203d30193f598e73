using System.Globalization;
using System.Text.Json;
using Workbench.Activations;
using Workbench.Papers;

namespace Workbench.Tests.Activations;

/// <summary>The reference values: tests/golden/activation-values.csv and activations.json (made by activations.py).</summary>
internal static class ActivationCases
{
    private static readonly Lazy<JsonElement> Golden = new(() => JsonDocument.Parse(File.ReadAllText(PathOf("activations.json"))).RootElement);

    /// <summary>One parameterisation and its seven points.</summary>
    public sealed record Parameterisation(string Name, string Parameters, double[] X, double[] Value, double[] Slope);

    public static IReadOnlyList<Parameterisation> Points() =>
    [
        .. File.ReadLines(PathOf("activation-values.csv")).Skip(1).Select(line => line.Split(','))
            .GroupBy(cells => (cells[0], cells[1]))
            .Select(g => new Parameterisation(g.Key.Item1, g.Key.Item2, Column(g, 2), Column(g, 3), Column(g, 4))),
    ];

    /// <summary>The moments of an activation at its defaults; null for those that are not pointwise.</summary>
    public static JsonElement? Moments(string name) => Golden.Value.GetProperty("cases").TryGetProperty(name, out var found) ? found : null;

    /// <summary>The activation that a row of the file means.</summary>
    public static Activation Named(string name, string parameters)
    {
        var values = parameters.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p.Length > 1 ? p[1] : "");
        double[] List(string key) => [.. values[key].Split('/').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        double One(string key) => double.Parse(values[key], CultureInfo.InvariantCulture);
        switch (name)
        {
            case "pau_safe_A" or "pau_safe_B":
                var version = name.EndsWith('A') ? PadeVersion.A : PadeVersion.B;
                return values.ContainsKey("a") ? new Pade(version, List("a"), List("b")) : new Pade(version);
            case "tmaf_diag":
                return new MatrixActivation(List("s"), List("t"));
            case "leaky_relu": return new LeakyRelu(One("a"));
            case "prelu": return new PRelu(One("a"));
            case "clamp_reduce_precision": return new ReducedPrecision(One("bits"));
            case "gelu_tanh" or "gelu_sigmoid" or "selu":
                return Workbench.Activations.Activations.ByName(name);
        }

        var known = name switch
        {
            "gelu_erf" => "gelu",
            "helu_surrogate" => "helu",
            "sau_exact" => "sau",
            "relu_gelu_interp" => "relu_gelu",
            "relu_silu_interp" => "relu_silu",
            _ => name,
        };
        var activation = Workbench.Activations.Activations.ByName(known);
        // React's cut is called c, ShiftedRelu's b, both as in the file; every other name is that of the class, too.
        return values.Keys.Aggregate(activation, (made, key) => made.With(key, One(key)));
    }

    private static double[] Column(IEnumerable<string[]> rows, int index) => [.. rows.Select(r => double.Parse(r[index], CultureInfo.InvariantCulture))];

    private static string PathOf(string file) => Path.Combine(Repository.Root(), "tests", "golden", file);
}
