using Workbench.Notebooks.Format;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Tests.Engine;

/// <summary>An engine of its own and the cells run in it.</summary>
internal sealed class Cells(string? folder = null)
{
    private readonly NotebookKernel _kernel = new(folder ?? Path.GetTempPath());
    private int _number;

    /// <summary>Runs a cell that must not fail and returns what it showed.</summary>
    public async Task<IReadOnlyList<string>> Run(string code)
    {
        var frontend = new RecordingFrontend();
        var outcome = await _kernel.RunAsync(new CellRequest(code, ++_number), frontend, default);
        Assert.True(outcome.Error is null, $"{outcome.Error?.Message}\n{string.Join('\n', outcome.Error?.Traceback ?? [])}");
        return frontend.Log;
    }

    /// <summary>Runs a cell that must fail and returns its error.</summary>
    public async Task<CellError> Fail(string code, CancellationToken cancellation = default)
    {
        var outcome = await _kernel.RunAsync(new CellRequest(code, ++_number), new RecordingFrontend(), cancellation);
        Assert.NotNull(outcome.Error);
        return outcome.Error;
    }

    /// <summary>The value of a cell as plain text; null when it has none.</summary>
    public async Task<string?> Value(string code)
    {
        var results = (await Run(code)).Where(line => line.StartsWith("result:", StringComparison.Ordinal)).ToList();
        return results.Count == 0 ? null : Assert.Single(results)["result:".Length..];
    }
}
