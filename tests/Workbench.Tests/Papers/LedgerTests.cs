using Workbench.Papers;

namespace Workbench.Tests.Papers;

/// <summary>The ledger of a small repository, and whether this repository's page is up to date.</summary>
public sealed class LedgerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("workbench-ledger-").FullName;

    public LedgerTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "papers"));
        Write(CardTests.Good);
    }

    private string Page => Path.Combine(_root, Ledger.Page);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_ledger_of_this_repository_is_up_to_date()
    {
        var root = Repository.Root();

        Assert.True(File.ReadAllText(Path.Combine(root, Ledger.Page)) == Ledger.Load(root).ToMarkdown(),
            $"{Ledger.Page} is not what cards and results say: run ./workbench claims --write");
        Assert.Empty(Ledger.Load(root).Orphans);
    }

    [Fact]
    public void Claims_without_results_are_listed()
    {
        var ledger = Ledger.Load(_root);

        Assert.Equal(["not run yet", "planned"], ledger.Rows.Select(r => r.Verdict));
        Assert.Contains("**0 of 2 claims from 1 paper reproduced**, 1 not run yet, 1 planned.", ledger.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_are_rows_with_numbers_machine_and_commit()
    {
        Run(0.5, 0.3);

        var ledger = Ledger.Load(_root);

        Assert.Equal(["reproduced", "not reproduced (direction only)"], ledger.Rows.Select(r => r.Verdict));
        var page = ledger.ToMarkdown();
        Assert.Contains("**1 of 2 claims from 1 paper reproduced**, 1 not reproduced.", page, StringComparison.Ordinal);
        Assert.Contains("| **T-C1** A stays small | small | A = 0.5 [0.5, 0.5] | reproduced | quick | cpu | unknown | 20", page, StringComparison.Ordinal);
        Assert.Contains("Criterion: `A <= 1 in every seed`; seeds 101, 102, 103", page, StringComparison.Ordinal);
        Assert.Contains("libtorch 1.2.3", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_of_another_definition_is_stale()
    {
        Run(0.5, 2);
        Write(CardTests.Good.Replace("A <= 1 in", "A <= 0.9 in"));

        var ledger = Ledger.Load(_root);

        Assert.Equal([true, false], ledger.Rows.Select(r => r.Stale));
        Assert.Equal("stale: reproduced", ledger.Rows[0].Verdict);
        Assert.Equal(1, ledger.Counts()["stale"]);
        Assert.Equal(1, ledger.Counts()["reproduced"]);
    }

    [Fact]
    public void A_result_of_other_notebook_code_is_stale_and_says_why()
    {
        WriteNotebook("var rate = 0.1;");
        Run(0.5, 2);
        Assert.Equal([null, null], Ledger.Load(_root).Rows.Select(r => r.StaleBecause));
        Assert.Equal(("notebooks/99-test.ipynb", 16), (Ledger.Load(_root).Rows[0].Result!.Notebook, Ledger.Load(_root).Rows[0].Result!.Experiment!.Length));

        WriteNotebook("var rate = 0.2;");

        var ledger = Ledger.Load(_root);
        Assert.All(ledger.Rows, r => Assert.Equal("the code of notebooks/99-test.ipynb changed after the run", r.StaleBecause));
        Assert.Contains("  Stale: the code of notebooks/99-test.ipynb changed after the run.", ledger.ToMarkdown(), StringComparison.Ordinal);
        File.Delete(Path.Combine(_root, "notebooks", "99-test.ipynb"));
        Assert.Equal("notebooks/99-test.ipynb is no longer there", Ledger.Load(_root).Rows[0].StaleBecause);
    }

    [Fact]
    public void The_code_of_a_run_is_that_at_its_start()
    {
        WriteNotebook("var rate = 0.1;");
        var experiment = Experiment.Open("99-test", new(_root, Results: "papers/results", Libtorch: "1.2.3"));
        WriteNotebook("var rate = 0.2;");
        foreach (var seed in experiment.Seeds)
            experiment.Record(seed, ("A", 0), ("B", 3));
        experiment.Verdicts();

        Assert.True(Ledger.Load(_root).Rows[0].Stale);
    }

    [Fact]
    public void A_result_that_does_not_name_its_code_is_not_stale_but_said_to_be_unknown()
    {
        Run(0.5, 2);
        WriteNotebook("var rate = 0.1;");

        var ledger = Ledger.Load(_root);

        Assert.All(ledger.Rows, r => Assert.True(r is { Stale: false, ExperimentUnknown: true }));
        Assert.Contains("\n2 results do not say which notebook code measured them: whether that changed since is unknown.\n", ledger.ToMarkdown(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"experiment\"", File.ReadAllText(Path.Combine(_root, "papers", "results", "T-C1.quick.cpu.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_notebook_of_a_result_is_named()
    {
        WriteNotebook("var rate = 0.1;");
        Run(0.5, 2);
        File.WriteAllText(Path.Combine(_root, "notebooks", "99-test.ipynb"), "{\"cells\": 1}");

        Assert.Contains("99-test.ipynb: not a notebook", Assert.Throws<InvalidDataException>(() => Ledger.Load(_root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_counts_by_its_most_demanding_protocol()
    {
        Run(0.5, 3);
        Run(0.5, 1.5, Protocol.Full);

        var ledger = Ledger.Load(_root);

        Assert.Equal(3, ledger.Rows.Count);
        Assert.Equal("full", ledger.Headline("T-C2").Result!.Protocol);
        Assert.Equal(1, ledger.Counts()["not reproduced"]);
    }

    [Fact]
    public void A_result_without_a_claim_is_an_orphan()
    {
        Run(0.5, 2);
        Write(CardTests.Good.Replace("T-C1", "T-C7"));

        Assert.Equal(["T-C1.quick.cpu.json"], Ledger.Load(_root).Orphans);
    }

    [Fact]
    public void The_page_is_written_only_when_it_changes()
    {
        Assert.True(Ledger.WriteMarkdown(_root));
        Assert.False(Ledger.WriteMarkdown(_root));
        Run(0.5, 2);
        Assert.True(Ledger.WriteMarkdown(_root));
        Assert.Equal(Ledger.Load(_root).ToMarkdown(), File.ReadAllText(Page));
    }

    [Fact]
    public void The_same_id_in_two_cards_is_refused()
    {
        File.WriteAllText(Path.Combine(_root, "papers", "98-other.md"), CardTests.Good);

        Assert.StartsWith("papers/99-test.md:10: claim id 'T-C1' is also used by card 98-other", Assert.Throws<CardException>(() => Ledger.Load(_root)).Message);
    }

    [Fact]
    public void Text_cannot_break_the_table()
    {
        Write(CardTests.Good.Replace("paper: small", "paper: \"a | b <i>\""));

        Assert.Contains(@"a \| b &lt;i>", Ledger.Load(_root).ToMarkdown(), StringComparison.Ordinal);
    }

    private void Write(string card) => File.WriteAllText(Path.Combine(_root, "papers", "99-test.md"), card);

    private void WriteNotebook(string code)
    {
        Directory.CreateDirectory(Path.Combine(_root, "notebooks"));
        File.WriteAllText(Path.Combine(_root, "notebooks", "99-test.ipynb"), NotebookCodeTests.Notebook(("code", code)));
    }

    private void Run(double a, double b, Protocol protocol = Protocol.Quick)
    {
        var experiment = Experiment.Open("99-test", new(_root, protocol, Results: "papers/results", Libtorch: "1.2.3"));
        foreach (var seed in experiment.Seeds)
            experiment.Record(seed, ("A", a), ("B", b));
        experiment.Verdicts();
    }
}
