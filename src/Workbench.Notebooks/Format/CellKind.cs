namespace Workbench.Notebooks.Format;

/// <summary>What a notebook cell holds.</summary>
public enum CellKind
{
    /// <summary>Program text that a kernel runs.</summary>
    Code,

    /// <summary>Markdown, shown rendered.</summary>
    Markdown,

    /// <summary>Text that nothing interprets.</summary>
    Raw,
}
