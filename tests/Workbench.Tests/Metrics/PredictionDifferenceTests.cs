using TorchSharp;
using Workbench.Metrics;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

public class PredictionDifferenceTests
{
    private static Tensor P(params double[] values) => torch.tensor(values, dtype: ScalarType.Float64);

    [Fact]
    public void A_pair_differs_by_twice_the_distance_over_the_sum() => Assert.Equal(0.4, PredictionDifference.Of(P(0.2), P(0.3)), 1e-12);

    [Fact]
    public void Examples_are_averaged_and_two_zeros_do_not_differ()
        => Assert.Equal((0.4 + 0 + 2) / 3, PredictionDifference.Of(P(0.2, 0, 0), P(0.3, 0, 1)), 1e-12);

    [Fact]
    public void Pairs_are_averaged()
    {
        // 2/3 of (1, 2), 1 of (1, 3), 2/5 of (2, 3).
        Assert.Equal((2 / 3.0 + 1 + 0.4) / 3, PredictionDifference.Pairwise([P(0.1), P(0.2), P(0.3)]), 1e-12);
        // Distances 0.1, 0, 0.1 to the average 0.2.
        Assert.Equal(1 / 3.0, PredictionDifference.ToAverage([P(0.1), P(0.2), P(0.3)]), 1e-12);
    }

    [Fact]
    public void For_two_models_the_form_of_the_average_is_half()
    {
        using var generator = new Generator(3);
        var (a, b) = (torch.rand([50], generator: generator), torch.rand([50], generator: generator));
        Assert.Equal(PredictionDifference.Of(a, b) / 2, PredictionDifference.ToAverage([a, b]), 1e-12);
    }

    [Fact]
    public void What_is_no_probability_or_no_pair_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PredictionDifference.Of(P(1.2), P(0.3)));
        Assert.Throws<ArgumentException>(() => PredictionDifference.Of(P(double.NaN), P(0.3)));
        Assert.Throws<ArgumentException>(() => PredictionDifference.Of(P(0.1, 0.2), P(0.3)));
        Assert.Throws<ArgumentException>(() => PredictionDifference.Pairwise([P(0.3)]));
    }
}
