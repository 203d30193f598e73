using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>The differentiable function of an activation's CUDA source and its numbers; the second derivative goes through the composition.</summary>
internal sealed class CudaFunction : autograd.SingleTensorFunction<CudaFunction>
{
    public override string Name => nameof(CudaFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, activation, numbers) = ((Tensor)vars[0], (CudaActivation)vars[1], (double[])vars[2]);
        ctx.save_for_backward([x]);
        ctx.save_data("activation", activation);
        ctx.save_data("numbers", numbers);
        ctx.save_data("composed", vars[3]);
        return CudaKernels.Launch(activation.Value, [x], numbers, 0)[0];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var x = ctx.get_saved_variables()[0];
        var (activation, numbers) = ((CudaActivation)ctx.get_data("activation")!, (double[])ctx.get_data("numbers")!);
        var again = torch.is_grad_enabled();
        var gradient = again ? null : CudaKernels.Try(() => CudaKernels.Launch(activation.Gradient, [x, grad_output], numbers, 0)[0]);
        return [gradient ?? FusedPointwise.Composed(x, (Func<Tensor, Tensor>)ctx.get_data("composed")!, grad_output, again), null!, null!, null!];
    }
}
