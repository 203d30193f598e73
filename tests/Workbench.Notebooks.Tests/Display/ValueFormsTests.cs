using System.Collections;
using System.Data;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.Formatting.TabularData;
using Workbench.Notebooks.Display;

namespace Workbench.Notebooks.Tests.Display;

/// <summary>What the less usual values look like, and that showing them neither waits, computes nor ends the process.</summary>
[Collection(Engine.EngineCollection.Name)]
public sealed class ValueFormsTests : IDisposable
{
    public void Dispose() => Formatter.ResetToDefault();

    private static string Html(object? value)
    {
        var html = value.ToDisplayString("text/html");
        var style = html.IndexOf("<style>", StringComparison.Ordinal);
        return style < 0 ? html : html[..style];
    }

    private static string Text(object? value) => value.ToDisplayString().Replace("\r", "");

    private sealed record Run(int Seed, double Loss);

    private sealed record Node(string Name)
    {
        public List<Node> Children { get; } = [];
    }

    private sealed class Named(params int[] values) : IEnumerable<int>
    {
        public string Name => "n<1>";

        public int Count => values.Length;

        public IEnumerator<int> GetEnumerator() => values.AsEnumerable().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class SilentToString
    {
        public override string ToString() => throw new InvalidOperationException("no words");
    }

    private sealed class Shy
    {
        public int Visible => 1;

        public override string ToString() => throw new InvalidOperationException("no words");
    }

    private ref struct Window;

    private unsafe sealed class Low
    {
        public int* Address => (int*)0x1f;

        public ReadOnlySpan<byte> Bytes => default;
    }

    private sealed class BadMessage : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }

    [Fact]
    public async Task Tasks_tell_their_state_and_result_and_are_not_waited_for()
    {
        var never = new TaskCompletionSource<int>().Task;
        Assert.Equal("Task<int>\n  Status: WaitingForActivation", Text(never));
        Assert.Contains("<td>Status</td><td><span>WaitingForActivation</span></td></tr></tbody>", Html(never));
        Assert.Equal("Task<int>\n  Status: RanToCompletion\n  Result: 3", Text(Task.FromResult(3)));
        var failed = Task.FromException(new InvalidOperationException("why"));
        Assert.StartsWith("Task\n  Status: Faulted\n  Exception: System.InvalidOperationException: why", Text(failed));
        async Task Nothing() => await Task.Yield();
        var done = Nothing();
        await done;
        Assert.EndsWith("\n  Status: RanToCompletion", Text(done));
        Assert.DoesNotContain("Result", Text(new ValueTask<int>(never)));
    }

    [Fact]
    public void Lazy_values_stay_uncomputed()
    {
        var lazy = new Lazy<int>(() => throw new InvalidOperationException("computed"));
        Assert.EndsWith("\n  IsValueCreated: False", Text(lazy));
        var made = new Lazy<int>(() => 4);
        _ = made.Value;
        Assert.EndsWith("\n  IsValueCreated: True\n  Value: 4", Text(made));
    }

    private static async IAsyncEnumerable<int> Stream()
    {
        await Task.Yield();
        throw new InvalidOperationException("enumerated");
#pragma warning disable CS0162
        yield return 1;
#pragma warning restore CS0162
    }

    [Fact]
    public void Asynchronous_sequences_are_not_enumerated()
    {
        Assert.Equal("IAsyncEnumerable<int> (not enumerated)", Text(Stream()));
        Assert.Contains("IAsyncEnumerable&lt;int&gt;", Html(Stream()));
    }

    [Fact]
    public void Exceptions_say_their_message_and_hide_the_rest_behind_it()
    {
        var html = Html(new ArgumentException("<b>bad</b>", new FormatException("inner <i>")));
        Assert.StartsWith("<details class=\"dni-treeview\"><summary><span class=\"dni-code-hint\"><code>ArgumentException: &lt;b&gt;bad&lt;/b&gt;</code>", html);
        Assert.Contains("inner &lt;i&gt;", html);
        Assert.DoesNotContain("<b>", html);
        Assert.Contains("BadMessage", Html(new BadMessage()));
        Assert.Contains("InvalidOperationException", Text(new BadMessage()));
    }

    [Fact]
    public void Json_is_a_tree()
    {
        using var document = JsonDocument.Parse("""{"a<b>":[{"x":1},null],"n":[1,2],"s":"<script>"}""");
        foreach (var value in new object[] { document, document.RootElement, JsonNode.Parse(document.RootElement.GetRawText())!, new JsonString(document.RootElement.GetRawText()) })
        {
            var html = Html(value);
            Assert.StartsWith("<details open=\"open\" class=\"dni-treeview\">", html);
            Assert.Contains("<td>a&lt;b&gt;</td><td><table><thead><tr><th><i>index</i></th>", html);
            Assert.Contains("<td>n</td><td><div class=\"dni-plaintext\"><pre>[1,2]</pre></div></td>", html);
            Assert.DoesNotContain("<script", html);
        }
        var deep = JsonNode.Parse(string.Concat(Enumerable.Repeat("[", 60)) + "{}" + string.Concat(Enumerable.Repeat("]", 60)))!;
        Assert.Contains("{}", Html(deep));
        Assert.Equal(["application/json", "text/plain"], MimeBundle.Of(JsonString.Of(new Run(1, 0.5))).Select(entry => entry.Key));
        Assert.Throws<ArgumentException>(() => new JsonString("{"));
    }

    [Fact]
    public void Circles_end_where_they_close_and_shared_parts_are_shown_each_time()
    {
        var parent = new Node("parent");
        parent.Children.Add(new Node("child"));
        parent.Children[0].Children.Add(parent);
        Assert.Contains("(the same Node again)", Text(parent));
        Assert.Contains("<i>(the same Node again)</i>", Html(parent));
        var list = new List<object>();
        list.Add(list);
        Assert.Contains("again", Html(list));
        var shared = new Node("shared");
        Assert.DoesNotContain("again", Text(new[] { shared, shared }));
    }

    [Fact]
    public void What_throws_is_told_where_it_stands()
    {
        static IEnumerable<int> Two()
        {
            yield return 1;
            yield return 2;
            throw new InvalidOperationException("<third>");
        }
        Assert.Equal("[ 1, 2, InvalidOperationException: <third> ]", Text(Two()));
        Assert.Contains("InvalidOperationException: &lt;third&gt;", Html(Two()));
        Assert.Equal("InvalidOperationException: no words", Text(new SilentToString()));
        Assert.Contains("<code>InvalidOperationException: no words</code>", Html(new Shy()));
        Assert.Equal("Shy", MimeBundle.Of(new Shy())["text/plain"]!.ToString().Split('\n')[0]);
    }

    [Fact]
    public void A_failing_plain_text_that_nobody_asked_for_does_not_spoil_the_rest()
    {
        Formatter.Register<Shy>(_ => "<b>fine</b>", "text/html");
        Formatter.Register<Shy>(new Func<Shy, string>(_ => throw new InvalidOperationException("broken")));
        var bundle = MimeBundle.Of(new Shy());
        Assert.Equal("<b>fine</b>", (string?)bundle["text/html"]);
        Assert.Equal("Shy", (string?)bundle["text/plain"]);
        Assert.Throws<InvalidOperationException>(() => MimeBundle.Of(new Shy(), "text/plain"));
    }

    [Fact]
    public void Pointers_and_spans_have_a_text()
    {
        Assert.Equal("Low\n  Address: 0x1f\n  Bytes: ReadOnlySpan<byte>", Text(new Low()));
        Assert.Contains("<td>Bytes</td><td><span>ReadOnlySpan&lt;byte&gt;</span></td>", Html(new Low()));
        Assert.Equal("Window", Text(typeof(Window)));
        var memory = new Memory<int>(new int[5_000_000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.EndsWith("... (4999980 more) ]", Text(memory));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void A_sequence_with_members_of_its_own_shows_both()
    {
        Assert.Equal("Named\n  Name: n<1>\n  (values): [ 1, 2 ]", Text(new Named(1, 2)));
        Assert.Contains("<tr><td><i>(values)</i></td><td><div class=\"dni-plaintext\"><pre>[ 1, 2 ]</pre></div></td></tr>", Html(new Named(1, 2)));
        Assert.Equal("[ 1 ]", Text(new List<int> { 1 }));
    }

    [Fact]
    public void Lazy_sequences_are_read_once_and_not_too_far()
    {
        var read = 0;
        IEnumerable<int> Counting()
        {
            while (true)
                yield return read++;
        }
        Assert.Contains("[ 0, 1, 2, 3", Html(Counting()));
        Assert.Equal(Formatter.ListExpansionLimit + 1, read);
    }

    [Fact]
    public void Texts_and_totals_are_limited()
    {
        Assert.Equal(1_000_000, Text(new string('x', 1_000_000)).Length);
        Assert.EndsWith("… (1000000 more characters)", Text(new string('x', 2_000_000)));
        Assert.EndsWith("… (5 more characters) ]", Text(new[] { new string('x', 10_005) }));
        var much = Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 20).Select(_ => new Run(1, 1)).Select(run => (run, new string('<', 9000))).ToList()).ToList();
        Assert.InRange(Html(much).Length, 100_000, 8_000_000);
        // A pair of surrogates is not cut in two.
        Assert.DoesNotContain("\ud83d…", Text(new[] { new string('x', 9_999) + "😀😀" }));
    }

    [Fact]
    public void Limits_of_lists_are_set_for_all_for_a_type_of_items_or_for_a_type_of_lists()
    {
        Formatter.ListExpansionLimit = 2;
        Formatter<KeyValuePair<string, int>>.ListExpansionLimit = 3;
        Formatter<List<int>>.ListExpansionLimit = 1;
        Assert.Equal("[ 1, 2 ... (1 more) ]", Text(new[] { 1, 2, 3 }));
        Assert.Equal("[ 1 ... (2 more) ]", Text(new List<int> { 1, 2, 3 }));
        Assert.Contains("c: 3", Text(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2, ["c"] = 3 }));
        Assert.Equal(2, Formatter<string>.ListExpansionLimit);
        Formatter.ResetToDefault();
        Assert.Equal("[ 1, 2, 3 ]", Text(new List<int> { 1, 2, 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Formatter<int>.ListExpansionLimit = -1);
        Formatter.ListExpansionLimit = 0;
        Assert.Contains("(3 more)", Html(new[] { 1, 2, 3 }));
    }

    [Fact]
    public void Tables_have_a_column_for_each_property()
    {
        using var data = new DataTable();
        data.Columns.Add("name<");
        data.Columns.Add("n", typeof(int));
        data.Rows.Add("a", 1);
        data.Rows.Add("bcd", DBNull.Value);
        Assert.Equal("name<       n\n-----  ------\na           1\nbcd    <null>", Text(data));
        Assert.StartsWith("<table><thead><tr><th>name&lt;</th><th>n</th></tr></thead><tbody><tr><td>", Html(data));
        var runs = new[] { new Run(1, 0.5), new Run(22, 0.25) };
        Assert.Equal("Seed  Loss\n----  ----\n   1   0.5\n  22  0.25", Text(TableView.Of(runs, [], 20)));
        Assert.Equal("Loss\n----\n 0.5\n... (1 more)", Text(TableView.Of(runs, ["Loss"], 1)));
        Assert.Equal("Seed,Loss\n1,0.5\n22,0.25\n", runs.ToDisplayString("text/csv"));
        Assert.Equal("value\n\"a,\"\"b\"\"\"\n", new[] { "a,\"b\"" }.ToDisplayString("text/csv"));
    }

    [Fact]
    public void Tabular_data_resources_describe_their_columns()
    {
        var resource = new[] { new Run(1, 0.5) }.ToTabularDataResource();
        Assert.Equal("""{"profile":"tabular-data-resource","schema":{"fields":[{"name":"Seed","type":"integer"},{"name":"Loss","type":"number"}]},"data":[{"Seed":1,"Loss":0.5}]}""",
            resource.ToDisplayString(TabularDataResource.MimeType));
        Assert.Equal("Seed  Loss\n----  ----\n   1   0.5", Text(resource));
        using var document = JsonDocument.Parse("""[{"a":1},{"b":"x"}]""");
        Assert.Equal(["a", "b"], document.ToTabularDataResource().Schema.Fields.Select(field => field.Name));
        Assert.Throws<ArgumentException>(() => JsonDocument.Parse("1").ToTabularDataResource());
    }

    [Fact]
    public void Formulas_markdown_and_pictures_come_in_their_own_types()
    {
        Assert.Equal(["text/latex", "text/plain"], MimeBundle.Of((LaTeXString)@"\alpha").Select(entry => entry.Key));
        Assert.Equal("$$x^2$$", (string?)MimeBundle.Of((MathString)"x^2")["text/latex"]);
        Assert.Contains("<msup>", Html(new { F = (MathString)"x^2" }));
        Assert.Equal(["text/markdown", "text/plain"], MimeBundle.Of((MarkdownString)"**b**").Select(entry => entry.Key));
        Assert.Contains("<strong>b</strong>", Html(new { F = (MarkdownString)"**b**" }));
        Assert.DoesNotContain("<script", Html((MarkdownString)"x <script>alert(1)</script>"));
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, 3, 0, 0, 0, 2];
        var bundle = MimeBundle.Of(Images.FromBytes(png));
        Assert.Equal(Convert.ToBase64String(png), (string?)bundle["image/png"]);
        Assert.Equal("PNG picture, 3 × 2, 24 bytes", (string?)bundle["text/plain"]);
        Assert.StartsWith("<img alt=\"PNG picture", Html(Images.Png(png)));
        Assert.StartsWith("image/svg+xml", MimeBundle.Of(Images.Svg("<svg xmlns='http://www.w3.org/2000/svg'/>")).First().Key);
        Assert.Contains("src=\"data:image/svg+xml;base64,", Html(new { S = Images.Svg("<svg onload=\"alert(1)\"/>") }));
        Assert.Throws<ArgumentException>(() => Images.Jpeg(png));
        Assert.Throws<ArgumentException>(() => Images.FromBytes([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => Images.Svg("no drawing"));
    }

    [Fact]
    public void Escaped_markdown_shows_the_text_itself()
    {
        const string hostile = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) **b** `c` # $x$ | &lt; https://evil.example/";
        var html = Html(new MarkdownString($"- {MarkdownString.Escape(hostile)}"));
        var shown = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
        Assert.Equal(hostile, shown.QuerySelector("li")!.TextContent);
        Assert.Empty(shown.QuerySelectorAll("li *"));
    }

    [Fact]
    public void Formatters_of_the_common_shapes_can_be_registered_as_objects_and_asked_for()
    {
        Formatter.Register(new HtmlFormatter<Run>(run => $"<b>{run.Seed}</b>"));
        Formatter.Register(new PlainTextFormatter<Run>((run, context) =>
        {
            context.Writer.Write("run ");
            run.Loss.FormatTo(context);
            return true;
        }));
        Assert.Equal("<b>7</b>", Html(new Run(7, 1)));
        Assert.Equal("run 1.5", Text(new Run(7, 1.5)));
        Assert.Equal("<b>7</b>", new Run(7, 1).ToDisplayString(HtmlFormatter.GetPreferredFormatterFor<Run>()));
        using var writer = new StringWriter();
        PlainTextFormatter.GetPreferredFormatterFor(typeof(Run)).Format(new Run(1, 2), new FormatContext(writer));
        Assert.Equal("run 2", writer.ToString());
    }

    private sealed class RealSource : ITypeFormatterSource
    {
        public IEnumerable<ITypeFormatter> CreateTypeFormatters() => [new HtmlFormatter<Marked>(_ => "<i>real</i>")];
    }

    [TypeFormatterSource(typeof(RealSource), PreferredMimeTypes = ["text/html"])]
    private sealed class Marked;

    [Fact]
    public void Types_may_name_their_formatters_with_the_real_attribute() => Assert.Equal("<i>real</i>", Html(new Marked()));
}
