namespace TorchSharp;

public static partial class torch
{
    /// <summary>Adds <paramref name="alpha"/> times a tensor to each tensor of a list, in place and in as few kernels as libtorch can.</summary>
    /// <param name="self">What is added to.</param>
    /// <param name="other">As many tensors of the same shapes.</param>
    /// <param name="alpha">The factor.</param>
    public static void _foreach_add_(IEnumerable<Tensor> self, IEnumerable<Tensor> other, double alpha = 1) => Ops._foreach_add__List([.. self], [.. other], alpha);

    /// <summary>Multiplies every tensor of a list with a number, in place and in as few kernels as libtorch can.</summary>
    public static void _foreach_mul_(IEnumerable<Tensor> self, double scalar) => Ops._foreach_mul__Scalar([.. self], scalar);

    /// <summary>The norm of every tensor of a list, scalars.</summary>
    /// <param name="self">Tensors of floating point numbers.</param>
    /// <param name="ord">1 or 2.</param>
    public static Tensor[] _foreach_norm(IEnumerable<Tensor> self, double ord = 2) => Ops._foreach_norm_Scalar([.. self], ord);
}
