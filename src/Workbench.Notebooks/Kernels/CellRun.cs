using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Kernels;

/// <summary>A cell, or a file it imports, on its way through the kernel: what magics and the code of cells can reach of it.</summary>
internal sealed class CellRun
{
    private static readonly AsyncLocal<CellRun?> Ambient = new();
    private static volatile CellRun? _last;

    private readonly CellRun? _outer;
    private readonly List<Action> _atEnd = [];
    private readonly CellFrontend _frontend;

    /// <summary>Begins a cell; what the calling task starts from now on belongs to it.</summary>
    public CellRun(NotebookKernel kernel, CellScope scope, CellFrontend frontend, string name, string folder, ISubkernel language)
    {
        Kernel = kernel;
        Scope = scope;
        _frontend = frontend;
        Name = name;
        Folder = folder;
        Language = language;
        Ambient.Value = this;
        _last = this;
    }

    private CellRun(CellRun outer, string name, string folder, string? file, ISubkernel language)
    {
        _outer = outer;
        Kernel = outer.Kernel;
        Scope = outer.Scope;
        _frontend = outer._frontend;
        Name = name;
        Folder = folder;
        File = file;
        Language = language;
        Ambient.Value = this;
    }

    /// <summary>The cell this code belongs to: the one that started its task or thread, else the last one started.</summary>
    public static CellRun? Current => Ambient.Value ?? _last;

    public NotebookKernel Kernel { get; }

    public CellScope Scope { get; }

    /// <summary>How the cell is called in messages.</summary>
    public string Name { get; }

    /// <summary>Where paths in the cell start.</summary>
    public string Folder { get; }

    /// <summary>The imported file this text stands in; null for a cell.</summary>
    public string? File { get; }

    /// <summary>The language of the part that is running, or around the line that is obeyed.</summary>
    public ISubkernel Language { get; private set; }

    /// <summary>Calls for nothing more of this cell to be shown, errors excepted.</summary>
    public void Silence() => _frontend.IsSilent = true;

    /// <summary>Does something when the cell has ended, well or not.</summary>
    public void AtEnd(Action action)
    {
        if (_outer is not null)
            _outer.AtEnd(action);
        else
            _atEnd.Add(action);
    }

    /// <summary>Asks the person at the front end; null when there is no more.</summary>
    public string? ReadInput(string prompt, bool isPassword) => Scope.ReadInput(prompt, isPassword);

    /// <summary>True when this text was imported, directly or not, by <paramref name="file"/>.</summary>
    public bool IsWithin(string file) => File == file || _outer?.IsWithin(file) == true;

    /// <summary>Runs text inside this cell: of an imported file, or a command of the cell's code.</summary>
    public async Task RunWithinAsync(string code, string name, ISubkernel language, string? folder = null, string? file = null) =>
        await new CellRun(this, name, folder ?? Folder, file ?? File, language).RunAsync(code);

    /// <summary>Runs the text, part by part. Nothing of it runs when a line in it is wrong.</summary>
    public async Task RunAsync(string code)
    {
        try
        {
            foreach (var part in Kernel.Parser.Parse(code, Name, Language))
            {
                Scope.Cancellation.ThrowIfCancellationRequested();
                Language = part.Language;
                await RunAsync(part);
            }
        }
        finally
        {
            foreach (var action in _atEnd)
                action();
        }
    }

    private async Task RunAsync(CellPart part)
    {
        switch (part)
        {
            case TextPart text:
                await Guarded(part, () => text.Language.RunAsync(new Submission(text.Code, Name) { Chooser = text.Chooser }, Scope));
                break;
            case MagicPart line:
                await Guarded(part, () => line.Magic.RunAsync(line.Call, this));
                break;
            case HelpPart help:
                Scope.Display(Display.MimeBundle.Of(help.Syntax.Usage), Guid.NewGuid().ToString("N"));
                break;
        }
    }

    private async Task Guarded(CellPart part, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (MagicException e) when (!e.IsPlaced)
        {
            throw e.At($"{Name}, line {part.Line}");
        }
    }
}
