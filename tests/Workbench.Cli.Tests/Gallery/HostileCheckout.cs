using System.Text.Json.Nodes;

namespace Workbench.Cli.Tests.Gallery;

/// <summary>A checkout whose every text tries to be markup: card, result, notebooks.</summary>
internal sealed class HostileCheckout : IDisposable
{
    /// <summary>What must be seen as text and must never run.</summary>
    public const string Hostile = "\"><img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script></script><style>*{display:none}</style>'&amp;";

    public const string Slug = "03-hostile";

    private const string Plotly = "application/vnd.plotly.v1+json";

    public HostileCheckout()
    {
        Sandbox.Write($"papers/{Slug}.md", Card());
        Sandbox.Write("papers/results/HO-C1.quick.cpu.json", Result());
        Sandbox.Write($"notebooks/{Slug}.ipynb", Notebook("## Section " + Hostile));
        Sandbox.Write("notebooks/compare-all.ipynb", Notebook("## What differs"));
    }

    public Sandbox Sandbox { get; } = new();

    public void Dispose() => Sandbox.Dispose();

    private static string Quoted(string text) => $"'{text.Replace("'", "''")}'";

    private static string Card() => $"""
        ---
        title: {Quoted("Title " + Hostile)}
        arxiv: "2209.03003"
        year: 2022
        venue: {Quoted("Venue " + Hostile)}
        family: {Quoted("family " + Hostile)}
        measurements:
          S1: {Quoted("Meaning " + Hostile)}
          S2: another
        claims:
          - id: HO-C1
            title: {Quoted("Claim " + Hostile)}
            varied: {Quoted(Hostile)}
            metric: {Quoted(Hostile)}
            paper: {Quoted("Paper " + Hostile)}
            direction: {Quoted(Hostile)}
            note: {Quoted(Hostile)}
            protocols:
              quick:
                setting: {Quoted("Setting " + Hostile)}
                criterion: S2/S1 <= 0.05 in every seed
                seeds: [101, 102, 103, 104, 105]
              full: none
          - id: HO-C2
            title: planned
            varied: nothing
            metric: nothing
            paper: nothing
            planned: {Quoted("Planned " + Hostile)}
            protocols:
              quick:
                setting: none
                criterion: S1 > 0 in every seed
                seeds: [1]
              full: none
        ---

        # Heading {Hostile}

        {Hostile} and $x_1 < y$ and [notebook](../notebooks/{Slug}.ipynb) and [source](../src/Some.cs) and [bad](javascript:window.hacked=1) and [root](/etc/passwd).

        | a very wide table | of | several | columns | that | does | not | fit | a | phone |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |

        ## Claims
        """;

    private static string Result()
    {
        var result = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Find().Results, "RF-C1.quick.cpu.json")))!;
        (result["claim"], result["card"]) = ("HO-C1", Slug);
        foreach (var name in new[] { "reason", "ours", "criterion", "commit", "command", "libtorch", "date", "definition", "device" })
            result[name] = name + Hostile;
        result["machine"]!["cpu"] = Hostile;
        foreach (var comparison in result["comparisons"]!.AsArray())
            comparison!["quantity"] = "S2/S1" + Hostile;
        return result.ToJsonString();
    }

    private static string Notebook(string heading) => new JsonObject
    {
        ["cells"] = new JsonArray(
            Cell("markdown", $"# Notebook {Hostile}\n\n{heading}\n\nWords before a figure {Hostile} with $$\\sum_i x_i$$"),
            Cell("code", $"var hostile = \"{Hostile}\"; // {new string('x', 200)}",
                Shown((Plotly, Figure()), ("text/plain", Hostile)),
                Shown(("text/html", Hostile + "<div onclick=\"window.hacked=1\">kept</div>"), ("text/plain", "plain")),
                Shown(("text/html", $"<div style=\"max-height:60px;overflow:auto\"><table>{string.Concat(Enumerable.Repeat("<tr><td style=\"color:#999\">1</td></tr>", 20))}</table></div>"), ("text/plain", "plain")),
                Shown(("image/png", Hostile), ("text/plain", Hostile)),
                Shown(("image/svg+xml", $"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"window.hacked=1\">{Hostile}</svg>"), ("text/plain", "svg")),
                Shown(("text/plain", Hostile))),
            Cell("code", "figure without a picture", Shown((Plotly, Figure())))),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString();

    private static JsonObject Figure() => new()
    {
        ["data"] = new JsonArray(new JsonObject { ["type"] = "scatter", ["y"] = new JsonArray(1, 3, 2), ["name"] = Hostile, ["text"] = Hostile }),
        ["frames"] = new JsonArray(new JsonObject { ["name"] = "0", ["data"] = new JsonArray(new JsonObject { ["y"] = new JsonArray(3, 2, 1) }) }),
        ["layout"] = new JsonObject { ["width"] = 1900, ["height"] = 300, ["showlegend"] = true, ["title"] = new JsonObject { ["text"] = Hostile } },
    };

    private static JsonObject Shown(params (string Type, JsonNode Content)[] data) => new()
    {
        ["output_type"] = "display_data",
        ["data"] = new JsonObject(data.Select(entry => new KeyValuePair<string, JsonNode?>(entry.Type, entry.Content))),
        ["metadata"] = new JsonObject(),
    };

    private static JsonObject Cell(string kind, string source, params JsonObject[] outputs)
    {
        var cell = new JsonObject { ["cell_type"] = kind, ["metadata"] = new JsonObject(), ["source"] = source };
        if (kind == "code")
            (cell["execution_count"], cell["outputs"]) = (1, new JsonArray([.. outputs]));
        return cell;
    }
}
