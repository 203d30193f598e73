namespace TorchSharp;

public static partial class torch
{
    /// <summary>What libtorch's out variants do: <paramref name="out"/> takes the shape and the values of the result, and is returned.</summary>
    /// <exception cref="InvalidOperationException">
    /// The result is part of a graph, lies on another device, or its dtype is of a higher kind than that of <paramref name="out"/>.
    /// </exception>
    internal static Tensor Into(Tensor result, Tensor? @out)
    {
        if (@out is null) return result;
        using (result)
        {
            if (result.requires_grad)
                throw new InvalidOperationException("functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad.");
            if (!can_cast(result.dtype, @out.dtype))
                throw new InvalidOperationException($"result type {result.dtype} can't be cast to the desired output type {@out.dtype}");
            if (result.device != @out.device)
                throw new InvalidOperationException($"Expected out tensor to be on {result.device}, but it is on {@out.device}");
            using var guard = no_grad();
            if (!result.shape.AsSpan().SequenceEqual(@out.shape)) Ops.resize_(@out, result.shape);
            return @out.copy_(result);
        }
    }
}
