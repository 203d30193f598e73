using System.Runtime.InteropServices;
using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Device.Tests;

/// <summary>
/// The CUDA sources of activations on the CPU: values against closed forms in double, slopes against differences of the values, both against the
/// composition at kinks and where numbers end.
/// </summary>
public class CudaSourceTests
{
    private static readonly Dictionary<string, (CudaActivation Kernel, double[] Numbers, Func<double, double> Value, double[] Kinks, Activation Composed)> Cases = new()
    {
        ["golu"] = Golu(1, 1, 1),
        ["golu of other constants"] = Golu(0.8, 1.2, 0.9),
        ["smelu"] = (CudaActivation.Smelu, [0.7], x => x <= -0.7 ? 0 : x >= 0.7 ? x : (x + 0.7) * (x + 0.7) / 2.8, [-0.7, 0.7], new Smelu(0.7)),
        ["pau"] = Pade(PadeVersion.A),
        ["pau_b"] = Pade(PadeVersion.B),
    };

    // Where numbers end; float32's largest are rounded from these.
    private static readonly double[] Far = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e30, -1e30, 3e38, -3e38, 1e4, -1e4, 95, -95, 1e-30, -1e-30, 0];

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static double[] Grid => [.. Enumerable.Range(0, 2001).Select(i => -8 + 16 * i / 2000.0)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_are_the_closed_form(string name)
    {
        var (kernel, numbers, value, kinks, _) = Cases[name];
        double[] x = [.. Grid, .. kinks];
        var found = HostKernels.Run(kernel.Value, [x], numbers)[0];
        var single = HostKernels.Run(kernel.Value, [Single(x)], numbers)[0];
        for (var i = 0; i < x.Length; i++)
        {
            Assert.Equal(value(x[i]), found[i], 1e-13 * (1 + Math.Abs(value(x[i]))));
            Assert.Equal(value((float)x[i]), single[i], 3e-6 * (1 + Math.Abs(value(x[i]))));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Slopes_are_differences_of_the_values(string name)
    {
        const double Step = 1e-5;
        var (kernel, numbers, value, kinks, _) = Cases[name];
        var x = Grid.Where(p => kinks.All(kink => Math.Abs(p - kink) > 2 * Step)).ToArray();
        var upstream = x.Select((_, i) => i % 3 - 1.5).ToArray();
        var found = HostKernels.Run(kernel.Gradient, [x, upstream], numbers)[0];
        var single = HostKernels.Run(kernel.Gradient, [Single(x), Single(upstream)], numbers)[0];
        Assert.True(x.Length > 1900);
        for (var i = 0; i < x.Length; i++)
        {
            var expected = upstream[i] * (value(x[i] + Step) - value(x[i] - Step)) / (2 * Step);
            Assert.Equal(expected, found[i], 2e-8 * (1 + Math.Abs(expected)));
            Assert.Equal(expected, single[i], 2e-5 * (1 + Math.Abs(expected)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void At_kinks_and_where_numbers_end_it_is_the_composition(string name)
    {
        using var scope = NewDisposeScope();
        var (kernel, numbers, _, kinks, composed) = Cases[name];
        // Beyond 1e4 the powers of a rational overflow in the one and in the other at another place.
        double[] x = [.. Far.Where(p => !name.StartsWith("pau", StringComparison.Ordinal) || !(Math.Abs(p) > 1e4 && double.IsFinite(p))), .. kinks];
        var ones = x.Select(_ => 1.0).ToArray();
        Same(x, HostKernels.Run(kernel.Value, [x], numbers)[0], HostKernels.Run(kernel.Gradient, [x, ones], numbers)[0], composed, ScalarType.Float64, 1e-12);
        Same(Single(x).Select(v => (double)v).ToArray(), Double(HostKernels.Run(kernel.Value, [Single(x)], numbers)[0]),
            Double(HostKernels.Run(kernel.Gradient, [Single(x), Single(ones)], numbers)[0]), composed, ScalarType.Float32, 1e-5);
    }

    [Theory]
    [InlineData(PadeVersion.A)]
    [InlineData(PadeVersion.B)]
    public void Coefficients_get_differences_of_the_values_summed_over_four_pieces(PadeVersion version)
    {
        const double Step = 1e-6;
        var size = Grid.Length / CudaPade.Pieces;
        double[] all = [.. HostKernels.Above, .. HostKernels.Below];
        var pieces = Enumerable.Range(0, CudaPade.Pieces).Select(p => Grid[(p * size)..((p + 1) * size)]).ToArray();
        var upstream = pieces.Select((piece, p) => piece.Select((_, i) => (i + p) % 5 - 1.7).ToArray()).ToArray();
        var unit = CudaPade.Of(HostKernels.Above.Length, HostKernels.Below.Length, version, "double");
        var handle = GCHandle.Alloc(all, GCHandleType.Pinned);
        double[][] found;
        try
        {
            found = [.. HostKernels.Run(unit.NumeratorTerms, [.. pieces, .. upstream], [], handle.AddrOfPinnedObject()),
                .. HostKernels.Run(unit.DenominatorTerms, [.. pieces, .. upstream], [], handle.AddrOfPinnedObject())];
        }
        finally
        {
            handle.Free();
        }

        var numbered = HostKernels.Run(CudaPade.Of(HostKernels.Above.Length, HostKernels.Below.Length, version).NumeratorTerms, [.. pieces, .. upstream], all);
        Assert.Equal(found[..HostKernels.Above.Length], numbered);
        Assert.Equal(all.Length, found.Length);
        for (var c = 0; c < all.Length; c++)
        {
            double Value(double x, double change) => Rational(version, [.. all.Select((a, k) => k == c ? a + change : a)], x);
            for (var i = 0; i < size; i++)
            {
                var expected = Enumerable.Range(0, CudaPade.Pieces).Sum(p => upstream[p][i] * (Value(pieces[p][i], Step) - Value(pieces[p][i], -Step)) / (2 * Step));
                // A difference is no slope where |Σbₖvᵏ| turns between its two points.
                if (version == PadeVersion.A || pieces.All(piece => Math.Abs(Bottom(version, all, piece[i]) - 1) > 1e-3))
                    Assert.Equal(expected, found[c][i], 1e-6 * (1 + Math.Abs(expected)));
            }
        }
    }

    private static void Same(double[] x, double[] values, double[] slopes, Activation composed, ScalarType dtype, double tolerance)
    {
        var point = tensor(x).to_type(dtype).requires_grad_();
        var value = composed.Apply(point);
        var slope = autograd.grad([value.sum()], [point])[0];
        foreach (var (found, expected) in new[] { (values, value), (slopes, slope) })
        {
            var numbers = expected.detach().to_type(ScalarType.Float64).data<double>().ToArray();
            for (var i = 0; i < x.Length; i++)
            {
                // Composed clamps take any slope there.
                if (double.IsNaN(x[i]))
                {
                    Assert.True(double.IsNaN(found[i]), $"{composed.Name}, {dtype}, at NaN: {found[i]}");
                    continue;
                }

                Assert.True(double.IsFinite(numbers[i]) ? Math.Abs(numbers[i] - found[i]) <= tolerance * (1 + Math.Abs(numbers[i])) : numbers[i].Equals(found[i]) || double.IsNaN(numbers[i]) && double.IsNaN(found[i]),
                    $"{composed.Name}, {dtype}, at {x[i]}: {found[i]}, composed {numbers[i]}");
            }
        }
    }

    private static (CudaActivation, double[], Func<double, double>, double[], Activation) Golu(double alpha, double beta, double gamma)
        => (CudaActivation.Golu, [alpha, Math.Log(beta), gamma, Activations.Golu.LargestExponent], x => x * alpha * Math.Exp(-beta * Math.Exp(-gamma * x)), [], new Golu(alpha, beta, gamma));

    private static (CudaActivation, double[], Func<double, double>, double[], Activation) Pade(PadeVersion version)
    {
        double[] all = [.. HostKernels.Above, .. HostKernels.Below];
        // |x| turns at 0; |Σbₖxᵏ| also at its other roots, where no point of the grid lies.
        return (CudaPade.Of(HostKernels.Above.Length, HostKernels.Below.Length, version).Rational, all, x => Rational(version, all, x), [0],
            new Pade(version, HostKernels.Above, HostKernels.Below));
    }

    private static double Rational(PadeVersion version, double[] c, double x)
        => HostKernels.Above.Select((_, j) => c[j] * Math.Pow(x, j)).Sum() / Bottom(version, c, x);

    private static double Bottom(PadeVersion version, double[] c, double x)
    {
        var terms = HostKernels.Below.Select((_, k) => c[HostKernels.Above.Length + k] * Math.Pow(x, k + 1));
        return 1 + (version == PadeVersion.A ? terms.Sum(Math.Abs) : Math.Abs(terms.Sum()));
    }

    private static float[] Single(double[] x) => [.. x.Select(v => (float)v)];

    private static double[] Double(float[] x) => [.. x.Select(v => (double)v)];
}
