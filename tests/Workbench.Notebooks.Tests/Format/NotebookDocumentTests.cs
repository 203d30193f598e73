using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Tests.Format;

public class NotebookDocumentTests
{
    /// <summary>Laid out as Jupyter writes: one space, literal non-ASCII, keys in an order of its own, unknown keys everywhere.</summary>
    private const string Jupyter = """
        {
         "cells": [
          {
           "attachments": {
            "a.png": {
             "image/png": "iVBORw0KGgo="
            }
           },
           "cell_type": "markdown",
           "id": "first",
           "metadata": {},
           "source": [
            "# Überschrift 🚀\n",
            "$x_1$ \\frac"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 3,
           "id": "second",
           "metadata": {
            "execution": {
             "iopub.execute_input": "2026-01-01T00:00:00Z"
            },
            "tags": [
             "raises-exception"
            ],
            "zzz_unknown": 1.0
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "a\u001b[31m\n",
              "b"
             ]
            },
            {
             "data": {
              "application/json": {
               "x": 1e-7
              },
              "text/plain": [
               "1"
              ]
             },
             "execution_count": 3,
             "metadata": {},
             "output_type": "execute_result"
            }
           ],
           "source": "1 + 1"
          }
         ],
         "metadata": {
          "custom": []
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    private static JsonNode? Read(string text) => JsonOriginal.Parse(text).Root;

    [Fact]
    public void An_untouched_notebook_is_rewritten_byte_for_byte()
    {
        var document = NotebookDocument.Parse(Jupyter);
        Assert.Equal(Jupyter, document.ToText());
        // The writer itself, without the original: it differs in the content of JSON types alone, which takes one line.
        var written = NotebookJson.Write(document.Json, JsonLayout.Of(Jupyter));
        Assert.True(JsonNode.DeepEquals(document.Json, Read(written)));
        Assert.Empty(written.Split('\n').Where(line => !line.Contains("+json\": {") && !line.Contains("application/json\": {")).Except(Jupyter.Split('\n')));
    }

    [Theory]
    [InlineData("    ", "\n", true)]
    [InlineData("\t", "\r\n", false)]
    [InlineData("", "\n", true)]
    public void The_layout_of_the_file_survives(string indent, string newline, bool finalNewline)
    {
        var layout = new JsonLayout(indent, newline, finalNewline);
        var text = NotebookJson.Write(Read(Jupyter), layout);
        var document = NotebookDocument.Parse(text);
        document.Cells[0].Source = "other";
        var changed = document.ToText();
        Assert.NotEqual(text, changed);
        Assert.Equal(layout, JsonLayout.Of(changed));
    }

    [Fact]
    public void A_layout_of_no_convention_survives_when_nothing_changes()
    {
        const string text = """{"nbformat":4, "cells" : [ ], "nbformat_minor":2,"metadata":{"\u00e4":"\ud83d\ude80"}}""";
        Assert.Equal(text, NotebookDocument.Parse(text).ToText());
    }

    [Fact]
    public void Any_json_survives_reading_and_writing()
    {
        var texts = ArbMap.Default.GeneratorFor<string>().Select(text => new string([.. (text ?? "").Where(c => !char.IsSurrogate(c))]) + "é🚀\u2028\"\\\n");
        Property.Holds(texts.ArrayOf(), names =>
        {
            var json = new System.Text.Json.Nodes.JsonObject();
            foreach (var name in names.Distinct())
                json[name] = new System.Text.Json.Nodes.JsonArray(name, name.Length, null, new System.Text.Json.Nodes.JsonObject());
            var written = NotebookJson.Write(json, JsonLayout.Jupyter);
            var read = Read(written);
            return System.Text.Json.Nodes.JsonNode.DeepEquals(json, read) && NotebookJson.Write(read, JsonLayout.Jupyter) == written;
        });
    }

    [Fact]
    public void Strip_removes_outputs_numbers_and_timings_and_nothing_else()
    {
        var document = NotebookDocument.Parse(Jupyter);
        document.Strip();
        var stripped = document.ToText();
        var start = Jupyter.IndexOf("   \"outputs\": [", StringComparison.Ordinal);
        var end = Jupyter.IndexOf("   \"source\": \"1 + 1\"", StringComparison.Ordinal);
        var expected = (Jupyter[..start] + "   \"outputs\": [],\n" + Jupyter[end..])
            .Replace("\"execution_count\": 3", "\"execution_count\": null")
            .Replace("    \"execution\": {\n     \"iopub.execute_input\": \"2026-01-01T00:00:00Z\"\n    },\n", "");
        Assert.Equal(expected, stripped);

        var again = NotebookDocument.Parse(stripped);
        again.Strip();
        Assert.Equal(stripped, again.ToText());
    }

    [Fact]
    public void Cells_are_read_with_kind_source_tags_and_outputs()
    {
        var document = NotebookDocument.Parse(Jupyter);
        Assert.Equal("Überschrift 🚀", document.Title);
        Assert.Equal([CellKind.Markdown, CellKind.Code], document.Cells.Select(cell => cell.Kind));
        var code = document.Cells[1];
        Assert.Equal("1 + 1", code.Source);
        Assert.Equal("second", code.Id);
        Assert.Equal(3, code.ExecutionCount);
        Assert.Equal(["raises-exception"], code.Tags);
        Assert.Equal(["stream", "execute_result"], code.Outputs.Select(output => output.Type));
        Assert.Equal("a\u001b[31m\nb", code.Outputs[0].Text);
        Assert.Equal("1", code.Outputs[1].TextOf("text/plain"));
        Assert.Null(code.Outputs[1].TextOf("application/json"));
    }

    [Theory]
    [InlineData("not json", "not valid JSON (line 1")]
    [InlineData("[1]", "list of 'cells'")]
    [InlineData("{}", "list of 'cells'")]
    [InlineData("""{"cells": [], "nbformat": 3}""", "format 3; expected 4")]
    [InlineData("""{"cells": [1], "nbformat": 4}""", "cell 1 is not an object")]
    [InlineData("""{"cells": [{"cell_type": "sql"}], "nbformat": 4}""", "cell_type 'sql'")]
    [InlineData("""{"cells": [], "cells": [], "nbformat": 4}""", "not valid JSON")]
    public void A_text_that_is_no_notebook_is_refused_with_the_reason(string text, string reason)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(text, "x.ipynb"));
        Assert.Contains("'x.ipynb'", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => NotebookDocument.Load("no/such.ipynb"));
        Assert.Contains("no/such.ipynb", error.Message);
    }

    [Fact]
    public void Saving_leaves_one_file_with_the_text()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("sub/a.ipynb");
        var document = NotebookDocument.Create();
        document.Add(CellKind.Code, "var x = 1;\nx");
        document.Save(path);
        document.Save(path);
        Assert.Equal(["a.ipynb"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
        var read = NotebookDocument.Load(path);
        Assert.Equal("var x = 1;\nx", read.Cells[0].Source);
        Assert.Equal("cell-1", read.Cells[0].Id);
    }

    [SkippableFact]
    public void Saving_keeps_links_and_permissions()
    {
        Skip.If(OperatingSystem.IsWindows(), "links and modes of Unix");
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        var target = folder.File("real.ipynb");
        File.WriteAllText(target, "old");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);
        File.CreateSymbolicLink(folder.File("link.ipynb"), target);
        NotebookDocument.Create().Save(folder.File("link.ipynb"));
        Assert.NotNull(new FileInfo(folder.File("link.ipynb")).LinkTarget);
        Assert.Empty(NotebookDocument.Load(target).Cells);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite, File.GetUnixFileMode(target));
    }

    [Fact]
    public void The_content_of_a_json_type_takes_one_line()
    {
        var text = "{\"cells\":[{\"cell_type\":\"code\",\"execution_count\":1,\"id\":\"a\",\"metadata\":{},\"outputs\":[{\"data\":{\"application/vnd.plotly.v1+json\":"
            + "{\"data\":[{\"x\":[1.50,2,-3e5],\"y\":[],\"n\":null,\"s\":\"é\\n\"}],\"layout\":{}},\"text/plain\":[\"f\"]},\"metadata\":{},\"output_type\":\"display_data\"}],\"source\":[]}],"
            + "\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}";
        var document = NotebookDocument.Parse(text);
        Assert.Equal(text, document.ToText());
        Assert.Contains("\n      \"application/vnd.plotly.v1+json\": {\"data\":[{\"x\":[1.50,2,-3e5],\"y\":[],\"n\":null,\"s\":\"é\\n\"}],\"layout\":{}},\n", NotebookJson.Write(document.Json, JsonLayout.Jupyter));
    }
}
