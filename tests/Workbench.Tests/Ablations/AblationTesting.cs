using Workbench.Ablations;

namespace Workbench.Tests.Ablations;

/// <summary>What the tests of ablations share.</summary>
internal static class AblationTesting
{
    /// <summary>Without journal and progress line.</summary>
    public static AblationPlan Quietly(this AblationPlan plan) => plan.NoJournal().ShownOn(new NoDisplay());

    /// <summary>Everything of the rows that a run decides; not how long it took.</summary>
    public static string[] Content(this AblationTable table) =>
        [.. table.Rows.Select(r => $"{r} {string.Join(" ", table.Measurements.Select(m => BitConverter.DoubleToInt64Bits(r.Value(m))))}")];

    internal sealed class NoDisplay : IAblationDisplay
    {
        public void Show(AblationStatus status)
        {
        }

        public void Tell(string line)
        {
        }

        public void Dispose()
        {
        }
    }
}
