namespace Workbench.Ablations;

/// <summary>Thrown by <see cref="AblationRun.Diverged"/> to leave a run; the ablation makes a row of it.</summary>
/// <param name="reason">What was seen.</param>
public sealed class RunDivergedException(string reason) : Exception(reason);
