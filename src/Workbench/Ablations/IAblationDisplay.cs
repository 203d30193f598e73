namespace Workbench.Ablations;

/// <summary>Shows a running ablation. Called by one thread at a time.</summary>
internal interface IAblationDisplay : IDisposable
{
    /// <summary>Shows the newest state; called often.</summary>
    void Show(AblationStatus status);

    /// <summary>Says something that is to stay, e.g. why a run failed.</summary>
    void Tell(string line);
}
