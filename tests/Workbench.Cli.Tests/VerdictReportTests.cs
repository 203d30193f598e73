using System.Text.Json.Nodes;
using Workbench.Cli.Running;
using Workbench.Notebooks.Format;
using Workbench.Papers;

namespace Workbench.Cli.Tests;

public sealed class VerdictReportTests
{
    private static readonly VerdictTable First = new("01-flow", "Flow straight", "quick", "cpu", 75,
        [new VerdictRow("RF-C1", "Straight after one reflow", "reproduced", "0.01", "S = 0.02", "S2/S1 = 0.003, asked ≤ 0.05: holds; seeds [3]")]);

    private static readonly VerdictTable Later = First with { Seconds = 80 };

    [Fact]
    public void Tables_are_read_from_outputs_and_the_last_of_a_paper_counts()
    {
        var document = Document(JsonNode.Parse(First.ToJson())!, "something else", Later.ToJson());
        var read = Assert.Single(VerdictReport.Read(document));
        Assert.Equal(80, read.Seconds);
        Assert.Equal("RF-C1", Assert.Single(read.Rows).Id);
    }

    [Fact]
    public void The_report_shows_claim_verdict_and_numbers()
    {
        var output = new StringWriter();
        VerdictReport.Write(Document(First.ToJson()), new Terminal(output, TextWriter.Null, isLive: false, width: 160));
        foreach (var text in new[] { "Flow straight · quick on cpu · 75.0 s", "RF-C1", "reproduced", "S2/S1 = 0.003, asked ≤ 0.05: holds", "seeds [3]" })
            Assert.Contains(text, output.ToString());
        Assert.DoesNotContain('\e', output.ToString());
    }

    private static NotebookDocument Document(params JsonNode[] tables) => NotebookDocument.Parse(new JsonObject
    {
        ["cells"] = new JsonArray(new JsonObject
        {
            ["cell_type"] = "code",
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray([.. tables.Select(table => (JsonNode)new JsonObject
            {
                ["data"] = new JsonObject { ["application/vnd.workbench.verdicts+json"] = table },
                ["output_type"] = "display_data",
            })]),
            ["source"] = "1",
        }),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString());
}
