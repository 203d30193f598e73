using System.Text;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;

namespace Workbench.Notebooks.Tests.Runner;

/// <summary>Keeps what a run says, and runs a function at each piece of text.</summary>
internal sealed class RecordingObserver(Action<string>? atText = null) : IRunObserver
{
    private readonly StringBuilder _text = new();

    public List<string> Log { get; } = [];

    public string AllText => _text.ToString();

    public void Started(int codeCells) => Log.Add($"started {codeCells}");

    public void CellStarted(RunCell cell) => Log.Add($"cell {cell.Number}/{cell.Count}: {cell.FirstLine}");

    public void Text(RunCell cell, string stream, string text)
    {
        _text.Append(text);
        atText?.Invoke(text);
    }

    public void Displayed(RunCell cell, JsonObject data, bool isUpdate) => Log.Add($"{(isUpdate ? "update" : "display")} {cell.Number}: {data["text/plain"]}");

    public void CellFinished(RunCell cell, TimeSpan elapsed) => Log.Add($"finished {cell.Number}");

    public void CellFailed(RunCell cell, TimeSpan elapsed, CellError error) => Log.Add($"failed {cell.Number}: {error.Name}");

    public void Warning(string message) => Log.Add($"warning: {message}");
}
