using Workbench.Notebooks.Engine;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Tells the exception that stops a cell from one that a value throws while it is shown.</summary>
internal static class Interruption
{
    /// <summary>Code of values runs while they are formatted; where the cell is being stopped, what it throws must get through.</summary>
    public static bool IsUnderWay(Exception exception) =>
        exception is ThreadInterruptedException || exception.InnerException is ThreadInterruptedException || CellScope.Current?.Cancellation.IsCancellationRequested == true;
}
