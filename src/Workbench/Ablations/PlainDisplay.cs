namespace Workbench.Ablations;

/// <summary>Whole lines at growing distances, for a log file or a pipe, where a rewritten line would pile up.</summary>
internal sealed class PlainDisplay(TextWriter output, TimeProvider clock) : IAblationDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private AblationStatus? _newest;
    private AblationStatus? _shown;
    private long _drawn = clock.GetTimestamp();

    public void Show(AblationStatus status)
    {
        _newest = status;
        if (clock.GetElapsedTime(_drawn) >= Pause) Draw();
    }

    public void Tell(string line) => output.WriteLine(line);

    public void Dispose()
    {
        if (_newest is not null && !ReferenceEquals(_newest, _shown)) Draw();
        output.Flush();
    }

    private void Draw()
    {
        output.WriteLine(string.Join("  ", LineDisplay.Parts(_newest!, bar: false)));
        (_shown, _drawn) = (_newest, clock.GetTimestamp());
    }
}
