namespace Workbench.Training;

/// <summary>Says once per reason and process that steps are not recorded.</summary>
internal static class CaptureLog
{
    private static readonly HashSet<string> Said = [];

    public static void Once(CaptureOutcome outcome)
    {
        lock (Said)
            if (!Said.Add(outcome.ToString())) return;
        Console.WriteLine($"CUDA graph not used, steps run operator by operator: {outcome.Reason}.");
    }
}
