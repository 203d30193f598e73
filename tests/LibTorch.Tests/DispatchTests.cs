using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>The one boxed call under every operator: argument kinds, results, errors.</summary>
public class DispatchTests
{
    [Fact]
    public void Calls_carry_tensors_scalars_lists_and_options()
    {
        using var scope = NewDisposeScope();
        var x = torch.tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]);
        Assert.Equal(new long[] { 2, 3 }, x.shape);
        Assert.Equal(new float[] { 3, 4, 5, 6, 7, 8 }, (x + 2).data<float>().ToArray());
        Assert.Equal(new float[] { 5, 7, 9 }, x.sum(0).data<float>().ToArray());
        Assert.Equal(21f, x.sum().item<float>());
        Assert.Equal(new float[] { 1, 4, 2, 5, 3, 6 }, x.t().contiguous().data<float>().ToArray());
        Assert.Equal(new float[] { 1, 4, 2, 5, 3, 6 }, x.t().data<float>().ToArray());
        Assert.Equal(new float[] { 2, 5 }, x[TensorIndex.Colon, 1].data<float>().ToArray());
        Assert.Equal(new float[] { 4, 5 }, x[1, ..2].data<float>().ToArray());
        Assert.Equal(new float[] { 5, 6 }, x[x > 4].data<float>().ToArray());
        Assert.Equal(new float[] { 0.5f, 1 / 3f }, (1 / x[0, 1..]).data<float>().ToArray());
        Assert.Equal(ScalarType.Int64, torch.arange(5).dtype);
        Assert.Equal(6, torch.cat([x, x], 1).size(-1));
    }

    [Fact]
    public void Failures_name_the_operator_its_arguments_and_shapes()
    {
        using var scope = NewDisposeScope();
        var a = torch.zeros(2, 3);
        var b = torch.zeros(4, 5);
        var error = Assert.Throws<TorchException>(() => a.mm(b));
        Assert.Equal("aten::mm(self: Float[2,3], mat2: Float[4,5]): mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", error.Message);
        Assert.IsAssignableFrom<System.Runtime.InteropServices.ExternalException>(error);
        Assert.Throws<TorchIndexException>(() => a[5]);
        Assert.Throws<ArgumentNullException>("mat2", () => a.mm(null!));
    }

    [Fact]
    public void A_disposed_tensor_throws_and_the_process_lives()
    {
        var x = torch.ones(3);
        x.Dispose();
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => x.shape);
        Assert.Throws<ObjectDisposedException>(() => x + 1);
        Assert.Throws<ObjectDisposedException>(() => torch.cat([x, x]));
    }

    [Fact]
    public void Gradients_follow_the_chain_rule()
    {
        using var scope = NewDisposeScope();
        var x = torch.tensor(new double[] { 1, 2, 3 }, requires_grad: true);
        (x.pow(3) + 2 * x).sum().backward();
        Assert.Equal(new double[] { 5, 14, 29 }, x.grad!.data<double>().ToArray());
        var y = (x * x).sum();
        var g = torch.autograd.grad([y], [x], create_graph: true)[0];
        var gg = torch.autograd.grad([g.sum()], [x])[0];
        Assert.Equal(new double[] { 2, 2, 2 }, gg.data<double>().ToArray());
        using (torch.no_grad()) Assert.False((x * 2).requires_grad);
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        using var scope = NewDisposeScope();
        torch.manual_seed(7);
        var a = torch.randn(100);
        torch.manual_seed(7);
        Assert.True(a.Equals(torch.randn(100)));
        var g = new torch.Generator(7);
        var h = new torch.Generator(7);
        Assert.True(torch.randn(50, generator: g).Equals(torch.randn(50, generator: h)));
        Assert.False(torch.randn(50, generator: g).Equals(a[..50]));
        var state = g.get_state();
        var once = torch.rand(5, generator: g);
        g.set_state(state);
        Assert.True(once.Equals(torch.rand(5, generator: g)));
    }

    [Fact]
    public void A_conversion_that_changes_nothing_is_a_handle_of_its_own_on_the_same_memory()
    {
        using var scope = NewDisposeScope();
        var x = torch.ones(3);
        using (var same = x.to(float32)) same[0] = 5f;
        using (x.cpu()) { }
        using (x.to(torch.CPU)) { }
        Assert.Equal(new[] { 5f, 1f, 1f }, x.data<float>().ToArray());
        var kept = x.to(float32, disposeAfter: true);
        Assert.True(x.IsInvalid);
        Assert.Equal(7f, kept.sum().item<float>());
        var copy = kept.to(float32, copy: true);
        copy.zero_();
        Assert.Equal(7f, kept.sum().item<float>());
    }
}
