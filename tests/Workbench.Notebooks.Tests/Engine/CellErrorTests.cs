using System.Text.RegularExpressions;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Tests.Engine;

[Collection(EngineCollection.Name)]
public partial class CellErrorTests
{
    [Fact]
    public async Task Compile_errors_name_cell_line_column_and_point_at_the_place()
    {
        var cells = new Cells();
        await cells.Run("var x = 1;");
        var error = await cells.Fail("var y = 2;\n\tvar z = wrong + x;\nint q = \"s\";");
        Assert.Equal("CompilationError", error.Name);
        Assert.StartsWith("Cell [2], line 2, column 10: error CS0103:", error.Message);
        Assert.Equal(
            [
                "Cell [2], line 2, column 10: error CS0103: The name 'wrong' does not exist in the current context",
                "    \tvar z = wrong + x;",
                "    \t        ^^^^^",
                "Cell [2], line 3, column 9: error CS0029: Cannot implicitly convert type 'string' to 'int'",
                "    int q = \"s\";",
                "            ^^^",
            ], Plain(error));
    }

    [Fact]
    public async Task Compile_errors_carry_the_places_of_all_diagnostics()
    {
        var error = await new Cells().Fail("#nullable enable\nstring s = null;\n\tvar z = wrong\n  + 1;");
        Assert.Equal(
            [
                new CellDiagnostic("Cell [1]", 1, 11, 1, 15, "warning", "CS8625", "Cannot convert null literal to non-nullable reference type."),
                new CellDiagnostic("Cell [1]", 2, 9, 2, 14, "error", "CS0103", "The name 'wrong' does not exist in the current context"),
            ], error.Diagnostics.OrderBy(diagnostic => diagnostic.StartLine));
    }

    [Fact]
    public async Task Runtime_errors_carry_the_place_that_threw()
    {
        var cells = new Cells();
        await cells.Run("int Half(int n)\n{\n    if (n % 2 != 0) throw new ArgumentException(\"odd\");\n    return n / 2;\n}");
        var error = await cells.Fail("var x = 1;\nHalf(x)");
        Assert.Equal(new CellDiagnostic("Cell [1]", 2, 4, 2, 55, "error", "ArgumentException", "odd"), Assert.Single(error.Diagnostics));
        Assert.DoesNotContain((await cells.Fail("await Task.FromException(new Exception())")).Diagnostics, place => place.StartLine < 0);
    }

    [Fact]
    public async Task An_error_at_the_end_of_the_text_is_placed_too()
    {
        var error = await new Cells().Fail("if (true) {");
        Assert.Contains("Cell [1], line 1, column 12", error.Message);
    }

    [Fact]
    public async Task Runtime_errors_name_user_frames_only()
    {
        var cells = new Cells();
        await cells.Run("class Network\n{\n    public async Task Train(int[] data)\n    {\n        await Task.Yield();\n        Check(data[0] = 1);\n    }\n\n    void Check(int n) => throw new InvalidOperationException(\"not \" + n);\n}");
        var error = await cells.Fail("void Start(Network net)\n{\n    net.Train(new int[2]).GetAwaiter().GetResult();\n}\nawait Task.Run(() => Start(new Network()));");
        Assert.Equal("InvalidOperationException", error.Name);
        var lines = Plain(error);
        Assert.Equal("InvalidOperationException: not 1", lines[0]);
        Assert.Equal("  Cell [1], line 9 in Check", lines[1]);
        Assert.Equal("    void Check(int n) => throw new InvalidOperationException(\"not \" + n);", "    " + lines[2].TrimStart());
        Assert.Equal("  Cell [1], line 6 in Train", lines[3]);
        Assert.Contains("  Cell [2], line 3 in Start", lines);
        Assert.Contains("  Cell [2], line 5 in a lambda", lines);
        Assert.Equal("  Cell [2], line 5", lines[^1]);
        Assert.DoesNotContain(lines, line => line.Contains("MoveNext") || line.Contains("System.") || line.Contains("End of stack"));
    }

    [Fact]
    public async Task An_array_access_out_of_range_is_placed_at_least_in_its_method()
    {
        var error = await new Cells().Fail("async Task Fill(int[] data)\n{\n    await Task.Yield();\n    data[3] = 1;\n}\nawait Fill(new int[2]);");
        Assert.Equal(["IndexOutOfRangeException: Index was outside the bounds of the array.", "  Cell [1], lines 3 to 5 in Fill", "  Cell [1], line 6"], Plain(error));
    }

    [Fact]
    public async Task Causes_are_told_and_reflection_is_looked_through()
    {
        var cells = new Cells();
        var error = await cells.Fail("try { int.Parse(\"x\"); }\ncatch (Exception e) { throw new ArgumentException(\"outer\", e); }");
        Assert.Equal("ArgumentException", error.Name);
        Assert.Contains(Plain(error), line => line.StartsWith("caused by FormatException:", StringComparison.Ordinal));
        var inner = await cells.Fail("void F() => throw new NotSupportedException(\"deep\");\n((Action)F).Method.Invoke(((Action)F).Target, null);");
        Assert.Equal("NotSupportedException", inner.Name);
    }

    [Fact]
    public async Task Recursion_is_told_in_one_line()
    {
        var error = await new Cells().Fail("int Down(int n) => n == 0 ? throw new Exception(\"ground\") : 1 + Down(n - 1);\nDown(500)");
        Assert.Equal(["Exception: ground", "  Cell [1], line 1 in Down", "    int Down(int n) => n == 0 ? throw new Exception(\"ground\") : 1 + Down(n - 1);", "  Cell [1], line 2"], Plain(error));
    }

    [Fact]
    public async Task Cancellation_is_an_interrupt()
    {
        using var cancellation = new CancellationTokenSource();
        var cells = new Cells();
        const string begun = "Workbench.Tests.Begun";
        AppContext.SetData(begun, null);
        var running = cells.Fail($"var kept = 1;\nAppContext.SetData(\"{begun}\", kept);\nawait Task.Delay(-1, KernelInvocationContext.Current.CancellationToken);", cancellation.Token);
        while (AppContext.GetData(begun) is null)
            await Task.Delay(5);
        cancellation.Cancel();
        var error = await running;
        Assert.Equal(("OperationCanceledException", "cell interrupted"), (error.Name, error.Message));
        Assert.Equal("1", await cells.Value("kept"));
    }

    [Fact]
    public async Task An_exception_in_async_void_is_reported_and_the_next_cell_runs()
    {
        var cells = new Cells();
        var log = await cells.Run("async void Lost() { await Task.Yield(); throw new Exception(\"lost one\"); }\nLost();\nawait Task.Yield();\nawait Task.Yield();");
        Assert.Contains(log, line => line.StartsWith("stderr:", StringComparison.Ordinal) && line.Contains("lost one"));
        Assert.Equal("2", await cells.Value("1 + 1"));
    }

    private static string[] Plain(CellError error) => [.. error.Traceback.Select(line => Colour().Replace(line, ""))];

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colour();
}
