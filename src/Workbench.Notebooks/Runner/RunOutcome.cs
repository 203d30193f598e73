namespace Workbench.Notebooks.Runner;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>Every cell ran.</summary>
    Ok,

    /// <summary>A cell did not compile or threw.</summary>
    CellError,

    /// <summary>A cell ran longer than allowed.</summary>
    Timeout,

    /// <summary>The run was cancelled.</summary>
    Interrupted,

    /// <summary>The kernel process died.</summary>
    KernelDied,
}
