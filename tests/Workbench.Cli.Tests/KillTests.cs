using System.Diagnostics;
using Workbench.Notebooks.Format;

namespace Workbench.Cli.Tests;

/// <summary>Whatever becomes of the program, notebooks on disk are whole and no kernel outlives it.</summary>
public sealed class KillTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [SkippableFact]
    public async Task A_runner_killed_at_any_moment_leaves_old_or_new_notebooks_and_no_kernel()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "looks for processes in /proc");
        var kernels = System.Text.Json.JsonSerializer.Serialize(_sandbox["kernels"]);
        Directory.CreateDirectory(_sandbox["kernels"]);
        string[] cells = [$"System.IO.File.WriteAllText({kernels} + \"/\" + Environment.ProcessId, \"\");",
            .. Enumerable.Range(2, 30).Select(n => $"for (var i = 0; i < 3000; i++) Console.WriteLine(\"{n} \" + i);\n{n}"), "await Task.Delay(-1);"];
        var inputs = new[] { "01-a", "02-b" }.ToDictionary(name => name, name => (Path: _sandbox.WriteNotebook(name + ".ipynb", cells), Text: ""));
        foreach (var name in inputs.Keys.ToList())
            inputs[name] = (inputs[name].Path, File.ReadAllText(inputs[name].Path));
        var random = new Random(9);
        var written = 0;
        for (var round = 0; round < 20; round++)
        {
            using var runner = CliProcess.Start(_sandbox, "run", "01", "02", "--protocol", "smoke", "--jobs", "2");
            // The first round waits for the first cell, so that later ones fall into the cells, the first save and the start.
            var patience = Stopwatch.StartNew();
            while (round % 4 != 3 && Directory.GetFiles(_sandbox["kernels"]).Length == 0 && patience.Elapsed < TimeSpan.FromMinutes(2))
                await Task.Delay(10);
            await Task.Delay(random.Next(0, 700));
            runner.Kill();
            await runner.WaitForExitAsync();
            foreach (var (name, input) in inputs)
            {
                Assert.Equal(input.Text, File.ReadAllText(input.Path));
                var output = _sandbox[$"artifacts/notebooks/{name}.ipynb"];
                if (!File.Exists(output))
                    continue;
                written++;
                var saved = NotebookDocument.Load(output);
                Assert.Equal(cells, saved.Cells.Select(cell => cell.Source));
                // Cells run in order, so those with a value come before those without.
                var values = saved.Cells.Skip(1).Take(30).Select(cell => cell.Outputs.Any(shown => shown.Type == "execute_result")).ToList();
                Assert.Equal(values.OrderDescending(), values);
            }
            foreach (var kernel in Directory.GetFiles(_sandbox["kernels"]))
            {
                var process = Path.GetFileName(kernel);
                patience.Restart();
                while (IsRunning(process) && patience.Elapsed < TimeSpan.FromSeconds(30))
                    await Task.Delay(20);
                Assert.False(IsRunning(process), "a kernel outlived its runner");
                File.Delete(kernel);
            }
        }
        Assert.InRange(written, 20, 40);
    }

    /// <summary>Whether there is such a process; one that has ended and waits to be asked for its exit code does not count.</summary>
    private static bool IsRunning(string process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
