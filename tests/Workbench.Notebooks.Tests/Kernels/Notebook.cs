using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Tests.Kernels;

/// <summary>A kernel of its own, the cells run in it, and what they showed in all its forms.</summary>
internal sealed class Notebook(string? folder = null)
{
    private int _number;

    public NotebookKernel Kernel { get; } = new(folder ?? Path.GetTempPath());

    /// <summary>What the person at the front end types; an empty queue stands for nobody.</summary>
    public Queue<string> Answers { get; } = [];

    /// <summary>The questions that were asked; passwords have a star before them.</summary>
    public List<string> Questions { get; } = [];

    /// <summary>Runs a cell and returns what it showed.</summary>
    public async Task<Shown> Any(string code, string? language = null, CancellationToken cancellation = default)
    {
        var shown = new Shown(this);
        shown.Error = (await Kernel.RunAsync(new CellRequest(code, ++_number, language), shown, cancellation)).Error;
        return shown;
    }

    /// <summary>Runs a cell that must not fail.</summary>
    public async Task<Shown> Run(string code, string? language = null)
    {
        var shown = await Any(code, language);
        Assert.True(shown.Error is null, $"{shown.Error?.Message}\n{string.Join('\n', shown.Error?.Traceback ?? [])}");
        return shown;
    }

    /// <summary>Runs a cell that must fail.</summary>
    public async Task<CellError> Fail(string code, string? language = null)
    {
        var shown = await Any(code, language);
        Assert.NotNull(shown.Error);
        return shown.Error;
    }

    /// <summary>The value of a cell as plain text.</summary>
    public async Task<string?> Value(string code, string? language = null) => (string?)(await Run(code, language)).Result?["text/plain"];

    internal sealed class Shown(Notebook notebook) : IFrontend
    {
        private readonly Lock _lock = new();

        public CellError? Error { get; set; }

        public List<JsonObject> Displays { get; } = [];

        public List<JsonObject> Updates { get; } = [];

        public JsonObject? Result { get; private set; }

        public string Text { get; private set; } = "";

        /// <summary>The only thing displayed.</summary>
        public JsonObject Display => Assert.Single(Displays);

        /// <summary>What was displayed, as plain text.</summary>
        public string[] Plain => [.. Displays.Select(data => (string)data["text/plain"]!)];

        void IFrontend.Stream(string name, string text)
        {
            lock (_lock)
                Text += text;
        }

        void IFrontend.Display(JsonObject data, string displayId) => Displays.Add(data);

        void IFrontend.UpdateDisplay(JsonObject data, string displayId) => Updates.Add(data);

        void IFrontend.Result(JsonObject data) => Result = data;

        void IFrontend.ClearOutput(bool wait) => Displays.Clear();

        string? IFrontend.ReadInput(string prompt, bool isPassword, CancellationToken cancellation)
        {
            notebook.Questions.Add((isPassword ? "*" : "") + prompt);
            return notebook.Answers.TryDequeue(out var answer) ? answer : throw new InvalidOperationException("nobody is here");
        }
    }
}
