using System.Text.Json.Nodes;
using Workbench.Papers;

namespace Workbench.Tests.Papers;

/// <summary>What counts as a change of an experiment.</summary>
public sealed class NotebookCodeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("workbench-code-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static string Notebook(params (string Type, string Source)[] cells) => new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select(cell => (JsonNode)new JsonObject { ["cell_type"] = cell.Type, ["source"] = cell.Source })]),
        ["nbformat"] = 4,
    }.ToJsonString();

    [Fact]
    public void Outputs_prose_and_blanks_do_not_count()
    {
        var plain = Hash(Notebook(("markdown", "# Title"), ("code", "var a = 1;\nvar b = 2;"), ("code", "a + b")));

        Assert.Matches("^[0-9a-f]{16}$", plain);
        Assert.Equal(plain, Hash(Notebook(("code", "var a = 1;\nvar b = 2;"), ("markdown", "other"), ("code", ""), ("code", "a + b"))));
        Assert.Equal(plain, Hash(Notebook(("code", "\nvar a = 1;  \r\nvar b = 2;\n\n"), ("code", "a + b\n"))));
        // Lines as Jupyter stores them, with what a run adds.
        Assert.Equal(plain, Hash("""
            {"metadata": {"x": 1}, "cells": [
              {"cell_type": "code", "execution_count": 3, "outputs": [{"output_type": "stream", "text": "3"}], "source": ["var a = 1;\n", "var b = 2;"]},
              {"cell_type": "code", "metadata": {"tags": ["t"]}, "source": ["a + b"]}]}
            """));
    }

    [Theory]
    [InlineData("var a = 2;\nvar b = 2;", "a + b")]
    [InlineData("var a = 1;\n var b = 2;", "a + b")]
    [InlineData("a + b", "var a = 1;\nvar b = 2;")]
    [InlineData("var a = 1;\nvar b = 2;\na + b", "")]
    [InlineData("var a = 1;\nvar b = 2; // new", "a + b")]
    public void Code_and_its_order_count(string first, string second) =>
        Assert.NotEqual(Hash(Notebook(("code", "var a = 1;\nvar b = 2;"), ("code", "a + b"))), Hash(Notebook(("code", first), ("code", second))));

    [Fact]
    public void Only_notebooks_of_the_repository_are_named_and_from_its_top_folder()
    {
        Directory.CreateDirectory(Path.Combine(_root, "repository", "notebooks"));
        var inside = Path.Combine(_root, "repository", "notebooks", "a.ipynb");
        File.WriteAllText(inside, Notebook(("code", "1")));
        File.WriteAllText(Path.Combine(_root, "b.ipynb"), Notebook(("code", "1")));
        var root = Path.Combine(_root, "repository");

        Assert.Equal("notebooks/a.ipynb", NotebookCode.Of(root, inside)?.Notebook);
        Assert.Equal(NotebookCode.Of(root, inside), NotebookCode.Of(root, "notebooks/a.ipynb"));
        Assert.Null(NotebookCode.Of(root, "notebooks/none.ipynb"));
        Assert.Null(NotebookCode.Of(root, Path.Combine(_root, "b.ipynb")));
    }

    private string Hash(string notebook)
    {
        var path = Path.Combine(_root, "n.ipynb");
        File.WriteAllText(path, notebook);
        return NotebookCode.Hash(path);
    }
}
