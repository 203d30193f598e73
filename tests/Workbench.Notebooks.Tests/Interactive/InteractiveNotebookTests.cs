using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;

namespace Workbench.Notebooks.Tests.Interactive;

/// <summary>
/// Notebooks in the manner of .NET Interactive's samples, with the outputs they must give. To take new outputs for those stored,
/// run with <c>WORKBENCH_UPDATE_EXPECTED=1</c> and read what has changed.
/// </summary>
public sealed partial class InteractiveNotebookTests
{
    /// <summary>Stands in stored outputs for the folder of the notebooks.</summary>
    private const string Here = "(here)";

    private static string Folder
    {
        get
        {
            var root = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(root, "Workbench.sln")))
                root = Path.GetDirectoryName(root)!;
            return Path.Combine(root, "tests", "Workbench.Notebooks.Tests", "Interactive");
        }
    }

    public static TheoryData<string> All => [.. Directory.GetFiles(Folder, "*.ipynb").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_notebook_of_dotnet_interactive_gives_the_outputs_stored_in_it(string name)
    {
        var path = Path.Combine(Folder, name);
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = path });
        Assert.True(result.Succeeded, $"{result.FailedCell?.FirstLine}: {result.Error?.Message}\n{string.Join('\n', result.Error?.Traceback ?? [])}");
        if (Environment.GetEnvironmentVariable("WORKBENCH_UPDATE_EXPECTED") == "1")
            File.WriteAllText(path, result.Document.ToText().Replace(Folder, Here));
        var expected = NotebookDocument.Load(path);
        foreach (var (was, now) in expected.Cells.Zip(result.Document.Cells))
            Assert.Equal($"{was.Source}\n---\n{Outputs(was)}", $"{now.Source}\n---\n{Outputs(now)}");
        Assert.Contains(expected.CodeCells, cell => cell.Outputs.Count > 0);
    }

    [Fact]
    public void There_are_notebooks() => Assert.Contains("displays.ipynb", Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)));

    /// <summary>The outputs as text, without what differs from run to run and without the style sheet that displays carry.</summary>
    private static string Outputs(NotebookCell cell) =>
        Changing().Replace(string.Join("\n", cell.Outputs.SelectMany(output => Lines(output.Json, ""))), "").Replace(Folder, Here);

    private static IEnumerable<string> Lines(JsonNode? node, string name) => node switch
    {
        JsonObject parts => parts.Where(part => part.Key != "execution_count").SelectMany(part => Lines(part.Value, $"{name}/{part.Key}")),
        JsonArray lines when !name.Contains("json", StringComparison.Ordinal) => [$"{name}: {string.Concat(lines.Select(line => (string?)line))}"],
        _ => [$"{name}: {node?.ToJsonString()}"],
    };

    [GeneratedRegex(@"(?<=Wall time: )[\d.]+(?=ms)|(?<=Allocated: ).*|<style>\s*\.dni-[^<]*</style>")]
    private static partial Regex Changing();
}
