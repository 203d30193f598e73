using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Engine;

/// <summary>How a cell ended.</summary>
/// <param name="Error">Why it failed, or null when it ran to its end.</param>
/// <param name="Elapsed">Wall time, compilation included.</param>
public sealed record CellOutcome(CellError? Error, TimeSpan Elapsed);
