using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Kernels;

namespace Microsoft.DotNet.Interactive;

/// <summary>A language of the notebook, as cells address it; the root stands for all of them.</summary>
public partial class Kernel
{
    private readonly NotebookKernel _notebook;
    private readonly ISubkernel? _language;

    internal Kernel(NotebookKernel notebook, ISubkernel? language)
    {
        _notebook = notebook;
        _language = language;
    }

    /// <summary>The language that runs this part of the cell.</summary>
    /// <exception cref="InvalidOperationException">No cell runs.</exception>
    public static Kernel Current => Run is var run ? new Kernel(run.Kernel, run.Language) : null!;

    /// <summary>All languages of the notebook together.</summary>
    /// <exception cref="InvalidOperationException">No cell runs.</exception>
    public static CompositeKernel Root => new(Run.Kernel);

    /// <summary>What cells call it; <c>.NET</c> for all languages together.</summary>
    public string Name => _language?.Name ?? ".NET";

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases => _language?.Aliases ?? [];

    /// <summary>All languages of the notebook together.</summary>
    public CompositeKernel RootKernel => new(_notebook);

    /// <summary>The kernel this one is part of; null for the root.</summary>
    public CompositeKernel? ParentKernel => _language is null ? null : RootKernel;

    internal NotebookKernel Notebook => _notebook;

    private static CellRun Run => CellRun.Current ?? throw new InvalidOperationException("There is no notebook cell that runs.");

    /// <summary>Runs a command inside the cell that sends it: its outputs are the cell's. What fails is told by the result, not thrown.</summary>
    /// <exception cref="NotSupportedException">The command is of a kind that this kernel does not know.</exception>
    public async Task<KernelCommandResult> SendAsync(KernelCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var events = await command.RunAsync(this);
            return new KernelCommandResult(command, [.. events, new CommandSucceeded(command)]);
        }
        catch (Exception e) when (e is not (NotSupportedException or OperationCanceledException or CellInterruptedException))
        {
            return new KernelCommandResult(command, [new CommandFailed(e, command)]);
        }
    }

    /// <summary>Runs code in this language, inside the cell that sends it.</summary>
    public Task<KernelCommandResult> SubmitCodeAsync(string code) => SendAsync(new SubmitCode(code));

    /// <summary>The language of a name or alias; null when there is none.</summary>
    public Kernel? FindKernelByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == ".NET" ? RootKernel : _notebook.Languages.Find(name) is { } language ? new Kernel(_notebook, language) : null;
    }

    /// <summary>A variable of this language.</summary>
    public bool TryGetValue<T>(string name, out T? value)
    {
        var known = Language.Values.FirstOrDefault(value => value.Name == name);
        value = known?.Value is T typed ? typed : default;
        return known is not null && (known.Value is T || known.Value is null && default(T) is null);
    }

    /// <summary>Sets a variable of this language.</summary>
    /// <exception cref="NotSupportedException">The language has no variables.</exception>
    public Task SetValueAsync(string name, object? value, Type? declaredType = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Language.SetValue(name, value, declaredType ?? value?.GetType() ?? typeof(object));
        return Task.CompletedTask;
    }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    /// <summary>The language itself; for the root, that of cells that name none.</summary>
    internal ISubkernel Language => _language ?? _notebook.Languages.All[0];

    internal static Task RunWithinCellAsync(string code, ISubkernel language) => Run.RunWithinAsync(code, Run.Name, language);
}
