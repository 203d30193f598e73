namespace Workbench.Notebooks.Tests.Engine;

/// <summary>C# that scripts do not know: it works in cells all the same.</summary>
[Collection(EngineCollection.Name)]
public class LanguageTests
{
    private const string Resource = "class Resource(string name) : IDisposable, IAsyncDisposable { public string Name => name; public void Dispose() => Console.Write($\"-{name}\"); public ValueTask DisposeAsync() { Console.Write($\"~{name}\"); return default; } }";

    [Fact]
    public async Task Using_declarations_dispose_at_the_end_of_the_cell_in_reverse_order()
    {
        var cells = new Cells();
        await cells.Run(Resource);
        Assert.Equal(["stdout:body", "result:b", "stdout:~c-b-a"],
            await cells.Run("using var a = new Resource(\"a\");\nusing Resource b = new(\"b\");\nawait using var c = new Resource(\"c\");\nConsole.Write(\"body\");\nb.Name"));
        Assert.Equal("a", await cells.Value("a.Name"));
    }

    [Fact]
    public async Task Using_declarations_dispose_also_after_a_failure_and_errors_stand_where_they_were_written()
    {
        var cells = new Cells();
        await cells.Run(Resource + "\nvar log = \"\";");
        await cells.Run("class Logged(Action done) : IDisposable { public void Dispose() => done(); }");
        await cells.Fail("using var a = new Logged(() => log += \"done\"); throw new Exception();");
        Assert.Equal("done", await cells.Value("log"));
        Assert.StartsWith("Cell [5], line 2, column 15: error CS0103", (await cells.Fail("var x = 1;\nusing var b = wrong; int c = 2;")).Message);
        Assert.Contains("IDisposable", (await cells.Fail("using var b = 3;")).Message);
    }

    [Fact]
    public async Task Namespaces_can_be_declared_and_used_later()
    {
        var cells = new Cells();
        Assert.Equal("5", await cells.Value("using Shapes.Plane;\nnamespace Shapes.Plane\n{\n    public record Point(double X, double Y) { public double Norm => Math.Sqrt(X * X + Y * Y); }\n}\nnew Point(3, 4).Norm"));
        Assert.Equal("10", await cells.Value("var p = new Point(6, 8);\np.Norm"));
        await cells.Run("namespace Other;\n\npublic static class Constants { public const int Answer = 42; }");
        Assert.Equal("42", await cells.Value("Other.Constants.Answer"));
        Assert.Equal("10", await cells.Value("p.Norm"));
    }

    [Fact]
    public async Task Extension_methods_in_a_class_and_extension_blocks_work()
    {
        var cells = new Cells();
        Assert.Equal("6", await cells.Value("public static class Sums\n{\n    public static int Twice(this int n) => 2 * n;\n}\n3.Twice()"));
        Assert.Equal("8", await cells.Value("static class Lengths\n{\n    extension(string text)\n    {\n        public int Doubled => text.Length.Twice();\n        public static string Blank(int n) => new(' ', n);\n    }\n}\n\"four\".Doubled"));
        Assert.Equal("3", await cells.Value("string.Blank(3).Length"));
    }

    [Fact]
    public async Task Extensions_reach_types_of_their_cell_and_can_be_declared_again()
    {
        var cells = new Cells();
        Assert.Equal("7", await cells.Value("record Pair(int A, int B);\nstatic class PairMath { public static int Total(this Pair pair) => pair.A + pair.B; }\nnew Pair(3, 4).Total()"));
        Assert.Equal("12", await cells.Value("record Pair(int A, int B);\nstatic class PairMath { public static int Total(this Pair pair) => pair.A * pair.B; }\nnew Pair(3, 4).Total()"));
        Assert.Equal("30", await cells.Value("new Pair(5, 6).Total()"));
        Assert.Equal("11", await cells.Value("record Pair(int A, int B);\nstatic class PairMath { public static int Total(this Pair pair) => pair.A + pair.B; }\nnew Pair(5, 6).Total()"));
    }

    [Fact]
    public async Task Errors_in_a_library_stand_at_their_place_and_change_nothing()
    {
        var cells = new Cells();
        await cells.Run("var x = 1;");
        var error = await cells.Fail("x = 2;\nnamespace N\n{\n    public class C { int V => wrong; }\n}");
        Assert.StartsWith("Cell [2], line 4, column 31: error CS0103: The name 'wrong'", error.Message);
        Assert.Equal("1", await cells.Value("x"));
        var thrown = await cells.Fail("namespace N\n{\n    public class C { public void Go() => throw new InvalidOperationException(\"x\"); }\n}\nnew N.C().Go();");
        Assert.Contains("  Cell [4], line 3 in Go", thrown.Traceback);
    }

    [Fact]
    public async Task File_local_types_stay_in_their_cell()
    {
        var cells = new Cells();
        await cells.Run("file class Hidden { public int V => 4; }\npublic static class Shown { public static int Get() => new Hidden().V; public static int Next(this int n) => n + new Hidden().V; }");
        Assert.Equal("9", await cells.Value("Shown.Get() + 1.Next()"));
        await cells.Fail("new Hidden()");
    }

    [Fact]
    public async Task A_loop_in_a_namespace_can_be_interrupted()
    {
        using var cancellation = new CancellationTokenSource();
        const string begun = "Workbench.Tests.InNamespace";
        AppContext.SetData(begun, null);
        var cells = new Cells();
        var running = cells.Fail($"namespace Work {{ public static class Loop {{ public static void Run() {{ AppContext.SetData(\"{begun}\", 1); while (true) {{ }} }} }} }}\nWork.Loop.Run();", cancellation.Token);
        while (AppContext.GetData(begun) is null)
            await Task.Delay(5);
        cancellation.Cancel();
        var error = await running;
        Assert.Equal("cell interrupted", error.Message);
    }

    [Fact]
    public async Task Checks_leave_expression_trees_and_lines_alone()
    {
        var cells = new Cells();
        Assert.Equal("i => (i + 1)", await cells.Value("System.Linq.Expressions.Expression<Func<int, int>> e = i => i + 1;\ne.ToString()"));
        Assert.Equal("2", await cells.Value("new[] { 1, 2, 3 }.AsQueryable().Where(i => i > 1).Select(i => i).First()"));
        Assert.Equal("<null>", await cells.Value("Func<string?> f = () => null; Action a = () => f(); Func<Task> t = async () => await Task.Yield(); Func<Task<int>> g = async () => await Task.FromResult(1); a(); await t(); await g(); f()"));
        var error = await cells.Fail("int F(int n) => n > 0\n    ? F(n - 1)\n    : throw new Exception();\nforeach (var i in new[] { 1 })\n    F(i);");
        Assert.Contains("  Cell [4], line 5", error.Traceback);
    }

    [Fact]
    public async Task What_is_unguarded_is_compiled_as_written()
    {
        var cells = new Cells();
        Assert.Equal("False|True", await cells.Value("[Unguarded] static int A(int n) { for (var i = 0; i < n; i++) { } return n; }\nstatic int B(int n) { for (var i = 0; i < n; i++) { } return n; }\nstring Size(Func<int, int> f) => (f.Method.GetMethodBody().GetILAsByteArray().Length > 20).ToString();\nSize(A) + \"|\" + Size(B)"));
    }
}
