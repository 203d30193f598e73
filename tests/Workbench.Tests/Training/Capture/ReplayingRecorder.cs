using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training.Capture;

/// <summary>
/// Stands in for a CUDA graph where there is no GPU: a replay runs the recorded work again, on the memory that it was recorded
/// with. Unlike a graph it runs the work while it records, which whoever records must set back.
/// </summary>
internal sealed class ReplayingRecorder : IStepRecorder
{
    private Action? _recorded;

    public List<string> Log { get; } = [];

    public IReadOnlyList<Generator> Generators { get; private set; } = [];

    public Exception? Failure { get; init; }

    public IDisposable Enter()
    {
        Log.Add("enter");
        return new Leave(Log);
    }

    public void Record(Action work, IReadOnlyList<Generator> generators)
    {
        Log.Add("record");
        Generators = generators;
        _recorded = work;
        work();
        if (Failure is not null) throw Failure;
    }

    public void Replay()
    {
        Log.Add("replay");
        _recorded!();
    }

    public void Dispose() => Log.Add("dispose");

    private sealed class Leave(List<string> log) : IDisposable
    {
        public void Dispose() => log.Add("leave");
    }
}
