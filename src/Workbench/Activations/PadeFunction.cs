using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// A Padé unit and its gradients in one pass each: ∂R/∂aⱼ = xʲ/Q; ∂R/∂bₖ = -sign(bₖ)|x|ᵏP/Q² (A) or -xᵏsign(S)P/Q² with S = Σbₖxᵏ (B);
/// R' = P'/Q - PQ'/Q².
/// </summary>
internal sealed class PadeFunction : autograd.SingleTensorFunction<PadeFunction>
{
    public override string Name => nameof(PadeFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, numerator, denominator, version) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (PadeVersion)vars[3]);
        ctx.save_for_backward([x, numerator, denominator]);
        ctx.save_data("version", version);
        var unit = new PadeCoefficients(numerator, denominator, version);
        var y = torch.empty_like(x);
        FusedPointwise.ForEachChunk(x.numel(), (_, first, end) => unit.Values(FusedPointwise.Floats(x, first, end), FusedPointwise.Floats(y, first, end)));
        return y;
    }

    /// <summary>The gradients of x, the numerator and the denominator through composed operators; null for what needs none.</summary>
    /// <param name="saved">The three.</param>
    /// <param name="version">The denominator's form.</param>
    /// <param name="upstream">The gradient from above.</param>
    /// <param name="again">Whether they are differentiated again: the saved tensors are then part of the graph.</param>
    public static Tensor[] Composed(IReadOnlyList<Tensor> saved, PadeVersion version, Tensor upstream, bool again)
    {
        using var grad = torch.enable_grad();
        var inputs = saved.Select(t => again || !t.requires_grad ? t : t.detach().requires_grad_()).ToArray();
        Coefficient[] values = [.. inputs[1].unbind(0), .. inputs[2].unbind(0)];
        var wanted = inputs.Where(t => t.requires_grad).ToList();
        var found = autograd.grad([Pade.Rational(inputs[0], values, (int)inputs[1].shape[0], version)], wanted, [upstream], create_graph: again);
        return [.. inputs.Select(t => t.requires_grad ? found[wanted.IndexOf(t)] : null!)];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x, numerator, denominator) = (saved[0], saved[1], saved[2]);
        var version = (PadeVersion)ctx.get_data("version")!;
        if (torch.is_grad_enabled())
            return [.. Composed(saved, version, grad_output, again: true), null!];

        var unit = new PadeCoefficients(numerator, denominator, version);
        var gradient = torch.empty_like(x);
        using var upstream = grad_output.contiguous();
        var parts = new double[FusedPointwise.Chunks(x.numel())][];
        FusedPointwise.ForEachChunk(x.numel(), (chunk, first, end) => parts[chunk] = unit.Gradients(
            FusedPointwise.Floats(x, first, end), FusedPointwise.Floats(upstream, first, end), FusedPointwise.Floats(gradient, first, end)));
        // Summed in the order of the chunks, not in that of the threads.
        var sums = new double[unit.Count];
        foreach (var part in parts)
        {
            for (var i = 0; i < sums.Length; i++)
                sums[i] += part[i];
        }

        var split = (int)numerator.shape[0];
        return [gradient, torch.tensor(sums[..split], dtype: ScalarType.Float32), torch.tensor(sums[split..], dtype: ScalarType.Float32), null!];
    }
}

/// <summary>Coefficients of a Padé unit, each in a vector of its own.</summary>
internal sealed class PadeCoefficients
{
    private readonly Vector<float>[] _a;
    private readonly Vector<float>[] _b;
    private readonly float[] _signs;
    private readonly bool _absolute;

    public PadeCoefficients(Tensor numerator, Tensor denominator, PadeVersion version)
    {
        _absolute = version == PadeVersion.A;
        var b = denominator.detach().data<float>().ToArray();
        _a = [.. numerator.detach().data<float>().ToArray().Select(v => new Vector<float>(v))];
        _b = [.. b.Select(v => new Vector<float>(_absolute ? Math.Abs(v) : v))];
        _signs = [.. b.Select(v => _absolute ? (float)Math.Sign(v) : 1f)];
    }

    public int Count => _a.Length + _b.Length;

    public void Values(ReadOnlySpan<float> x, Span<float> y)
    {
        var xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        var ys = MemoryMarshal.Cast<float, Vector<float>>(y);
        for (var i = 0; i < xs.Length; i++)
            ys[i] = Value(xs[i]);
        var done = xs.Length * Vector<float>.Count;
        if (done == x.Length)
            return;
        Span<float> rest = stackalloc float[Vector<float>.Count];
        x[done..].CopyTo(rest);
        Value(new Vector<float>(rest)).CopyTo(rest);
        rest[..(x.Length - done)].CopyTo(y[done..]);
    }

    /// <summary>Writes the gradient of x; returns those of the coefficients.</summary>
    public double[] Gradients(ReadOnlySpan<float> x, ReadOnlySpan<float> upstream, Span<float> gradient)
    {
        Span<Vector<float>> sums = stackalloc Vector<float>[Count];
        sums.Clear();
        var xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        var us = MemoryMarshal.Cast<float, Vector<float>>(upstream);
        var gs = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        for (var i = 0; i < gs.Length; i++)
            gs[i] = Gradient(xs[i], us[i], sums);
        var done = gs.Length * Vector<float>.Count;
        if (done < x.Length)
        {
            Span<float> points = stackalloc float[Vector<float>.Count];
            Span<float> above = stackalloc float[Vector<float>.Count];
            points.Clear();
            above.Clear();
            x[done..].CopyTo(points);
            upstream[done..].CopyTo(above);
            Gradient(new Vector<float>(points), new Vector<float>(above), sums).CopyTo(points);
            points[..(x.Length - done)].CopyTo(gradient[done..]);
        }

        var result = new double[Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = Vector.Sum(sums[i]) * (i < _a.Length ? 1 : _signs[i - _a.Length]);
        return result;
    }

    private Vector<float> Value(Vector<float> x)
    {
        var top = _a[^1];
        for (var j = _a.Length - 2; j >= 0; j--)
            top = Vector.FusedMultiplyAdd(top, x, _a[j]);
        var v = _absolute ? Vector.Abs(x) : x;
        var sum = _b[^1];
        for (var k = _b.Length - 2; k >= 0; k--)
            sum = Vector.FusedMultiplyAdd(sum, v, _b[k]);
        return top / (Vector<float>.One + Vector.Abs(sum * v));
    }

    private Vector<float> Gradient(Vector<float> x, Vector<float> upstream, Span<Vector<float>> sums)
    {
        var (top, topSlope) = (_a[^1], Vector<float>.Zero);
        for (var j = _a.Length - 2; j >= 0; j--)
        {
            topSlope = Vector.FusedMultiplyAdd(topSlope, x, top);
            top = Vector.FusedMultiplyAdd(top, x, _a[j]);
        }

        var v = _absolute ? Vector.Abs(x) : x;
        var (sum, sumSlope) = (_b[^1], Vector<float>.Zero);
        for (var k = _b.Length - 2; k >= -1; k--)
        {
            sumSlope = Vector.FusedMultiplyAdd(sumSlope, v, sum);
            sum = k >= 0 ? Vector.FusedMultiplyAdd(sum, v, _b[k]) : sum * v;
        }

        // Version A: v = |x| and the sum is positive; version B: the sum's sign turns its slope.
        var sign = Sign(_absolute ? x : sum);
        var inverse = Vector<float>.One / (Vector<float>.One + Vector.Abs(sum));
        var ratio = top * inverse;
        var perTop = upstream * inverse;
        var power = perTop;
        for (var j = 0; j < _a.Length; j++)
        {
            sums[j] += power;
            power *= x;
        }

        power = -perTop * ratio * (_absolute ? Vector<float>.One : sign) * v;
        for (var k = 0; k < _b.Length; k++)
        {
            sums[_a.Length + k] += power;
            power *= v;
        }

        return perTop * (topSlope - ratio * sign * sumSlope);
    }

    // 0 for 0, as libtorch's derivative of |x|; NaN gives 0 here and reaches the result through the other factors.
    private static Vector<float> Sign(Vector<float> x)
        => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One,
            Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -Vector<float>.One, Vector<float>.Zero));
}
