using System.Text.Json;
using Workbench.Ablations;
using Workbench.Plots;
using Workbench.Tests.Papers;

namespace Workbench.Tests.Ablations;

/// <summary>Tables as files and on a page.</summary>
public sealed class ResultTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbench-tables-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static AblationTable Table() => Ablation.Vary("name", "plain", "a, \"b\"\n<b>|*").Vary("n", 0.5, 10).Vary("on", true).Seeds([3]).Quietly().Named("mine")
        .Measure(run =>
        {
            if (run["name"] != "plain" && run["n"] == "10") throw new InvalidOperationException("<script>");
            return new { score = run.Get<double>("n") * (run["name"] == "plain" ? -1 : 1) / 3 };
        });

    [Fact]
    public void Csv_keeps_all_digits_and_quotes_what_needs_it()
    {
        var lines = System.Text.RegularExpressions.Regex.Replace(Table().ToCsv(), @"[\d.E-]+\n", "S\n");

        Assert.Equal(
            "name,n,on,seed,score,status,reason,seconds\n"
            + "plain,0.5,true,3,-0.16666666666666666,ok,,S\n"
            + "plain,10,true,3,-3.3333333333333335,ok,,S\n"
            + "\"a, \"\"b\"\"\n<b>|*\",0.5,true,3,0.16666666666666666,ok,,S\n"
            + "\"a, \"\"b\"\"\n<b>|*\",10,true,3,,failed,InvalidOperationException: <script>,S\n",
            lines);
    }

    [Fact]
    public void Json_is_typed()
    {
        using var json = JsonDocument.Parse(Table().ToJson());
        var last = json.RootElement[3];

        Assert.Equal(4, json.RootElement.GetArrayLength());
        Assert.Equal("a, \"b\"\n<b>|*", last.GetProperty("name").GetString());
        Assert.Equal(10, last.GetProperty("n").GetDouble());
        Assert.True(last.GetProperty("on").GetBoolean());
        Assert.Equal(3, last.GetProperty("seed").GetInt32());
        Assert.Equal(JsonValueKind.Null, last.GetProperty("score").ValueKind);
        Assert.Equal(-0.5 / 3, json.RootElement[0].GetProperty("score").GetDouble());
    }

    [Fact]
    public void Markdown_and_text_are_one_line_a_row()
    {
        var lines = Table().ToMarkdown().Split('\n');
        Assert.StartsWith("mine · 4 runs, 1 failed · 4 variants, 1 seed", lines[0]);
        Assert.Equal("| name | n | on | seed | score | status | reason | seconds |", lines[2]);
        Assert.Equal("| --- | ---: | --- | ---: | ---: | --- | --- | ---: |", lines[3]);
        Assert.StartsWith("| a, \"b\" \\<b>\\|\\* | 0.5 | true | 3 | 0.1667 | ok |  |", lines[6]);

        var text = Table().Summary("name").ToString().Split('\n');
        Assert.Equal("name          score  n  missing", text[1]);
        Assert.Equal("plain         -1.75  1        0", text[2]);
    }

    [Fact]
    public void A_notebook_is_given_html_markdown_and_text_and_nothing_in_it_is_markup()
    {
        foreach (var table in new ResultTable[] { Table(), Table().Summary(), Table().Against("name", "plain"), Table().Pivot("name", "n", "score") })
        {
            var shown = Convention.Show(table);
            Assert.Equal(["text/html", "text/markdown", "text/plain"], shown.Keys);
            Assert.DoesNotContain("<b>", shown["text/html"]);
            Assert.Single(shown["text/html"].Split("<script>").Skip(1));
            Assert.DoesNotContain("http", shown["text/html"]);
            // A page that takes scripts and buttons away keeps the headings.
            Assert.DoesNotContain("<button", shown["text/html"]);
            Assert.Contains(">name</th>", shown["text/html"]);
        }
    }

    [Fact]
    public void A_file_is_written_by_its_extension()
    {
        var table = Table();
        foreach (var name in new[] { "runs.csv", "runs.json", "runs.md", "runs.html" }) table.Save(Path.Combine(_folder, name));

        Assert.Equal(table.ToCsv(), File.ReadAllText(Path.Combine(_folder, "runs.csv")));
        Assert.StartsWith("<!doctype html>", File.ReadAllText(Path.Combine(_folder, "runs.html")));
        Assert.Throws<ArgumentException>(() => table.Save(Path.Combine(_folder, "runs.xlsx")));
    }

    [SkippableFact]
    public void A_click_on_a_heading_sorts_numbers_as_numbers_and_a_second_one_turns_the_order()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, "Chromium or plotly.js is not installed");
        var html = Convention.Show(Table())["text/html"];
        var order = ChromiumPage.Run(JsonSerializer.Serialize(html), """
            async () => {
              const box = document.createElement("div");
              box.innerHTML = input;
              document.body.appendChild(box);
              const script = document.createElement("script");
              script.textContent = box.querySelector("script").textContent;
              document.body.appendChild(script);
              const scores = () => [...box.querySelectorAll("tbody tr")].map(r => r.cells[4].textContent).join(" ");
              const button = box.querySelectorAll("thead button")[4];
              const seen = [scores()];
              button.click(); seen.push(scores(), button.parentNode.getAttribute("aria-sort"));
              button.click(); seen.push(scores(), button.parentNode.getAttribute("aria-sort"));
              box.querySelectorAll("thead button")[0].click(); seen.push([...box.querySelectorAll("tbody tr")].map(r => r.cells[0].textContent[0]).join(""));
              return seen.join(";");
            }
            """, null, TimeSpan.FromMinutes(1));

        Assert.Equal("-0.1667 -3.333 0.1667 –;-3.333 -0.1667 0.1667 –;ascending;0.1667 -0.1667 -3.333 –;descending;aapp", order);
    }
}
