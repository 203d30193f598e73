namespace Workbench.Training;

/// <summary>How the steps of a training or the solves of a sampler were sent to the device.</summary>
/// <param name="Captured">Whether they were recorded once in a CUDA graph and replayed; else they ran operator by operator.</param>
/// <param name="Reason">Why they were not recorded; null where they were.</param>
public sealed record CaptureOutcome(bool Captured, string? Reason)
{
    /// <summary>Recorded and replayed.</summary>
    public static CaptureOutcome Replayed { get; } = new(true, null);

    /// <summary>Run operator by operator, for a reason.</summary>
    public static CaptureOutcome Eager(string reason) => new(false, reason);

    /// <inheritdoc/>
    public override string ToString() => Captured ? "captured" : $"eager: {Reason}";
}
