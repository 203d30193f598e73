using Workbench.Ablations;

namespace Workbench.Tests.Ablations;

/// <summary>A display that keeps the newest state and everything it was told.</summary>
internal sealed class RecordingDisplay : IAblationDisplay
{
    public AblationStatus Last { get; private set; } = null!;

    public List<string> Lines { get; } = [];

    public void Show(AblationStatus status) => Last = status;

    public void Tell(string line) => Lines.Add(line);

    public void Dispose()
    {
    }
}
