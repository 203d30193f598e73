using System.Diagnostics;
using System.Globalization;
using Workbench.Notebooks.Display;

namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Says at the end of the cell how long it took and what it allocated.</summary>
internal sealed class TimeMagic : Magic
{
    public override MagicSyntax Syntax { get; } = new("time", "Shows how long the cell ran, what it allocated, and how often memory was collected.");

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        int[] collections = [.. Generations()];
        var watch = Stopwatch.StartNew();
        run.AtEnd(() =>
        {
            var elapsed = watch.Elapsed;
            var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            var counts = Generations().Zip(collections, (now, before) => now - before);
            var text = string.Create(CultureInfo.InvariantCulture,
                $"Wall time: {elapsed.TotalMilliseconds:0.##}ms\nAllocated: {ByteCount.Text(bytes)}, collections (generation 0/1/2): {string.Join('/', counts)}");
            run.Scope.Display(MimeBundle.Raw(text, "text/plain"), Guid.NewGuid().ToString("N"));
        });
        return Task.CompletedTask;
    }

    private static IEnumerable<int> Generations() => Enumerable.Range(0, 3).Select(GC.CollectionCount);
}
