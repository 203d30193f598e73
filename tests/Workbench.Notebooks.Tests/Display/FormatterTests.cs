using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Notebooks.Display;

namespace Workbench.Notebooks.Tests.Display;

[Collection(Engine.EngineCollection.Name)]
public sealed class FormatterTests : IDisposable
{
    public void Dispose() => Formatter.ResetToDefault();

    private sealed record Layer(string Name, int Units, object? Inner = null);

    private sealed class Throwing
    {
        public int Good => 1;

        public int Bad => throw new InvalidOperationException("no <value>");
    }

    private sealed class Loop
    {
        public Loop Self => this;
    }

    [Flags]
    private enum Mode
    {
        Train = 1,
        Freeze = 2,
    }

    public static TheoryData<object?, string> PlainTexts => new()
    {
        { null, "<null>" },
        { 1.5, "1.5" },
        { true, "True" },
        { "text", "text" },
        { 'c', "c" },
        { 12345678901234567890m, "12345678901234567890" },
        { BigInteger.Pow(2, 70), "1180591620717411303424" },
        { new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "2026-01-02 03:04:05Z" },
        { TimeSpan.FromSeconds(90), "00:01:30" },
        { Mode.Train | Mode.Freeze, "Train, Freeze" },
        { typeof(Dictionary<string, List<int[]>>), "Dictionary<string,List<int[]>>" },
        { new[] { 1, 2, 3 }, "[ 1, 2, 3 ]" },
        { Array.Empty<int>(), "[ ]" },
        { new[] { "a", null }, "[ a, <null> ]" },
        { Enumerable.Range(0, 25).ToArray(), "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 ... (5 more) ]" },
        { new float[,] { { 1, 2 }, { 3, 4 } }, "[ [ 1, 2 ], [ 3, 4 ] ]" },
        { (123, "Hello"), "( 123, Hello )" },
        { new ReadOnlyMemory<int>([7, 8]), "[ 7, 8 ]" },
        { new Layer("conv", 32), "Layer\n  Name: conv\n  Units: 32\n  Inner: <null>" },
        { new Layer("a", 1, new Layer("b", 2)), "Layer\n  Name: a\n  Units: 1\n  Inner: Layer\n    Name: b\n    Units: 2\n    Inner: <null>" },
        { new[] { new Layer("a", 1), new Layer("b", 2) }, "Layer[]\n  - Name: a\n    Units: 1\n    Inner: <null>\n  - Name: b\n    Units: 2\n    Inner: <null>" },
        { new Dictionary<string, double> { ["dead"] = 0.5, ["alive"] = 0.25 }, "Dictionary<string,double>\n  dead: 0.5\n  alive: 0.25" },
        { new Throwing(), "Throwing\n  Good: 1\n  Bad: InvalidOperationException: no <value>" },
        { new { X = 1 }, "(anonymous)\n  X: 1" },
        { JsonNode.Parse("{\"a\":[1]}"), "{\n  \"a\": [\n    1\n  ]\n}" },
    };

    [Theory]
    [MemberData(nameof(PlainTexts))]
    public void Plain_text_has_the_shape_of_the_value(object? value, string text)
    {
        Assert.Equal(text, value.ToDisplayString().Replace("\r", ""));
        // Whatever the machine's culture.
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal(text, value.ToDisplayString().Replace("\r", ""));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string Body(object? value)
    {
        var html = value.ToDisplayString("text/html");
        var style = html.IndexOf("<style>", StringComparison.Ordinal);
        return style < 0 ? html : html[..style];
    }

    [Fact]
    public void Html_of_scalars_sequences_tables_and_trees()
    {
        Assert.Equal("<div class=\"dni-plaintext\"><pre>42</pre></div>", Body(42));
        Assert.Equal("<span>Train</span>", Body(Mode.Train));
        Assert.Equal("<div class=\"dni-plaintext\"><pre>[ 1, 2 ]</pre></div>", Body(new[] { 1, 2 }));
        Assert.Equal("<i>(empty)</i>", Body(new List<Layer>()));
        Assert.Equal("<table><thead><tr><th><i>key</i></th><th>value</th></tr></thead><tbody><tr><td><div class=\"dni-plaintext\"><pre>k</pre></div></td><td><div class=\"dni-plaintext\"><pre>1</pre></div></td></tr></tbody></table>",
            Body(new Dictionary<string, int> { ["k"] = 1 }));
        var tree = Body(new Layer("a", 1, new Layer("b", 2)));
        Assert.StartsWith("<details open=\"open\" class=\"dni-treeview\"><summary><span class=\"dni-code-hint\"><code>Layer { Name = a", tree);
        Assert.Contains("<td>Inner</td><td><details class=\"dni-treeview\">", tree);
        var mixed = Body(new object[] { 1, new Layer("a", 1) });
        Assert.Contains("<th><i>index</i></th><th><i>type</i></th><th>value</th>", mixed);
        Assert.Contains("<i>(5 more)</i>", Body(Enumerable.Range(0, 25).Select(i => new Layer("x", i)).ToList()));
        Assert.Contains("<i>... (more)</i>", Body(Endless()));
    }

    private static IEnumerable<Layer> Endless()
    {
        for (var i = 0; ; i++)
            yield return i <= 20 ? new Layer("x", i) : throw new InvalidOperationException("read too far");
    }

    [Fact]
    public void All_text_is_encoded_in_html_and_html_content_is_not()
    {
        const string hostile = "<script>alert('1')</script>&\"";
        foreach (var value in new object[]
        {
            hostile, new[] { hostile }, new Layer(hostile, 1), new Dictionary<string, object> { [hostile] = hostile },
            new Throwing(), new InvalidOperationException(hostile), new object[] { 1, new Layer(hostile, 1) }, new { A = new { B = hostile } },
        })
        {
            Assert.DoesNotContain("<script", value.ToDisplayString("text/html"));
            Assert.DoesNotContain("<value>", value.ToDisplayString("text/html"));
        }
        Assert.Equal("<b>x</b>", "<b>x</b>".ToHtmlContent().ToDisplayString("text/html"));
        Assert.Contains("<b>x</b>", Body(new { A = "<b>x</b>".ToHtmlContent() }));
    }

    /// <summary>Strings from data, wherever a value may carry one, add no element to the page but those of the form it is shown in.</summary>
    [Fact]
    public void Hostile_strings_in_data_make_no_elements()
    {
        const string hostile = "</pre></td></table></style><script>hit()</script><img src=x onerror=hit()>\"'><b>$\\text{<i>}$";
        var table = new System.Data.DataTable(hostile);
        table.Columns.Add(hostile);
        table.Rows.Add(hostile);
        var json = new JsonObject { [hostile] = new JsonArray(hostile, new JsonObject { [hostile] = hostile }) };
        object[] values =
        [
            table, json, System.Text.Json.JsonSerializer.SerializeToElement(json), JsonString.Of(json), TableView.Of(new[] { new Dictionary<string, object> { [hostile] = hostile } }, [], 9),
            new Dictionary<object, object> { [new Layer(hostile, 1)] = new InvalidOperationException(hostile, new ArgumentException(hostile)) },
            Task.FromException(new InvalidOperationException(hostile)), (LaTeXString)hostile, (MathString)hostile, new PocketView("p").With("title", hostile).Containing(hostile, new[] { hostile }),
            new MarkdownString(MarkdownString.Escape(hostile)), (hostile, 1), new object[] { hostile, new Layer(hostile, 2, hostile) }, Microsoft.DotNet.Interactive.Images.Svg("<svg>" + hostile), hostile.HtmlEncode(),
        ];
        foreach (var value in values)
        {
            var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(value.ToDisplayString("text/html"));
            Assert.Empty(page.QuerySelectorAll("script, [onerror], b, i:not(th > i), img:not([src^='data:'])"));
        }
    }

    [Fact]
    public void Endless_and_huge_structures_end()
    {
        Assert.Contains("Self", new Loop().ToDisplayString());
        Assert.Contains("Self", new Loop().ToDisplayString("text/html"));
        var wide = new List<object>();
        for (var level = 0; level < 6; level++)
            wide = [.. Enumerable.Repeat<object>(wide, 20)];
        Assert.True(wide.ToDisplayString("text/html").Length < 5_000_000);
    }

    [Fact]
    public void Bundles_always_carry_plain_text_and_json_as_json()
    {
        Assert.Equal(["text/html", "text/plain"], MimeBundle.Of(1).Select(entry => entry.Key));
        Assert.Equal(["text/plain"], MimeBundle.Of("s").Select(entry => entry.Key));
        var json = MimeBundle.Of(new { A = (string?)null, B = "é" }, "application/json");
        Assert.Equal("{\"B\":\"\\u00E9\"}", json["application/json"]!.ToJsonString());
        Assert.Throws<ArgumentException>(() => MimeBundle.Of(1, "image/png"));
        Assert.Equal("AQI=", (string?)MimeBundle.Of(new byte[] { 1, 2 }, "image/png")["image/png"]);
    }

    [Fact]
    public void Registered_formatters_are_chosen_by_specificity_then_by_lateness()
    {
        Formatter.Register<object>(_ => "object");
        Formatter.Register<IEnumerable<int>>(_ => "numbers");
        Formatter.Register(typeof(List<>), (_, writer) => writer.Write("some list"));
        Assert.Equal("some list", new List<int>().ToDisplayString());
        Formatter.Register<List<int>>(_ => "list of int");
        Assert.Equal("list of int", new List<int>().ToDisplayString());
        Formatter.Register<List<int>>(_ => "later");
        Assert.Equal("later", new List<int>().ToDisplayString());
        Formatter.Register<List<int>>((_, _) => false);
        Assert.Equal("later", new List<int>().ToDisplayString());
        Assert.Equal("numbers", new[] { 1 }.ToDisplayString());
        Assert.Equal("object", 1.ToDisplayString());
        Formatter.ResetToDefault();
        Assert.Equal("1", 1.ToDisplayString());
    }

    [Fact]
    public void Registered_formatters_apply_to_nested_values_and_preferences_to_bundles()
    {
        Formatter.Register<Layer>(layer => $"<b>{layer.Units}</b>", "text/html");
        Assert.Contains("<td><b>7</b></td>", new { L = new Layer("x", 7) }.ToDisplayString("text/html"));
        Formatter.SetPreferredMimeTypesFor(typeof(Layer), "application/json");
        Assert.Equal(["application/json", "text/plain"], MimeBundle.Of(new Layer("x", 1)).Select(entry => entry.Key));
    }
}
