using Workbench.Cli.Running;
using Workbench.Notebooks.Format;
using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>A notebook as it is kept in the repository.</summary>
/// <param name="Path">Its path in the repository, with '/'.</param>
/// <param name="Document">Its content.</param>
internal sealed record SourceNotebook(string Path, NotebookDocument Document)
{
    /// <summary>File name without extension; a paper's notebook has the slug of its card.</summary>
    public string Slug => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Its first heading, or its name.</summary>
    public string Title => Document.Title ?? Slug;

    /// <summary>Whether it compares papers: its name says so.</summary>
    public bool IsComparison => Slug.StartsWith("compare-", StringComparison.Ordinal);
}

/// <summary>Everything the gallery shows, read once.</summary>
internal sealed class GallerySource
{
    private GallerySource(Ledger ledger, IReadOnlyList<SourceNotebook> notebooks, string? plotlyScript)
    {
        Ledger = ledger;
        Notebooks = notebooks;
        PlotlyScript = plotlyScript;
        Map = new(ledger.Cards, notebooks.Select(notebook => notebook.Path));
        Prose = new(Map);
    }

    /// <summary>Cards, claims and results.</summary>
    public Ledger Ledger { get; }

    /// <summary>The notebooks, in order.</summary>
    public IReadOnlyList<SourceNotebook> Notebooks { get; }

    /// <summary>Path of the plotly.js bundle; without it figures are shown as pictures.</summary>
    public string? PlotlyScript { get; }

    /// <summary>Which file is on which page.</summary>
    public SiteMap Map { get; }

    /// <summary>Renders their Markdown.</summary>
    public Prose Prose { get; }

    /// <summary>The row that each claim is counted by, in the cards' order.</summary>
    public IEnumerable<LedgerRow> Headlines => Ledger.Rows.Select(row => row.Claim.Id).Distinct().Select(Ledger.Headline);

    /// <summary>Reads a checkout.</summary>
    /// <exception cref="UsageException">A card, a result or a notebook is damaged.</exception>
    public static GallerySource Read(Checkout checkout) => new(
        Commands.ClaimsCommand.Load(checkout),
        [.. NotebookPath.All(checkout).Select(path => new SourceNotebook(Path.GetRelativePath(checkout.Root, path).Replace('\\', '/'), NotebookPath.Load(path)))],
        checkout.PlotlyScript);

    /// <summary>The notebook of a paper, if there is one.</summary>
    public SourceNotebook? NotebookOf(Card card) => Notebooks.FirstOrDefault(notebook => notebook.Path == card.Notebook);

    /// <summary>What a paper is called in a list: the first heading of its card's prose, else its title.</summary>
    public static string ShortTitle(Card card) =>
        card.Prose.Split('\n').FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() is { Length: > 0 } heading ? heading : card.Title;

    /// <summary>The prose below its first heading.</summary>
    public static string Body(Card card)
    {
        var lines = card.Prose.Split('\n');
        var heading = Array.FindIndex(lines, line => line.StartsWith("# ", StringComparison.Ordinal));
        return string.Join('\n', lines.Where((_, i) => i != heading));
    }
}
