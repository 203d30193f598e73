using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Operators;

/// <summary>Every operator of the table, in every public form, gives PyTorch's numbers.</summary>
public class OperatorTableTests
{
    public static TheoryData<string> Operators()
    {
        var data = new TheoryData<string>();
        foreach (var name in OperatorTable.Cases.Select(c => c.Operator).Distinct()) data.Add(name);
        return data;
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Agrees_with_PyTorch(string name)
    {
        foreach (var stored in OperatorTable.Cases.Where(c => c.Operator == name))
        {
            using var scope = NewDisposeScope();
            var expected = stored.Expected();
            var ways = PublicOperator.Ways(name, stored.Given(stored.Inputs()), stored.Named).ToArray();
            Assert.True(ways.Length > 0, $"{stored}: no public function or method takes these arguments");
            foreach (var (how, call) in ways)
            {
                torch.manual_seed(7); // as the script does before each case
                AssertSame(expected, call(), $"{how} of {stored}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void In_place_form_writes_the_same_into_its_first_argument(string name)
    {
        foreach (var stored in OperatorTable.Cases.Where(c => c.Operator == name && !c.Listed && c.Tokens.Length > 0))
        {
            using var scope = NewDisposeScope();
            var expected = stored.Expected();
            // bernoulli draws from the tensor's probabilities, bernoulli_ overwrites the tensor.
            if (expected.Length != 1 || name == "bernoulli") continue;
            var probe = stored.Inputs();
            if (probe[0].dtype != expected[0].dtype || !probe[0].shape.SequenceEqual(expected[0].shape)) continue;
            int forms = PublicOperator.Ways(name, stored.Given(probe), stored.Named, inPlace: true).Count();
            for (int i = 0; i < forms; i++)
            {
                var inputs = stored.Inputs();
                inputs[0] = inputs[0].clone();
                var (how, call) = PublicOperator.Ways(name, stored.Given(inputs), stored.Named, inPlace: true).ElementAt(i);
                torch.manual_seed(7);
                AssertSame(expected, call(), $"{how} of {stored}, returned");
                AssertSame(expected, [inputs[0]], $"{how} of {stored}, written");
            }
        }
    }

    private static void AssertSame(Tensor[] expected, Tensor[] actual, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} result(s), expected {expected.Length}");
        for (int i = 0; i < expected.Length; i++) GoldenFile.AssertClose(expected[i], actual[i], $"{what}[{i}]");
    }
}
