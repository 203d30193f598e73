using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;
using Workbench.Papers;

namespace Workbench.Cli.Running;

/// <summary>The notebook that a new one begins as: a small experiment that runs at once, in the order that the others have.</summary>
internal static class NewNotebook
{
    private const string Usings = """
        using TorchSharp;
        using Workbench.Ablations;
        using Workbench.Data;
        using Workbench.Flows;
        using Workbench.Metrics;
        using Workbench.Models;
        using Workbench.Papers;
        using Workbench.Plots;
        using Workbench.Training;
        using static TorchSharp.torch;
        """;

    private const string Flow = """
        var noise = new StandardNormal(2);
        var data = Toys.TwoMoons();
        var training = new FlowTraining { Seed = 0, Steps = steps };

        Plot.Row([
            Plot.Scatter(noise.Sample(400, new Generator(0))).Titled("noise, t = 0"),
            Plot.Scatter(data.Sample(400, new Generator(0))).Titled("data, t = 1")])
        """;

    private const string Train = """
        var flows = ParallelRuns.Map(seeds, seed => RectifiedFlow.Train(
            new VelocityMlp(2, seed: 10 * seed), Coupling.Independent(noise, data), training with { Seed = 10 * seed + 1 }));
        Plot.Loss(flows[0].Curve.Losses, "training loss", points: 60)
        """;

    private const string Measure = """
        double Distance(RectifiedFlow flow, int seed, int evaluations)
        {
            using var scope = torch.NewDisposeScope();
            var end = Solver.Euler.Solve(flow, noise.Sample(points, new Generator((ulong)(10 * seed + 2))), evaluations).Final;
            return Wasserstein.Sliced(end, data.Sample(points, new Generator((ulong)(10 * seed + 3))));
        }

        int[] counts = [1, 2, 4, 8, 16];
        Plot.Band(counts.Select(n => (double)n), flows.Zip(seeds, (flow, seed) => counts.Select(n => Distance(flow, seed, n))))
            .LogX().LogY().Axes("evaluations", "sliced W2 to the data").Titled("Quality against evaluations")
        """;

    /// <summary>The notebook.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="card">The paper whose claims it will measure; null for none.</param>
    public static NotebookDocument Create(string title, Card? card)
    {
        var document = NotebookDocument.Create();
        var paper = card is null ? "" : $"""
            Paper: *{card.Title}*, [arXiv:{card.Arxiv}](https://arxiv.org/abs/{card.Arxiv}); facts and criteria in [`papers/{card.Slug}.md`](../papers/{card.Slug}.md).


            """;
        Add(document, CellKind.Markdown, "claim", $"""
            # {title}

            {paper}The idea in a paragraph: what is varied, what is measured, and what would count against it. Below, as a start, a rectified flow from noise to two moons, and its distance to the data after few evaluations.
            """);
        Add(document, CellKind.Code, "imports", "#r \"../artifacts/lib/Workbench.dll\"\n" + Usings);
        Add(document, CellKind.Code, "experiment", card is null
            ? """
              var settings = ExperimentSettings.FromEnvironment();
              int[] seeds = settings.Protocol == Protocol.Smoke ? [1] : [1, 2, 3];
              var (steps, points) = settings.Protocol == Protocol.Smoke ? (20, 200) : (1500, 2000);
              """
            : $"""
              var experiment = Experiment.Open("{card.Slug}");
              var seeds = experiment.Seeds;
              var (steps, points) = experiment.Pick(smoke: (20, 200), quick: (1500, 2000), full: (1500, 2000));
              experiment
              """);
        Add(document, CellKind.Markdown, "setting", """
            ## The smallest setting that shows it

            Noise $X_0$ is standard normal, the data $X_1$ are two moons, and the velocity $v$ is learned by regression on straight lines between them:

            $$X_t = (1-t)\,X_0 + t\,X_1, \qquad \min_v \int_0^1 \mathbb{E}\,\| (X_1 - X_0) - v(X_t,t) \|^2 \, dt .$$
            """);
        Add(document, CellKind.Code, "setup", Flow);
        Add(document, CellKind.Markdown, "training", "## One network for every seed");
        Add(document, CellKind.Code, "train", Train);
        Add(document, CellKind.Markdown, "measuring", card is null
            ? "## A number instead of an impression\n\nThe line is the mean over the seeds, the band their spread."
            : $"## Measuring every seed\n\nThe line is the mean over the seeds, the band their spread. `experiment.Record(seed, name, value)` keeps a measurement that the card names; its claims are judged by them. The card's measurements: {string.Join(", ", card.Measurements.Keys.Take(8).Select(name => $"`{name}`"))}{(card.Measurements.Count > 8 ? ", …" : "")}.");
        Add(document, CellKind.Code, "measure", Measure);
        if (card is not null)
        {
            Add(document, CellKind.Markdown, "judging", "## Verdicts");
            Add(document, CellKind.Code, "verdicts", "experiment.Verdicts()");
        }
        Add(document, CellKind.Markdown, "extend", """
            ## Extend it

            One line each:
            - another law: `var data = Toys.EightGaussians(radius: 2, std: 0.15);`
            - another solver: `Solver.Heun`, or `Solver.ByName("midpoint")`
            - another path between noise and data: `training with { Objective = new VelocityMatching { Interpolant = new Trigonometric() } }`
            """);
        return document;
    }

    private static void Add(NotebookDocument document, CellKind kind, string id, string source) => document.Add(kind, source).Json["id"] = (JsonNode)id;
}
