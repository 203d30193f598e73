using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Intelligence;

[Collection(EngineCollection.Name)]
public sealed class InspectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"abc\".Subst|ring(1)", "string string.Substring(int startIndex) (+1 overload)")]
    [InlineData("Substring|", null)]
    [InlineData("new[] { 1 }.Sel|ect(x => x)", "(extension) IEnumerable<int> IEnumerable<int>.Select<int, int>(Func<int, int> selector)")]
    [InlineData("var local = 1.5;\nlo|cal", "(variable) double local")]
    [InlineData("{ var inner = 1; inn|er++; }", "(local) int inner")]
    [InlineData("void F(string name) { na|me }", "(parameter) string name")]
    [InlineData("System.Text.String|Builder b;", "class System.Text.StringBuilder")]
    [InlineData("using System.Li|nq;", "namespace System.Linq")]
    [InlineData("va|r x = \"\";", "class System.String")]
    [InlineData("i|nt x = 1;", "readonly struct System.Int32")]
    [InlineData("DayOfWeek.Fri|day", "DayOfWeek.Friday = 5")]
    [InlineData("class Mine { }\nnew Mi|ne()", "class Mine")]
    [InlineData("/* Con|sole */", null)]
    [InlineData("\"Con|sole\"", null)]
    [InlineData("|", null)]
    public async Task A_name_is_told_as_CSharp_declares_it(string marked, string? expected)
    {
        var inspection = await new Questions().Inspect(marked);
        if (expected is null)
            Assert.Null(inspection);
        else
            Assert.StartsWith(expected, inspection!.PlainText);
    }

    [Fact]
    public async Task A_variable_shows_what_it_holds_without_running_code_of_its_type()
    {
        var questions = new Questions();
        await questions.Run("class Loud { public override string ToString() => throw new Exception(\"asked\"); }\nvar loud = new Loud(); var text = \"two\\nlines\"; var numbers = new int[1000]; var big = new string('x', 10_000_000);");
        Assert.Equal("(variable) Loud loud\n// (Loud)", (await questions.Inspect("lo|ud"))!.PlainText);
        Assert.Equal("(variable) string text\n// \"two\\nlines\"", (await questions.Inspect("te|xt"))!.PlainText);
        Assert.StartsWith("(variable) int[] numbers\n// int[1000] { 0, 0", (await questions.Inspect("num|bers"))!.PlainText);
        Assert.True((await questions.Inspect("bi|g"))!.PlainText.Length < 200);
    }

    [Fact]
    public async Task Comments_of_cells_are_documentation()
    {
        var questions = new Questions();
        await questions.Run("/// <summary>Trains a <see cref=\"Network\"/> & more.</summary>\nclass Broken { }\n/// <summary>Trains with <paramref name=\"rate\"/> &lt; 1.</summary>\n/// <param name=\"rate\">How fast.</param>\n/// <returns>The loss.</returns>\n/// <exception cref=\"ArgumentException\">Too fast.</exception>\n/// <remarks>Slowly.</remarks>\ndouble Train(double rate) => rate;");
        var inspection = (await questions.Inspect("Tra|in(0.1)"))!;
        Assert.Equal("double Train(double rate)\n\nTrains with rate < 1.\n\nReturns:\nThe loss.".Replace("\n\nReturns", "\n\nParameters:\n  rate: How fast.\n\nReturns") + "\n\nThrows:\n  ArgumentException: Too fast.", inspection.PlainText);
        Assert.Contains("Trains with `rate` \\< 1.", inspection.Markdown);
        Assert.Contains("Trains with <code>rate</code> &lt; 1.", inspection.Html);
        Assert.DoesNotContain("Slowly", inspection.PlainText);
        Assert.Contains("Slowly", (await questions.Inspect("Tra|in(0.1)", 1))!.PlainText);
        Assert.Contains("& more", (await questions.Inspect("new Bro|ken()"))!.PlainText);
        Assert.Contains("Here too.", (await questions.Inspect("/// <summary>Here too.</summary>\nvoid Own() { }\nOw|n();"))!.PlainText);
    }

    [SkippableFact]
    public async Task The_framework_is_documented_by_the_SDK()
    {
        var questions = new Questions();
        Skip.IfNot(Directory.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref")), "no reference pack");
        var text = (await questions.Inspect("\"abc\".Subst|ring(1)"))!.PlainText;
        Assert.Contains("Retrieves a substring from this instance.", text);
        Assert.Contains("  startIndex: The zero-based starting character position", text);
        Assert.Contains("ArgumentOutOfRangeException: ", text);
        Assert.Contains("Projects each element", (await questions.Inspect("new[] { 1 }.Sel|ect(x => x)"))!.PlainText);
        Assert.Contains("mutable string of characters", (await questions.Inspect("new String|Builder()"))!.PlainText);
        // Inherited: the override has no comment of its own in a cell.
        Assert.Contains("a string that represents", (await questions.Inspect("class A { public override string ToString() => \"\"; }\nnew A().ToStr|ing()"))!.PlainText);
    }

    [Fact]
    public async Task A_library_is_documented_by_the_file_beside_it()
    {
        var name = "Documented" + Guid.NewGuid().ToString("N");
        var path = _folder.File(name + ".dll");
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText("[assembly: NotebookUsings(\"Lib\")] class NotebookUsingsAttribute(params string[] usings) : System.Attribute { } namespace Lib { public class Thing { public int Of(int n) => n; } }")],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.True(compilation.Emit(path).Success);
        // Long enough for the member to lie across two reads.
        File.WriteAllText(Path.ChangeExtension(path, ".xml"), $"<doc><members><member name=\"T:Lib.Other\"><summary>{new string('x', (1 << 18) - 90)}</summary></member><member name=\"M:Lib.Thing.Of(System.Int32)\"><summary>What it is.</summary></member></members></doc>");
        var questions = new Questions(_folder.Path);
        await questions.Run($"#r \"{name}.dll\"\nvar thing = new Lib.Thing();");
        Assert.Contains("What it is.", (await questions.Inspect("thing.O|f(1)"))!.PlainText);
        var other = new Questions(_folder.Path);
        Assert.Contains("What it is.", (await other.Inspect($"#r \"{name}.dll\"\nnew Lib.Thing().O|f(1)"))!.PlainText);
        // The library brings a using, also to a cell that has not run yet.
        Assert.Contains("Thing", await other.Texts($"#r \"{name}.dll\"\nnew Thi|"));
        Assert.Contains("Of", await other.Texts($"#r \"{name}.dll\"\nnew Lib.Thing().|"));
    }

    [Theory]
    [InlineData("\"abc\".Substring(|", "▸ string Substring(»int startIndex«)\n  string Substring(»int startIndex«, int length)")]
    [InlineData("\"abc\".Substring(1, |", "  string Substring(int startIndex)\n▸ string Substring(int startIndex, »int length«)")]
    [InlineData("\"abc\".Substring(1, length: |2)", "  string Substring(int startIndex)\n▸ string Substring(int startIndex, »int length«)")]
    [InlineData("int F(int a, params string[] rest) => 1;\nF(1, \"\", \"\", |)", "▸ int F(int a, »params string[] rest«)")]
    [InlineData("class P { public P(int x) { } }\nnew P(|)", "▸ P(»int x«)")]
    [InlineData("class P { public P(int x) { } }\nP p = new(|", "▸ P(»int x«)")]
    [InlineData("Func<int, string> f = n => \"\";\nf(|)", "▸ string Func<int, string>.Invoke(»int arg«)")]
    [InlineData("class A { [Obsolete(\"a\", |)] void M() { } }", "▸ ObsoleteAttribute(string? message, »bool error«)")]
    public async Task Inside_an_argument_list_the_overloads_are_shown(string marked, string expected)
    {
        var text = (await new Questions().Inspect(marked))!.PlainText;
        Assert.Contains(expected.Replace("Func<int, string>.", ""), text);
    }

    [Fact]
    public async Task A_lambda_body_is_no_argument_list()
    {
        Assert.Null(await new Questions().Inspect("System.Threading.Tasks.Task.Run(() => { | });"));
    }

    [Fact]
    public async Task An_indexer_shows_its_parameters()
    {
        Assert.Contains("int this[»string key«]", (await new Questions().Inspect("var d = new Dictionary<string, int>();\nd[|"))!.PlainText);
    }

    [Fact]
    public async Task Hostile_names_and_texts_are_escaped()
    {
        var questions = new Questions();
        await questions.Run("/// <summary>&lt;script&gt;alert(1)&lt;/script&gt;</summary>\nvar evil = \"<script>alert(2)</script>\";");
        var inspection = (await questions.Inspect("ev|il"))!;
        Assert.DoesNotContain("<script>", inspection.Html);
        Assert.Contains("&lt;script&gt;alert(1)", inspection.Html);
        Assert.Null(await questions.Kernel.InspectAsync(new string('(', 100_000), 5, 0));
        Assert.Null(await questions.Kernel.InspectAsync("", 99, 0));
    }

    [Fact]
    public async Task A_directive_is_told() => Assert.Contains("#!time", (await new Questions().Inspect("#!ti|me"))!.PlainText);
}
