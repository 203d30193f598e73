using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Tests.Activations;

/// <summary>The one-pass path for large tensors against the composed one, which float64 takes.</summary>
public class FusedPointwiseTests
{
    public static TheoryData<string, Activation> Fused => new()
    {
        { "golu", new Golu() }, { "golu of other constants", new Golu(0.8, 1.2, 0.9) }, { "mish", new Mish() }, { "smelu", new Smelu(0.7) }, { "pau", new Pade() },
        { "pau_b", new Pade(PadeVersion.B, [0.2, 0.5, 0.9, 0.1, 0.05, 0.01], [0.3, -0.7, 0.2, 0.15]) },
        { "pau_a", new Pade(PadeVersion.A, [0.2, 0.5, 0.9, 0.1, 0.05, 0.01], [0.3, -0.7, 0.2, 0.15]) },
    };

    // A size that no vector width divides, above the smallest fused one.
    private static Tensor Points(long size = FusedPointwise.SmallestSize + 5) => torch.linspace(-6, 6, size);

    [Theory]
    [MemberData(nameof(Fused))]
    public void Values_and_gradients_are_those_of_the_composition(string name, Activation activation)
    {
        Assert.NotNull(name);
        var x = Points();
        Assert.True(FusedPointwise.Applies(x));
        var (value, slope) = ActivationMeasurement.ValueAndSlope(activation, x);
        var (expected, expectedSlope) = ActivationMeasurement.ValueAndSlope(activation, x.to_type(ScalarType.Float64));
        // Relative where values are large: near a root of the denominator's sum its terms cancel.
        var error = ((value - expected).abs() / (1 + expected.abs())).max().item<double>();
        Assert.True(error < 2e-6, $"largest error {error}");
        // At the root of a denominator's sum float32 may find the other sign, and so the other side's slope.
        var apart = ((slope - expectedSlope).abs() / (1 + expectedSlope.abs()) > 1e-5).sum().item<long>();
        Assert.True(apart <= 2, $"{apart} slopes differ");

        // Shorter pieces of the same points give the same bits.
        var part = activation.Apply(x.narrow(0, 3, FusedPointwise.SmallestSize).contiguous());
        Assert.True(part.eq(activation.Apply(x).narrow(0, 3, FusedPointwise.SmallestSize)).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Fused))]
    public void NaN_and_far_inputs(string name, Activation activation)
    {
        Assert.NotNull(name);
        var x = torch.zeros(FusedPointwise.SmallestSize);
        x[7] = float.NaN;
        x[8] = -1000f;
        x[9] = 1000f;
        var (value, slope) = ActivationMeasurement.ValueAndSlope(activation, x);
        var (expected, expectedSlope) = ActivationMeasurement.ValueAndSlope(activation, x.to_type(ScalarType.Float64));
        Assert.True(float.IsNaN(value[7].item<float>()));
        foreach (var i in new[] { 8, 9 })
        {
            Assert.Equal(expected[i].item<double>(), value[i].item<float>(), 1e-3);
            Assert.Equal(expectedSlope[i].item<double>(), slope[i].item<float>(), 1e-4);
        }
    }

    [Fact]
    public void The_exponential_is_that_of_the_system()
    {
        for (var i = -9000; i <= 8800; i++)
        {
            var x = i * 0.01f;
            var found = VectorMath.Exp(new System.Numerics.Vector<float>(x))[0];
            var expected = Math.Exp(x);
            Assert.True(Math.Abs(found - expected) <= 3e-7 * expected || (x < -87.3 && found >= 0 && found < 2e-38), $"exp({x}) = {found}, expected {expected}");
        }

        Assert.True(float.IsNaN(VectorMath.Exp(new System.Numerics.Vector<float>(float.NaN))[0]));
    }

    [Theory]
    [InlineData(PadeVersion.A)]
    [InlineData(PadeVersion.B)]
    public void Coefficients_of_a_rational_get_their_gradients(PadeVersion version)
    {
        var unit = new Pade(version, [0.2, 0.5, 0.9, 0.1, 0.05, 0.01], [0.3, -0.7, 0.2, 0.15]);
        using var fused = unit.ToModule();
        using var composed = unit.ToModule();
        composed.to(ScalarType.Float64);
        var x = Points() / 2;
        var weights = torch.linspace(-1, 2, x.numel()) / 1000;
        (fused.call(x) * weights).sum().backward();
        (composed.call(x.to_type(ScalarType.Float64)) * weights).sum().backward();
        foreach (var name in new[] { "numerator", "denominator" })
        {
            var (found, expected) = (fused.get_parameter(name)!.grad!, composed.get_parameter(name)!.grad!);
            Assert.True(((found - expected).abs() / (expected.abs() + 1e-2)).max().item<double>() < 1e-4, $"{found} {expected}");
        }

        var first = fused.get_parameter("numerator")!.grad!.clone();
        fused.zero_grad();
        (fused.call(x) * weights).sum().backward();
        Assert.True(first.eq(fused.get_parameter("numerator")!.grad!).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Fused))]
    public void Second_derivatives_go_through_the_composition(string name, Activation activation)
    {
        Assert.NotNull(name);
        Tensor Second(ScalarType dtype)
        {
            var x = Points().to_type(dtype).requires_grad_();
            var slope = autograd.grad([activation.Apply(x).sum()], [x], create_graph: true)[0];
            return autograd.grad([slope.sum()], [x])[0];
        }

        var (found, expected) = (Second(ScalarType.Float32), Second(ScalarType.Float64));
        Assert.True((found - expected).abs().median().item<double>() < 1e-4);
        Assert.True(expected.abs().max().item<double>() > 0.1);
    }
}
