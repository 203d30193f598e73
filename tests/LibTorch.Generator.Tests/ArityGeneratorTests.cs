using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.LibTorch.Generator.Tests;

/// <summary>Generic types for several numbers of inputs from one template.</summary>
public class ArityGeneratorTests
{
    [Fact]
    public void A_type_is_written_for_every_number_of_inputs()
    {
        var (sources, diagnostics) = Run("""
            arity 1-3 alone T
            /// <summary>Takes $count inputs.</summary>
            interface ITake<$types> { void Take($parameters); object Cast(object[] seen) => Make($seen); object Again => Of($inputs); }
            """);
        Assert.Empty(diagnostics);
        Assert.Equal(3, sources.Length);
        Assert.Contains("Takes one input.</summary>\ninterface ITake<T> { void Take(T input1);", sources[0].Replace("\r", ""));
        Assert.Contains("Takes three inputs.", sources[2]);
        Assert.Contains("ITake<T1, T2, T3> { void Take(T1 input1, T2 input2, T3 input3); object Cast(object[] seen) => Make((T1)seen[0]!, (T2)seen[1]!, (T3)seen[2]!); object Again => Of(input1, input2, input3); }", sources[2]);
    }

    [Fact]
    public void Modules_of_images_know_their_dimensions()
    {
        var (sources, _) = Run("arity 2-3\n/// <summary>Of $shape.</summary>\nclass Pool$dd { long[] zeros = new long[$d]; }");
        Assert.EndsWith("/// <summary>Of [N, C, D, H, W].</summary>\nclass Pool3d { long[] zeros = new long[3]; }", sources[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("interface I<$types> { }\n")]
    [InlineData("arity 3\n")]
    [InlineData("arity 0-2\n")]
    public void A_file_that_does_not_say_how_many_is_refused(string text)
    {
        var (sources, diagnostics) = Run(text);
        Assert.Empty(sources);
        Assert.Contains("arity 1-6", Assert.Single(diagnostics).GetMessage());
    }

    private static (string[] Sources, ImmutableArray<Diagnostic> Diagnostics) Run(string text)
    {
        var driver = CSharpGeneratorDriver.Create([new ArityGenerator().AsSourceGenerator()], [new Template(text)]).RunGenerators(CSharpCompilation.Create("empty"));
        var result = driver.GetRunResult();
        return (result.GeneratedTrees.Select(tree => tree.ToString()).ToArray(), result.Diagnostics);
    }

    private sealed class Template(string text) : AdditionalText
    {
        public override string Path => "Arities/family.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
