using Spectre.Console;

namespace Workbench.Ablations;

/// <summary>A terminal's progress bar: runs done, remaining time, what is under way; lines that stay scroll above it.</summary>
internal sealed class SpectreDisplay : IAblationDisplay
{
    private readonly IAnsiConsole _console;
    private readonly ManualResetEventSlim _ended = new();
    private readonly object _gate = new();
    private readonly Task _drawing;
    private AblationStatus? _newest;

    public SpectreDisplay(IAnsiConsole console)
    {
        _console = console;
        // Spectre draws while a function runs; this one runs until the ablation ends.
        _drawing = Task.Factory.StartNew(Draw, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Show(AblationStatus status)
    {
        lock (_gate) _newest = status;
    }

    public void Tell(string line) => _console.MarkupLineInterpolated($"[yellow]{line}[/]");

    public void Dispose()
    {
        _ended.Set();
        _drawing.GetAwaiter().GetResult();
        _ended.Dispose();
    }

    private void Draw() => _console.Progress()
        .AutoClear(false)
        .HideCompleted(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
        .Start(context =>
        {
            var task = context.AddTask("ablation", maxValue: 1);
            while (true)
            {
                var last = _ended.Wait(100);
                AblationStatus? status;
                lock (_gate) status = _newest;
                if (status is not null)
                {
                    task.Description = Markup.Escape(Describe(status));
                    task.Value = status.Share;
                }

                context.Refresh();
                if (!last) continue;
                task.StopTask();
                return;
            }
        });

    private static string Describe(AblationStatus status) => string.Join("  ", LineDisplay.Parts(status, bar: false));
}
