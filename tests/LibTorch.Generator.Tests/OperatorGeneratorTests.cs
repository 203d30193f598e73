using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.LibTorch.Generator.Tests;

/// <summary>What the generator writes, and how it says that a line is wrong.</summary>
public class OperatorGeneratorTests
{
    [Fact]
    public void A_line_becomes_a_typed_call_and_the_members_it_asks_for()
    {
        var (source, diagnostics) = Run("aten::diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None) -> Tensor | mt");
        Assert.Empty(diagnostics);
        Assert.Contains("internal static torch.Tensor diff(torch.Tensor self, long n = 1, long dim = -1, torch.Tensor? prepend = null)", source);
        Assert.Contains("public torch.Tensor diff(long n = 1, long dim = -1, torch.Tensor? prepend = null) => Ops.diff(this, n, dim, prepend);", source);
        Assert.Contains("public static torch.Tensor diff(torch.Tensor input, long n = 1, long dim = -1, torch.Tensor? prepend = null) => Ops.diff(input, n, dim, prepend);", source);
        Assert.Contains("System.GC.KeepAlive(prepend);", source);
    }

    [Fact]
    public void Keywords_are_escaped()
    {
        var (source, _) = Run("aten::expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)");
        Assert.Contains("bool @implicit = false", source);
        Assert.Empty(CSharpSyntaxTree.ParseText(source).GetDiagnostics());
    }

    [Theory]
    [InlineData("aten::f(Dict(str, int) x) -> Tensor", "unsupported type")]
    [InlineData("aten::f(Tensor x) -> Storage", "not supported")]
    [InlineData("aten::f(Tensor x) -> Tensor\naten::f(Tensor x) -> Tensor", "already in a schema file")]
    public void A_wrong_line_is_a_compile_error_that_quotes_it(string text, string reason)
    {
        var (_, diagnostics) = Run(text);
        var error = Assert.Single(diagnostics);
        Assert.Equal((DiagnosticSeverity.Error, "WBT001"), (error.Severity, error.Id));
        Assert.Contains(reason, error.GetMessage());
        Assert.Contains("aten::f", error.GetMessage());
    }

    private static (string Source, ImmutableArray<Diagnostic> Diagnostics) Run(string schemas)
    {
        var driver = CSharpGeneratorDriver.Create(new OperatorGenerator())
            .AddAdditionalTexts([new Text("Schemas/some.txt", schemas)])
            .RunGenerators(CSharpCompilation.Create("empty"));
        var result = driver.GetRunResult();
        return (result.GeneratedTrees.Single().ToString(), result.Diagnostics);
    }

    private sealed class Text(string path, string text) : AdditionalText
    {
        public override string Path => path;
        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
