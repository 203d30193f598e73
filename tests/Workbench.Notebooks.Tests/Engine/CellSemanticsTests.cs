namespace Workbench.Notebooks.Tests.Engine;

[Collection(EngineCollection.Name)]
public class CellSemanticsTests
{
    [Fact]
    public async Task Variables_types_methods_and_usings_carry_over()
    {
        var cells = new Cells();
        await cells.Run("using System.Numerics;\nvar x = 20;\nrecord Point(int X, int Y);\nint Twice(int n) => 2 * n;");
        await cells.Run("using static System.Math;");
        Assert.Equal("43", await cells.Value("Twice(x) + (int)Max(1, 3) * Vector2.One.X is var r ? (int)r : 0"));
        Assert.Equal("Point { X = 1, Y = 2 }", await cells.Value("new Point(1, 2).ToString()"));
    }

    [Fact]
    public async Task A_later_declaration_shadows_an_earlier_one_also_with_another_type()
    {
        var cells = new Cells();
        await cells.Run("var x = 1; class C { public int V => 1; }");
        await cells.Run("var x = \"text\"; class C { public int V => 2; }");
        Assert.Equal("text2", await cells.Value("x + new C().V"));
    }

    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("null", "<null>")]
    [InlineData("(object)null", "<null>")]
    [InlineData("var x = 0;\nx = 3", "3")]
    [InlineData("var x = 0;\nx = 3;", null)]
    [InlineData("var x = 1;", null)]
    [InlineData("Console.Write(\"\")", null)]
    [InlineData("await Task.CompletedTask", null)]
    [InlineData("await Task.FromResult(7)", "7")]
    [InlineData("return 5;", "5")]
    [InlineData("if (true) { return 6; }\n7", "6")]
    [InlineData("1 // with a comment", "1")]
    [InlineData("int F() { return 1; }", null)]
    [InlineData("display(1)", null)]
    [InlineData("", null)]
    [InlineData("// nothing", null)]
    [InlineData("using System.Net;", null)]
    [InlineData("[1, 2, 3, ]", null, true)]
    [InlineData("1;", null, true)]
    public async Task The_value_is_the_last_expression_without_semicolon(string code, string? value, bool isError = false)
    {
        var cells = new Cells();
        if (isError)
            Assert.Equal("CompilationError", (await cells.Fail(code)).Name);
        else
            Assert.Equal(value, await cells.Value(code));
    }

    [Fact]
    public async Task Variables_assigned_before_an_exception_stay_also_in_the_first_cell()
    {
        var cells = new Cells();
        await cells.Fail("var a = 5;\nif (a == 5) throw new Exception();\nvar b = 6;");
        Assert.Equal("5", await cells.Value("a"));
        await cells.Fail("a = 7;\nvar c = new[] { 1 };\nc[1] = 2;");
        Assert.Equal("8", await cells.Value("a + c[0] + b"));
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_changes_nothing()
    {
        var cells = new Cells();
        await cells.Run("var x = 1;");
        await cells.Fail("x = 2;\nvar y = nonsense;");
        Assert.Equal("1", await cells.Value("x"));
        await cells.Fail("y");
    }

    [Fact]
    public async Task Awaits_come_back_to_the_one_cell_thread()
    {
        var cells = new Cells();
        Assert.Equal("True", await cells.Value("var before = Environment.CurrentManagedThreadId;\nawait Task.Delay(1);\nawait Task.Yield();\nbefore == Environment.CurrentManagedThreadId"));
        Assert.Equal("True", await cells.Value("before == Environment.CurrentManagedThreadId"));
        Assert.Equal("3", await cells.Value("async IAsyncEnumerable<int> Count() { for (var i = 0; i < 3; i++) { await Task.Yield(); yield return i; } }\nvar sum = 0;\nawait foreach (var i in Count()) sum += i;\nsum"));
    }

    [Fact]
    public async Task Deep_recursion_has_a_large_stack()
    {
        var cells = new Cells();
        Assert.Equal("100000", await cells.Value("int Depth(int n) { Span<int> some = stackalloc int[8]; some[n % 8] = n; return n == 0 ? 0 : 1 + Depth(n - 1) + 0 * some[3]; }\nDepth(100000)"));
    }

    [Fact]
    public async Task Loops_are_compiled_with_optimisation_and_unsafe_code_is_allowed()
    {
        var cells = new Cells();
        Assert.Equal("False", await cells.Value("System.Reflection.MethodBase.GetCurrentMethod().Module.Assembly.GetCustomAttributes(false).OfType<System.Diagnostics.DebuggableAttribute>().Any(a => a.IsJITOptimizerDisabled)"));
        Assert.Equal("2", await cells.Value("int[] numbers = [1, 2];\nint second;\nunsafe { fixed (int* p = numbers) second = p[1]; }\nsecond"));
    }

    [Fact]
    public async Task Dynamic_directives_and_new_language_features_work()
    {
        var cells = new Cells();
        await cells.Run("#nullable enable\n#region r\nstring? maybe = null;\n#if NEVER\nnot code\n#endif\n#endregion\ndynamic d = new System.Dynamic.ExpandoObject();\nd.Name = \"n\";");
        Assert.Equal("n", await cells.Value("(string)d.Name"));
        Assert.Equal("6", await cells.Value("static int Sum(this int[] all) => Enumerable.Sum(all);\nint[] more = [.. new[] { 1, 2 }, 3];\nmore.Sum()"));
    }

    [Fact]
    public async Task Many_small_cells_keep_working()
    {
        var cells = new Cells();
        await cells.Run("var total = 0;");
        for (var i = 0; i < 100; i++)
            await cells.Run($"var v{i} = {i}; total += v{i};");
        Assert.Equal("4950", await cells.Value("total"));
    }

    [Fact]
    public async Task Time_shows_the_wall_time_and_unknown_directives_run_nothing()
    {
        var cells = new Cells();
        var log = await cells.Run("#!time\nvar x = 1;");
        Assert.Matches(@"^display:Wall time: [\d.]+ms\nAllocated: [\d.]+ [KMG]?B, collections \(generation 0/1/2\): \d+/\d+/\d+$", Assert.Single(log));
        var error = await cells.Fail("x = 2;\n#!sql\nselect");
        Assert.Contains("line 2: '#!sql' needs the SQL kernel", error.Message);
        Assert.Equal("1", await cells.Value("#!csharp\nx"));
    }

    [Fact]
    public async Task Load_runs_a_script_beside_the_notebook()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("more.csx"), "var loaded = 11;\nint Thrice(int n) => 3 * n;");
        var cells = new Cells(folder.Path);
        await cells.Run("#load \"more.csx\"");
        Assert.Equal("33", await cells.Value("Thrice(loaded)"));
    }
}
