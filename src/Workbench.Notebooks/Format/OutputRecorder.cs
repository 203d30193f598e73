using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>
/// Stores what cells show in a notebook: pieces of a stream grow together, progress lines keep their last state,
/// an updated display changes wherever it stands.
/// </summary>
internal sealed class OutputRecorder
{
    /// <summary>So many characters of one cell's streams are kept; nobody reads more, and files must stay openable.</summary>
    public const int MostText = 10_000_000;

    private readonly Dictionary<string, List<NotebookOutput>> _displays = [];
    private readonly Dictionary<NotebookCell, CellState> _states = [];

    public void Stream(NotebookCell cell, string name, string text)
    {
        var state = StateOf(cell);
        ClearIfDue(cell, state);
        if (state.Text is null || state.Output?.StreamName != name)
        {
            Commit(state);
            state.Text = new TerminalText();
            state.Output = NotebookOutput.Stream(name, "");
            cell.AddOutput(state.Output);
        }
        var room = Math.Max(0, MostText - state.Stored - state.Text.Length);
        if (!state.IsFull)
            state.Text.Append(text.Length <= room ? text : text[..(int)room]);
        if (text.Length > room && !state.IsFull)
        {
            state.IsFull = true;
            state.Text.Append("\n[more output of this cell is not kept]\n");
        }
    }

    public void Display(NotebookCell cell, JsonObject data, string displayId)
    {
        var output = NotebookOutput.Display(data, null);
        Add(cell, output);
        if (!_displays.TryGetValue(displayId, out var outputs))
            _displays[displayId] = outputs = [];
        outputs.Add(output);
    }

    public void UpdateDisplay(JsonObject data, string displayId)
    {
        foreach (var output in _displays.GetValueOrDefault(displayId) ?? [])
            output.Json["data"] = NotebookOutput.Stored(data);
    }

    public void Result(NotebookCell cell, JsonObject data) => Add(cell, NotebookOutput.Display(data, null, cell.ExecutionCount ?? 0));

    public void Error(NotebookCell cell, CellError error) => Add(cell, NotebookOutput.Of(error));

    public void Clear(NotebookCell cell, bool wait)
    {
        var state = StateOf(cell);
        state.ClearBeforeNext = true;
        if (!wait)
            ClearIfDue(cell, state);
    }

    /// <summary>Puts the streams' text so far into the notebook.</summary>
    public void Commit()
    {
        foreach (var state in _states.Values)
        {
            if (state.Output is not null && state.Text is not null)
                state.Output.Json["text"] = MultilineText.ToLines(state.Text.ToString());
        }
    }

    private void Add(NotebookCell cell, NotebookOutput output)
    {
        var state = StateOf(cell);
        ClearIfDue(cell, state);
        Commit(state);
        cell.AddOutput(output);
    }

    private static void Commit(CellState state)
    {
        if (state.Output is not null && state.Text is not null)
        {
            state.Output.Json["text"] = MultilineText.ToLines(state.Text.ToString());
            state.Stored += state.Text.Length;
        }
        state.Output = null;
        state.Text = null;
    }

    private static void ClearIfDue(NotebookCell cell, CellState state)
    {
        if (!state.ClearBeforeNext)
            return;
        state.ClearBeforeNext = false;
        state.Output = null;
        state.Text = null;
        // What is gone takes no room.
        state.Stored = 0;
        state.IsFull = false;
        cell.SetOutputs([]);
    }

    private CellState StateOf(NotebookCell cell)
    {
        if (!_states.TryGetValue(cell, out var state))
            _states[cell] = state = new CellState();
        return state;
    }

    private sealed class CellState
    {
        public NotebookOutput? Output { get; set; }

        public TerminalText? Text { get; set; }

        public long Stored { get; set; }

        public bool IsFull { get; set; }

        public bool ClearBeforeNext { get; set; }
    }
}
