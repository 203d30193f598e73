using System.Numerics;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;

namespace Workbench.Notebooks.Tests.Runner;

public sealed class ParameterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static NotebookDocument Document(params (string Source, string? Tag)[] cells)
    {
        var document = NotebookDocument.Create();
        foreach (var (source, tag) in cells)
        {
            var cell = document.Add(CellKind.Code, source);
            if (tag is not null)
                cell.Json["metadata"] = new JsonObject { ["tags"] = new JsonArray(tag) };
        }
        return document;
    }

    private static string Injected(string defaults, params RunParameter[] parameters)
    {
        var document = Document((defaults, "parameters"));
        ParameterCell.Inject(document, parameters);
        return document.Cells[1].Source["// Parameters\n".Length..];
    }

    private static RunParameter Word(string name, string text) => new(name, RunParameter.Scalar(text), text);

    public static TheoryData<string, object?> Words => new()
    {
        { "", null }, { "~", null }, { "null", null }, { "nil", "nil" }, { "true", true }, { "False", false }, { "yes", "yes" },
        { "42", 42 }, { "-7", -7 }, { "+7", 7 }, { "2147483647", 2147483647 }, { "2147483648", 2147483648L }, { "0x1F", 31 }, { "0xFFFFFFFF", 4294967295L },
        { "123456789012345678901", BigInteger.Parse("123456789012345678901") }, { "1.0", 1.0 }, { "-.5", -0.5 }, { "1e-3", 0.001 }, { "1e999", "1e999" },
        { ".inf", double.PositiveInfinity }, { "-.inf", double.NegativeInfinity }, { ".nan", double.NaN }, { "Infinity", "Infinity" }, { "NaN", "NaN" },
        { "1,000", "1,000" }, { "0x", "0x" }, { " 1", " 1" }, { "-", "-" }, { "1_000", "1_000" }, { "é", "é" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_is_what_yaml_takes_it_for(string text, object? expected)
    {
        var value = RunParameter.Scalar(text);
        Assert.Equal(expected, value);
        Assert.Equal(expected?.GetType(), value?.GetType());
    }

    [Theory]
    [InlineData("double rate = 1;", "2", "double x = 2d;")]
    [InlineData("var x = 0.1;", "2", "double x = 2d;")]
    [InlineData("float x = 0.1f;", "0.25", "float x = 0.25f;")]
    [InlineData("var x = 1m;", "0.1", "decimal x = 0.1m;")]
    [InlineData("int x = 5;", "7", "int x = 7;")]
    [InlineData("const int x = 5;", "7", "int x = 7;")]
    [InlineData("string x = \"a\";", "007", "string x = \"007\";")]
    [InlineData("var x = \"a\";", "true", "string x = \"true\";")]
    [InlineData("string? x = null;", "", "string? x = null;")]
    [InlineData("int? x = 1;", "null", "int? x = null;")]
    [InlineData("bool x = true;", "false", "bool x = false;")]
    [InlineData("var x = -1;", "3", "int x = 3;")]
    [InlineData("char x = 'a';", "b", "char x = 'b';")]
    [InlineData("object x = 1;", "b", "object x = \"b\";")]
    [InlineData("double x = 1;", ".nan", "double x = double.NaN;")]
    [InlineData("var x = new[] { 1 };", "3", "x = 3;")]
    [InlineData("// nothing", "3", "var x = 3;")]
    [InlineData("// nothing", "1.0", "var x = 1d;")]
    [InlineData("// nothing", "1e300", "var x = 1E+300;")]
    [InlineData("// nothing", "null", "var x = (object)null;")]
    [InlineData("// nothing", "a \"b\"\n\\", "var x = \"a \\\"b\\\"\\n\\\\\";")]
    public void A_declared_variable_keeps_its_type(string defaults, string text, string expected) =>
        Assert.Equal(expected, Injected(defaults.Replace("rate", "x"), Word("x", text)));

    [Fact]
    public void Lists_and_maps_take_the_type_of_the_variable_or_of_what_they_hold()
    {
        var list = new List<object?> { 1, 2.5, 3L };
        var map = new Dictionary<string, object?> { ["a"] = 1, ["b"] = new List<object?> { "c" } };
        Assert.Equal("var x = new double[] { 1, 2.5, 3L };", Injected("", new RunParameter("x", list)));
        Assert.Equal("List<double> x = [1, 2.5, 3L];", Injected("List<double> x = [];", new RunParameter("x", list)));
        Assert.Equal("x = [1, 2.5, 3L];", Injected("var x = new[] { 1.0 };", new RunParameter("x", list)));
        Assert.Equal("var x = new object[] { 1, \"a\", (object)null };", Injected("", new RunParameter("x", new List<object?> { 1, "a", null })));
        Assert.Equal("var x = new System.Collections.Generic.Dictionary<string, object> { [\"a\"] = 1, [\"b\"] = new string[] { \"c\" } };", Injected("", new RunParameter("x", map)));
    }

    [Fact]
    public void Names_that_are_keywords_are_escaped_and_names_that_are_none_refused()
    {
        Assert.Equal("var @class = 1;", Injected("", Word("class", "1")));
        Assert.Contains("'a-b'", Assert.Throws<ArgumentException>(() => Injected("", Word("a-b", "1"))).Message);
        Assert.Contains("'x;1'", Assert.Throws<ArgumentException>(() => Injected("", Word("x;1", "1"))).Message);
    }

    [Fact]
    public void The_cell_stands_behind_the_defaults_and_replaces_an_earlier_one()
    {
        var document = Document(("#r \"a.dll\"", null), ("int steps = 3;\n", "parameters"), ("steps", null));
        Assert.Empty(ParameterCell.Inject(document, [Word("steps", "5")]));
        var id = document.Cells[2].Id;
        Assert.Equal(["injected-parameters"], document.Cells[2].Tags);
        ParameterCell.Inject(document, [Word("steps", "6")]);
        Assert.Equal(["#r \"a.dll\"", "int steps = 3;\n", "// Parameters\nint steps = 6;", "steps"], document.Cells.Select(cell => cell.Source));
        Assert.Equal(id, document.Cells[2].Id);
        Assert.Equal(4, document.Json["cells"]!.AsArray().Count);
    }

    [Fact]
    public void Unknown_names_and_a_notebook_without_defaults_are_told()
    {
        Assert.Equal(["the cell tagged 'parameters' declares no 'step' (it has steps, rate)."], ParameterCell.Inject(Document(("int steps = 3; double rate = 1;", "parameters")), [Word("step", "1"), Word("rate", "1")]));
        var without = Document(("1", null));
        Assert.Contains("no cell tagged 'parameters'", Assert.Single(ParameterCell.Inject(without, [Word("x", "1")])));
        Assert.Equal("// Parameters\nvar x = 1;", without.Cells[0].Source);
    }

    [Fact]
    public void FSharp_defaults_get_FSharp_values_and_other_languages_none()
    {
        var document = Document(("#!fsharp\nlet rate = 0.1\nlet mutable steps = 1\n", "parameters"));
        Assert.Empty(ParameterCell.Inject(document, [Word("rate", "2.0"), new RunParameter("steps", new List<object?> { 1, 2 })]));
        Assert.Equal("#!fsharp\n// Parameters\nlet rate = 2.0\nlet steps = [| 1; 2 |]", document.Cells[1].Source);
        Assert.Contains("HTML", Assert.Throws<NotebookFormatException>(() => ParameterCell.Inject(Document(("#!html\n<p>", "parameters")), [Word("x", "1")])).Message);
    }

    [Fact]
    public async Task A_run_uses_the_values_with_the_types_of_the_defaults()
    {
        var document = Document(("double rate = 1; var sizes = new[] { 1, 2 }; string name = \"a\"; float slope = 1f; var options = new Dictionary<string, int>();", "parameters"),
            ("$\"{rate / 4} {sizes.Length} {name} {slope.GetType().Name} {options[\"k\"]} {extra}\"", null));
        document.Save(_folder.File("in.ipynb"));
        var observer = new RecordingObserver();
        var result = await NotebookRunner.RunAsync(new RunRequest
        {
            Notebook = _folder.File("in.ipynb"),
            Parameters =
            [
                Word("rate", "3"), new RunParameter("sizes", new List<object?> { 1, 2, 3 }), Word("name", "12"), Word("slope", "0.5"),
                new RunParameter("options", new Dictionary<string, object?> { ["k"] = 9 }), Word("extra", "4"),
            ],
        }, observer);
        Assert.True(result.Succeeded, result.Error?.Message);
        Assert.Equal("0.75 3 12 Single 9 4", result.Document.Cells[2].Outputs[0].TextOf("text/plain"));
        Assert.Contains("warning: the cell tagged 'parameters' declares no 'extra' (it has rate, sizes, name, slope, options).", observer.Log);
        Assert.Single(NotebookDocument.Load(_folder.File("in.ipynb")).Cells, cell => cell.Tags.Count > 0);
    }
}
