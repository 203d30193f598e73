namespace Workbench.Notebooks.Engine;

/// <summary>Unwinds the code of a cell that shall stop.</summary>
internal sealed class CellInterruptedException() : OperationCanceledException("cell interrupted");
