using System.Diagnostics;
using System.Globalization;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;

namespace Workbench.Notebooks.Tests.Runner;

/// <summary>Whatever becomes of the kernel, the notebook on disk is whole.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Notebook(params string[] cells)
    {
        var document = NotebookDocument.Create();
        foreach (var cell in cells)
            document.Add(CellKind.Code, cell);
        document.Save(_folder.File("in.ipynb"));
        return _folder.File("in.ipynb");
    }

    /// <summary>Ends the kernel, whose process id the first cell prints, some time after it has done so.</summary>
    private sealed class Assassin(TimeSpan delay) : IRunObserver
    {
        private bool _isHired;

        public Task Deed { get; private set; } = Task.CompletedTask;

        public void Text(RunCell cell, string stream, string text)
        {
            if (_isHired)
                return;
            _isHired = true;
            var kernel = Process.GetProcessById(int.Parse(text.Trim(), CultureInfo.InvariantCulture));
            Deed = Task.Run(async () =>
            {
                await Task.Delay(delay);
                kernel.Kill();
                kernel.Dispose();
            });
        }
    }

    [Fact]
    public async Task A_kernel_killed_at_any_moment_leaves_a_whole_notebook_and_is_told()
    {
        string[] cells = ["Console.WriteLine(Environment.ProcessId);", .. Enumerable.Range(2, 12).Select(n => $"for (var i = 0; i < 2000; i++) Console.WriteLine(\"{n} \" + i);\nawait Task.Delay(40);\n{n}"), "await Task.Delay(-1);"];
        var notebook = Notebook(cells);
        var before = File.ReadAllText(notebook);
        var random = new Random(20);
        for (var round = 0; round < 20; round++)
        {
            var assassin = new Assassin(TimeSpan.FromMilliseconds(random.Next(0, 900)));
            var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = notebook, Output = _folder.File("out.ipynb") }, assassin);
            await assassin.Deed;
            Assert.Equal(RunOutcome.KernelDied, result.Outcome);
            Assert.Contains("signal 9", result.Error!.Message);
            var saved = NotebookDocument.Load(_folder.File("out.ipynb"));
            Assert.Equal(result.Document.ToText(), saved.ToText());
            Assert.Equal(cells, saved.Cells.Select(cell => cell.Source));
            var failed = result.FailedCell!.Index;
            for (var i = 1; i < failed; i++)
                Assert.Equal($"{i + 1}", saved.Cells[i].Outputs[^1].TextOf("text/plain"));
            Assert.Equal("KernelDied", saved.Cells[failed].Outputs[^1].Error!.Name);
            Assert.All(saved.Cells.Skip(failed + 1), cell => Assert.Empty(cell.Outputs));
            Assert.Equal(cells.Length - failed - 1, result.Cells.Count(cell => cell.Status == CellStatus.NotRun));
        }
        Assert.Equal(before, File.ReadAllText(notebook));
        Assert.Equal(["in.ipynb", "out.ipynb"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_cell_that_hangs_in_native_code_ends_with_its_time()
    {
        var result = await NotebookRunner.RunAsync(new RunRequest
        {
            Notebook = Notebook("Console.WriteLine(\"begun\");\n[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int pause();\nwhile (true) pause();", "1"),
            Output = _folder.File("out.ipynb"),
            CellTimeout = TimeSpan.FromSeconds(10),
        });
        Assert.Equal(RunOutcome.Timeout, result.Outcome);
        var saved = NotebookDocument.Load(_folder.File("out.ipynb"));
        Assert.Equal("begun\n", saved.Cells[0].Outputs[0].Text);
        Assert.Equal("Timeout", saved.Cells[0].Outputs[^1].Error!.Name);
    }

    [Fact]
    public async Task Two_runs_of_one_notebook_at_once_leave_a_whole_one_at_every_moment()
    {
        var notebook = Notebook([.. Enumerable.Range(1, 10).Select(n => $"for (var i = 0; i < 500; i++) Console.WriteLine(i);\n{n}")]);
        var request = new RunRequest { Notebook = notebook, Output = _folder.File("out.ipynb") };
        using var done = new CancellationTokenSource();
        var reads = 0;
        var reader = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                if (File.Exists(request.Output))
                {
                    Assert.Equal(10, NotebookDocument.Load(request.Output).Cells.Count);
                    reads++;
                }
                await Task.Delay(2);
            }
        });
        var results = await Task.WhenAll(Task.Run(() => NotebookRunner.RunAsync(request)), Task.Run(() => NotebookRunner.RunAsync(request)));
        done.Cancel();
        await reader;
        Assert.True(reads > 0);
        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.Message));
        Assert.Equal("10", NotebookDocument.Load(request.Output).Cells[9].Outputs[^1].TextOf("text/plain"));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void What_a_killed_process_left_beside_a_file_goes_and_what_a_living_one_writes_stays()
    {
        foreach (var name in new[] { "a.ipynb.999999999.1.tmp", $"a.ipynb.{Environment.ProcessId}.1.tmp", "ab.ipynb.999999999.1.tmp", "a.ipynb.mine.tmp" })
            File.WriteAllText(_folder.File(name), "");
        AtomicFile.RemoveLeftovers(_folder.File("a.ipynb"));
        Assert.Equal(new[] { "a.ipynb.mine.tmp", $"a.ipynb.{Environment.ProcessId}.1.tmp", "ab.ipynb.999999999.1.tmp" }.Order(StringComparer.Ordinal), Directory.GetFiles(_folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }
}
