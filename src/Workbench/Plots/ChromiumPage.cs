using System.Diagnostics;
using System.Net;

namespace Workbench.Plots;

/// <summary>Runs a script in a page of a headless Chromium that reaches no network, and gives back what it returns.</summary>
internal static class ChromiumPage
{
    private const string ResultId = "workbench-result";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    /// <summary><c>WORKBENCH_CHROMIUM</c>, else the first of the usual names on PATH; null if there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_CHROMIUM") is { Length: > 0 } named)
            return File.Exists(named) ? named : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(n => folders.Select(f => Path.Combine(f, n))).FirstOrDefault(File.Exists);
    }

    /// <summary>
    /// Runs <c>async () =&gt; …</c> with plotly.js loaded and <c>input</c> set to the given JSON; the returned string comes back.
    /// </summary>
    /// <exception cref="InvalidOperationException">No Chromium, the script throws, or the page gives no answer in time.</exception>
    public static string Run(string inputJson, string script, string? plotly, TimeSpan limit)
    {
        var chromium = Find() ?? throw new InvalidOperationException(
            "drawing a figure needs Chromium, and none is found: apt-get install chromium, or set WORKBENCH_CHROMIUM to its program");
        var plotlyPath = PlotlyScript.Require(plotly);
        var folder = Directory.CreateTempSubdirectory("workbench-chromium-").FullName;
        try
        {
            var page = Path.Combine(folder, "page.html");
            File.WriteAllText(page, $$"""
                <!DOCTYPE html><html><head><meta charset="utf-8"><script src="{{new Uri(plotlyPath)}}"></script></head><body>
                <pre id="{{ResultId}}"></pre>
                <script>
                const input = {{FigurePage.Embed(inputJson)}};
                ({{script}})().then(r => "ok " + r, e => "error " + (e && e.message || e))
                  .then(r => document.getElementById("{{ResultId}}").textContent = r);
                </script></body></html>
                """);
            return Answer(Dom(chromium, page, folder, limit));
        }
        finally
        {
            Delete(folder);
        }
    }

    /// <summary>The document of a page on disk after its scripts have run.</summary>
    internal static string Dom(string chromium, string page, string folder, TimeSpan limit)
    {
        var start = new ProcessStartInfo(chromium)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                "--disable-component-update", "--disable-extensions", "--disable-sync", "--no-first-run", "--hide-scrollbars",
                "--proxy-server=127.0.0.1:9", "--allow-file-access-from-files", $"--user-data-dir={Path.Combine(folder, "profile")}",
                "--virtual-time-budget=600000", "--dump-dom", new Uri(page).ToString(),
            },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"Chromium gave no answer within {limit.TotalSeconds:0} s");
        }

        return output.GetAwaiter().GetResult() is { Length: > 0 } dom
            ? dom
            : throw new InvalidOperationException($"Chromium ended with code {process.ExitCode} and no page: {LastLine(errors.GetAwaiter().GetResult())}");
    }

    private static string Answer(string dom)
    {
        var open = $"<pre id=\"{ResultId}\">";
        var start = dom.IndexOf(open, StringComparison.Ordinal);
        var end = start < 0 ? -1 : dom.IndexOf("</pre>", start, StringComparison.Ordinal);
        var text = end < 0 ? "" : WebUtility.HtmlDecode(dom[(start + open.Length)..end]);
        return text.StartsWith("ok ", StringComparison.Ordinal) ? text[3..]
            : throw new InvalidOperationException(text.Length == 0 ? "the page in Chromium did not finish" : $"the page in Chromium failed: {text}");
    }

    private static string LastLine(string text) => text.Trim().Split('\n')[^1];

    /// <summary>Deletes the folder of a browser that has ended.</summary>
    internal static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A helper process of Chromium may still be writing its profile; what is left lies in the temporary folder.
        }
    }
}
