using Workbench.Ablations;

namespace Workbench.Tests.Ablations;

/// <summary>A display that keeps what is told and shows nothing.</summary>
internal sealed class ToldLines : IAblationDisplay
{
    public List<string> Lines { get; } = [];

    public void Show(AblationStatus status) { }

    public void Tell(string line) => Lines.Add(line);

    public void Dispose() { }
}
