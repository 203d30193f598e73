using Workbench.Training;

namespace Workbench.Cli.Running;

/// <summary>Runs notebooks one after the other, or several at a time without mixing what they say.</summary>
internal sealed class ParallelNotebooks(Checkout checkout, RunOptions options)
{
    /// <summary>Runs them; those that an interruption kept from beginning have no report.</summary>
    /// <param name="terminal">Where it is told how they go.</param>
    /// <param name="cancellation">Interrupts the running cells and begins no other notebook.</param>
    /// <param name="kill">Ends the processes of the cells.</param>
    public async Task<IReadOnlyList<RunReport>> ExecuteAsync(Terminal terminal, CancellationToken cancellation, CancellationToken kill)
    {
        var reports = new RunReport?[options.Notebooks.Count];
        if (options.Jobs == 1 || options.Notebooks.Count == 1)
        {
            for (var i = 0; i < reports.Length && !cancellation.IsCancellationRequested; i++)
                reports[i] = await new NotebookRun(checkout, options, options.Notebooks[i]).ExecuteAsync(terminal, cancellation, kill);
        }
        else
        {
            using var places = new SemaphoreSlim(options.Jobs);
            var gate = new Lock();
            var turns = DeviceTurns.For(options, Devices.Inventory);
            // Lines of cells as they end, each with the name of its notebook; no line is rewritten.
            var progress = new Terminal(TextWriter.Synchronized(terminal.Output), TextWriter.Synchronized(terminal.Error), isLive: false, terminal.Width);
            await Task.WhenAll(reports.Select((_, i) => Task.Run(() => RunOneAsync(i, places, turns, gate, progress), CancellationToken.None)));
        }
        return [.. reports.OfType<RunReport>()];

        async Task RunOneAsync(int i, SemaphoreSlim places, DeviceTurns? turns, Lock gate, Terminal progress)
        {
            await places.WaitAsync(CancellationToken.None);
            try
            {
                if (cancellation.IsCancellationRequested)
                    return;
                var (output, error) = (new StringWriter(), new StringWriter());
                var summary = new Terminal(output, error, isLive: false, terminal.Width);
                using var turn = turns?.Take();
                reports[i] = await new NotebookRun(checkout, options with { DealtDevice = turn?.Device }, options.Notebooks[i]).ExecuteAsync(summary, cancellation, kill, progress);
                lock (gate)
                {
                    progress.Output.Write($"{Checkout.Show(options.Notebooks[i])}: {output}");
                    progress.Output.Flush();
                    progress.Error.Write(error.ToString());
                    progress.Error.Flush();
                }
            }
            finally
            {
                places.Release();
            }
        }
    }
}
