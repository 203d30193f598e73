namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Says what memory the kernel holds.</summary>
internal sealed class MemoryMagic : Magic
{
    public override MagicSyntax Syntax { get; } = new("memory", "Shows the memory of the process, of managed objects, and of the tensors in variables.");

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        var tensors = run.Kernel.Languages.All.SelectMany(language => language.Values).Select(value => value.Value)
            .OfType<object>().Distinct(ReferenceEqualityComparer.Instance).Where(ValueMemory.IsTensor).Select(value => ValueMemory.OfTensor(value) ?? 0).ToList();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var rows = new List<IReadOnlyList<string>>
        {
            new[] { "process (working set)", ByteCount.Text(process.WorkingSet64) },
            new[] { "managed objects", ByteCount.Text(GC.GetTotalMemory(forceFullCollection: false)) },
            new[] { $"tensors in variables ({tensors.Count})", ByteCount.Text(tensors.Sum()) },
        };
        run.Scope.Display(PlainTable.Of(["Memory", "Amount"], rows), Guid.NewGuid().ToString("N"));
        return Task.CompletedTask;
    }
}
