using TorchSharp;
using Workbench.Metrics;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

public class SetDistanceTests
{
    private static Tensor Normal(int count, int dimension, ulong seed, double mean = 0, double std = 1) =>
        torch.randn(count, dimension, dtype: ScalarType.Float64, generator: new Generator(seed)) * std + mean;

    [Fact]
    public void Exact_w2_is_that_of_the_line_and_of_a_shift()
    {
        var (x, y) = (Normal(80, 1, 0), Normal(80, 1, 1, 2, 0.5));
        Assert.Equal(Wasserstein.OneDimensional(x.data<double>().ToArray(), y.data<double>().ToArray()), Wasserstein.Exact(x, y), 10);
        var cloud = Normal(60, 3, 2);
        // A set shifted by s is at distance s, however its rows are ordered.
        var order = torch.randperm(60, generator: new Generator(3));
        Assert.Equal(Math.Sqrt(3) * 0.7, Wasserstein.Exact(cloud, cloud.index_select(0, order) + 0.7), 10);
        Assert.Throws<ArgumentException>(() => Wasserstein.Exact(cloud, cloud[..50]));
    }

    [Fact]
    public void The_sinkhorn_divergence_is_zero_for_equal_sets_and_near_w2_for_a_small_epsilon()
    {
        var (x, y) = (Normal(60, 2, 0), Normal(60, 2, 1, 1.5));
        Assert.Equal(0, Wasserstein.SinkhornDivergence(x, x, 0.5), 9);
        var exact = Wasserstein.Exact(x, y);
        Assert.Equal(exact * exact, Wasserstein.SinkhornDivergence(x, y, 0.02, 20_000), 0.03);
        Assert.True(Wasserstein.SinkhornDivergence(x, y, 1) > 0);
    }

    [Fact]
    public void The_energy_distance_of_points_is_worked_out_by_hand()
    {
        // x = {0, 2}, y = {1, 5}: 2·mean(1, 5, 1, 3) - 2 - 4.
        var (x, y) = (torch.tensor(new[,] { { 0.0 }, { 2 } }), torch.tensor(new[,] { { 1.0 }, { 5 } }));
        Assert.Equal(2 * 2.5 - 2 - 4, KernelDistances.Energy(x, y), 12);
        // N(0,1) against N(m,1): 2E|N(m,2)| - 2·2/√π.
        var m = 1.0;
        var expected = 2 * (Math.Sqrt(4 / Math.PI) * Math.Exp(-m * m / 4) + m * (1 - 2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -m / Math.Sqrt(2)))) - 4 / Math.Sqrt(Math.PI);
        Assert.Equal(expected, KernelDistances.Energy(Normal(3000, 1, 0), Normal(3000, 1, 1, m)), 0.05);
        Assert.Equal(0, KernelDistances.Energy(Normal(2000, 2, 2), Normal(2000, 2, 3)), 0.01);
    }

    [Fact]
    public void The_discrepancy_of_points_is_worked_out_by_hand_and_that_of_normals_is_its_closed_form()
    {
        var (x, y) = (torch.tensor(new[,] { { 0.0 }, { 2 } }), torch.tensor(new[,] { { 1.0 }, { 5 } }));
        double K(double d) => Math.Exp(-d * d / 2);
        Assert.Equal(K(2) + K(4) - 2 * (K(1) + K(5) + K(1) + K(3)) / 4, KernelDistances.MaximumMeanDiscrepancy(x, y, [1]), 12);
        // s = 1, N(0,1) and N(m,1): E k = exp(-m²/6)/√3.
        var expected = 2 / Math.Sqrt(3) * (1 - Math.Exp(-1.0 / 6));
        Assert.Equal(expected, KernelDistances.MaximumMeanDiscrepancy(Normal(3000, 1, 0), Normal(3000, 1, 1, 1), [1]), 0.02);
        Assert.True(KernelDistances.MaximumMeanDiscrepancy(Normal(500, 2, 0), Normal(500, 2, 1, 2)) > 0.1);
        Assert.Throws<ArgumentException>(() => KernelDistances.MaximumMeanDiscrepancy(x, y, [0]));
        Assert.Throws<ArgumentException>(() => KernelDistances.Energy(x, torch.zeros(1, 1)));
    }

    [Fact]
    public void Precision_falls_with_strangers_and_recall_with_missing_modes()
    {
        var real = torch.cat([Normal(300, 2, 0), Normal(300, 2, 1, 12)]);
        var good = PrecisionRecall.Of(real, torch.cat([Normal(300, 2, 2), Normal(300, 2, 3, 12)]));
        Assert.True(good.Precision > 0.9 && good.Recall > 0.9 && good.Coverage > 0.85);
        Assert.InRange(good.Density, 0.85, 1.15);
        var oneMode = PrecisionRecall.Of(real, Normal(600, 2, 4));
        Assert.True(oneMode.Precision > 0.9);
        Assert.InRange(oneMode.Recall, 0.4, 0.55);
        Assert.InRange(oneMode.Coverage, 0.4, 0.55);
        var halfStray = PrecisionRecall.Of(real, torch.cat([Normal(300, 2, 5), Normal(300, 2, 6, -40)]));
        Assert.InRange(halfStray.Precision, 0.4, 0.55);
    }

    [Fact]
    public void Balls_on_a_line_are_counted_by_hand()
    {
        // Real 0, 1, 3 with k = 1: radii 1, 1, 2. Generated 0.5, 4.5, 10.
        var real = torch.tensor(new[,] { { 0.0 }, { 1 }, { 3 } });
        var generated = torch.tensor(new[,] { { 0.5 }, { 4.5 }, { 10 } });
        var measured = PrecisionRecall.Of(real, generated, k: 1);
        // 0.5 lies in the balls of 0 and 1, 4.5 in that of 3, 10 in none; the generated radii are 4, 4, 5.5.
        Assert.Equal(2.0 / 3, measured.Precision, 12);
        Assert.Equal(1, measured.Coverage, 12);
        Assert.Equal(1, measured.Density, 12);
        Assert.Equal(1, measured.Recall, 12);
        Assert.Throws<ArgumentException>(() => PrecisionRecall.Of(real, generated, k: 3));
    }
}
