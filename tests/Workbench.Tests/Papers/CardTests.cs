using Workbench.Papers;

namespace Workbench.Tests.Papers;

/// <summary>Reading cards and refusing wrong ones with the line.</summary>
public class CardTests
{
    internal const string Good = """
        ---
        title: "A paper"
        arxiv: "1234.56789"
        year: 2024
        family: flow
        measurements:
          A: something
          B: something else
        claims:
          - id: T-C1
            title: A stays small
            varied: nothing
            metric: A
            paper: small
            confidence: high
            protocols:
              quick:
                setting: toy
                criterion: A <= 1 in every seed
                seeds: [101, 102, 103]
              full: none
          - id: T-C2
            title: B is large on average
            varied: nothing
            metric: B
            paper: large
            planned: no notebook measures it yet
            protocols:
              quick:
                setting: toy
                criterion: mean(B) >= 1
                partial:
                  name: direction only
                  criterion: mean(B) > 0
                seeds: [101, 102, 103]
              full:
                setting: large toy
                criterion: mean(B) >= 2
                seeds: [201]
        ---

        # Prose
        """;

    [Fact]
    public void A_card_has_what_its_front_matter_says()
    {
        var card = Card.Parse(Good, "papers/99-test.md");

        Assert.Equal(("99-test", "A paper", "1234.56789", 2024, "flow"), (card.Slug, card.Title, card.Arxiv, card.Year, card.Family));
        Assert.Equal("something", card.Measurements["A"]);
        Assert.Equal(["T-C1", "T-C2"], card.Claims.Select(c => c.Id));
        Assert.Equal([Protocol.Quick], card.Claims[0].Protocols.Keys);
        Assert.Equal("A <= 1 in every seed", card.Claims[0].Protocols[Protocol.Quick].Criterion.Text);
        Assert.Equal([101, 102, 103], card.Claims[1].Protocols[Protocol.Quick].Seeds);
        Assert.Equal("direction only", card.Claims[1].Protocols[Protocol.Quick].Partial?.Name);
        Assert.Equal("no notebook measures it yet", card.Claims[1].Planned);
        Assert.Equal("# Prose\n", card.Prose);
        Assert.Equal("notebooks/99-test.ipynb", card.Notebook);
    }

    [Fact]
    public void A_card_may_name_its_notebook()
    {
        Card With(string notebook) => Card.Parse(Good.Replace("family: flow", $"family: flow\nnotebook: {notebook}", StringComparison.Ordinal), "papers/99-test.md");

        Assert.Equal("notebooks/activations/gelu.ipynb", With("notebooks/activations/gelu.ipynb").Notebook);
        foreach (var wrong in new[] { "gelu.ipynb", "notebooks/gelu", "notebooks/../gelu.ipynb", "notebooks//gelu.ipynb" })
            Assert.Contains($"not '{wrong}'", Assert.Throws<CardException>(() => With(wrong)).Message);
    }

    [Theory]
    [InlineData("title: \"A paper\"", "titel: \"A paper\"", 2, "unknown key 'titel' in the card. Did you mean 'title'?")]
    [InlineData("    metric: A\n", "", 10, "a claim has no 'metric'")]
    [InlineData("        criterion: A <= 1 in every seed\n", "", 18, "protocol 'quick' of T-C1 has no 'criterion'")]
    [InlineData("      full: none\n", "", 17, "the protocols of T-C1 has no 'full': write 'none'")]
    [InlineData("A <= 1 in every seed", "C <= 1 in every seed", 19, "unknown measurement 'C'")]
    [InlineData("A <= 1 in every seed", "A <= 1", 19, "add 'in every seed'")]
    [InlineData("id: T-C2", "id: T-C1", 22, "claim id 'T-C1' is used twice")]
    [InlineData("id: T-C2", "id: T/C2", 22, "becomes a file name")]
    [InlineData("confidence: high", "confidence: very", 15, "high, medium or low, not 'very'")]
    [InlineData("seeds: [201]", "seeds: []", 39, "at least one seed")]
    [InlineData("seeds: [201]", "seeds: [201, 201]", 39, "each once")]
    [InlineData("seeds: [201]", "seeds: 201", 39, "seeds: expected a list")]
    [InlineData("seeds: [201]", "seeds: [two]", 39, "a whole number, found 'two'")]
    [InlineData("year: 2024", "year: soon", 4, "a whole number, found 'soon'")]
    [InlineData("year: 2024", "year: 2024\nyear: 2025", 5, "not readable as YAML")]
    [InlineData("  B: something else", "  B: something else\n  C: unused", 9, "no criterion uses 'C'")]
    [InlineData("  B: something else", "  B: something else\n  mean: unused", 9, "cannot name a measurement")]
    [InlineData("metric: B", "metric:", 25, "expected a text")]
    [InlineData("varied: nothing", "veried: nothing", 12, "unknown key 'veried' in a claim. Did you mean 'varied'?")]
    [InlineData("setting: toy", "setting: toy\n        sedds: [1]", 19, "unknown key 'sedds' in protocol 'quick' of T-C1. Did you mean 'seeds'?")]
    [InlineData("  full: none", "  full: none\n      fulll: none", 22, "unknown key 'fulll' in the protocols of T-C1. Did you mean 'full'?")]
    [InlineData("name: direction only", "name: direction only\n          text: x", 34, "unknown key 'text' in 'partial' of protocol 'quick' of T-C2")]
    [InlineData("          name: direction only\n", "", 33, "'partial' of protocol 'quick' of T-C2 has no 'name'")]
    [InlineData("criterion: mean(B) > 0", "criterion: mean(C) > 0", 34, "unknown measurement 'C'")]
    [InlineData("mean(B) >= 1\n", "mean(B) => 1\n", 31, "at character 9: mean(B) ▸=> 1")]
    [InlineData("      full: none", "      full:", 21, "expected a mapping")]
    [InlineData("      quick:\n        setting: toy\n        criterion: A <= 1 in every seed\n        seeds: [101, 102, 103]\n", "      quick: none\n", 17, "T-C1 has no protocol at all")]
    [InlineData("seeds: [201]", "", 37, "protocol 'full' of T-C2 has no 'seeds'")]
    [InlineData("arxiv: \"1234.56789\"", "arxiv: \"1234", 3, "not readable as YAML")]
    [InlineData("\n---\n\n# Prose", "\n\n# Prose", 1, "not closed")]
    [InlineData("---\ntitle", "title", 1, "starts with a line '---'")]
    public void A_wrong_card_is_refused_with_file_and_line(string good, string wrong, int line, string problem)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var at = Good.IndexOf(good, StringComparison.Ordinal);
        var text = Good[..at] + wrong + Good[(at + good.Length)..];

        var e = Assert.Throws<CardException>(() => Card.Parse(text, "papers/99-test.md"));

        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.StartsWith($"papers/99-test.md:{line}: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_card_is_named()
    {
        Assert.Contains("no paper card 'papers/none.md'", Assert.Throws<FileNotFoundException>(() => Card.Load("papers/none.md")).Message);
    }

    [Fact]
    public void An_unknown_claim_names_the_nearest()
    {
        var e = Assert.Throws<ArgumentException>(() => Card.Parse(Good, "papers/99-test.md").Claim("T-C3"));

        Assert.Contains("99-test has no claim 'T-C3'. Did you mean 'T-C1'?", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("criterion: mean(B) >= 1\n", "criterion: mean(B) >= 1.1\n", true)]
    [InlineData("criterion: mean(B) > 0", "criterion: mean(B) > 0.1", true)]
    [InlineData("setting: toy\n        criterion: mean", "setting: other toy\n        criterion: mean", true)]
    [InlineData("criterion: mean(B) >= 2", "criterion: mean(B) >= 3", false)]
    [InlineData("title: B is large on average", "title: B is big on average", false)]
    [InlineData("criterion: mean(B) >= 1\n", "criterion: mean(B)   >= 1\n", false)]
    public void The_definition_hash_changes_with_what_is_judged_and_with_nothing_else(string before, string after, bool changes)
    {
        Assert.Contains(before, Good, StringComparison.Ordinal);
        var changed = Card.Parse(Good.Replace(before, after), "papers/99-test.md").Claims[1].DefinitionHash(Protocol.Quick);

        Assert.Equal(changes, changed != Card.Parse(Good, "papers/99-test.md").Claims[1].DefinitionHash(Protocol.Quick));
    }

    [Fact]
    public void Seeds_belong_to_the_definition()
    {
        var at = Good.LastIndexOf("seeds: [101, 102, 103]", StringComparison.Ordinal);
        var changed = Good[..at] + "seeds: [101, 102, 104]" + Good[(at + 22)..];

        Assert.NotEqual(
            Card.Parse(Good, "papers/99-test.md").Claims[1].DefinitionHash(Protocol.Quick),
            Card.Parse(changed, "papers/99-test.md").Claims[1].DefinitionHash(Protocol.Quick));
    }

    [Fact]
    public void A_card_shows_its_claims_and_criteria_escaped()
    {
        var card = Card.Parse(Good.Replace("paper: small", "paper: \"<b>small</b>\""), "papers/99-test.md");

        var shown = Convention.Show(card);

        Assert.Contains("&lt;b&gt;small&lt;/b&gt;", shown["text/html"], StringComparison.Ordinal);
        Assert.Contains("A &lt;= 1 in every seed", shown["text/html"], StringComparison.Ordinal);
        Assert.Contains("quick: A <= 1 in every seed", shown["text/plain"], StringComparison.Ordinal);
    }
}
