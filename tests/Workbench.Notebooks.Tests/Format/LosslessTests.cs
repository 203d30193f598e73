using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Tests.Format;

/// <summary>What nobody changed stays letter for letter, whoever wrote the file.</summary>
public class LosslessTests
{
    /// <summary>JSON as no tool of ours would spell it: numbers, escapes, spaces and keys of every kind.</summary>
    private static readonly Gen<string> Scalar = Gen.Elements(
        "1", "1.0", "1.50", "-0", "-0.0", "1E+400", "1e-7", "123456789012345678901234567890", "0.1000000000000000055511151231257827",
        "true", "null", "\"\"", "\"\\u00e9\"", "\"é🚀\"", "\"\\ud83d\\ude80\"", "\"\\ud800\"", "\"\\/\"", "\"a\\nb\"", "\"\\u0000\\u2028\"", "\"</script>\"");

    private static readonly Gen<string> Name = Gen.Elements("\"a\"", "\"é\"", "\"\\u00fc\"", "\"application/json\"", "\"application/vnd.x+json\"", "\"\"", "\"cells\"", "\"z \\\" z\"");

    private static readonly Gen<string> Space = Gen.Elements("", "", " ", "\n  ", "\r\n", "\t");

    private static Gen<string> Json(int depth) => depth == 0 ? Scalar : Gen.OneOf(Scalar, Items(depth), Members(depth));

    private static Gen<string> Items(int depth) =>
        from items in Json(depth - 1).ArrayOf()
        from space in Space
        select $"[{space}{string.Join($"{space},{space}", items.Take(4))}{space}]";

    private static Gen<string> Members(int depth) =>
        from names in Name.ArrayOf()
        from values in Json(depth - 1).ArrayOf(8)
        from space in Space
        select $"{{{space}{string.Join($",{space}", names.Distinct().Take(8).Zip(values).Select(member => $"{member.First}{space}:{space}{member.Second}"))}{space}}}";

    private sealed record Odd(string Text, string[] Cells, string Metadata, string Extra);

    private static readonly Gen<Odd> AnyNotebook =
        from metadata in Members(3)
        from extra in Json(3)
        from space in Space
        from minor in Gen.Elements("0", "4", "5")
        from tail in Gen.Elements("", "\n", "\n\n", "\r\n")
        from cells in (
            from own in Members(2)
            from odd in Json(2)
            from output in Json(2)
            from kind in Gen.Elements("code", "markdown", "raw")
            from inner in Space
            select $"{{{inner}\"zzz\":{odd},{inner}\"metadata\"{inner}:{own},\"source\":[\"a\\n\",{inner}\"\\u00e4\"],\"cell_type\":\"{kind}\",{inner}\"attachments\":{{\"p.png\":{{\"image/png\":\"AA==\"}}}}"
                + (kind == "code" ? $",\"outputs\":[{{\"output_type\":\"display_data\",\"data\":{{\"application/json\":{output}}},\"metadata\":{{}}}}],\"execution_count\":null}}" : "}")).ArrayOf()
        select new Odd($"{{{space}\"nbformat_minor\":{minor},{space}\"extra\":{extra},\"cells\":{space}[{string.Join($",{space}", cells)}{space}],\"nbformat\":4,\"metadata\":{metadata}{space}}}{tail}", cells, metadata, extra);

    [Fact]
    public void An_unchanged_notebook_is_written_as_it_was_read() =>
        Property.Holds(AnyNotebook, odd => NotebookDocument.Parse(odd.Text).ToText() == odd.Text);

    [Fact]
    public void A_change_in_one_cell_leaves_the_spelling_of_all_else() => Property.Holds(AnyNotebook, odd =>
    {
        var document = NotebookDocument.Parse(odd.Text);
        document.Add(CellKind.Code, "new");
        if (odd.Cells.Length > 0)
            document.Cells[0].Source = "changed";
        var text = document.ToText();
        var again = JsonOriginal.Parse(text).Root!;
        return odd.Cells.Skip(1).All(text.Contains) && text.Contains(odd.Metadata) && text.Contains(odd.Extra)
            && JsonNode.DeepEquals(again["cells"]!.AsArray()[^1]!["source"], new JsonArray("new"))
            && NotebookDocument.Parse(text).Cells.Count == odd.Cells.Length + 1
            && (odd.Cells.Length == 0 || NotebookDocument.Parse(text).Cells[0].Source == "changed");
    });

    [Fact]
    public void Running_touches_outputs_and_numbers_alone()
    {
        const string text = """
            {
             "cells": [
              {"cell_type": "code", "execution_count": 7,  "metadata": {"tags":["a" ]}, "source": "1",
               "outputs": [ {"name": "stdout", "output_type": "stream", "text": "old"} ]},
              { "cell_type" : "markdown", "metadata" : { }, "source" : [ ] }
             ],
             "metadata": {"language_info": {"name": "C#"}, "x": 1.0},
             "nbformat": 4,
             "nbformat_minor": 4
            }
            """;
        var document = NotebookDocument.Parse(text);
        document.Strip();
        document.Cells[0].ExecutionCount = 1;
        new OutputRecorder().Result(document.Cells[0], new JsonObject { ["text/plain"] = "ü" });
        Assert.Equal("""
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": 1,
               "metadata": {"tags":["a" ]},
               "source": "1",
               "outputs": [
                {
                 "data": {
                  "text/plain": [
                   "ü"
                  ]
                 },
                 "execution_count": 1,
                 "metadata": {},
                 "output_type": "execute_result"
                }
               ]
              },
              { "cell_type" : "markdown", "metadata" : { }, "source" : [ ] }
             ],
             "metadata": {"language_info": {"name": "C#"}, "x": 1.0},
             "nbformat": 4,
             "nbformat_minor": 4
            }
            """, document.ToText());
    }

    [Fact]
    public void A_file_of_one_line_stays_one_and_an_ascii_file_stays_ascii()
    {
        const string text = """{"cells": [{"cell_type": "markdown", "metadata": {}, "source": "caf\u00e9 \\u00e9"}], "metadata": {"\u00fc": 1}, "nbformat": 4, "nbformat_minor": 4}""";
        var document = NotebookDocument.Parse(text);
        document.Cells[0].Source += "🚀";
        document.Metadata["new"] = "ß";
        Assert.Equal(text.Replace("\\\\u00e9\"", "\\\\u00e9\\ud83d\\ude80\"").Replace("1}, \"nb", "1, \"new\": \"\\u00df\"}, \"nb"), document.ToText());
        // A backslash before a u is no escape.
        Assert.False(JsonLayout.Of(text.Replace("\\u00e9 ", "").Replace("\\u00fc", "u")).IsAscii);
    }

    [Fact]
    public void Ids_are_given_only_where_the_format_has_them()
    {
        static NotebookDocument Read(int minor) => NotebookDocument.Parse("{\"cells\":[" + string.Join(',',
            new[] { "", "\"id\":\"kept\",", "\"id\":\"kept\",", "\"id\":\"no blanks\"," }.Select(id => $"{{{id}\"cell_type\":\"raw\",\"metadata\":{{}},\"source\":\"\"}}")) + $"],\"metadata\":{{}},\"nbformat\":4,\"nbformat_minor\":{minor}}}");
        var old = Read(4);
        var before = old.ToText();
        old.EnsureIds();
        Assert.Equal(before, old.ToText());
        Assert.Null(old.Add(CellKind.Code, "").Id);
        var young = Read(5);
        young.EnsureIds();
        Assert.Equal("kept", young.Cells[1].Id);
        Assert.Equal(4, young.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.All(young.Cells, cell => Assert.Matches("^[A-Za-z0-9_-]{1,64}$", cell.Id));
    }

    [Fact]
    public void Cells_come_and_go_where_they_are_told_to()
    {
        var document = NotebookDocument.Create();
        var last = document.Add(CellKind.Code, "last");
        document.Insert(0, CellKind.Markdown, "first");
        Assert.Equal(["first", "last"], NotebookDocument.Parse(document.ToText()).Cells.Select(cell => cell.Source));
        document.Remove(last);
        Assert.Equal(["first"], NotebookDocument.Parse(document.ToText()).Cells.Select(cell => cell.Source));
        Assert.Throws<ArgumentException>(() => document.Remove(last));
        Assert.Throws<ArgumentOutOfRangeException>(() => document.Insert(2, CellKind.Raw, ""));
    }

    [Fact]
    public void A_notebook_of_format_3_is_refused_with_the_way_out()
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse("""{"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": []}]}"""));
        Assert.Contains("format 3; expected 4", error.Message);
    }
}
