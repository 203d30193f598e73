namespace Workbench.Notebooks.Kernels;

/// <summary>A line <c>#!name</c> in a cell that speaks to the kernel.</summary>
internal abstract class Magic
{
    /// <summary>Its name, options and help.</summary>
    public abstract MagicSyntax Syntax { get; }

    /// <summary>Obeys the line. The language around it is <see cref="CellRun.Language"/>.</summary>
    /// <exception cref="MagicException">It cannot.</exception>
    public abstract Task RunAsync(MagicCall call, CellRun run);
}
