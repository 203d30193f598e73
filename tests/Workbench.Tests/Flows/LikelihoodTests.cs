using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class LikelihoodTests
{
    private static double LogNormal(double x, double mean, double std) =>
        -0.5 * Math.Pow((x - mean) / std, 2) - Math.Log(std) - 0.5 * Math.Log(2 * Math.PI);

    [Fact]
    public void A_gaussian_flow_has_its_targets_density()
    {
        var flow = GaussianFlow.Isotropic([0, 0], 1, [1, -2], 0.5);
        var x = torch.tensor(new[,] { { 1.0, -2 }, { 0.2, -1.5 }, { 2, -3 } });
        var density = new Likelihood().LogDensity(flow, x, 60);
        for (var i = 0; i < 3; i++)
        {
            var expected = LogNormal(x[i, 0].item<double>(), 1, 0.5) + LogNormal(x[i, 1].item<double>(), -2, 0.5);
            Assert.Equal(expected, density[i].item<double>(), 6);
        }
    }

    [Fact]
    public void A_mixture_flow_has_its_targets_density()
    {
        var x = torch.tensor(new[,] { { -1.2 }, { 0.7 }, { 3.4 } });
        var density = new Likelihood().LogDensity(MixtureFlowTests.LawB, x, 200);
        for (var i = 0; i < 3; i++)
        {
            var at = x[i, 0].item<double>();
            var expected = Math.Log(0.3 * Math.Exp(LogNormal(at, -1, 0.5)) + 0.7 * Math.Exp(LogNormal(at, 3, 1)));
            Assert.Equal(expected, density[i].item<double>(), 5);
        }
    }

    [Fact]
    public void Hutchinsons_estimate_is_exact_for_a_multiple_of_the_identity_and_unbiased_else()
    {
        // Signs give εᵀ(k·I)ε = k·d without noise.
        var x = torch.randn(5, 3, dtype: ScalarType.Float64, generator: new Generator(0));
        var flow = GaussianFlow.Isotropic([0, 0, 0], 1, [1, 0, 0], 2);
        var difference = new Likelihood(probes: 1).LogDensity(flow, x, 20, new Generator(1)) - new Likelihood().LogDensity(flow, x, 20);
        Assert.True(difference.abs().max().item<double>() < 1e-9);

        var correlated = new GaussianFlow([0, 0], new double[,] { { 1, 0 }, { 0, 1 } }, [0, 0], new double[,] { { 2, 0.8 }, { 0.8, 1 } });
        var many = torch.zeros(4000, 2, dtype: ScalarType.Float64) + torch.tensor(new[] { 0.5, -1.0 });
        var estimates = new Likelihood(Solver.Heun, probes: 1).LogDensity(correlated, many, 20, new Generator(2));
        var exact = new Likelihood(Solver.Heun).LogDensity(correlated, many[..1], 20).item<double>();
        var std = estimates.std().item<double>();
        Assert.True(std > 0.1);
        Assert.Equal(exact, estimates.mean().item<double>(), 4 * std / Math.Sqrt(4000));
    }

    [Fact]
    public void Images_and_networks_are_accepted()
    {
        var network = nn.Conv2d(1, 1, 3, padding: 1);
        var field = VelocityField.From((x, t) => network.call(x) * (1 - t));
        var x = torch.randn(2, 1, 4, 4, generator: new Generator(0));
        var density = new Likelihood(Solver.Heun).LogDensity(field, x, 4);
        Assert.Equal([2], density.shape);
        Assert.True(density.isfinite().all().item<bool>());
        Assert.False(density.requires_grad);
        Assert.Throws<ArgumentNullException>(() => new Likelihood(probes: 1).LogDensity(field, x, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Likelihood(probes: -1));
    }
}
