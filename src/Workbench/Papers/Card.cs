using Workbench.Display;

namespace Workbench.Papers;

/// <summary>
/// A paper card, <c>papers/NN-slug.md</c>: YAML front matter with the claims, then our own prose. Shown in a notebook as a table of the
/// claims with the paper's numbers and the criteria.
/// </summary>
/// <param name="Slug">File name without extension, e.g. "01-rectified-flow".</param>
/// <param name="Title">The paper's title.</param>
/// <param name="Arxiv">arXiv identifier, e.g. "2209.03003".</param>
/// <param name="Year">Year of the first version.</param>
/// <param name="Venue">Where it was published, if known.</param>
/// <param name="Family">flow, pruning, activations, transformer ….</param>
/// <param name="Measurements">Every per-seed measurement the claims use, with its meaning.</param>
/// <param name="Claims">The claims in the card's order.</param>
/// <param name="Prose">The Markdown after the front matter.</param>
[TypeFormatterSource(typeof(CardFormatters), PreferredMimeTypes = [Mime.Html, Mime.Text])]
public sealed record Card(
    string Slug,
    string Title,
    string Arxiv,
    int Year,
    string? Venue,
    string Family,
    IReadOnlyDictionary<string, string> Measurements,
    IReadOnlyList<Claim> Claims,
    string Prose)
{
    /// <summary>The notebook that measures the claims, from the repository's folder: <c>notebooks/SLUG.ipynb</c> unless the card names another.</summary>
    public required string Notebook { get; init; }

    /// <summary>Reads and checks a card.</summary>
    /// <param name="path">The card's file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CardException">The front matter has an unknown key, a duplicate id, a missing criterion or protocol, …</exception>
    public static Card Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"there is no paper card '{path}'", path);
        return Parse(File.ReadAllText(path), Path.Combine(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))!, Path.GetFileName(path)));
    }

    /// <summary>Reads and checks the text of a card.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="path">Its path, for the slug and for messages.</param>
    /// <exception cref="CardException">As <see cref="Load"/>.</exception>
    public static Card Parse(string text, string path) => new CardReader(text, path).Read();

    /// <summary>The claim with the given id.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public Claim Claim(string id) => Claims.FirstOrDefault(c => c.Id == id)
        ?? throw new ArgumentException($"card {Slug} has no claim '{id}'.{Nearest.Hint(id, Claims.Select(c => c.Id))}", nameof(id));

    /// <summary>Title, arXiv id and the claims, as text.</summary>
    public override string ToString() => CardFormatters.Text(this);
}
