using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Autograd;

public class GradCheckTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static Tensor Leaf(params double[] values) => tensor(values).requires_grad_();

    /// <summary>The cube, with a backward that forgets the factor three when it is told to.</summary>
    private sealed class Cube : autograd.SingleTensorFunction<Cube>
    {
        public override string Name => nameof(Cube);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("factor", vars[1]);
            return x.pow(3);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            return [grad_output * x * x * (double)ctx.get_data("factor")!, null!];
        }
    }

    [Fact]
    public void A_right_backward_passes_and_a_wrong_one_is_named()
    {
        var x = Leaf(0.5, -1.2, 2);
        Assert.True(autograd.gradcheck(v => Cube.apply(v, 3.0), x));
        Assert.True(autograd.gradgradcheck(v => Cube.apply(v, 3.0), x));
        var error = Assert.Throws<GradcheckException>(() => autograd.gradcheck(v => Cube.apply(v, 1.0), x));
        Assert.Contains("output 0 (number 0 of it) with respect to input 0 (number 0 of it): numerical 0.75", error.Message);
        Assert.Contains("analytical 0.25; 3 of 9 derivatives differ", error.Message);
        Assert.False(autograd.gradcheck(v => Cube.apply(v, 1.0), x, raise_exception: false));
    }

    [Fact]
    public void The_second_of_two_inputs_and_outputs_is_found()
    {
        var x = Leaf(0.5, 1.5);
        var y = Leaf(2, 3);
        var error = Assert.Throws<GradcheckException>(() => autograd.gradcheck(v => [v[0] * v[1], v[0] + Cube.apply(v[1], 2.0)], [x, y]));
        Assert.Contains("output 1 (number 0 of it) with respect to input 1 (number 0 of it)", error.Message);
    }

    [Fact]
    public void A_detached_path_is_a_wrong_gradient() =>
        Assert.False(autograd.gradcheck(v => v * v.detach(), Leaf(1, 2), raise_exception: false));

    [Fact]
    public void A_wrong_second_derivative_is_found_where_the_first_is_right()
    {
        // The gradient is right, but made of detached values: its own derivative is lost.
        Assert.True(autograd.gradcheck(v => Detached.apply(v), Leaf(0.5, 2)));
        Assert.False(autograd.gradgradcheck(v => Detached.apply(v), Leaf(0.5, 2), raise_exception: false));
    }

    private sealed class Detached : autograd.SingleTensorFunction<Detached>
    {
        public override string Name => nameof(Detached);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0]]);
            return ((Tensor)vars[0]).pow(2);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 2 * ctx.get_saved_variables()[0].detach()];
    }

    [Fact]
    public void Complex_functions_are_checked_as_pairs_of_real_ones()
    {
        var z = complex(tensor(new[] { 0.5, -1 }), tensor(new[] { 1.0, 0.3 })).requires_grad_();
        Assert.True(autograd.gradcheck(v => v * v.conj(), z));
        Assert.True(autograd.gradcheck(v => v.abs(), z));
        Assert.True(autograd.gradgradcheck(v => v.exp(), z));
        Assert.False(autograd.gradcheck(v => v * v.detach(), z, raise_exception: false));
    }

    [Fact]
    public void Inputs_without_gradients_or_of_coarse_types_are_refused()
    {
        Assert.Throws<ArgumentException>("inputs", () => autograd.gradcheck(v => v * 2, ones(2, float64)));
        var error = Assert.Throws<ArgumentException>("inputs", () => autograd.gradcheck(v => v * 2, ones(2, float32, requires_grad: true)));
        Assert.Contains("inputs[0] is Float32", error.Message);
    }

    [Fact]
    public void The_inputs_stay_as_they_were_and_nothing_stays_alive()
    {
        var x = Leaf(1, 2);
        TorchSharp.Native.MemoryPressure.CollectAll(); // else finalizers take what earlier tests left meanwhile
        long before = Tensor.TotalCount;
        autograd.gradcheck(v => v.sin(), x);
        autograd.gradgradcheck(v => v.sin(), x);
        Assert.Equal([1.0, 2.0], x.data<double>().ToArray());
        Assert.Null(x.grad);
        Assert.Equal(before, Tensor.TotalCount);
    }
}
