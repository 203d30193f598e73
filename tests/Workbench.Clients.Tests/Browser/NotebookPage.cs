using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Clients.Tests.Jupyter;

namespace Workbench.Clients.Tests.Browser;

/// <summary>Jupyter Notebook's page on a notebook: what a person does there, by the same keys and buttons.</summary>
internal sealed class NotebookPage : IAsyncDisposable
{
    private readonly Page _page;
    private readonly NotebookServer _server;

    private NotebookPage(Page page, NotebookServer server)
    {
        _page = page;
        _server = server;
    }

    /// <summary>Opens a notebook and waits until its kernel answers.</summary>
    public static async Task<NotebookPage> OpenAsync(Chromium browser, NotebookServer server, string notebook)
    {
        var page = new NotebookPage(await browser.OpenAsync(server.AddressOf(notebook)), server);
        await page._page.WaitAsync("the notebook is open", "Jupyter.notebook._fully_loaded", 60);
        await page.WaitForKernelAsync();
        return page;
    }

    /// <summary>Writes a notebook of code cells.</summary>
    public static string Write(JupyterHome home, string name, params string[] cells)
    {
        var notebook = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select((source, index) => (JsonNode)new JsonObject
            {
                ["cell_type"] = "code", ["execution_count"] = null, ["id"] = $"cell-{index}", ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = source,
            })]),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = JupyterHome.Kernel } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        File.WriteAllText(Path.Combine(home.Work, name), notebook.ToJsonString());
        return name;
    }

    /// <summary>Waits until the page's kernel is connected and has nothing to do.</summary>
    public Task WaitForKernelAsync() => _page.WaitAsync(
        "the kernel is ready", "Jupyter.notebook.kernel.is_connected() && Jupyter.notebook.kernel.info_reply.status === 'ok' && document.querySelector('#kernel_indicator_icon.kernel_idle_icon')");

    /// <summary>Puts the cursor at the end of a cell.</summary>
    public async Task EditAsync(int cell)
    {
        await _page.EvaluateAsync($"(() => {{ const n = Jupyter.notebook, c = n.get_cell({cell}); n.select({cell}); n.edit_mode(); c.focus_editor(); c.code_mirror.setCursor(1e6, 1e6); }})()");
        await _page.WaitAsync("the cell has the focus", $"Jupyter.notebook.get_cell({cell}).code_mirror.hasFocus()");
    }

    /// <summary>Runs a cell by Shift-Enter, without waiting for its end.</summary>
    public async Task StartAsync(int cell)
    {
        await EditAsync(cell);
        await PressAsync("Enter", shift: true);
        await _page.WaitAsync("the cell was started", $"{Cell(cell)}.input_prompt_number !== undefined");
    }

    /// <summary>Waits for the end of a cell and gives the text of its outputs.</summary>
    public async Task<string> EndAsync(int cell, double seconds = 30)
    {
        await _page.WaitAsync($"cell {cell} has ended", $"typeof {Cell(cell)}.input_prompt_number === 'number' && Jupyter.notebook.kernel._msg_callbacks[{Cell(cell)}.last_msg_id]?.iopub_done !== false", seconds);
        return (string)(await _page.EvaluateAsync($"{Cell(cell)}.output_area.element[0].innerText"))!;
    }

    /// <summary>Runs a cell to its end and gives the text of its outputs.</summary>
    public async Task<string> RunAsync(int cell)
    {
        await StartAsync(cell);
        return await EndAsync(cell);
    }

    /// <summary>Waits until this is the text in a cell.</summary>
    public Task WaitForSourceAsync(int cell, string text) => _page.WaitAsync($"the cell holds {text}", $"{Cell(cell)}.get_text() === {JsonSerializer.Serialize(text)}");

    /// <summary>Waits until an element of a cell's outputs matches a selector.</summary>
    public Task WaitForOutputAsync(int cell, string selector) =>
        _page.WaitAsync($"an output matches {selector}", $"{Cell(cell)}.output_area.element[0].querySelector({JsonSerializer.Serialize(selector)})");

    /// <summary>Waits until the text of a cell's outputs has some words.</summary>
    public Task WaitForOutputTextAsync(int cell, string text) =>
        _page.WaitAsync($"the output says {text}", $"{Cell(cell)}.output_area.element[0].innerText.includes({JsonSerializer.Serialize(text)})");

    /// <summary>Waits until something on the page matches a selector, is shown, and has some words.</summary>
    public Task WaitForAsync(string selector, string text = "") =>
        _page.WaitAsync($"{selector} is shown with '{text}'", $"[...document.querySelectorAll({JsonSerializer.Serialize(selector)})].some(e => e.getClientRects().length && e.innerText.includes({JsonSerializer.Serialize(text)}))");

    /// <summary>Clicks what matches a selector.</summary>
    public async Task ClickAsync(string selector)
    {
        await WaitForAsync(selector);
        await _page.EvaluateAsync($"[...document.querySelectorAll({JsonSerializer.Serialize(selector)})].find(e => e.getClientRects().length).click()");
    }

    /// <summary>Types where the focus is.</summary>
    public Task TypeAsync(string text) => _page.TypeAsync(text);

    /// <summary>Presses Enter, Tab or Escape.</summary>
    public Task PressAsync(string key, bool shift = false) => _page.PressAsync(key, key switch { "Enter" => 13, "Tab" => 9, "Escape" => 27, _ => throw new ArgumentOutOfRangeException(nameof(key), key, "no key code known") }, shift);

    /// <summary>Saves the notebook, as the button does.</summary>
    public async Task SaveAsync()
    {
        await ClickAsync("[data-jupyter-action='jupyter-notebook:save-notebook']");
        await _page.WaitAsync("the notebook is saved", "!Jupyter.notebook.dirty");
    }

    /// <summary>Keeps a picture of the page below <c>artifacts/</c>, for people to look at.</summary>
    public Task KeepScreenshotAsync(string name) => _page.SaveScreenshotAsync(Path.Combine(Checkout.Find().Artifacts, "test", "clients", name + ".png"));

    /// <summary>Asserts that nothing went wrong in the page, and that it asked its own server only.</summary>
    public void HasBehaved()
    {
        Assert.Empty(_page.Errors);
        Assert.DoesNotContain(_page.Requests, address => !address.StartsWith($"http://127.0.0.1:{_server.Port}/", StringComparison.Ordinal)
            && !address.StartsWith("data:", StringComparison.Ordinal) && !address.StartsWith("blob:", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        // A page that is left asks whether its changes are to be saved.
        await _page.EvaluateAsync("Jupyter.notebook.set_dirty(false)");
        await _page.DisposeAsync();
    }

    private static string Cell(int index) => $"Jupyter.notebook.get_cell({index})";
}
