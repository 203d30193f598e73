using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Tensors;

/// <summary>Members that resize a tensor and fill it, against PyTorch's creators with <c>out</c>, draws included.</summary>
public class FillingTests
{
    private static Tensor A => arange(24.0f).reshape(2, 3, 4);

    private static readonly Dictionary<string, (ScalarType Dtype, Func<Tensor, Tensor> Fill)> Calls = new()
    {
        ["arange"] = (float32, t => t.arange_out(1, 9, 2.5)),
        ["arange whole"] = (int32, t => t.arange_out(0, 10, 3)),
        ["eye"] = (int64, t => t.eye(2, 3)),
        ["full"] = (float64, t => t.full([2, 2], 1.5)),
        ["zeros"] = (int16, t => t.zeros(3)),
        ["ones"] = (float32, t => t.ones(2, 1)),
        ["rand"] = (float32, t => rand_out(t, 2, 3)),
        ["randn"] = (float64, t => t.randn_out(2, 3)),
        ["randint"] = (int32, t => randint_out(t, 7, [5])),
        ["randperm"] = (int64, t => randperm_out(t, 6)),
        ["amax"] = (float32, t => A.amax([0L, 2], @out: t)),
        ["amin keepdim"] = (float32, t => amin(A, [1L], true, t)),
    };

    public static TheoryData<string> Cases => new(Calls.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_tensor_itself_is_filled_as_PyTorch_fills_it(string what)
    {
        using var scope = NewDisposeScope();
        var (dtype, fill) = Calls[what];
        var target = torch.zeros(1, dtype: dtype);
        manual_seed(11);
        Assert.Same(target, fill(target));
        GoldenFile.AssertClose(GoldenFile.Tensor(GoldenFile.Read("tensors.json").GetProperty("filling").GetProperty(what)), target, what);
    }

    [Fact]
    public void A_permutation_is_drawn_from_the_generator_that_is_given()
    {
        using var scope = NewDisposeScope();
        var first = randperm(20, torch.empty(20, dtype: int64), new Generator(4));
        Assert.True(first.Equals(randperm(20, generator: new Generator(4))));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), first.data<long>().ToArray().Order());
    }

    [Fact]
    public void Unspecified_elements_have_the_size_asked_for()
    {
        using var t = torch.zeros(1);
        Assert.Same(t, t.empty(3, 2));
        Assert.Equal([3, 2], t.shape);
    }
}
