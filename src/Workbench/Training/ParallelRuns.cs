using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// Independent runs (seeds, arms of a comparison) side by side. On the CPU one thread a core, each run single-threaded,
/// so that results do not depend on how many run at once; on a GPU one after another.
/// </summary>
public static class ParallelRuns
{
    /// <summary>Applies <paramref name="run"/> to every item and returns the results in the items' order.</summary>
    /// <param name="items">What to run over.</param>
    /// <param name="run">
    /// One run; it must take its randomness from its item alone, since runs share the process's default generators.
    /// </param>
    /// <param name="device">Where the runs compute; the CPU when null.</param>
    /// <exception cref="Exception">What the first run (in the items' order) that failed threw.</exception>
    /// <example>
    /// <code>
    /// var accuracies = ParallelRuns.Map(experiment.Seeds, seed => Train(seed));
    /// </code>
    /// </example>
    public static TResult[] Map<TItem, TResult>(IEnumerable<TItem> items, Func<TItem, TResult> run, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(run);
        var list = items.ToArray();
        if (device is not null && device.type != DeviceType.CPU) return [.. list.Select(run)];

        var results = new TResult[list.Length];
        var errors = new Exception?[list.Length];
        var threads = torch.get_num_threads();
        torch.set_num_threads(1);
        try
        {
            // Threads of their own: a dispose scope and the gradient mode belong to a thread, and a run must not inherit them.
            var next = -1;
            var workers = Enumerable.Range(0, Math.Min(Environment.ProcessorCount, list.Length)).Select(_ => new Thread(() =>
            {
                torch.set_num_threads(1);
                for (var i = Interlocked.Increment(ref next); i < list.Length && errors.All(error => error is null); i = Interlocked.Increment(ref next))
                {
                    try
                    {
                        results[i] = run(list[i]);
                    }
                    catch (Exception error)
                    {
                        errors[i] = error;
                    }
                }
            })
            { IsBackground = true }).ToArray();
            foreach (var worker in workers) worker.Start();
            foreach (var worker in workers) worker.Join();
        }
        finally
        {
            torch.set_num_threads(threads);
        }

        if (errors.FirstOrDefault(error => error is not null) is { } first) ExceptionDispatchInfo.Throw(first);
        return results;
    }
}
