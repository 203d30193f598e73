using Workbench.Plots;

namespace Workbench.Tests.Plots;

/// <summary>One figure of every kind, as the notebooks make them; validated against plotly and drawn in Chromium.</summary>
internal static class SampleFigures
{
    public static IReadOnlyDictionary<string, Figure> All { get; } = new Dictionary<string, Figure>
    {
        ["line"] = Plot.Line(Steps(40), Steps(40).Select(x => Math.Sin(x / 6)), "sine").Axes("angle (rad/6)", "value").Titled("One line"),
        ["lines"] = (Plot.Line(Steps(9), Steps(9).Select(x => x * x), "squares") + Plot.Line(Steps(9), Steps(9).Select(x => 8 * x), "multiples of eight", dash: "dash"))
            .Axes("n", "n²").Titled("Two lines"),
        ["loss"] = (Loss("baseline", 3, 1) + Loss("after reflow", 0.6, 2)).Titled("Training loss"),
        ["band"] = (Plot.Band(Sparsity, Runs(0.62, 1), "magnitude") + Plot.Band(Sparsity, Runs(0.5, 2), "AP (18 + 2 %)")).LogX().ReverseX()
            .Axes("share of weights left λ", "dynamic dead-neuron rate").Titled("Dead neurons over pruning"),
        ["many series"] = Enumerable.Range(0, 8).Select(k => Plot.Line(Steps(30), Steps(30).Select(x => k + Math.Cos(x / 5 + k)), $"a series called {k}"))
            .Aggregate((a, b) => a + b).Axes("x", "y").Titled("As many series as colours"),
        ["scatter"] = (Plot.Scatter(Cloud(400, 0, 1), "data") + Plot.Scatter(Cloud(400, 1.5, 2), "samples")).Titled("Samples against data").Axes("x", "y"),
        ["histogram"] = (Plot.Histogram(Normal(4000, 0, 3), "before", range: (-4, 6)) + Plot.Histogram(Normal(4000, 1.5, 4), "after", range: (-4, 6)))
            .Axes("weight", "density").Titled("Two histograms"),
        ["heatmap"] = Plot.Heatmap(Matrix(6, 20, signed: false), Enumerable.Range(0, 20).Select(i => i * 100.0), Steps(6), "DNR").Axes("training step", "layer").Titled("Layer by step"),
        ["diverging"] = Plot.Heatmap(Matrix(5, 5, signed: true), ["a", "b", "c", "d", "e"], ["v", "w", "x", "y", "z"], "change", diverging: true).Titled("Around zero").Sized(320, 320),
        ["bars"] = (Plot.Bars(["SiLU", "ReLU", "GELU"], [[1.2, 1.3, 1.1], [0.9, 1.4, 1.2], [1.0, 1.05, 0.95]], "k = 1") + Plot.Bars(["SiLU", "ReLU", "GELU"], [[0.2, 0.3, 0.1], [0.3, 0.25, 0.2], [0.2, 0.22, 0.21]], "k = 2"))
            .Axes("activation", "SW<sub>2</sub>").Titled("Bars with intervals"),
        ["single values"] = Plot.Bars(["a", "b"], [2.0, 3.0]).Axes("", "count"),
        ["images"] = Plot.Images(Pictures(24), columns: 12).Titled("Generated pictures"),
        ["trajectories"] = Plot.Trajectories(Paths(80, 26, 0.8)).Titled("Rectified flow"),
        ["reflow"] = Plot.Row([Plot.Trajectories(Paths(60, 26, 0.9)).Titled("1-rectified flow"), Plot.Trajectories(Paths(60, 26, 0)).Titled("2-rectified flow")])
            .Titled("Reflow straightens the paths"),
        ["three panels"] = Plot.Row([Plot.Trajectories(Paths(40, 26, 0.9)).Titled("k = 1"), Plot.Trajectories(Paths(40, 26, 0.1)).Titled("k = 2"), Plot.Trajectories(Paths(40, 26, 0)).Titled("k = 3")]),
        ["grid"] = Plot.Grid(Enumerable.Range(1, 4).Select(k => (Plot.Line(Steps(20), Steps(20).Select(x => Math.Sin(x * k / 6)), "measured") + Plot.Line(Steps(20), Steps(20).Select(x => Math.Cos(x * k / 6)), "closed form", dash: "dot")).Titled($"frequency {k}").Axes("time t", "value")), 2)
            .Titled("Small multiples with shared axes"),
        ["unshared"] = Plot.Row([Loss("loss", 2, 5).Titled("training"), Plot.Histogram(Normal(500, 0, 6)).Titled("weights")], shareX: false, shareY: false).Titled("Different axes"),
        ["one seed"] = Plot.Band([1, 2, 3], [[1.0, 2.0, double.NaN]], "only one").Axes("k", "S"),
    };

    private static double[] Sparsity => [.. Enumerable.Range(0, 18).Select(k => Math.Pow(0.8, k + 1))];

    private static IEnumerable<double> Steps(int n) => Enumerable.Range(0, n).Select(i => (double)i);

    private static Figure Loss(string name, double start, int seed)
    {
        var random = new Random(seed);
        return Plot.Loss(Enumerable.Range(0, 2000).Select(i => start * Math.Exp(-i / 600.0) + 0.05 + 0.1 * random.NextDouble()), name);
    }

    private static double[][] Runs(double start, int seed) => [.. Enumerable.Range(0, 5).Select(s =>
    {
        var random = new Random(seed * 100 + s);
        return Sparsity.Select(l => start * Math.Pow(l, 0.35) + 0.05 * random.NextDouble()).ToArray();
    })];

    private static double[] Normal(int n, double mean, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, n).Select(_ => mean + Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    private static float[,] Cloud(int n, double mean, int seed)
    {
        double[] x = Normal(n, mean, seed), y = Normal(n, 0, seed + 1);
        var points = new float[n, 2];
        for (var i = 0; i < n; i++)
            (points[i, 0], points[i, 1]) = ((float)x[i], (float)y[i]);
        return points;
    }

    private static double[,] Matrix(int rows, int columns, bool signed)
    {
        var z = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                z[i, j] = signed ? Math.Sin(i + j) : Math.Exp(-j / 8.0) * (i + 1) / rows;
        }

        return z;
    }

    private static float[,,] Pictures(int n)
    {
        var pixels = new float[n, 28, 28];
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < 28; i++)
            {
                for (var j = 0; j < 28; j++)
                    pixels[k, i, j] = (float)Math.Clamp(1.5 - Math.Sqrt(Math.Pow(i - 13.5, 2) + Math.Pow((j - 13.5) * (1 + k / 12.0), 2)) / 5, -1, 1);
            }
        }

        return pixels;
    }

    /// <summary>Paths from a Gaussian to eight Gaussians, bent by the given amount.</summary>
    private static float[,,] Paths(int n, int steps, double bend)
    {
        double[] x = Normal(n, 0, 11), y = Normal(n, 0, 12);
        var paths = new float[steps, n, 2];
        for (var s = 0; s < n; s++)
        {
            var angle = Math.Round(Math.Atan2(y[s], x[s]) / (Math.PI / 4)) * (Math.PI / 4);
            for (var i = 0; i < steps; i++)
            {
                var t = i / (steps - 1.0);
                var hook = bend * Math.Sin(Math.PI * t) * (1 - t);
                paths[i, s, 0] = (float)((1 - t) * x[s] + t * (2 * Math.Cos(angle) + 0.1 * y[s]) - hook * x[s]);
                paths[i, s, 1] = (float)((1 - t) * y[s] + t * (2 * Math.Sin(angle) + 0.1 * x[s]) - hook * y[s]);
            }
        }

        return paths;
    }
}
