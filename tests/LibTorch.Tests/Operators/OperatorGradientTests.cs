using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Operators;

/// <summary>First and second derivatives of every differentiable operator of the table, against finite differences in float64.</summary>
public class OperatorGradientTests
{
    public static TheoryData<string> Operators()
    {
        var data = new TheoryData<string>();
        foreach (var name in OperatorTable.Cases.Where(Differentiable).Select(c => c.Operator).Distinct()) data.Add(name);
        return data;
    }

    private static bool Differentiable(OperatorCase stored)
    {
        if (stored.Operator.EndsWith('_') && stored.Operator != "fft.fft_") return false;
        if (GradientExemptions.Of(stored) is not null) return false;
        if (!stored.Tokens.Any(token => token.StartsWith("f8:") || token.StartsWith("c16:"))) return false;
        using var scope = NewDisposeScope();
        return stored.Expected().Any(y => y.is_floating_point() || y.is_complex());
    }

    private static IEnumerable<(OperatorCase, Func<Tensor[], Tensor[]>, Tensor[])> Checks(string name)
    {
        foreach (var stored in OperatorTable.Cases.Where(c => c.Operator == name && Differentiable(c)))
        {
            var inputs = stored.Inputs().Select(x => x.dtype is ScalarType.Float64 or ScalarType.ComplexFloat64 ? x.detach().requires_grad_() : x).ToArray();
            yield return (stored, x => PublicOperator.Ways(name, stored.Given(Symmetric(stored, x)), stored.Named).First().Call(), inputs);
        }
    }

    // Operators of Hermitian matrices read one triangle; their derivatives are those of a function of Hermitian matrices.
    private static Tensor[] Symmetric(OperatorCase stored, Tensor[] x) =>
        x.Select((v, i) => stored.Tokens[i].Split(':')[3] == "h" ? (v + v.mH) / 2 : v).ToArray();

    [Theory]
    [MemberData(nameof(Operators))]
    public void First_derivative(string name)
    {
        using var scope = NewDisposeScope();
        foreach (var (stored, function, inputs) in Checks(name))
        {
            var error = Record.Exception(() => autograd.gradcheck(function, inputs));
            Assert.True(error is null, $"{stored}: {error?.Message}");
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Second_derivative(string name)
    {
        if (GradientExemptions.NotTwice.ContainsKey(name)) return;
        using var scope = NewDisposeScope();
        foreach (var (stored, function, inputs) in Checks(name))
        {
            if (!function(inputs).Any(y => y.requires_grad)) continue;
            var error = Record.Exception(() => autograd.gradgradcheck(function, inputs));
            Assert.True(error is null, $"{stored}: {error?.Message}");
        }
    }
}
