using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Value and slope of an activation, several entries at a time.</summary>
internal interface IPointwiseKernel
{
    Vector<float> Value(Vector<float> x);

    Vector<float> Slope(Vector<float> x);
}

/// <summary>
/// One pass over memory, forward and backward, for large contiguous float32 tensors on the CPU; composed operators make one pass each. The
/// second derivative goes through the composition.
/// </summary>
internal static class FusedPointwise
{
    // Smaller tensors stay in the cache, where a pass costs little beside the call.
    public const long SmallestSize = 1 << 15;
    private const int Chunk = 1 << 14;

    public static bool Applies(Tensor x)
        => x.dtype == ScalarType.Float32 && x.device_type == DeviceType.CPU && x.numel() >= SmallestSize && x.numel() < int.MaxValue / sizeof(float) && x.is_contiguous();

    public static Tensor Apply<TKernel>(Tensor x, TKernel kernel, Func<Tensor, Tensor> composed)
        where TKernel : struct, IPointwiseKernel
        => FusedFunction<TKernel>.apply(x, kernel, composed);

    /// <summary>Calls a function with the first and the past-the-last entry of every chunk, and its number, on as many threads as libtorch has.</summary>
    public static void ForEachChunk(long size, Action<int, int, int> work)
        => Parallel.For(0, Chunks(size), new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, torch.get_num_threads()) },
            c => work(c, c * Chunk, (int)Math.Min(size, (c + 1L) * Chunk)));

    public static int Chunks(long size) => (int)((size + Chunk - 1) / Chunk);

    public static Span<float> Floats(Tensor tensor, int first, int end) => MemoryMarshal.Cast<byte, float>(tensor.bytes)[first..end];

    /// <summary>The gradient of x through composed operators, to be differentiated again or not.</summary>
    public static Tensor Composed(Tensor x, Func<Tensor, Tensor> composed, Tensor upstream, bool again)
    {
        using var grad = torch.enable_grad();
        // The saved tensor is part of the first graph only where its own graph is wanted.
        var input = again ? x : x.detach().requires_grad_();
        return autograd.grad([composed(input)], [input], [upstream], create_graph: again)[0];
    }

    public static void Values<TKernel>(TKernel kernel, ReadOnlySpan<float> x, Span<float> y)
        where TKernel : struct, IPointwiseKernel
    {
        var xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        var ys = MemoryMarshal.Cast<float, Vector<float>>(y);
        for (var i = 0; i < xs.Length; i++)
            ys[i] = kernel.Value(xs[i]);
        // The rest is padded, so that an entry's value does not depend on its place.
        var done = xs.Length * Vector<float>.Count;
        if (done == x.Length)
            return;
        Span<float> rest = stackalloc float[Vector<float>.Count];
        x[done..].CopyTo(rest);
        kernel.Value(new Vector<float>(rest)).CopyTo(rest);
        rest[..(x.Length - done)].CopyTo(y[done..]);
    }

    public static void Gradients<TKernel>(TKernel kernel, ReadOnlySpan<float> x, ReadOnlySpan<float> upstream, Span<float> gradient)
        where TKernel : struct, IPointwiseKernel
    {
        var xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        var us = MemoryMarshal.Cast<float, Vector<float>>(upstream);
        var gs = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        for (var i = 0; i < gs.Length; i++)
            gs[i] = us[i] * kernel.Slope(xs[i]);
        var done = gs.Length * Vector<float>.Count;
        if (done == x.Length)
            return;
        Span<float> rest = stackalloc float[Vector<float>.Count];
        x[done..].CopyTo(rest);
        kernel.Slope(new Vector<float>(rest)).CopyTo(rest);
        for (var i = done; i < x.Length; i++)
            gradient[i] = upstream[i] * rest[i - done];
    }
}

/// <summary>The differentiable function of a kernel.</summary>
internal sealed class FusedFunction<TKernel> : autograd.SingleTensorFunction<FusedFunction<TKernel>>
    where TKernel : struct, IPointwiseKernel
{
    public override string Name => typeof(TKernel).Name;

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, kernel) = ((Tensor)vars[0], (TKernel)vars[1]);
        ctx.save_for_backward([x]);
        ctx.save_data("kernel", kernel);
        ctx.save_data("composed", vars[2]);
        var y = torch.empty_like(x);
        FusedPointwise.ForEachChunk(x.numel(), (_, first, end) => FusedPointwise.Values(kernel, FusedPointwise.Floats(x, first, end), FusedPointwise.Floats(y, first, end)));
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var x = ctx.get_saved_variables()[0];
        if (torch.is_grad_enabled())
            return [FusedPointwise.Composed(x, (Func<Tensor, Tensor>)ctx.get_data("composed")!, grad_output, again: true), null!, null!];

        var kernel = (TKernel)ctx.get_data("kernel")!;
        var gradient = torch.empty_like(x);
        using var upstream = grad_output.contiguous();
        FusedPointwise.ForEachChunk(x.numel(), (_, first, end) => FusedPointwise.Gradients(
            kernel, FusedPointwise.Floats(x, first, end), FusedPointwise.Floats(upstream, first, end), FusedPointwise.Floats(gradient, first, end)));
        return [gradient, null!, null!];
    }
}
