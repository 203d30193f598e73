using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class SparkTests
{
    [Theory]
    [InlineData(0.08, 1.40507)]
    [InlineData(0.05, 1.64485)]
    [InlineData(0.5, 0)]
    public void The_quantile_is_the_published_one(double share, double expected)
        => Assert.Equal(expected, StatisticalTopK.Quantile(share * 1000, 1000), 5e-6);

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    public void The_number_that_survives_has_the_mean_and_spread_of_its_closed_form(int entries)
    {
        using var x = torch.randn([4000, entries], generator: new Generator(11));
        using var output = StatisticalTopK.Apply(x, 0.08 * entries);
        using var kept = output.ne(0).sum(1).to_type(ScalarType.Float64);
        var (k, deviation) = (0.08 * entries, StatisticalTopK.CountDeviation(0.08 * entries, entries));
        Assert.Equal(k, kept.mean().item<double>(), 0.005 * k + 3 * deviation / Math.Sqrt(4000));
        Assert.Equal(deviation, kept.std().item<double>(), 0.06 * deviation);
        Assert.True(kept.std().item<double>() < 0.75 * Math.Sqrt(entries * 0.08 * 0.92), "below the binomial");
        Assert.Equal(0.03626, StatisticalTopK.MeanOutput(0.08), 5e-6);
        Assert.Equal(0.03626, output.mean().item<float>(), 0.01 * 0.03626);
    }

    [Fact]
    public void Other_laws_keep_the_number_that_their_tails_say()
    {
        using var uniform = torch.rand([200, 8000], ScalarType.Float64, generator: new Generator(12)) - 0.5;
        using var laplace = uniform.sign() * (1 - 2 * uniform.abs()).log();
        Assert.Equal(Math.Exp(-1.40507 * Math.Sqrt(2)) / 2, Share(laplace), 0.001);
        using var rectified = torch.randn([200, 8000], generator: new Generator(13)).relu();
        Assert.Equal(0.111, Share(rectified), 0.001);

        static double Share(Tensor x) => StatisticalTopK.Apply(x, 0.08 * 8000).ne(0).to_type(ScalarType.Float64).mean().item<double>();
    }

    [Fact]
    public void It_is_affine_and_counts_the_other_tail_for_negative_factors()
    {
        using var x = torch.randn([50, 64], generator: new Generator(14));
        using var y = StatisticalTopK.Apply(x, 6);
        Assert.Equal(0, (StatisticalTopK.Apply(3 * x + 40, 6) - 3 * y).abs().max().item<float>(), 1e-4);
        Assert.Equal(0, (StatisticalTopK.Apply(-x, 6) - (-(x - x.mean([-1L], true)) - x.std([-1L], unbiased: false, keepdim: true) * StatisticalTopK.Quantile(6, 64)).relu()).abs().max().item<float>(), 1e-5);
        Assert.Equal(0, ((x - StatisticalTopK.Threshold(x, 6)).relu() - y).abs().max().item<float>(), 1e-5);
        Assert.Equal(0, (StatisticalTopK.Threshold(x, 32) - x.mean([-1L], true)).abs().max().item<float>(), 1e-6);
        Assert.True(StatisticalTopK.Apply(x, 64).eq(x).all().item<bool>());
    }

    [Fact]
    public void Gradients_flow_through_mean_and_deviation()
    {
        using var x = torch.randn([3, 9], ScalarType.Float64, generator: new Generator(15));
        x.requires_grad = true;
        var weights = torch.randn([3, 9], ScalarType.Float64, generator: new Generator(16));
        (StatisticalTopK.Apply(x, 3) * weights).sum().backward();
        var gradient = x.grad!.data<double>().ToArray();
        using var noGrad = torch.no_grad();
        var values = x.detach().data<double>().ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            double At(double shift)
            {
                double[] moved = [.. values];
                moved[i] += shift;
                return (StatisticalTopK.Apply(torch.tensor(moved).reshape(3, 9), 3) * weights).sum().item<double>();
            }

            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        using var x = torch.zeros(2, 8);
        foreach (var k in new[] { 0, -1, 8.5, double.NaN })
            Assert.Contains("more than 0 and at most 8", Assert.Throws<ArgumentOutOfRangeException>(() => StatisticalTopK.Apply(x, k)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparkFeedForward(8, 16, 8, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparkFeedForward(8, 16, 4, 17));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparkAttention(8, 2, 4, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparkAttention(8, 2, 2, 0));
        Assert.Throws<ArgumentException>(() => new SparkAttention(8, 3, 2, 1));
        Assert.Equal(0, StatisticalTopK.Apply(x, 3).abs().max().item<float>());
    }

    [Fact]
    public void A_spark_layer_is_its_formula_and_scales_with_the_half_that_does_not_predict()
    {
        using var layer = new SparkFeedForward(6, 20, 2, 5);
        UniformInitialisation.Apply(layer, 4);
        using var noGrad = torch.no_grad();
        using var x = torch.randn([7, 6], generator: new Generator(5));
        var (first, second, value) = (layer.get_parameter("predictor.weight")!, layer.get_parameter("key.weight")!, layer.get_parameter("value.weight")!);
        var scores = x.narrow(1, 0, 2).matmul(first.t());
        var threshold = scores.mean([1L], true) + scores.std([1L], unbiased: false, keepdim: true) * StatisticalTopK.Quantile(5, 20);
        var expected = (nn.functional.gelu((scores - threshold).relu()) * x.narrow(1, 2, 4).matmul(second.t())).matmul(value.t());
        Assert.Equal(0, (layer.call(x) - expected).abs().max().item<float>(), 1e-5);
        // All neurons, no threshold: linear in the half that does not predict.
        using var all = new SparkFeedForward(6, 20, 2, 20);
        UniformInitialisation.Apply(all, 4);
        using var doubled = torch.cat([x.narrow(1, 0, 2), 2 * x.narrow(1, 2, 4)], 1);
        Assert.Equal(0, (all.call(doubled) - 2 * all.call(x)).abs().max().item<float>(), 1e-5);
    }

    [Fact]
    public void A_query_that_sees_few_tokens_attends_to_all_and_others_to_those_above_their_threshold()
    {
        using var scores = torch.randn([2, 3, 12, 12], generator: new Generator(6));
        using var future = TransformerAttention.Future(12, scores);
        using var hidden = SparkAttention.Hidden(scores, future, 4);
        for (var query = 0; query < 12; query++)
        {
            var seen = scores[1, 2, query].data<float>().ToArray()[..(query + 1)];
            var (mean, deviation) = (seen.Average(), Math.Sqrt(seen.Select(s => Math.Pow(s - seen.Average(), 2)).Average()));
            var threshold = query + 1 <= 4 ? double.NegativeInfinity : mean + deviation * StatisticalTopK.Quantile(4, query + 1);
            for (var token = 0; token < 12; token++)
                Assert.Equal(token > query || (seen[token] < threshold && seen[token] < seen.Max()), hidden[1, 2, query, token].item<bool>());
        }
    }

    [Fact]
    public void No_query_is_left_without_a_token()
    {
        // Half of the scores are 1, half 0: none lies 1.3 deviations above the mean.
        using var scores = torch.arange(32).remainder(2).to_type(ScalarType.Float32).expand(1, 1, 32, 32).contiguous();
        using var hidden = SparkAttention.Hidden(scores, TransformerAttention.Future(32, scores), 3);
        Assert.True(hidden.logical_not().sum(-1).min().item<long>() > 0);
        using var layer = new SparkAttention(8, 2, 2, 3);
        using var output = layer.call(torch.zeros(1, 9, 8));
        Assert.True(output.isfinite().all().item<bool>());
    }
}
