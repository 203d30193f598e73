using Workbench.Notebooks.Intelligence;
using Workbench.Notebooks.Kernels;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Intelligence;

/// <summary>A kernel that is asked about texts in which <c>|</c> is the cursor.</summary>
internal sealed class Questions(string? folder = null)
{
    public NotebookKernel Kernel { get; } = new(folder ?? Path.GetTempPath());

    public async Task Run(params string[] cells)
    {
        foreach (var cell in cells)
        {
            var outcome = await Kernel.RunAsync(new CellRequest(cell, 1), new RecordingFrontend(), default);
            Assert.True(outcome.Error is null, outcome.Error?.Message);
        }
    }

    public Task<CompletionList> Complete(string marked) => Kernel.CompleteAsync(marked.Remove(marked.IndexOf('|'), 1), marked.IndexOf('|'));

    /// <summary>The texts that may be inserted at the cursor.</summary>
    public async Task<string[]> Texts(string marked) => [.. (await Complete(marked)).Items.Select(item => item.Text)];

    public Task<Inspection?> Inspect(string marked, int detailLevel = 0) => Kernel.InspectAsync(marked.Remove(marked.IndexOf('|'), 1), marked.IndexOf('|'), detailLevel);
}
