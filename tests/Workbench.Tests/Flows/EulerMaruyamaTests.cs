using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class EulerMaruyamaTests
{
    private const int Count = 400_000;

    /// <summary>The variance at t = 1 of the flow N(0, 1) → N(0, s²), computed step by step from the linear recursion, apart from this code.</summary>
    public static TheoryData<double, double, int, double> Variances => new()
    {
        { 1, 0, 10, 0.7726 }, { 1, 0.7, 10, 0.9313 }, { 1, 0.7, 40, 0.9990 }, { 1, 1, 20, 1.0013 }, { 1, Math.Sqrt(2), 10, 1.0120 },
        { 2, 0, 20, 3.4484 }, { 2, 0.7, 20, 3.8505 }, { 2, 1, 10, 3.9101 }, { 2, Math.Sqrt(2), 40, 4.0046 },
        { 0.5, 0.7, 10, 0.2300 }, { 0.5, 1, 40, 0.2488 }, { 0.5, Math.Sqrt(2), 20, 0.2510 },
    };

    [Theory]
    [MemberData(nameof(Variances))]
    public void The_variance_at_the_end_is_that_of_the_recursion(double s, double a, int steps, double expected)
    {
        var flow = GaussianFlow.Isotropic([0], 1, [0], s);
        var x0 = torch.randn(Count, 1, dtype: ScalarType.Float64, generator: new Generator(1));
        var sampler = new EulerMaruyama(Diffusion.Ratio(a));
        var end = sampler.Sample(flow, x0, steps, new Generator(2)).Final;
        // Four standard deviations of a variance of 400,000 draws, and the table's rounding.
        Assert.Equal(expected, end.square().mean().item<double>(), 4 * expected * Math.Sqrt(2.0 / Count) + 6e-5);
    }

    [Fact]
    public void Without_noise_it_is_euler_bit_for_bit()
    {
        var x0 = torch.randn(50, 2, generator: new Generator(1));
        var flow = new MixtureFlow(Workbench.Data.Toys.EightGaussians());
        Assert.Equal(Solver.Euler.Solve(flow, x0, 12).Final, new EulerMaruyama(Diffusion.None).Sample(flow, x0, 12, new Generator(2)).Final);
    }

    [Fact]
    public void The_same_seed_gives_the_same_samples()
    {
        var x0 = torch.randn(50, 2, generator: new Generator(1));
        var flow = new MixtureFlow(Workbench.Data.Toys.EightGaussians());
        Tensor Run(ulong seed) => new EulerMaruyama(Diffusion.Constant(0.7)).Sample(flow, x0, 12, new Generator(seed)).Final;
        Assert.Equal(Run(3), Run(3));
        Assert.NotEqual(Run(3), Run(4));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var flow = GaussianFlow.Isotropic([0], 1, [0], 1);
        var x = torch.zeros(2, 1, dtype: ScalarType.Float64);
        Assert.Throws<ArgumentException>(() => new EulerMaruyama(Diffusion.None).Sample(flow, x, new TimeGrid([1, 0]), new Generator(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Diffusion.Constant(-1));
        Assert.Contains("'mine'", Assert.Throws<InvalidOperationException>(() => new Diffusion("mine", (_, _) => double.NaN).At(0.5, 0.1)).Message);
        var nan = VelocityField.From((p, _) => p * double.NaN);
        Assert.Contains("step 1 of 4", Assert.Throws<ArithmeticException>(() => new EulerMaruyama(Diffusion.None).Sample(nan, x, 4, new Generator(0))).Message);
    }
}
