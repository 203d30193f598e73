using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>Which file of the repository is shown on which page, so that links between files become links between pages.</summary>
internal sealed class SiteMap
{
    public const string Index = "index.html";
    public const string Effects = "compare/claims.html";

    private readonly Dictionary<string, string> _pages = new() { ["papers/README.md"] = Index };

    public SiteMap(IEnumerable<Card> cards, IEnumerable<string> notebooks)
    {
        foreach (var card in cards)
            _pages[$"papers/{card.Slug}.md"] = Paper(card.Slug);
        foreach (var notebook in notebooks)
            _pages[notebook] = Notebook(notebook);
    }

    /// <summary>The page of a paper.</summary>
    public static string Paper(string slug) => $"papers/{slug}.html";

    /// <summary>The page of an executed notebook, given as <c>notebooks/NAME.ipynb</c>.</summary>
    public static string Notebook(string path) => Path.ChangeExtension(path, ".html");

    /// <summary>The page with the figures of a comparison.</summary>
    public static string Comparison(string path) => $"compare/{Path.GetFileNameWithoutExtension(path)}.html";

    /// <summary>The address of one page as it stands on another, both relative to the site.</summary>
    public static string Link(string from, string to)
    {
        var up = string.Concat(Enumerable.Repeat("../", from.Count(c => c == '/')));
        var shared = from.LastIndexOf('/') is var slash and > 0 && to.StartsWith(from[..(slash + 1)], StringComparison.Ordinal) ? slash + 1 : 0;
        return (shared > 0 ? "" : up) + string.Join('/', to[shared..].Split('/').Select(Uri.EscapeDataString));
    }

    /// <summary>
    /// Where a link that stands in a file of the repository leads on the site: unchanged when it leaves the repository or stays on the page,
    /// null when what it names has no page.
    /// </summary>
    /// <param name="href">The link as written.</param>
    /// <param name="file">The file it stands in.</param>
    /// <param name="page">The page it will stand on.</param>
    public string? Translate(string href, string file, string page)
    {
        if (href.StartsWith('#') || (Uri.TryCreate(href, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "mailto"))
            return href;
        var fragment = href.IndexOf('#') is var at and >= 0 ? href[at..] : "";
        var path = Uri.UnescapeDataString(href[..^fragment.Length]);
        var full = Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(file)!, path))).Replace('\\', '/');
        return _pages.TryGetValue(full, out var target) ? Link(page, target) + fragment : null;
    }
}
