using TorchSharp;
using Workbench.Reconstruction;
using static TorchSharp.torch;

namespace Workbench.Tests.Reconstruction;

/// <summary>Each mistake is named with its parameter, what was given and what is expected, before anything is computed.</summary>
public class ReconstructionBadInputTests
{
    private static readonly Tensor Mask = torch.ones(3, 4, 4);

    [Fact]
    public void Numbers_of_images_that_differ_are_refused_and_not_repeated_to_fit()
    {
        var a = new MriOperator(Mask);
        Says("image", "[3, 4, 4]", "[1, 4, 4]", () => a.Forward(Complex(1, 4, 4)));
        Says("samples", "[3, 1, 4, 4]", "[1, 1, 4, 4]", () => a.Adjoint(Complex(1, 1, 4, 4)));
        Says("samples", "[3, 1, 4, 4]", "[1, 1, 4, 4]", () => a.Gradient(Complex(3, 4, 4), Complex(1, 1, 4, 4)));
        Says("samples", "[3, 1, 4, 4]", "Float32", () => a.NegativeLogLikelihood(Complex(3, 4, 4), torch.zeros(3, 1, 4, 4)));
        Says("coils", "3 images", "got 2", () => new MriOperator(Mask, Complex(2, 5, 4, 4)));
        // Coils of its own for each image fix their number too, a common mask does not.
        var coils = new MriOperator(torch.ones(4, 4), Complex(2, 5, 4, 4));
        Says("image", "[2, 4, 4]", "[3, 4, 4]", () => coils.Forward(Complex(3, 4, 4)));
        Assert.Equal([7L, 1, 4, 4], new MriOperator(torch.ones(4, 4)).Forward(Complex(7, 4, 4)).shape);
        var estimates = new[] { Complex(3, 4, 4), Complex(1, 4, 4) };
        Says("estimates", "[1, 4, 4]", "[3, 4, 4]", () => RimTraining.Loss(estimates, Complex(3, 4, 4)));
        Says("estimates", "at least one", "none", () => RimTraining.Loss([], Complex(3, 4, 4)));
    }

    [Fact]
    public void Signed_pixels_are_no_magnitudes()
    {
        Says("magnitude", "not negative", "-1", () => Acquisition.Simulate(torch.tensor(new[] { -1f, 1, 0, 0.5f }).reshape(1, 2, 2), new Generator(0)));
        Says("magnitude", "not negative", "NaN", () => Acquisition.Simulate(torch.full([1, 2, 2], double.NaN), new Generator(0)));
        Says("magnitude", "at least one image", "[0, 2, 2]", () => Acquisition.Simulate(torch.zeros(0, 2, 2), new Generator(0)));
        Says("mask", "[height, width]", "[16]", () => Acquisition.Simulate(torch.zeros(1, 4, 4), new Generator(0), new() { Mask = (_, _, _, _) => torch.ones(16) }));
        Says("options", "at least one coil", "0", () => Acquisition.Simulate(torch.zeros(1, 4, 4), new Generator(0), new() { Coils = 0 }));
        Says("options", "finite", "Infinity", () => Acquisition.Simulate(torch.zeros(1, 4, 4), new Generator(0), new() { Noise = double.PositiveInfinity }));
    }

    [Fact]
    public void Options_out_of_their_range_are_named()
    {
        var a = new MriOperator(Mask);
        Tensor Sensing(CompressedSensingOptions options) => CompressedSensing.Reconstruct(Complex(3, 1, 4, 4), a, options);
        Says("options", "at least one iteration", "0", () => Sensing(new() { Iterations = 0 }));
        Says("options", "finite", "NaN", () => Sensing(new() { Variation = double.NaN }));
        Says("options", "2^3", "4×4", () => Sensing(new() { Levels = 3 }));
        Says("levels", "1 to 30", "64", () => HaarWavelet.Forward(torch.zeros(1, 4, 4), 64));
        Says("threshold", "finite", "Infinity", () => HaarWavelet.Shrink(torch.zeros(1, 4, 4), double.PositiveInfinity, 1));
        Says("image", "[batch, height, width]", "[4, 4]", () => TotalVariation.Of(torch.zeros(4, 4)));
        Says("options", "channel", "0", () => new RecurrentInferenceMachine(0, new() { Channels = 0 }));
        Says("options", "finite", "NaN", () => new RecurrentInferenceMachine(0, new() { GradientScale = double.NaN }));
        Says("options", "Gru, Mgu, IndRnn", "7", () => new RecurrentInferenceMachine(0, new() { Unit = (RimUnit)7 }));
        Says("image", "complex", "Float32", () => ComplexPairs.Split(torch.zeros(3, 4, 4)));
        Says("channels", "real", "ComplexFloat32", () => ComplexPairs.Join(Complex(3, 2, 4, 4)));
    }

    [Fact]
    public void Lesions_need_a_finite_disc_and_room_for_it()
    {
        var pictures = torch.zeros(2, 1, 8, 8);
        Says("radius", "positive", "0", () => Lesions.Add(pictures, new Generator(0), radius: 0));
        Says("radius", "finite", "Infinity", () => Lesions.Add(pictures, new Generator(0), radius: double.PositiveInfinity));
        Says("contrast", "positive", "-1", () => Lesions.Add(pictures, new Generator(0), contrast: -1));
        Says("threshold", "number", "NaN", () => Lesions.Add(pictures, new Generator(0), threshold: double.NaN));
        Says("images", "radius 4", "[2, 1, 8, 8]", () => Lesions.Add(pictures, new Generator(0), radius: 4));
        Says("images", "larger", "[0, 1, 8, 8]", () => Lesions.Add(torch.zeros(0, 1, 8, 8), new Generator(0)));
        Says("estimate", "[2, 8, 8]", "[1, 8, 8]", () => Lesions.Add(pictures, new Generator(0)).RecoveredContrast(Complex(1, 8, 8)));
        Assert.Equal([4L, 1, 8, 8], Phantoms.Ellipses(4, 8, new Generator(0), ellipses: 1).shape);
    }

    private static Tensor Complex(params long[] shape) => torch.zeros(shape, ScalarType.ComplexFloat32);

    private static void Says(string parameter, string expected, string given, Func<object> call)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => { _ = call(); });
        Assert.Equal(parameter, error.ParamName);
        Assert.Contains(expected, error.Message);
        Assert.Contains(given, error.Message);
    }
}
