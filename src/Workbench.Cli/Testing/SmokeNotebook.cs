using Workbench.Cli.Running;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;

namespace Workbench.Cli.Testing;

/// <summary>A notebook as a test: every cell must run under the smoke protocol, in a fresh kernel. Nothing is saved.</summary>
internal static class SmokeNotebook
{
    private static readonly TimeSpan CellLimit = TimeSpan.FromMinutes(3);

    /// <summary>Runs one notebook.</summary>
    /// <param name="checkout">The checkout.</param>
    /// <param name="notebook">Its full path.</param>
    /// <param name="device">Where its tensors live; null for the CPU.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Tally> RunAsync(Checkout checkout, string notebook, string? device, CancellationToken cancellation)
    {
        var name = Path.GetRelativePath(checkout.Root, notebook);
        var output = Path.Combine(checkout.Artifacts, "test", Path.ChangeExtension(name, null));
        var options = new RunOptions { Notebooks = [notebook], Protocol = "smoke", Device = device };
        var environment = new Dictionary<string, string?>(options.Environment(checkout, Path.Combine(output, "results"), notebook))
        {
            // What a person has set for runs of their own is no part of the test.
            ["WORKBENCH_SEEDS"] = null,
        };
        try
        {
            var result = await NotebookRunner.RunAsync(new RunRequest
            {
                Notebook = notebook,
                Output = output + ".ipynb",
                Html = output + ".html",
                PlotlyScript = checkout.PlotlyScript,
                Environment = environment,
                CellTimeout = CellLimit,
            }, cancellation: cancellation);
            return result.Succeeded ? Tally.Pass : Tally.Fail(name, Describe(result));
        }
        catch (NotebookFormatException problem)
        {
            return Tally.Fail(name, problem.Message);
        }
    }

    private static string Describe(RunResult result)
    {
        var where = result.FailedCell is { } cell ? $"Cell {cell.Number} of {cell.Count}: {cell.FirstLine}\n" : "";
        var error = result.Error is not { } known ? result.Outcome.ToString()
            : known.Traceback.Count > 0 ? string.Join('\n', known.Traceback)
            : $"{known.Name}: {known.Message}";
        return where + error;
    }
}
