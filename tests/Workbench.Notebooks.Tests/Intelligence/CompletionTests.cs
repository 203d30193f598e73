using Workbench.Notebooks.Intelligence;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Intelligence;

[Collection(EngineCollection.Name)]
public sealed class CompletionTests
{
    [Theory]
    [InlineData("\"abc\".Sub|", "Substring", CompletionKind.Method)]
    [InlineData("\"abc\".Sel|", "Select", CompletionKind.Extension)]
    [InlineData("\"abc\"?.Len|", "Length", CompletionKind.Property)]
    [InlineData("DateTime? d = null; d?.Ye|", "Year", CompletionKind.Property)]
    [InlineData("Console.Wri|", "WriteLine", CompletionKind.Method)]
    [InlineData("DayOfWeek.|", "Friday", CompletionKind.EnumMember)]
    [InlineData("int.Max|", "MaxValue", CompletionKind.Field)]
    [InlineData("System.Coll|", "Collections", CompletionKind.Namespace)]
    [InlineData("System.Collections.Generic.Li|", "List", CompletionKind.Class)]
    [InlineData("var local = 1;\nloc|", "local", CompletionKind.Local)]
    [InlineData("void F(int argument) { arg| }", "argument", CompletionKind.Parameter)]
    [InlineData("int[] xs = []; xs.Select(item => it|", "item", CompletionKind.Parameter)]
    [InlineData("new[] { \"a\" }.Select(item => item.Len|", "Length", CompletionKind.Property)]
    [InlineData("new[] { \"a\" }.Select(item => item.|\nvar y = 1;", "Length", CompletionKind.Property)]
    [InlineData("new[] { \"a\" }.Where(a => a.Length > 1).ToDictionary(a => a, b => b.|)", "Length", CompletionKind.Property)]
    [InlineData("var text = \"a\";\ntext.|\nvar y = 1;", "Length", CompletionKind.Property)]
    [InlineData("var text = \"a\";\nforeach (var c in text.|", "Length", CompletionKind.Property)]
    [InlineData("foreach (var c in new[] { \"a\" }) { if (c.| ", "Length", CompletionKind.Property)]
    [InlineData("$\"{DateTime.No|", "Now", CompletionKind.Property)]
    [InlineData("var q = from word in new[] { \"a\" } where word.Len|", "Length", CompletionKind.Property)]
    [InlineData("using static System.Math;\nvar x = Sq|", "Sqrt", CompletionKind.Method)]
    [InlineData("class B { protected int inherited; }\nclass A : B { int own; void M() { inh|", "inherited", CompletionKind.Field)]
    [InlineData("class B { protected int inherited; }\nclass A : B { int own; void M() { ow|", "own", CompletionKind.Field)]
    [InlineData("void Outer() { int Inner() => 1; Inn|", "Inner", CompletionKind.Method)]
    [InlineData("if (1 is int pattern) { patt|", "pattern", CompletionKind.Local)]
    [InlineData("int.TryParse(\"\", out var parsed); par|", "parsed", CompletionKind.Local)]
    [InlineData("foreach (var item in new[] { 1 }) { it|", "item", CompletionKind.Local)]
    [InlineData("try { } catch (Exception error) { err|", "error", CompletionKind.Local)]
    [InlineData("T Same<Type1>(Type1 t) { Type|", "Type1", CompletionKind.Class)]
    [InlineData("var (left, right) = (1, 2);\nlef|", "left", CompletionKind.Local)]
    [InlineData("ret|", "return", CompletionKind.Keyword)]
    [InlineData("fore|\nvar x = 1;", "foreach", CompletionKind.Keyword)]
    [InlineData("for (;;) { bre|", "break", CompletionKind.Keyword)]
    [InlineData("var x = ne|", "new", CompletionKind.Keyword)]
    [InlineData("class A { publ|", "public", CompletionKind.Keyword)]
    [InlineData("object o = 1; if (o i|", "is", CompletionKind.Keyword)]
    [InlineData("var x = new Li|", "List", CompletionKind.Class)]
    [InlineData("using System.Ne|", "Net", CompletionKind.Namespace)]
    [InlineData("using Mic|", "Microsoft", CompletionKind.Namespace)]
    [InlineData("using static System.Ma|", "Math", CompletionKind.Class)]
    [InlineData("class A { [Obs|] void M() { } }", "Obsolete", CompletionKind.Class)]
    [InlineData("[Obs|\nclass A { }", "Obsolete", CompletionKind.Class)]
    [InlineData("string.Join(sep|", "separator: ", CompletionKind.Parameter)]
    [InlineData("\"a\".Substring(0, |", "length: ", CompletionKind.Parameter)]
    [InlineData("new UriBuilder { Ho|", "Host", CompletionKind.Property)]
    [InlineData("UriBuilder u = new() { Host = \"a\", |", "Port", CompletionKind.Property)]
    [InlineData("record P(int Left, int Right);\nvar p = new P(1, 2);\nvar r = p with { Ri|", "Right", CompletionKind.Property)]
    [InlineData("class A { override To|", "public string? ToString() => base.ToString();", CompletionKind.Method)]
    [InlineData("class A { public override |\n}", "int GetHashCode() => base.GetHashCode();", CompletionKind.Method)]
    [InlineData("abstract class B { public abstract int P { get; set; } }\nclass A : B { public override |", "int P { get => throw new NotImplementedException(); set => throw new NotImplementedException(); }", CompletionKind.Property)]
    [InlineData("class A { int P { g|", "get", CompletionKind.Keyword)]
    [InlineData("Console.WL|", "WriteLine", CompletionKind.Method)]
    [InlineData("console.|", null, default(CompletionKind))]
    [InlineData("disp|", "display", CompletionKind.Method)]
    [InlineData("dynamic d = 1; d.|", null, default(CompletionKind))]
    [InlineData("var @class = 1;\nclas|", "@class", CompletionKind.Local)]
    [InlineData("#!ti|", "#!time", CompletionKind.Magic)]
    [InlineData("#lo|", "#load \"", CompletionKind.Keyword)]
    [InlineData("(int Left, int Right) pair = (1, 2);\npair.Le|", "Left", CompletionKind.Field)]
    [InlineData("Dictionary<string, List<(int, Dictionary<string, List<int[]>>)>> deep = new();\ndeep[\"a\"][0].Item2[\"b\"].Where(array => array.Le|", "Length", CompletionKind.Property)]
    public async Task What_may_stand_there_is_offered(string marked, string? text, CompletionKind kind)
    {
        var items = (await new Questions().Complete(marked)).Items;
        if (text is null)
            Assert.Empty(items);
        else
            Assert.Contains(items, item => item.Text == text && item.Kind == kind);
    }

    [Theory]
    [InlineData("// Con|")]
    [InlineData("/* Con|")]
    [InlineData("\"Con|\"")]
    [InlineData("\"Con|")]
    [InlineData("@\"Con|\n")]
    [InlineData("$\"Con|{1}\"")]
    [InlineData("$\"{1}Con|\"")]
    [InlineData("'C|")]
    [InlineData("\"\"\"\nCon|\n\"\"\"")]
    [InlineData("12|")]
    [InlineData("1.5e|")]
    [InlineData("class Con|")]
    [InlineData("namespace Con|")]
    [InlineData("#!html\n<b>Con|</b>")]
    [InlineData("#!time Con|")]
    [InlineData("#if FALSE\nCon|\n#endif")]
    [InlineData("var Con|")]
    [InlineData("int Con|")]
    [InlineData("List<int> Con|")]
    public async Task Nothing_is_offered_where_names_mean_nothing(string marked) => Assert.Empty(await new Questions().Texts(marked));

    [Fact]
    public async Task Earlier_cells_are_known()
    {
        var questions = new Questions();
        await questions.Run("class Network { public int Width { get; set; } private int hidden; public void Train() { } }", "var network = new Network();", "int Twice(int n) => 2 * n;", "using System.Net.Http;");
        Assert.Contains("network", await questions.Texts("netw|"));
        Assert.Contains("Network", await questions.Texts("new Netw|"));
        Assert.Contains("Twice", await questions.Texts("Tw|"));
        Assert.Contains("HttpClient", await questions.Texts("new Http|"));
        var members = await questions.Texts("network.|");
        Assert.Contains("Width", members);
        Assert.Contains("Train", members);
        Assert.DoesNotContain("hidden", members);
        Assert.DoesNotContain("get_Width", members);
        await questions.Run("string network = \"now a text\";");
        members = await questions.Texts("network.|");
        Assert.Contains("Substring", members);
        Assert.DoesNotContain("Width", members);
    }

    [Fact]
    public async Task Asking_runs_nothing_and_changes_nothing()
    {
        var questions = new Questions();
        await questions.Run("int touched = 0;\nint Touch() => ++touched;");
        await questions.Complete("Touch();\nclass New { }\nvar later = Touch().|");
        await questions.Run("if (touched != 0) throw new Exception();");
        Assert.DoesNotContain("later", await questions.Texts("lat|"));
    }

    [Fact]
    public async Task It_is_answered_while_a_cell_runs()
    {
        var questions = new Questions();
        await questions.Run("var gate = new System.Threading.ManualResetEventSlim(); var before = 1;");
        var running = questions.Run("gate.Wait();");
        Assert.Contains("before", await questions.Texts("bef|"));
        Assert.Equal(CompletenessStatus.Complete, questions.Kernel.IsComplete("gate.Set()").Status);
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task A_variable_is_not_offered_outside_its_scope()
    {
        Assert.DoesNotContain("inner", await new Questions().Texts("{ int inner = 1; }\ninn|"));
        Assert.DoesNotContain("late", await new Questions().Texts("void F() { lat|; int late = 1; }"));
        Assert.DoesNotContain("self", await new Questions().Texts("var self = sel|"));
    }

    [Fact]
    public async Task Hidden_members_are_left_out()
    {
        var texts = await new Questions().Texts("ListDict|");
        Assert.DoesNotContain("ListDictionaryInternal", texts);
    }

    [Fact]
    public async Task The_typed_case_comes_first_then_other_cases_then_humps()
    {
        var questions = new Questions();
        await questions.Run("int abTwo, AbOne, abc, aBig, axBig, axb;");
        Assert.Equal(["abc", "abTwo", "aBig", "AbOne", "axBig"], (await questions.Complete("ab|")).Items.Where(item => item.Kind == CompletionKind.Local).Select(item => item.Text));
        Assert.Equal(await questions.Texts("ab|"), await questions.Texts("ab|"));
    }

    [Theory]
    [InlineData("Console.Wr|", 8, 10)]
    [InlineData("Console.|", 8, 8)]
    [InlineData("Console.Wr|ite(1)", 8, 13)]
    [InlineData("F(|x)", 2, 2)]
    [InlineData("\n#!ti|", 1, 5)]
    public async Task The_word_at_the_cursor_is_replaced(string marked, int start, int end)
    {
        var list = await new Questions().Complete(marked);
        Assert.Equal((start, end), (list.Start, list.End));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(1000)]
    public async Task An_impossible_position_is_moved_into_the_text(int position)
    {
        var list = await new Questions().Kernel.CompleteAsync("Con", position);
        Assert.Contains(list.Items, item => item.Text == "Console");
    }

    [Fact]
    public async Task A_megabyte_is_answered()
    {
        var questions = new Questions();
        var lines = string.Concat(Enumerable.Repeat("// a line of a comment that says nothing\n", 25_000));
        Assert.Contains("Substring", await questions.Texts(lines + "\"\".Subs|"));
    }

    [Theory]
    [InlineData("(", 200_000)]
    [InlineData("List<", 20_000)]
    [InlineData("a?.b", 50_000)]
    [InlineData("!", 20_000)]
    [InlineData("if (true) ", 20_000)]
    [InlineData("x => ", 20_000)]
    public async Task Text_that_nests_without_end_does_not_end_the_process(string part, int times)
    {
        var questions = new Questions();
        var code = string.Concat(Enumerable.Repeat(part, times));
        Assert.Empty(await questions.Texts(code + "x.|"));
        await questions.Inspect(code + "|");
        Assert.NotEqual(CompletenessStatus.Complete, questions.Kernel.IsComplete(code).Status);
    }

    [Fact]
    public async Task Overloads_are_one_completion_with_a_signature()
    {
        var item = Assert.Single((await new Questions().Complete("\"a\".Subs|")).Items, item => item.Text == "Substring");
        Assert.Equal("string string.Substring(int startIndex) (+1 overload)", item.Signature.Replace("string Substring", "string string.Substring"));
    }
}
