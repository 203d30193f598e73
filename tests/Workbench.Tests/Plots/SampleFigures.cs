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
        ["colour images"] = Plot.Images(ColourPictures(12), columns: 6).Titled("Pictures in colour"),
        ["long labels"] = (Plot.Bars(["leaky ReLU (0.01)", "GELU, tanh approximation", "softplus, β = 10", "ReLU squared"], [[1.2, 1.3], [0.9, 1.4], [1.0, 1.05], [0.7, 0.9]], "with weight decay")
            + Plot.Bars(["leaky ReLU (0.01)", "GELU, tanh approximation", "softplus, β = 10", "ReLU squared"], [[1.1, 1.2], [0.8, 1.2], [1.0, 1.01], [0.8, 0.9]], "without")).Axes("activation", "validation loss (nats per token)").Titled("Bars with long labels"),
        ["named heatmap"] = Plot.Heatmap(Matrix(4, 6, signed: false), ["embed", "blocks.0.mlp", "blocks.1.mlp", "blocks.2.mlp", "blocks.3.mlp", "unembed"], ["seed 0", "seed 1", "seed 2", "seed 3"], "share of dead neurons (%)").Titled("Layers by seeds"),
        ["trajectories"] = Plot.Trajectories(Paths(80, 26, 0.8)).Titled("Rectified flow"),
        ["reflow"] = Plot.Row([Plot.Trajectories(Paths(60, 26, 0.9)).Titled("1-rectified flow"), Plot.Trajectories(Paths(60, 26, 0)).Titled("2-rectified flow")])
            .Titled("Reflow straightens the paths"),
        ["three panels"] = Plot.Row([Plot.Trajectories(Paths(40, 26, 0.9)).Titled("k = 1"), Plot.Trajectories(Paths(40, 26, 0.1)).Titled("k = 2"), Plot.Trajectories(Paths(40, 26, 0)).Titled("k = 3")]),
        ["grid"] = Plot.Grid(Enumerable.Range(1, 4).Select(k => (Plot.Line(Steps(20), Steps(20).Select(x => Math.Sin(x * k / 6)), "measured") + Plot.Line(Steps(20), Steps(20).Select(x => Math.Cos(x * k / 6)), "closed form", dash: "dot")).Titled($"frequency {k}").Axes("time t", "value")), 2)
            .Titled("Small multiples with shared axes"),
        ["unshared"] = Plot.Row([Loss("loss", 2, 5).Titled("training"), Plot.Histogram(Normal(500, 0, 6)).Titled("weights")], shareX: false, shareY: false).Titled("Different axes"),
        ["quantile band"] = Plot.Band(Steps(30), Steps(30).Select(x => Math.Exp(-x / 10)), Steps(30).Select(x => Math.Exp(-x / 10) - 0.2), Steps(30).Select(x => Math.Exp(-x / 10) + 0.3), "10 % to 90 % quantile", "loss")
            .LogY().Axes("training step", "loss").Titled("A band that reaches zero on a logarithmic axis"),
        ["gaps"] = Plot.Line(Steps(20), Steps(20).Select(x => x is 7 or 8 ? double.NaN : x % 5), "with gaps").Horizontal(2, "chance").Vertical(12, "pruning begins").Axes("step", "value").Titled("Gaps and reference lines"),
        ["coloured points"] = Plot.Scatter(Normal(200, 0, 21), Normal(200, 0, 22), Normal(200, 3, 23), "loss (nats)").Axes("first", "second").Titled("Points coloured by a value"),
        ["animation"] = (Plot.Trajectories(Paths(40, 26, 0.9)) + Plot.Animation(Paths(40, 26, 0.9), most: 40)).Titled("Samples on their way"),
        ["animations"] = Plot.Row([Plot.Animation(Paths(120, 26, 0.9)).Titled("1-rectified flow"), Plot.Animation(Paths(120, 26, 0)).Titled("2-rectified flow")]).Titled("Both at the same t"),
        ["quiver"] = Plot.Quiver((x, y) => (-y - 0.3 * x, x - 0.3 * y), (-2, 2), (-2, 2), 13).Axes("x<sub>1</sub>", "x<sub>2</sub>").Titled("A spiralling field"),
        ["density"] = Plot.Row([Plot.Density(Cloud(4000, 0, 31), 30, (-3, 4), (-3, 3)).Titled("noise"), Plot.Density(Cloud(4000, 1, 32), 30, (-3, 4), (-3, 3)).Titled("data")]).Titled("Densities on one scale"),
        ["smooth density"] = (Plot.Density(Normal(500, 0, 41), "before") + Plot.Density(Normal(500, 1, 42), "after")).Axes("weight", "density").Titled("Smooth densities"),
        ["surface"] = Plot.Heatmap((x, y) => Math.Exp(-x * x - y * y) + 1e-4, (-2, 2), (-2, 2), 40, "p(x)", log: true).Axes("x<sub>1</sub>", "x<sub>2</sub>").Titled("A function on logarithmic colours"),
        ["interval bars"] = Plot.Bars(["ReLU", "GELU", "SiLU"], [(0.81, 0.85, 0.87), (0.84, 0.88, 0.9), (double.NaN, 0.86, double.NaN)]).Axes("activation", "accuracy").Titled("Intervals that are not symmetric"),
        ["forest"] = Plot.Forest(["GELU − ReLU", "SiLU − ReLU", "leaky ReLU (0.01) − ReLU", "tanh − ReLU", "a run that failed"], [(0.2, 0.5, 0.8), (-0.1, 0.2, 0.5), (-0.3, 0, 0.3), (-1.4, -1.1, -0.8), (double.NaN, double.NaN, double.NaN)], sorted: true)
            .Axes("difference of accuracy (points)", "").Titled("Paired differences over 5 seeds"),
        ["layers"] = Plot.Layers(Activations(12, 24), Enumerable.Range(0, 24).Select(i => i * 500.0), Enumerable.Range(0, 12).Select(i => $"blocks.{i}.mlp"), "max |activation|", log: true).Titled("Massive activations"),
        ["pareto"] = Plot.Pareto([1, 2, 4, 8, 16, 6, 12, 20], [0.7, 0.82, 0.9, 0.94, 0.95, 0.85, 0.9, 0.92], Better.Lower, Better.Higher, names: "abcdefgh".Select(c => $"variant {c}")).Axes("evaluations of the network", "accuracy").Titled("What is reached at which cost"),
        ["facets"] = Plot.Grid(["20 %", "50 %"], ["ReLU", "GELU", "SiLU"], (r, c) => Plot.Line(Steps(20), Steps(20).Select(x => (r.Length + c.Length) / (1 + x)), "loss").Axes("epoch", "loss")).Titled("Two factors"),
        ["dashboard"] = Dashboard(),
        ["dark"] = (Plot.Band(Sparsity, Runs(0.62, 1), "magnitude") + Plot.Band(Sparsity, Runs(0.5, 2), "AP")).Axes("share of weights left", "DNR").Titled("On dark").Dark(),
        ["light"] = Plot.Bars(["a", "b"], [[1.0, 1.2], [2.0, 2.5]]).Axes("arm", "loss").Titled("On white").Light(),
        ["one seed"] = Plot.Band([1, 2, 3], [[1.0, 2.0, double.NaN]], "only one").Axes("k", "S"),
    };

    private static Figure Dashboard()
    {
        using var live = new LiveFigure(["loss", "accuracy"], null, TextWriter.Null, TimeProvider.System) { Log = ["loss"], Title = "Training" };
        for (var step = 0; step < 300; step++)
        {
            live.Add(step, "loss", Math.Exp(-step / 80.0) + 0.1, "train");
            if (step % 20 == 0)
                live.Add(step, "loss", Math.Exp(-step / 80.0) + 0.2, "validation");
            live.Add(step, ("accuracy", 1 - Math.Exp(-step / 60.0)));
        }

        return live.ToFigure();
    }

    private static double[,] Activations(int layers, int steps)
    {
        var z = new double[layers, steps];
        for (var i = 0; i < layers; i++)
        {
            for (var j = 0; j < steps; j++)
                z[i, j] = i is > 2 and < 10 ? Math.Pow(10, 3.0 * j / steps) : 1 + i / 3.0;
        }

        z[0, 0] = double.NaN;
        return z;
    }

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

    private static float[,,,] ColourPictures(int n)
    {
        var (grey, pixels) = (Pictures(n), new float[n, 3, 28, 28]);
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < 28; i++)
            {
                for (var j = 0; j < 28; j++)
                    (pixels[k, 0, i, j], pixels[k, 1, i, j], pixels[k, 2, i, j]) = (grey[k, i, j], i / 14f - 1, j / 14f - 1);
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
