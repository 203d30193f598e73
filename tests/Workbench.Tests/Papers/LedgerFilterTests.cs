using Workbench.Papers;

namespace Workbench.Tests.Papers;

/// <summary>Choosing rows of the ledger: two papers of different families, results under both protocols and on two devices.</summary>
public sealed class LedgerFilterTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("workbench-filter-").FullName;
    private readonly Ledger _ledger;

    public LedgerFilterTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "papers"));
        File.WriteAllText(Path.Combine(_root, "papers", "98-other.md"), CardTests.Good.Replace("T-C", "U-C").Replace("family: flow", "family: pruning").Replace("1234.56789", "9876.54321"));
        File.WriteAllText(Path.Combine(_root, "papers", "99-test.md"), CardTests.Good);
        Run("99-test", 0.5, 3, Protocol.Quick, "cpu");
        Run("99-test", 2, 3, Protocol.Quick, "cuda");
        Run("99-test", 0.5, 1.5, Protocol.Full, "cuda");
        _ledger = Ledger.Load(_root);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("98-other", "U-C1 not run yet;U-C2 planned")]
    [InlineData("98", "U-C1 not run yet;U-C2 planned")]
    [InlineData("9876.54321", "U-C1 not run yet;U-C2 planned")]
    public void A_paper_is_named_by_its_card_number_or_arXiv_id(string paper, string expected) => Assert.Equal(expected, Rows(new() { Paper = paper }));

    [Fact]
    public void Each_filter_keeps_what_it_names_and_all_together_what_all_name()
    {
        const string All = "U-C1 not run yet;U-C2 planned;T-C1 quick cpu reproduced;T-C1 quick cuda not reproduced;T-C2 quick cpu reproduced;T-C2 quick cuda reproduced;T-C2 full cuda not reproduced";
        Assert.Equal(All, Rows(new()));
        Assert.Equal("U-C1 not run yet;U-C2 planned", Rows(new() { Family = "Pruning" }));
        Assert.Equal("T-C1 quick cuda not reproduced;T-C2 full cuda not reproduced", Rows(new() { Verdict = "not-reproduced" }));
        Assert.Equal("T-C1 quick cuda not reproduced;T-C2 quick cuda reproduced;T-C2 full cuda not reproduced", Rows(new() { Device = "cuda" }));
        Assert.Equal("T-C1 quick cpu reproduced;T-C1 quick cuda not reproduced", Rows(new() { Claims = ["t-c1"] }));
        Assert.Equal("T-C1 quick cuda not reproduced", Rows(new() { Family = "flow", Verdict = "not reproduced", Protocol = "quick", Device = "cuda" }));
        Assert.Equal("", Rows(new() { Paper = "98", Verdict = "reproduced" }));
    }

    [Fact]
    public void Under_a_protocol_stand_its_results_and_the_claims_that_wait_for_one()
    {
        // U-C1 and T-C1 have no full protocol; U-C2 has one and no result.
        Assert.Equal("U-C2 planned;T-C2 full cuda not reproduced", Rows(new() { Protocol = "full" }));
        Assert.Equal("0 of 2 claims from 2 papers reproduced, 1 not reproduced, 1 planned.", new LedgerFilter { Protocol = "full" }.Apply(_ledger).Summary());
    }

    [Fact]
    public void The_summary_counts_each_claim_once_by_its_headline()
    {
        // T-C1 on the GPU is the later of two; T-C2 counts by its full result.
        Assert.Contains(" of 4 claims from 2 papers reproduced, ", _ledger.Summary(), StringComparison.Ordinal);
        Assert.EndsWith("1 not run yet, 1 planned.", _ledger.Summary(), StringComparison.Ordinal);
        Assert.Equal("2 of 2 claims from 1 paper reproduced.", new LedgerFilter { Device = "cpu" }.Apply(_ledger).Summary());
    }

    [Fact]
    public void The_page_of_a_choice_has_its_papers_only()
    {
        var page = new LedgerFilter { Family = "pruning" }.Apply(_ledger).ToMarkdown();

        Assert.Contains("card](98-other.md)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("99-test", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_names_are_answered_with_the_nearest()
    {
        Assert.Contains("no paper '99-tets'. Did you mean '99-test'?", Message(new() { Paper = "99-tets" }));
        Assert.Contains("no family 'prunning'. Did you mean 'pruning'?", Message(new() { Family = "prunning" }));
        Assert.Contains("no verdict 'reproducd'. Did you mean 'reproduced'?", Message(new() { Verdict = "reproducd" }));
        Assert.Contains("no protocol 'ful'. Did you mean 'full'?", Message(new() { Protocol = "ful" }));
        Assert.Contains("no claim 'T-C3'", Message(new() { Claims = ["T-C3"] }));
    }

    private string Message(LedgerFilter filter) => Assert.Throws<ArgumentException>(() => filter.Apply(_ledger)).Message;

    private string Rows(LedgerFilter filter) => string.Join(';', filter.Apply(_ledger).Rows.Select(LedgerLine.Of)
        .Select(line => string.Join(' ', new[] { line.Claim, line.Protocol, line.Device, line.Verdict }.Where(cell => cell.Length > 0))));

    private void Run(string card, double a, double b, Protocol protocol, string device)
    {
        var experiment = Experiment.Open(card, new(_root, protocol, Device: device, Results: "papers/results", Libtorch: "1.2.3"));
        foreach (var seed in experiment.Seeds)
            experiment.Record(seed, ("A", a), ("B", b));
        experiment.Verdicts();
    }
}
