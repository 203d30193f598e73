using System.Text.Json.Nodes;

namespace Workbench.Cli.Tests;

public sealed class ClaimsTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public ClaimsTests()
    {
        foreach (var card in new[] { "01-rectified-flow.md", "10-ap-activating-while-pruning.md" })
            _sandbox.Write($"papers/{card}", File.ReadAllText(Path.Combine(Checkout.Find().Papers, card)));
    }

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task The_ledger_lists_every_claim_of_every_card()
    {
        var claims = await CliProcess.RunAsync(_sandbox, "claims");
        Assert.Equal(0, claims.ExitCode);
        foreach (var text in new[] { "RF-C1", "RF-C4", "AP-C1", "AP-C4", "arXiv:2209.03003", "claims from 2 papers" })
            Assert.Contains(text, claims.Output);
        Assert.False(File.Exists(_sandbox["papers/README.md"]));
    }

    [Fact]
    public async Task Filters_keep_what_they_name()
    {
        var paper = await CliProcess.RunAsync(_sandbox, "claims", "--paper", "10");
        Assert.Contains("AP-C1", paper.Output);
        Assert.DoesNotContain("RF-C1", paper.Output);
        Assert.Contains("No claim fits", (await CliProcess.RunAsync(_sandbox, "claims", "--verdict", "not-reproduced")).Output);
        Assert.Contains("RF-C5", (await CliProcess.RunAsync(_sandbox, "claims", "--verdict", "not-run-yet")).Output);
    }

    [Fact]
    public async Task Rows_are_chosen_by_family_protocol_and_device()
    {
        var flow = await CliProcess.RunAsync(_sandbox, "claims", "--family", "flow", "--protocol", "full");
        Assert.Contains("RF-C1", flow.Output);
        Assert.DoesNotContain("AP-C", flow.Output);
        Assert.Contains("rows fit", flow.Output);
        Assert.Contains("No claim fits", (await CliProcess.RunAsync(_sandbox, "claims", "--device", "cuda")).Output);
        (await CliProcess.RunAsync(_sandbox, "claims", "--family", "flows")).Refuses("'flows'", "Did you mean 'flow'");
        (await CliProcess.RunAsync(_sandbox, "claims", "--protocol", "smoke")).Refuses("'smoke'", "quick, full");
    }

    [Fact]
    public async Task The_command_and_the_page_of_this_repository_have_the_same_rows_and_verdicts()
    {
        // Copied, so that a run in the checkout meanwhile cannot part them; the notebooks, since a change of their code makes results stale.
        foreach (var file in Directory.EnumerateFiles(Checkout.Find().Results, "*.json").Concat(Directory.EnumerateFiles(Checkout.Find().Notebooks, "*.ipynb", SearchOption.AllDirectories)).Concat(Directory.EnumerateFiles(Checkout.Find().Papers, "*.md")))
            _sandbox.Write(Path.GetRelativePath(Checkout.Find().Root, file), File.ReadAllText(file));
        var page = File.ReadAllText(_sandbox["papers/README.md"]);
        Assert.Equal(page, (await CliProcess.RunAsync(_sandbox, "claims", "--markdown")).Output);

        // | **RF-C1** title | the paper | ours | verdict | protocol | device | commit | date |
        var rows = page.Split('\n').Where(line => line.StartsWith("| **", StringComparison.Ordinal)).Select(line => line.Split(" | ")).ToList();
        var entries = JsonNode.Parse((await CliProcess.RunAsync(_sandbox, "claims", "--json")).Output)!.AsArray();
        Assert.NotEmpty(rows);
        Assert.Equal(
            rows.Select(row => (row[0].Split("**")[1], row[3], row[4])),
            entries.Select(entry => ((string)entry!["claim"]!, ((bool)entry["stale"]! ? "stale: " : "") + entry["verdict"] + (entry["partial"] is { } partial ? $" ({partial})" : ""), (string?)entry["protocol"] ?? "")));
        var table = (await CliProcess.RunAsync(_sandbox, "claims")).Output;
        // A table's cells are folded, so they are looked for word by word, in order.
        var at = 0;
        foreach (var row in rows)
        {
            foreach (var word in new[] { row[0].Split("**")[1], row[3].Split(' ')[0] })
            {
                at = table.IndexOf(word, at, StringComparison.Ordinal);
                Assert.True(at >= 0, $"{word} of {row[0]} is not in the table, or not in the page's order");
            }
        }

        Assert.Contains(page.Split("**")[1], table);
    }

    [Fact]
    public async Task Json_has_one_entry_per_claim()
    {
        var entries = JsonNode.Parse((await CliProcess.RunAsync(_sandbox, "claims", "--json", "--paper", "01-rectified-flow")).Output)!.AsArray();
        Assert.All(entries, entry => Assert.Equal("01-rectified-flow", (string?)entry!["paper"]));
        Assert.Contains("RF-C1", entries.Select(entry => (string?)entry!["claim"]));
    }

    [Fact]
    public async Task One_claim_is_shown_with_its_criterion()
    {
        var claim = await CliProcess.RunAsync(_sandbox, "claims", "rf-c1");
        Assert.Contains("S2/S1 <= 0.05", claim.Output);
        Assert.DoesNotContain("RF-C2", claim.Output);
    }

    [Fact]
    public async Task The_page_is_written_on_request()
    {
        Assert.Equal(0, (await CliProcess.RunAsync(_sandbox, "claims", "--write")).ExitCode);
        Assert.Contains("RF-C1", File.ReadAllText(_sandbox["papers/README.md"]));
    }

    [Fact]
    public async Task Unknown_names_are_refused_with_the_nearest()
    {
        (await CliProcess.RunAsync(_sandbox, "claims", "RF-C11")).Refuses("'RF-C11'", "Did you mean 'RF-C1'");
        (await CliProcess.RunAsync(_sandbox, "claims", "--paper", "01-rectified-flw")).Refuses("'01-rectified-flw'", "Did you mean '01-rectified-flow'");
        (await CliProcess.RunAsync(_sandbox, "claims", "--verdict", "reproducd")).Refuses("'reproducd'", "Did you mean 'reproduced'");
    }

    [Fact]
    public async Task A_damaged_card_or_result_is_named()
    {
        _sandbox.Write("papers/results/RF-C1.quick.cpu.json", "{\"claim\": ");
        (await CliProcess.RunAsync(_sandbox, "claims")).Refuses("RF-C1.quick.cpu.json");
        Directory.Delete(_sandbox["papers/results"], recursive: true);
        _sandbox.Write("papers/02-damaged.md", "---\nnonsense: 1\n---\n");
        (await CliProcess.RunAsync(_sandbox, "claims")).Refuses("02-damaged.md");
    }
}
