using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Packages;

/// <summary>Shows which packages a cell brings: one display that says what goes on, and in the end what is there.</summary>
internal sealed class PackageDisplay(CellScope? scope, IReadOnlyList<PackageRequest> requests)
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _isShown;

    /// <summary>Says that the packages are on their way; the later calls say for how long already.</summary>
    public void Installing() =>
        Show("Installing Packages", requests.Select(request => request.ToString()), _watch.Elapsed.TotalSeconds < 1 ? "" : $" ({_watch.Elapsed.TotalSeconds:0} s)");

    /// <summary>Says that they are there.</summary>
    public void Installed(ResolvedGraph graph) => Show("Installed Packages", requests.Select(request =>
        graph.Packages.FirstOrDefault(package => package.Id.Equals(request.Id, StringComparison.OrdinalIgnoreCase)) is { } package ? $"{package.Id}, {package.Version}"
        : $"{request.Id}: not needed, this kernel has its own"), "");

    /// <summary>Says that they could not be had, where it had said that they come.</summary>
    public void Failed()
    {
        if (_isShown)
            Show("Packages were not installed", requests.Select(request => request.ToString()), "");
    }

    private void Show(string title, IEnumerable<string> packages, string note)
    {
        if (scope is null)
            return;
        var names = packages.ToList();
        var html = new StringBuilder($"<div><div></div><div></div><div><strong>{title}</strong>{note}<ul>");
        foreach (var name in names)
            html.Append("<li><span>").Append(WebUtility.HtmlEncode(name)).Append("</span></li>");
        html.Append("</ul></div></div>");
        var data = new JsonObject
        {
            ["text/html"] = html.ToString(),
            ["text/plain"] = $"{title}{note}\n{string.Join('\n', names.Select(name => "- " + name))}",
        };
        if (_isShown)
            scope.UpdateDisplay(data, _id);
        else
            scope.Display(data, _id);
        _isShown = true;
    }
}
