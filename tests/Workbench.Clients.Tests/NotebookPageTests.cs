using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbench.Clients.Tests.Browser;
using Workbench.Clients.Tests.Jupyter;

namespace Workbench.Clients.Tests;

/// <summary>Jupyter Notebook's own page, in headless Chromium.</summary>
public sealed class NotebookPageTests(NotebookPageTests.Surroundings surroundings) : IClassFixture<NotebookPageTests.Surroundings>
{
    private const string Figure = """
        display(System.Text.Json.Nodes.JsonNode.Parse("{\"data\":[{\"type\":\"scatter\",\"y\":[1,3,2]},{\"type\":\"bar\",\"y\":[2,1,3]}],\"layout\":{\"title\":{\"text\":\"A live figure\"}}}"), "application/vnd.plotly.v1+json");
        """;

    [SkippableFact]
    public async Task A_cell_runs_and_its_figure_is_drawn_also_when_the_notebook_is_opened_again()
    {
        var (home, page) = await OpenAsync("figure.ipynb", "Enumerable.Range(1, 5).Select(i => i * i).ToArray()", Figure);
        await using (page)
        {
            Assert.Contains("1, 4, 9, 16, 25", await page.RunAsync(0));
            await page.RunAsync(1);
            await page.WaitForOutputAsync(1, ".js-plotly-plot svg.main-svg .scatterlayer .trace path.js-line");
            await page.WaitForOutputAsync(1, ".js-plotly-plot svg.main-svg .barlayer .trace .point");
            await page.KeepScreenshotAsync("notebook-figure");
            await page.SaveAsync();
            page.HasBehaved();
        }

        var saved = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(home.Work, "figure.ipynb")))!;
        var data = saved["cells"]![1]!["outputs"]![0]!["data"]!;
        Assert.Equal("A live figure", (string?)data["application/vnd.plotly.v1+json"]!["layout"]!["title"]!["text"]);
        Assert.NotNull(data["text/plain"]);
        Assert.Equal("C#", (string?)saved["metadata"]!["language_info"]!["name"]);

        await using var again = await surroundings.OpenAsync("figure.ipynb");
        await again.WaitForOutputAsync(1, ".js-plotly-plot svg.main-svg .scatterlayer .trace path.js-line");
        again.HasBehaved();
    }

    [SkippableFact]
    public async Task The_stop_button_ends_a_loop_and_keeps_the_state()
    {
        var (_, page) = await OpenAsync("interrupt.ipynb", "var kept = 41;", "Console.WriteLine(\"runs\"); while (true) kept = 42;", "kept");
        await using (page)
        {
            await page.RunAsync(0);
            await page.StartAsync(1);
            await page.WaitForOutputTextAsync(1, "runs");
            await page.ClickAsync("[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
            Assert.Contains("interrupted", await page.EndAsync(1));
            await page.KeepScreenshotAsync("notebook-interrupt");
            Assert.Contains("42", await page.RunAsync(2));
            page.HasBehaved();
        }
    }

    [SkippableFact]
    public async Task Tab_completes_and_Shift_Tab_explains()
    {
        var (_, page) = await OpenAsync("complete.ipynb", "var measuredVelocity = new List<int> { 3 };", "measuredVel", "measuredVelocity.Fi", "Math.Max");
        await using (page)
        {
            await page.RunAsync(0);
            await page.EditAsync(1);
            await page.PressAsync("Tab");
            await page.WaitForSourceAsync(1, "measuredVelocity");
            await page.EditAsync(2);
            await page.PressAsync("Tab");
            await page.WaitForAsync("#complete", "FindIndex");
            await page.KeepScreenshotAsync("notebook-complete");
            await page.PressAsync("Escape");
            await page.EditAsync(3);
            await page.PressAsync("Tab", shift: true);
            await page.WaitForAsync("#tooltip", "Max");
            await page.KeepScreenshotAsync("notebook-inspect");
            page.HasBehaved();
        }
    }

    [SkippableFact]
    public async Task A_cell_that_reads_a_line_gets_it_from_the_box_under_it()
    {
        var (_, page) = await OpenAsync("input.ipynb", "var name = Console.ReadLine();", "$\"Hello, {name}!\"");
        await using (page)
        {
            await page.StartAsync(0);
            await page.WaitForOutputAsync(0, "input.raw_input");
            await page.KeepScreenshotAsync("notebook-input");
            await page.TypeAsync("Ada");
            await page.PressAsync("Enter");
            await page.EndAsync(0);
            Assert.Contains("Hello, Ada!", await page.RunAsync(1));
            page.HasBehaved();
        }
    }

    [SkippableFact]
    public async Task Restart_gives_a_new_kernel_also_in_the_middle_of_a_cell()
    {
        var (_, page) = await OpenAsync("restart.ipynb", "var before = 1;", "while (true) { }", "before", "1 + 1");
        await using (page)
        {
            await page.RunAsync(0);
            await page.StartAsync(1);
            await page.ClickAsync("[data-jupyter-action='jupyter-notebook:confirm-restart-kernel']");
            await page.ClickAsync(".modal.in .btn-danger");
            await page.WaitForKernelAsync();
            Assert.Contains("before", await page.RunAsync(2));
            Assert.Contains("2", await page.RunAsync(3));
            page.HasBehaved();
        }
    }

    [SkippableFact]
    public async Task The_death_of_the_kernel_is_said_and_a_new_one_is_there()
    {
        var (_, page) = await OpenAsync("death.ipynb", "Environment.ProcessId", "1 + 1");
        await using (page)
        {
            var process = Regex.Match((await page.RunAsync(0)).Replace("Out[1]:", ""), "[0-9]+").Value;
            Process.GetProcessById(int.Parse(process, CultureInfo.InvariantCulture)).Kill();
            await page.WaitForAsync(".modal.in", "appears to have died");
            await page.KeepScreenshotAsync("notebook-death");
            await page.ClickAsync(".modal.in .btn-primary");
            await page.WaitForKernelAsync();
            Assert.Contains("2", await page.RunAsync(1));
            page.HasBehaved();
        }
    }

    private async Task<(JupyterHome Home, NotebookPage Page)> OpenAsync(string name, params string[] cells)
    {
        Debian.Needs("jupyter-notebook");
        Skip.If(Chromium.Program is null, "no Chromium");
        Skip.If(Checkout.Find().PlotlyScript is null, "plotly.js is not installed");
        var home = await surroundings.HomeAsync();
        return (home, await surroundings.OpenAsync(NotebookPage.Write(home, name, cells)));
    }

    /// <summary>One server and one browser for all tests of the page, started by the first that is not skipped.</summary>
    public sealed class Surroundings : IAsyncLifetime
    {
        private JupyterHome? _home;
        private NotebookServer? _server;
        private Chromium? _browser;

        public Task InitializeAsync() => Task.CompletedTask;

        internal async Task<JupyterHome> HomeAsync() => _home ??= await JupyterHome.CreateAsync();

        internal async Task<NotebookPage> OpenAsync(string notebook)
        {
            _server ??= await NotebookServer.StartAsync(await HomeAsync());
            _browser ??= Chromium.Start();
            return await NotebookPage.OpenAsync(_browser, _server, notebook);
        }

        public async Task DisposeAsync()
        {
            if (_browser is not null)
                await _browser.DisposeAsync();
            if (_server is not null)
                await _server.DisposeAsync();
            if (_home is not null)
                await _home.DisposeAsync();
        }
    }
}
