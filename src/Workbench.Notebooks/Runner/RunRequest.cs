namespace Workbench.Notebooks.Runner;

/// <summary>What to run and where to put the results.</summary>
public sealed record RunRequest
{
    /// <summary>The notebook to run; a <c>.dib</c> text too. The file itself is not changed.</summary>
    public required string Notebook { get; init; }

    /// <summary>The current directory of the cells; null for the notebook's folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Variables to set, in a cell behind the one tagged <c>parameters</c>.</summary>
    public IReadOnlyList<RunParameter> Parameters { get; init; } = [];

    /// <summary>Whether the cells behind a failing one run too.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>Whether the cells run in this process, for a debugger.</summary>
    public bool InProcess { get; init; }

    /// <summary>Where the executed notebook goes, written after every cell; null to keep it in memory only. A name in <c>.dib</c> gets its cells without outputs.</summary>
    public string? Output { get; init; }

    /// <summary>Where a self-contained HTML page of the executed notebook goes, written at the end; null for none.</summary>
    public string? Html { get; init; }

    /// <summary>The plotly.js bundle to put into the page; without it figures show as their static image or text.</summary>
    public string? PlotlyScript { get; init; }

    /// <summary>Environment variables of the kernel process, added to those of this process; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Longest time one cell may take; null for no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }
}
