using TorchSharp;
using Workbench.Reconstruction;
using static TorchSharp.torch;

namespace Workbench.Tests.Reconstruction;

public class MriOperatorTests
{
    [Theory]
    [InlineData(ScalarType.ComplexFloat64, 1e-12)]
    [InlineData(ScalarType.ComplexFloat32, 1e-5)]
    public void The_adjoint_is_the_adjoint(ScalarType type, double tolerance)
    {
        var (a, generator) = Measurement(type);
        var x = torch.view_as_complex(torch.randn([3, 6, 8, 2], ScalarType.Float64, generator: generator)).to_type(type);
        var y = torch.view_as_complex(torch.randn([3, 2, 6, 8, 2], ScalarType.Float64, generator: generator)).to_type(type);
        var left = (a.Forward(x).conj() * y).sum().to_type(ScalarType.ComplexFloat64);
        var right = (x.conj() * a.Adjoint(y)).sum().to_type(ScalarType.ComplexFloat64);
        Assert.True((left - right).abs().item<double>() <= tolerance * left.abs().item<double>());
        Assert.True(left.abs().item<double>() > 0.1);
    }

    [Fact]
    public void The_gradient_is_that_of_finite_differences_and_of_autograd()
    {
        var (a, generator) = Measurement(ScalarType.ComplexFloat64);
        var x = torch.randn([3, 6, 8, 2], ScalarType.Float64, generator: generator);
        var y = a.Forward(torch.view_as_complex(torch.randn([3, 6, 8, 2], ScalarType.Float64, generator: generator)));
        var gradient = a.Gradient(torch.view_as_complex(x), y, noise: 0.5).view_as_real();
        double Energy(Tensor at) => a.NegativeLogLikelihood(torch.view_as_complex(at), y, noise: 0.5).sum().item<double>();

        foreach (var (i, j, k, part) in new[] { (0, 0, 0, 0), (1, 3, 5, 0), (2, 5, 7, 1), (0, 2, 1, 1) })
        {
            var nudge = torch.zeros_like(x);
            nudge[i, j, k, part] = torch.tensor(1e-4, ScalarType.Float64);
            // Central differences of a quadratic are exact up to rounding.
            Assert.Equal((Energy(x + nudge) - Energy(x - nudge)) / 2e-4, gradient[i, j, k, part].item<double>(), 1e-6);
        }

        var leaf = x.clone().requires_grad_();
        a.NegativeLogLikelihood(torch.view_as_complex(leaf), y, noise: 0.5).sum().backward();
        Assert.True((leaf.grad! - gradient).abs().max().item<double>() < 1e-11);
    }

    [Fact]
    public void Steps_down_the_gradient_never_ascend_and_the_best_image_stays()
    {
        var (a, generator) = Measurement(ScalarType.ComplexFloat64);
        var truth = torch.view_as_complex(torch.randn([3, 6, 8, 2], ScalarType.Float64, generator: generator));
        var y = a.Forward(truth);
        var before = double.PositiveInfinity;
        foreach (var steps in new[] { 0, 1, 2, 5, 20, 100 })
        {
            var now = a.NegativeLogLikelihood(GradientDescent.Reconstruct(y, a, steps), y).sum().item<double>();
            Assert.True(now < before);
            before = now;
        }

        Assert.True(a.Gradient(truth, y).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void With_one_coil_the_zero_filled_image_has_no_gradient()
    {
        var generator = new Generator(2);
        var a = new MriOperator(SamplingMask.Cartesian(1, 8, 8, 2, generator)[0]);
        var y = a.Forward(torch.view_as_complex(torch.randn([2, 8, 8, 2], generator: generator)));
        Assert.True(a.Gradient(a.Adjoint(y), y).abs().max().item<float>() < 2e-6);
        var full = new MriOperator(torch.ones(8, 8));
        var x = torch.view_as_complex(torch.randn([2, 8, 8, 2], generator: generator));
        Assert.True((full.Adjoint(full.Forward(x)) - x).abs().max().item<float>() < 2e-6);
        // The mean of an image lies in the corner of k-space.
        Assert.Equal(8, full.Forward(torch.view_as_complex(torch.ones([1, 8, 8, 2])))[0, 0, 0, 0].real.item<float>(), 1e-5);
    }

    [Fact]
    public void Masks_measure_their_share_and_always_the_centre()
    {
        var generator = new Generator(7);
        var density = SamplingMask.VariableDensity(400, 16, 16, 0.25, generator);
        Assert.InRange(density.mean().item<float>(), 0.24f, 0.26f);
        foreach (var (i, j) in new[] { (0, 0), (0, 15), (15, 0), (15, 15) })
            Assert.True(density.select(1, i).select(1, j).eq(1).all().item<bool>());
        // Low frequencies are measured more often than high ones, in the layout of an unshifted transform.
        Assert.True(density.select(1, 2).select(1, 2).mean().item<float>() > 2 * density.select(1, 7).select(1, 8).mean().item<float>());
        Assert.InRange(SamplingMask.Random(400, 16, 16, 0.25, generator).select(1, 8).select(1, 8).mean().item<float>(), 0.15f, 0.33f);

        var lines = SamplingMask.Cartesian(50, 6, 16, 4, generator, centre: 2);
        Assert.True(lines.sum([1, 2]).eq(4 * 6).all().item<bool>());
        Assert.True(lines.select(2, 0).eq(1).all().item<bool>() && lines.select(2, 15).eq(1).all().item<bool>());
        Assert.True(lines.std(1).max().item<float>() == 0);
        Assert.True(lines[0].ne(lines[1]).any().item<bool>() || lines[0].ne(lines[2]).any().item<bool>());
    }

    [Fact]
    public void The_density_has_the_share_as_its_mean_falls_as_a_Gaussian_and_is_that_of_the_masks()
    {
        var density = SamplingMask.Density(16, 16, 0.25);
        Assert.Equal(0.25, density.to_type(ScalarType.Float64).mean().item<double>(), 6);
        Assert.True(density.max().item<float>() <= 1);
        foreach (var (i, j) in new[] { (0, 0), (0, 15), (15, 0), (15, 15) })
            Assert.Equal(1, density[i, j].item<float>());
        // Where it is not cut at 1: frequencies (4, 0) and (4, 4) are 0.25 of |u|² apart.
        Assert.Equal(Math.Exp(0.25 / 0.35), density[4, 0].item<float>() / density[4, 4].item<float>(), 1e-4);
        Assert.Equal(density[4, 0].item<float>(), density[0, 12].item<float>());

        var masks = SamplingMask.Draw(density, 4000, new Generator(3));
        // Five standard errors of the least certain point.
        Assert.True((masks.mean([0]) - density).abs().max().item<float>() < 5 * 0.5 / Math.Sqrt(4000));
        Assert.True(SamplingMask.VariableDensity(4000, 16, 16, 0.25, new Generator(3)).eq(masks).all().item<bool>());
        Assert.True(SamplingMask.Density(6, 8, 1).eq(1).all().item<bool>());
    }

    [Fact]
    public void A_simulated_acquisition_has_unit_coils_and_noise_of_its_size_where_it_measures()
    {
        var images = torch.rand([40, 1, 16, 16], generator: new Generator(1));
        var scan = Acquisition.Simulate(images, new Generator(2), new AcquisitionOptions { Noise = 0.05 });
        Assert.Equal([40L, 4, 16, 16], scan.Samples.shape);
        Assert.True((scan.Image.abs() - images.squeeze(1)).abs().max().item<float>() < 1e-6);
        Assert.True((scan.Operator.Coils.abs().square().sum(1) - 1).abs().max().item<float>() < 1e-5);
        var noise = (scan.Samples - scan.Operator.Forward(scan.Image)).view_as_real();
        var share = scan.Operator.Mask.mean().item<float>();
        Assert.Equal(0.05, Math.Sqrt(noise.square().mean().item<float>() / share), 0.002);
        Assert.True(scan.Samples.mul(1 - scan.Operator.Mask).abs().max().item<float>() == 0);
        var again = Acquisition.Simulate(images, new Generator(2), new AcquisitionOptions { Noise = 0.05 });
        Assert.True(again.Samples.eq(scan.Samples).all().item<bool>());
        Assert.True(scan.Image[0].imag.abs().max().item<float>() > 0.01);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var a = new MriOperator(torch.ones(8, 8));
        Assert.Contains("[2, 4, 4]", Assert.Throws<ArgumentException>(() => a.Forward(torch.zeros([2, 4, 4], ScalarType.ComplexFloat32))).Message);
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => a.Forward(torch.zeros(2, 8, 8))).Message);
        Assert.Throws<ArgumentException>(() => a.Adjoint(torch.zeros([2, 3, 8, 8], ScalarType.ComplexFloat32)));
        Assert.Throws<ArgumentException>(() => new MriOperator(torch.ones(8)));
        Assert.Throws<ArgumentException>(() => new MriOperator(torch.ones(8, 8), torch.ones(2, 8, 8)));
        Assert.Throws<ArgumentException>(() => SamplingMask.VariableDensity(1, 4, 4, 0.1, new Generator(0)));
        Assert.Equal("density", Assert.Throws<ArgumentException>(() => SamplingMask.Draw(torch.ones(1, 4, 4), 1, new Generator(0))).ParamName);
        Assert.Equal("density", Assert.Throws<ArgumentException>(() => SamplingMask.Draw(torch.full([4, 4], double.NaN), 1, new Generator(0))).ParamName);
        Assert.Throws<ArgumentException>(() => SamplingMask.Cartesian(1, 4, 16, 16, new Generator(0)));
        Assert.Throws<ArgumentException>(() => Acquisition.Simulate(torch.zeros(2, 3, 8, 8), new Generator(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientDescent.Reconstruct(torch.zeros(1), a, 1, stepSize: 2));
    }

    private static (MriOperator Measurement, Generator Generator) Measurement(ScalarType type)
    {
        var generator = new Generator(11);
        var coils = Acquisition.CoilSensitivities(3, 2, 6, 8, generator).to_type(ScalarType.ComplexFloat64);
        coils = coils / coils.abs().square().sum(1, keepdim: true).sqrt();
        var mask = SamplingMask.Random(3, 6, 8, 0.5, generator);
        return (new MriOperator(type == ScalarType.ComplexFloat64 ? mask.to_type(ScalarType.Float64) : mask, coils.to_type(type)), generator);
    }
}
