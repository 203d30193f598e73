using Workbench.Notebooks.Intelligence;

namespace Workbench.Notebooks.Kernels;

public sealed partial class NotebookKernel
{
    private CodeIntelligence? _intelligence;

    /// <summary>
    /// What may stand at a place of a cell. Runs no code of the notebook, and needs no cell thread: it can be asked while a cell runs.
    /// </summary>
    /// <param name="code">The cell's text, finished or not.</param>
    /// <param name="position">UTF-16 offset of the cursor; an impossible one is taken for the nearest possible.</param>
    public Task<CompletionList> CompleteAsync(string code, int position)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Task.Run(() => Intelligence.Complete(code, Math.Clamp(position, 0, code.Length)));
    }

    /// <summary>
    /// What stands at a place of a cell: signature, documentation and, for a variable, its value; inside an argument list also the
    /// overloads that can be called. Null when nothing is known. Can be asked while a cell runs.
    /// </summary>
    /// <param name="code">The cell's text, finished or not.</param>
    /// <param name="position">UTF-16 offset of the cursor; an impossible one is taken for the nearest possible.</param>
    /// <param name="detailLevel">0 for signature and summary, 1 for all the documentation.</param>
    public Task<Inspection?> InspectAsync(string code, int position, int detailLevel)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Task.Run(() => Intelligence.Inspect(code, Math.Clamp(position, 0, code.Length), detailLevel));
    }

    /// <summary>Whether a console should run a text or let the user go on typing. Can be asked while a cell runs.</summary>
    public Completeness IsComplete(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Intelligence.IsComplete(code);
    }

    /// <summary>Loads what completion and inspection need, so that the first question is answered quickly; for idle moments.</summary>
    public Task WarmUpIntelligenceAsync() => Task.Run(Intelligence.WarmUp);

    private CodeIntelligence Intelligence => LazyInitializer.EnsureInitialized(ref _intelligence,
        () => new CodeIntelligence(() => _csharp.State, Magics, word => Languages.Find(word)?.Name ?? (MissingKernels.Explain(word) is null ? null : word)));
}
