using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbench.Papers;

/// <summary>Reads a card's front matter and checks it as it goes, so that each error knows its line.</summary>
internal sealed class CardReader(string text, string path)
{
    private const int FrontMatterLine = 1;

    private readonly HashSet<string> _ids = [];
    private Dictionary<string, string> _measurements = [];

    public Card Read()
    {
        var (yaml, prose) = Split();
        var root = Load(yaml);
        var card = Fields(root, "the card", ["title", "arxiv", "year", "family", "measurements", "claims"], ["venue", "notebook"]);
        _measurements = Measurements(card["measurements"]);
        var claims = Items(card["claims"], "claims").Select(ReadClaim).ToArray();
        if (claims.Length == 0)
            throw Error(card["claims"], "a card needs at least one claim");
        CheckUse(card["measurements"], claims);
        return new(Path.GetFileNameWithoutExtension(path), Text(card["title"]), Text(card["arxiv"]), (int)Whole(card["year"]),
            card.TryGetValue("venue", out var venue) ? Text(venue) : null, Text(card["family"]), _measurements, claims, prose)
        {
            Notebook = card.TryGetValue("notebook", out var notebook) ? NotebookPath(notebook) : $"notebooks/{Path.GetFileNameWithoutExtension(path)}.ipynb",
        };
    }

    private string NotebookPath(YamlNode node)
    {
        var notebook = Text(node);
        return notebook.StartsWith("notebooks/", StringComparison.Ordinal) && notebook.EndsWith(".ipynb", StringComparison.Ordinal) && !notebook.Split('/').Any(part => part is "" or "." or "..")
            ? notebook
            : throw Error(node, $"notebook is a path like 'notebooks/compare-flows.ipynb', not '{notebook}'");
    }

    private (string Yaml, string Prose) Split()
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        if (lines[0].TrimEnd() != "---")
            throw new CardException(path, 1, "a card starts with a line '---', its YAML front matter and a second '---'");
        var end = Array.FindIndex(lines, 1, l => l.TrimEnd() == "---");
        if (end < 0)
            throw new CardException(path, 1, "the front matter is not closed by a line '---'");
        return (string.Join('\n', lines[1..end]), string.Join('\n', lines[(end + 1)..]).Trim() + "\n");
    }

    private YamlMappingNode Load(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
                ? root
                : throw new CardException(path, 1, "the front matter is not a YAML mapping");
        }
        catch (YamlException e)
        {
            throw new CardException(path, e.Start.Line + FrontMatterLine, $"not readable as YAML: {e.Message}");
        }
    }

    private Claim ReadClaim(YamlNode node)
    {
        var f = Fields(node, "a claim", ["id", "title", "varied", "metric", "paper", "protocols"], ["direction", "confidence", "note", "planned"]);
        var id = Text(f["id"]);
        if (!_ids.Add(id))
            throw Error(f["id"], $"claim id '{id}' is used twice");
        if (id.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
            throw Error(f["id"], $"claim id '{id}': letters, digits and '-' only, it becomes a file name");
        if (f.TryGetValue("confidence", out var confidence) && Text(confidence) is not ("high" or "medium" or "low"))
            throw Error(confidence, $"confidence is high, medium or low, not '{Text(confidence)}'");
        string? Optional(string key) => f.TryGetValue(key, out var value) ? Text(value) : null;
        return new(id, Text(f["title"]), Text(f["varied"]), Text(f["metric"]), Text(f["paper"]), Optional("direction"),
            ReadProtocols(f["protocols"], id), Optional("confidence"), Optional("note"), Optional("planned"))
        {
            Line = (int)f["id"].Start.Line + FrontMatterLine,
        };
    }

    private Dictionary<Protocol, ClaimProtocol> ReadProtocols(YamlNode node, string id)
    {
        var f = Fields(node, $"the protocols of {id}", ["quick", "full"], [], ": write 'none' for one the claim has not");
        var protocols = new Dictionary<Protocol, ClaimProtocol>();
        foreach (var (name, value) in f)
        {
            if (value is not YamlScalarNode { Value: "none" })
                protocols[Papers.Protocols.Parse(name)] = ReadProtocol(value, $"protocol '{name}' of {id}");
        }

        return protocols.Count > 0 ? protocols : throw Error(node, $"{id} has no protocol at all");
    }

    private ClaimProtocol ReadProtocol(YamlNode node, string what)
    {
        var f = Fields(node, what, ["setting", "criterion", "seeds"], ["partial"]);
        var seeds = Items(f["seeds"], "seeds").Select(s => (int)Whole(s)).ToArray();
        if (seeds.Length == 0 || seeds.Distinct().Count() != seeds.Length)
            throw Error(f["seeds"], $"{what} needs at least one seed, each once");
        PartialOutcome? partial = null;
        if (f.TryGetValue("partial", out var node2))
        {
            var p = Fields(node2, $"'partial' of {what}", ["name", "criterion"], []);
            partial = new(Text(p["name"]), ReadCriterion(p["criterion"]));
        }

        return new(Text(f["setting"]), ReadCriterion(f["criterion"]), seeds, partial);
    }

    private Criterion ReadCriterion(YamlNode node)
    {
        try
        {
            return Criterion.Parse(Text(node), _measurements.Keys);
        }
        catch (CriterionException e)
        {
            throw Error(node, $"criterion: {e.Message}");
        }
    }

    private Dictionary<string, string> Measurements(YamlNode node)
    {
        var found = new Dictionary<string, string>();
        foreach (var (key, value) in Mapping(node, "measurements").Children)
        {
            var name = Text(key);
            if (!IsName(name))
                throw Error(key, $"'{name}' cannot name a measurement: a letter, then letters, digits and '_', and no word of the criterion language");
            found.Add(name, Text(value));
        }

        return found;
    }

    private void CheckUse(YamlNode node, Claim[] claims)
    {
        var used = claims.SelectMany(c => c.Protocols.Values)
            .SelectMany(p => p.Criterion.Measurements.Concat(p.Partial?.Criterion.Measurements ?? []))
            .ToHashSet();
        foreach (var (key, value) in Mapping(node, "measurements").Children)
        {
            if (!used.Contains(Text(key)) && !Text(value).EndsWith("(reported, not judged)", StringComparison.Ordinal))
                throw Error(key, $"no criterion uses '{Text(key)}': remove it, or end its meaning with '(reported, not judged)'");
        }
    }

    private static bool IsName(string name) => name.Length > 0 && char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !CriterionParser.IsReserved(name);

    private Dictionary<string, YamlNode> Fields(YamlNode node, string what, string[] required, string[] optional, string hint = "")
    {
        var fields = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in Mapping(node, what).Children)
        {
            var name = Text(key);
            if (!required.Contains(name) && !optional.Contains(name))
                throw Error(key, $"unknown key '{name}' in {what}.{Nearest.Hint(name, [.. required, .. optional])}");
            fields.Add(name, value);
        }

        var missing = required.FirstOrDefault(r => !fields.ContainsKey(r));
        return missing is null ? fields : throw Error(node, $"{what} has no '{missing}'{hint}");
    }

    private YamlMappingNode Mapping(YamlNode node, string what) =>
        node as YamlMappingNode ?? throw Error(node, $"{what}: expected a mapping of keys to values");

    private IEnumerable<YamlNode> Items(YamlNode node, string what) =>
        node as YamlSequenceNode ?? throw Error(node, $"{what}: expected a list");

    private string Text(YamlNode node) => node is YamlScalarNode { Value: { } value } && value.Trim().Length > 0
        ? value.Trim()
        : throw Error(node, "expected a text, found nothing or a structure");

    private long Whole(YamlNode node) => long.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= int.MaxValue
        ? value
        : throw Error(node, $"expected a whole number, found '{Text(node)}'");

    private CardException Error(YamlNode node, string problem) => new(path, node.Start.Line + FrontMatterLine, problem);
}
