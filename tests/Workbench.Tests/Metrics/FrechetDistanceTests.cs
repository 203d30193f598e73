using TorchSharp;
using Workbench.Metrics;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

public class FrechetDistanceTests
{
    [Fact]
    public void Of_covariances_that_do_not_commute_is_the_tables_W2()
    {
        // numpy, apart from this code.
        var distance = FrechetDistance.Between(
            [0, 0], new double[,] { { 2, 0.5 }, { 0.5, 1 } }, [0, 0], new double[,] { { 1, -0.6 }, { -0.6, 3 } });
        Assert.Equal(1.1012418080, distance, 1e-9);
    }

    [Fact]
    public void Of_diagonal_Gaussians_is_the_sum_over_dimensions()
        => Assert.Equal(
            9 + 1 + (2 - 1) * (2 - 1) + (3 - 0.5) * (3 - 0.5),
            FrechetDistance.Between([3, 0], new double[,] { { 4, 0 }, { 0, 9 } }, [0, 1], new double[,] { { 1, 0 }, { 0, 0.25 } }),
            1e-10);

    [Fact]
    public void Of_samples_sees_a_shift_and_nothing_else()
    {
        var x = torch.randn([200, 5], generator: new Generator(0));
        var shift = torch.tensor(new[] { 1f, 0, -2, 0, 0.5f });
        Assert.Equal(5.25, FrechetDistance.Between(x, x + shift), 1e-4);
        Assert.Equal(0, FrechetDistance.Between(x, x), 1e-8);
    }

    [Fact]
    public void A_constant_feature_does_no_harm()
    {
        var x = torch.randn([50, 3], generator: new Generator(0));
        x.select(1, 2).zero_();
        Assert.Equal(0, FrechetDistance.Between(x, x), 1e-6);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => FrechetDistance.Between(torch.zeros(1, 3), torch.zeros(4, 3)));
        Assert.Throws<ArgumentException>(() => FrechetDistance.Between(torch.zeros(4, 3), torch.zeros(4, 2)));
        Assert.Throws<ArgumentException>(() => FrechetDistance.Between([0, 0], new double[2, 2], [0, 0], new double[1, 1]));
    }
}
