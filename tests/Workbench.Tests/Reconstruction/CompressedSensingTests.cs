using TorchSharp;
using Workbench.Reconstruction;
using static TorchSharp.torch;

namespace Workbench.Tests.Reconstruction;

public class CompressedSensingTests
{
    [Fact]
    public void The_wavelet_transform_is_orthonormal_and_its_coefficients_those_by_hand()
    {
        var x = torch.view_as_complex(torch.randn([2, 8, 12, 2], ScalarType.Float64, generator: new Generator(1)));
        var y = torch.view_as_complex(torch.randn([2, 8, 12, 2], ScalarType.Float64, generator: new Generator(2)));
        Assert.True((HaarWavelet.Inverse(HaarWavelet.Forward(x, 2), 2) - x).abs().max().item<double>() < 1e-12);
        var product = (HaarWavelet.Forward(x, 2).conj() * HaarWavelet.Forward(y, 2)).sum();
        Assert.True((product - (x.conj() * y).sum()).abs().item<double>() < 1e-10);

        var small = torch.tensor(new[] { 1.0, 2, 3, 4 }).reshape(1, 2, 2);
        // (1+2+3+4)/2, (1−2+3−4)/2, (1+2−3−4)/2, (1−2−3+4)/2.
        Close([5, -1, -2, 0], HaarWavelet.Forward(small, 1));
        // Two levels of a flat picture leave one number for each block of 16.
        var flat = HaarWavelet.Forward(torch.ones([1, 4, 4], ScalarType.Float64), 2);
        Assert.Equal(4, flat[0, 0, 0].item<double>(), 12);
        Assert.Equal(16, flat.square().sum().item<double>(), 10);
        // Shrinking by 1.5 leaves the mean and half a unit of one detail.
        Close([5, 0, -0.5, 0], HaarWavelet.Forward(HaarWavelet.Shrink(small, 1.5, 1), 1));
    }

    [Fact]
    public void The_proximal_map_of_total_variation_brings_two_halves_together_as_worked_out_by_hand()
    {
        // 4×6 pixels, halves at 0 and 1: TV is 4 times the step. Each half of 12 pixels moves by 4 λ / 12.
        var x = torch.cat([torch.zeros([1, 4, 3], ScalarType.Float64), torch.ones([1, 4, 3], ScalarType.Float64)], 2);
        Assert.Equal(4, TotalVariation.Of(x).item<double>(), 12);
        var near = TotalVariation.Proximal(x, 0.3, iterations: 500);
        Assert.Equal(0.1, near[0, 1, 1].item<double>(), 1e-3);
        Assert.Equal(0.9, near[0, 2, 4].item<double>(), 1e-3);
        Assert.True((TotalVariation.Proximal(x, 10, iterations: 500) - 0.5).abs().max().item<double>() < 1e-3);
        Assert.True(TotalVariation.Proximal(x, 0).eq(x).all().item<bool>());
    }

    [Fact]
    public void A_proximal_map_is_the_minimum_for_complex_pictures_too()
    {
        var x = torch.view_as_complex(torch.randn([1, 6, 6, 2], ScalarType.Float64, generator: new Generator(3)));
        var best = TotalVariation.Proximal(x, 0.4, iterations: 2000);
        double Objective(Tensor u) => (0.5 * (u - x).abs().square().sum().item<double>()) + (0.4 * TotalVariation.Of(u).item<double>());
        var least = Objective(best);
        for (var i = 0; i < 20; i++)
        {
            var nudge = torch.view_as_complex(torch.randn([1, 6, 6, 2], ScalarType.Float64, generator: new Generator((ulong)i))) * 0.05;
            Assert.True(Objective(best + nudge) > least);
        }
    }

    [Fact]
    public void With_full_sampling_it_is_the_proximal_map_of_the_picture_itself()
    {
        var a = new MriOperator(torch.ones(8, 8, ScalarType.Float64));
        var x = torch.view_as_complex(torch.randn([2, 8, 8, 2], ScalarType.Float64, generator: new Generator(4)));
        var y = a.Forward(x);
        var found = CompressedSensing.Reconstruct(y, a, new CompressedSensingOptions { Wavelet = 0.3, Iterations = 5 });
        Assert.True((found - HaarWavelet.Shrink(x, 0.3, 2)).abs().max().item<double>() < 1e-10);
        var smooth = CompressedSensing.Reconstruct(y, a, new CompressedSensingOptions { Wavelet = 0, Variation = 0.3, Iterations = 5 });
        Assert.True((smooth - TotalVariation.Proximal(x, 0.3)).abs().max().item<double>() < 1e-10);
    }

    [Fact]
    public void Each_step_is_told_and_is_what_a_shorter_run_ends_with()
    {
        var scan = Acquisition.Simulate(Phantoms.Ellipses(2, 8, new Generator(1)), new Generator(2));
        var (descent, sensing) = (new List<Tensor>(), new List<Tensor>());
        void Keep(List<Tensor> into, int step, Tensor image)
        {
            Assert.Equal(into.Count, step);
            into.Add(image.clone().DetachFromDisposeScope());
        }

        GradientDescent.Reconstruct(scan.Samples, scan.Operator, 3, afterStep: (i, x) => Keep(descent, i, x));
        CompressedSensing.Reconstruct(scan.Samples, scan.Operator, new CompressedSensingOptions { Iterations = 3, AfterStep = (i, x) => Keep(sensing, i, x) });

        for (var i = 0; i < 3; i++)
        {
            Assert.True(descent[i].eq(GradientDescent.Reconstruct(scan.Samples, scan.Operator, i + 1)).all().item<bool>());
            Assert.True(sensing[i].eq(CompressedSensing.Reconstruct(scan.Samples, scan.Operator, new CompressedSensingOptions { Iterations = i + 1 })).all().item<bool>());
        }

        Assert.Equal((3, 3), (descent.Count, sensing.Count));
    }

    [Fact]
    public void It_finds_the_minimum_and_beats_descent_on_phantoms()
    {
        var scan = Acquisition.Simulate(Phantoms.Ellipses(8, 16, new Generator(1)), new Generator(2));
        var options = new CompressedSensingOptions { Wavelet = 0.01, Iterations = 400 };
        var best = CompressedSensing.Reconstruct(scan.Samples, scan.Operator, options);
        var least = CompressedSensing.Objective(best, scan.Samples, scan.Operator, options);
        for (var i = 0; i < 5; i++)
        {
            var nudge = torch.view_as_complex(torch.randn([8, 16, 16, 2], generator: new Generator((ulong)i))) * 0.02;
            Assert.True(CompressedSensing.Objective(best + nudge, scan.Samples, scan.Operator, options).gt(least).all().item<bool>());
        }

        double Error(Tensor estimate) => ReconstructionError.Normalised(estimate, scan.Image).mean().item<double>();
        var descent = Error(GradientDescent.Reconstruct(scan.Samples, scan.Operator, 20));
        var shifted = Error(CompressedSensing.Reconstruct(scan.Samples, scan.Operator, new CompressedSensingOptions { Shifts = new Generator(3) }));
        var both = Error(CompressedSensing.Reconstruct(scan.Samples, scan.Operator, new CompressedSensingOptions { Variation = 0.005 }));
        Assert.True(shifted < descent && both < descent && descent < Error(scan.ZeroFilled()), $"{shifted} {both} {descent} {Error(scan.ZeroFilled())}");
    }

    [Fact]
    public void Lesions_lie_in_the_object_and_their_contrast_is_measured_back()
    {
        var pictures = Phantoms.Ellipses(20, 16, new Generator(1));
        Assert.InRange(pictures.max().item<float>(), 0.5f, 1);
        Assert.True(pictures.min().item<float>() == 0);
        Assert.True(pictures.ne(Phantoms.Ellipses(20, 16, new Generator(2))).any().item<bool>());
        var lesions = Lesions.Add(pictures, new Generator(4));
        // A disc of radius 1.5 around a pixel has 9 pixels.
        Assert.True(lesions.Disc.sum([1, 2, 3]).eq(9).all().item<bool>());
        Assert.True((lesions.Images - pictures - (lesions.Disc * 0.4)).abs().max().item<float>() < 1e-6);
        var asComplex = torch.polar(lesions.Images.squeeze(1), torch.full([20, 16, 16], 0.7));
        Assert.True((lesions.RecoveredContrast(asComplex) - 1).abs().max().item<double>() < 1e-5);
        Assert.True(lesions.RecoveredContrast(torch.polar(pictures.squeeze(1), torch.zeros([20, 16, 16]))).abs().max().item<double>() < 1e-5);
        var dark = Lesions.Add(torch.zeros([2, 1, 8, 8]), new Generator(0));
        Assert.True(dark.Disc.sum([1, 2, 3]).eq(9).all().item<bool>());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("4 divides", Assert.Throws<ArgumentException>(() => HaarWavelet.Forward(torch.zeros(1, 6, 8), 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => TotalVariation.Proximal(torch.zeros(1, 4, 4), -1));
        Assert.Throws<ArgumentException>(() => CompressedSensing.Reconstruct(
            torch.zeros(1), new MriOperator(torch.ones(4, 4)), new CompressedSensingOptions { Wavelet = -1 }));
        Assert.Throws<ArgumentException>(() => Lesions.Add(torch.zeros(1, 1, 2, 2), new Generator(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Phantoms.Ellipses(0, 8, new Generator(0)));
    }

    private static void Close(double[] expected, Tensor actual) =>
        Assert.All(expected.Zip(actual.flatten().data<double>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 12));
}
