using System.Text.Json.Nodes;
using Workbench.Cli.Running;
using Workbench.Notebooks.Format;

namespace Workbench.Cli.Tests;

public sealed class SavedNotebookTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Every_figure_gets_a_picture_from_one_run_of_the_browser()
    {
        var asked = new List<IReadOnlyList<string>>();
        var document = Document(Figure("[1,2]"), Text("no figure"), Figure("[3]"));
        SavedNotebook.Write(document, _sandbox["a.ipynb"], figures =>
        {
            asked.Add(figures);
            return [[1], [2]];
        });
        Assert.Equal(["{\"data\":[1,2]}", "{\"data\":[3]}"], Assert.Single(asked));
        var outputs = NotebookDocument.Load(_sandbox["a.ipynb"]).Cells.Select(cell => cell.Outputs[0]).ToList();
        Assert.Equal([Convert.ToBase64String([1]), null, Convert.ToBase64String([2])], outputs.Select(output => output.TextOf("image/png")));
        Assert.NotNull(outputs[0].Data!["application/vnd.plotly.v1+json"]);
    }

    [Fact]
    public void A_notebook_without_figures_starts_no_browser()
    {
        SavedNotebook.Write(Document(Text("one")), _sandbox["a.ipynb"], _ => throw new InvalidOperationException("started"));
        Assert.True(File.Exists(_sandbox["a.ipynb"]));
    }

    [Fact]
    public void The_notebooks_of_this_repository_are_small()
    {
        // Saved by the command they are; an editor, or a text cell changed by hand, may write figures a number a line.
        var notebooks = Directory.GetFiles(Checkout.Find().Notebooks, "*.ipynb", SearchOption.AllDirectories);
        Assert.NotEmpty(notebooks);
        Assert.All(notebooks, path => Assert.InRange(new FileInfo(path).Length, 1, SavedNotebook.Limit));
    }

    [Fact]
    public void A_notebook_that_is_too_large_is_refused_with_what_is_large_and_the_old_one_stays()
    {
        var path = _sandbox.Write("a.ipynb", "old");
        var large = string.Join(',', Enumerable.Repeat("1.25", 60_000));
        var refused = Assert.Throws<UsageException>(() => SavedNotebook.Write(Document(Text("small"), Figure($"[{large}]")), path, _ => [[1]]));
        Assert.Contains("application/vnd.plotly.v1+json of cell 2 (300 KB)", refused.Message);
        Assert.Contains("200 KB", refused.Message);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void A_tagged_figure_becomes_the_picture_that_pages_show()
    {
        var document = Document(Text("no figure"), Figure("[3]"));
        IReadOnlyList<string> Keep(Func<IReadOnlyList<string>, byte[][]> render) => SavedNotebook.WritePictures(document, _sandbox["figures"], render);
        Assert.Empty(Keep(_ => throw new InvalidOperationException("started")));
        Tag(document, 1, "picture:over-rounds");
        var path = Path.Combine(_sandbox["figures"], "over-rounds.png");
        Assert.Equal([path], Keep(figures => figures.SequenceEqual(["{\"data\":[3]}"]) ? [[7]] : []));
        Assert.Equal([7], File.ReadAllBytes(path));
        Tag(document, 0, "picture:nothing");
        Assert.Contains("shows no figure", Assert.Throws<UsageException>(() => Keep(_ => [])).Message);
        Tag(document, 0, "picture:../up");
        Assert.Contains("small letters", Assert.Throws<UsageException>(() => Keep(_ => [])).Message);
    }

    private static void Tag(NotebookDocument document, int cell, string tag) =>
        document.Cells[cell].Json["metadata"]!["tags"] = new JsonArray(tag);

    private static JsonObject Figure(string data) => Display("application/vnd.plotly.v1+json", JsonNode.Parse($"{{\"data\":{data}}}")!);

    private static JsonObject Text(string text) => Display("text/plain", text);

    private static JsonObject Display(string mimeType, JsonNode content) => new()
    {
        ["data"] = new JsonObject { [mimeType] = content },
        ["metadata"] = new JsonObject(),
        ["output_type"] = "display_data",
    };

    private static NotebookDocument Document(params JsonObject[] outputs) => NotebookDocument.Parse(new JsonObject
    {
        ["cells"] = new JsonArray([.. outputs.Select((output, index) => (JsonNode)new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = index + 1,
            ["id"] = $"c{index}",
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(output),
            ["source"] = "1",
        })]),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString());
}
