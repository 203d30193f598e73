using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.LibTorch.Generator.Tests;

/// <summary>Families of overloads from pattern files.</summary>
public class PatternGeneratorTests
{
    [Fact]
    public void A_member_is_written_for_every_combination()
    {
        var (source, diagnostics) = Run("""
            # a family
            class torch
            let options = Device? device = null

            for type = int | long
            for sizes : list = {type} size : size | {type} rows, {type} columns : rows, columns
            /// Zeros, counted as {type}.
            static Tensor zeros({sizes}, {options}) => zeros([{list}], device);

            class torch.Tensor
            Tensor same() => this;
            """);
        Assert.Empty(diagnostics);
        string[] expected =
        [
            "public static Tensor zeros(int size, Device? device = null) => zeros([size], device);",
            "public static Tensor zeros(int rows, int columns, Device? device = null) => zeros([rows, columns], device);",
            "public static Tensor zeros(long size, Device? device = null) => zeros([size], device);",
            "public static Tensor zeros(long rows, long columns, Device? device = null) => zeros([rows, columns], device);",
        ];
        Assert.Equal(expected, source.Split('\n').Where(line => line.StartsWith("public static Tensor", StringComparison.Ordinal)));
        Assert.Contains("/// <summary>Zeros, counted as long.</summary>", source);
        Assert.Empty(CSharpSyntaxTree.ParseText(source).GetDiagnostics());
        Assert.Matches(@"public partial class Tensor\s*{\s*public Tensor same\(\) => this;\s*}\s*}\s*}\s*$", source);
    }

    [Fact]
    public void An_empty_line_ends_loops_and_summaries()
    {
        var (source, _) = Run("class torch\nfor x = 1 | 2\n/// {x}\nint a{x};\n\nint b;\n");
        Assert.Equal(["public int a1;", "public int a2;", "public int b;"], source.Split('\n').Where(line => line.StartsWith("public int", StringComparison.Ordinal)));
        Assert.Equal(2, source.Split("<summary>").Length - 1);
    }

    [Theory]
    [InlineData("static int f();", "'class' line")]
    [InlineData("class torch\nint {x};", "unknown variable 'x'")]
    [InlineData("class torch\nfor a : b = 1", "1 value(s) for 2 variable(s)")]
    [InlineData("class torch\nfor a", "expected 'name = value'")]
    [InlineData("class torch\nlet a = {a}\nint {a};", "stands for itself")]
    public void A_wrong_line_is_a_compile_error_that_quotes_it(string text, string reason)
    {
        var error = Assert.Single(Run(text).Diagnostics);
        Assert.Equal((DiagnosticSeverity.Error, "WBT002"), (error.Severity, error.Id));
        Assert.Contains(reason, error.GetMessage());
        Assert.Contains(text.Split('\n')[^1], error.GetMessage());
    }

    private static (string Source, ImmutableArray<Diagnostic> Diagnostics) Run(string patterns)
    {
        var driver = CSharpGeneratorDriver.Create(new PatternGenerator())
            .AddAdditionalTexts([new Text("Patterns/some.txt", patterns)])
            .RunGenerators(CSharpCompilation.Create("empty"));
        var result = driver.GetRunResult();
        return (result.GeneratedTrees.SingleOrDefault()?.ToString() ?? "", result.Diagnostics);
    }

    private sealed class Text(string path, string text) : AdditionalText
    {
        public override string Path => path;
        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
