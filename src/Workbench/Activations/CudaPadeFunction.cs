using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// A Padé unit on a GPU whose coefficients are trained: the gradient of x in one pass, those of the coefficients in one for the numerator and one for
/// the denominator, which leave a quarter of the entries to sum over for each coefficient.
/// </summary>
internal sealed class CudaPadeFunction : autograd.SingleTensorFunction<CudaPadeFunction>
{
    public override string Name => nameof(CudaPadeFunction);

    /// <summary>Whether there are kernels for this input and these coefficients.</summary>
    public static bool Applies(Tensor x, Tensor numerator, Tensor denominator) =>
        CudaKernels.Applies(x) && numerator.device_type == DeviceType.CUDA && denominator.device_type == DeviceType.CUDA
        && x.device_index == numerator.device_index && x.device_index == denominator.device_index
        && CudaPade.Fits(numerator, denominator) && x.is_contiguous() && x.numel() % CudaPade.Pieces == 0 && x.numel() > 0;

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, numerator, denominator, version) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (PadeVersion)vars[3]);
        ctx.save_for_backward([x, numerator, denominator]);
        ctx.save_data("version", version);
        using var coefficients = Together(x, numerator, denominator);
        return CudaKernels.Launch(Source(x, numerator, denominator, version).Rational.Value, [x], [], Address(coefficients))[0];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var version = (PadeVersion)ctx.get_data("version")!;
        var again = torch.is_grad_enabled();
        var gradients = again ? null : CudaKernels.Try(() => Gradients(saved[0], saved[1], saved[2], version, grad_output));
        return [.. gradients ?? PadeFunction.Composed(saved, version, grad_output, again), null!];
    }

    private static Tensor[] Gradients(Tensor x, Tensor numerator, Tensor denominator, PadeVersion version, Tensor upstream)
    {
        var source = Source(x, numerator, denominator, version);
        using var coefficients = Together(x, numerator, denominator);
        var address = Address(coefficients);
        using var whole = upstream.contiguous();
        var gradient = CudaKernels.Launch(source.Rational.Gradient, [x, whole], [], address)[0];
        using var scope = torch.NewDisposeScope();
        Tensor[] pieces = [.. x.view(CudaPade.Pieces, -1).unbind(0), .. whole.view(CudaPade.Pieces, -1).unbind(0)];
        Tensor Sums(CudaSource terms, Tensor like) => torch.stack([.. CudaKernels.Launch(terms, pieces, [], address).Select(t => t.sum(Accumulator(x)))]).to_type(like.dtype);
        var above = Sums(source.NumeratorTerms, numerator);
        return [gradient, above.MoveToOuterDisposeScope(), Sums(source.DenominatorTerms, denominator).MoveToOuterDisposeScope()];
    }

    private static CudaPade Source(Tensor x, Tensor numerator, Tensor denominator, PadeVersion version)
        => CudaPade.Of((int)numerator.shape[0], (int)denominator.shape[0], version, x.dtype == ScalarType.Float64 ? "double" : "float");

    private static ScalarType Accumulator(Tensor x) => x.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    // In the memory of the device, read by kernels that were sent before it is reused.
    private static Tensor Together(Tensor x, Tensor numerator, Tensor denominator)
        => torch.cat([numerator.detach().to_type(Accumulator(x)), denominator.detach().to_type(Accumulator(x))]);

    private static long Address(Tensor coefficients)
    {
        if (coefficients.dtype != ScalarType.Float64)
            return coefficients.storage<float>().data_ptr();
        return coefficients.storage<double>().data_ptr();
    }
}
