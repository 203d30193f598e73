using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Intelligence;

namespace Workbench.Notebooks.Kernels;

public sealed partial class NotebookKernel
{
    /// <summary>Runs code that is not a cell, such as a handler that a cell has left, in its turn among the cells.</summary>
    internal Task<CellOutcome> CallAsync(Action work, IFrontend frontend, CancellationToken cancellation) => _runner.RunAsync(frontend, _ =>
    {
        work();
        return Task.CompletedTask;
    }, Describe, cancellation);

    /// <summary><see cref="CompleteAsync"/> on the calling thread: cells may keep the pool's threads busy for long.</summary>
    internal CompletionList Complete(string code, int position) => Intelligence.Complete(code, Math.Clamp(position, 0, code.Length));

    /// <summary><see cref="InspectAsync"/> on the calling thread.</summary>
    internal Inspection? Inspect(string code, int position, int detailLevel) => Intelligence.Inspect(code, Math.Clamp(position, 0, code.Length), detailLevel);
}
