using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class OptimalTransportTests
{
    private static IndependentCoupling Line => Coupling.Independent(new StandardNormal(1), new StandardNormal(1));

    [Theory]
    [InlineData(16, 0.281)]
    [InlineData(64, 0.082)]
    [InlineData(256, 0.0219)]
    public void Minibatches_of_two_normals_cost_what_sorting_costs(int batch, double expected)
    {
        using var generator = new Generator(0);
        var coupling = Line.ByOptimalTransport();
        var costs = Enumerable.Range(0, 24_000 / batch).Select(_ => coupling.Draw(batch, generator).Displacement.square().mean().item<float>());
        Assert.Equal(1, costs.Average() / expected, 0.05);
    }

    [Fact]
    public void A_batch_is_a_permutation_of_the_batch_drawn_and_images_keep_their_shape()
    {
        var inner = Coupling.Independent(new StandardNormal(1, 3, 3), new StandardNormal(1, 3, 3));
        var drawn = inner.Draw(32, new Generator(4));
        var paired = inner.ByOptimalTransport().Draw(32, new Generator(4));
        Assert.Equal(drawn.X0, paired.X0);
        Assert.Equal([32, 1, 3, 3], paired.X1.shape);
        var (before, after) = (drawn.X1.flatten(1)[TensorIndex.Colon, 0].sort().Values, paired.X1.flatten(1)[TensorIndex.Colon, 0].sort().Values);
        Assert.Equal(before, after);
        Assert.True(paired.Displacement.square().sum().item<float>() < drawn.Displacement.square().sum().item<float>());
    }

    [Fact]
    public void One_pair_stays_as_it_is()
    {
        var drawn = Line.Draw(1, new Generator(1));
        var paired = Line.ByOptimalTransport().Draw(1, new Generator(1));
        Assert.Equal(drawn.X0, paired.X0);
        Assert.Equal(drawn.X1, paired.X1);
    }

    [Fact]
    public void Class_aware_pairs_stay_within_their_class_and_keep_the_noise_of_each()
    {
        var labels = torch.arange(0, 60).remainder(3);
        var data = torch.randn(60, 2, generator: new Generator(0)) + 10 * labels.to_type(ScalarType.Float32).unsqueeze(1);
        var inner = new LabelledCoupling(new StandardNormal(2), data, labels);
        var drawn = inner.Draw(48, new Generator(7));
        var paired = new OptimalTransportCoupling(inner, labelWeight: double.PositiveInfinity).Draw(48, new Generator(7));
        // The noise at place i keeps the class that was drawn with it.
        Assert.Equal(drawn.Labels!, paired.Labels!);
        Assert.True(paired.Displacement.square().sum().item<float>() < drawn.Displacement.square().sum().item<float>());
        // Without labels the noise nearest to a class would go to it.
        var blind = new OptimalTransportCoupling(inner).Draw(48, new Generator(7));
        Assert.NotEqual(drawn.Labels!, blind.Labels!);
        Assert.Throws<InvalidOperationException>(() => new OptimalTransportCoupling(Line, labelWeight: 1).Draw(4, new Generator(0)));
    }

    [Fact]
    public void Sinkhorns_plan_between_gaussians_has_the_closed_forms_covariance()
    {
        // 1-D N(0, 1) to N(0, 1), cost (x-y)², ε: Cov(x, y) = (√(ε² + 16) - ε)/4.
        var quantiles = new double[600].Select((_, i) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + 0.5) / 600)).ToArray();
        var x = torch.tensor(quantiles).unsqueeze(1);
        foreach (var epsilon in new[] { 0.5, 2, 8 })
        {
            var plan = Sinkhorn.Solve(TransportCosts.SquaredEuclidean(x, x), epsilon, tolerance: 1e-9).Plan;
            var covariance = (plan * x.matmul(x.t())).sum().item<double>();
            Assert.Equal((Math.Sqrt(epsilon * epsilon + 16) - epsilon) / 4, covariance, 0.005);
        }
    }

    [Fact]
    public void A_plan_has_its_marginals_and_the_dual_is_the_primal()
    {
        var x = torch.randn(7, 2, dtype: ScalarType.Float64, generator: new Generator(0));
        var y = torch.randn(5, 2, dtype: ScalarType.Float64, generator: new Generator(1));
        var costs = TransportCosts.SquaredEuclidean(x, y);
        var solved = Sinkhorn.Solve(costs, 0.3, maxIterations: 5000, tolerance: 1e-12);
        Assert.True((solved.Plan.sum(1) - 1.0 / 7).abs().max().item<double>() < 1e-10);
        Assert.True((solved.Plan.sum(0) - 1.0 / 5).abs().max().item<double>() < 1e-10);
        var divergence = (solved.Plan * (solved.Plan * 35).log()).sum().item<double>();
        Assert.Equal(solved.TransportCost + 0.3 * divergence, solved.RegularisedCost, 9);
        // As ε falls the cost falls to that of the assignment, as it rises it rises to that of independence.
        var square = TransportCosts.SquaredEuclidean(x, x + 1);
        var exact = (x - (x + 1).index_select(0, TransportCosts.Assign(square))).square().sum().item<double>() / 7;
        Assert.Equal(exact, Sinkhorn.Solve(square, 0.01, 20_000).TransportCost, 0.01);
        Assert.Equal(square.mean().item<double>(), Sinkhorn.Solve(square, 1e5).TransportCost, 0.01);
    }

    [Fact]
    public void Partners_drawn_from_the_plan_are_nearer_than_strangers()
    {
        var inner = Coupling.Independent(new StandardNormal(2), Toys.EightGaussians());
        var drawn = inner.Draw(128, new Generator(2));
        var paired = new OptimalTransportCoupling(inner, sinkhorn: 0.02).Draw(128, new Generator(2));
        Assert.Equal(drawn.X0, paired.X0);
        Assert.True(paired.Displacement.square().sum().item<float>() < 0.8 * drawn.Displacement.square().sum().item<float>());
    }

    [Fact]
    public void Gibbs_weights_have_mean_one_and_tilt_as_the_closed_form_says()
    {
        // N(0,1) × N(3,1), ε = 8: weighted means 0.5 and 2.5, variances 0.8333.
        var coupling = Coupling.Independent(new StandardNormal(1), new GaussianMixture([1], new double[,] { { 3 } }, [1])).Weighted(8);
        var pairs = coupling.Draw(400_000, new Generator(5));
        var w = pairs.Weights!.to_type(ScalarType.Float64) / 400_000;
        double Mean(Tensor x) => (w * x.to_type(ScalarType.Float64).flatten()).sum().item<double>();
        Assert.Equal(1, w.sum().item<double>(), 1e-4);
        Assert.Equal(0.5, Mean(pairs.X0), 0.01);
        Assert.Equal(2.5, Mean(pairs.X1), 0.01);
        Assert.Equal(0.8333, Mean((pairs.X0 - 0.5).square()), 0.01);
        Assert.Equal(5.3333, Mean(pairs.Displacement.square()), 0.06);
    }

    [Fact]
    public void A_large_epsilon_weighs_all_alike_and_a_small_one_few()
    {
        var inner = Coupling.Independent(new StandardNormal(2), Toys.EightGaussians());
        Assert.True((inner.Weighted(1e9).Draw(64, new Generator(0)).Weights! - 1).abs().max().item<float>() < 1e-6);
        var shares = new[] { 0.5, 2, 8, 32 }.Select(e => WeightedCoupling.EffectiveShare(inner.Weighted(e).Draw(4096, new Generator(0)).Weights!)).ToArray();
        Assert.Equal(shares.Order(), shares);
        Assert.True(inner.Weighted(1e-3).Draw(64, new Generator(0)).Weights!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Weights_count_in_the_loss()
    {
        var pairs = new Pairs(torch.zeros(2, 1), torch.tensor(new[,] { { 1f }, { 3f } })) { Weights = torch.tensor(new[] { 2f, 0f }) };
        var loss = new VelocityMatching().Of(new Still(), pairs, new Generator(0)).item<float>();
        Assert.Equal(1, loss, 6);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimalTransportCoupling(Line, sinkhorn: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimalTransportCoupling(Line, labelWeight: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Line.Weighted(0));
        Assert.Throws<ArgumentException>(() => new LabelledCoupling(new StandardNormal(2), torch.zeros(3, 2), torch.zeros(2)));
        Assert.Throws<ArgumentException>(() => TransportCosts.SquaredEuclidean(torch.zeros(3, 2), torch.zeros(3, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sinkhorn.Solve(torch.zeros(2, 2), 0));
    }

    [Fact]
    public void Pairs_of_a_part_of_the_path_cannot_be_paired_anew()
    {
        var parts = new PhasedCoupling(torch.zeros(4, 2), torch.ones(4, 2), torch.tensor(new[,] { { 0f, 0.5f }, { 0f, 0.5f }, { 0.5f, 1f }, { 0.5f, 1f } }));
        Assert.Contains("part of the path", Assert.Throws<ArgumentException>(() => parts.ByOptimalTransport().Draw(4, new Generator(0))).Message);
    }

    [Fact]
    public void Weighted_pairs_cannot_be_paired_anew_but_new_pairs_can_be_weighted()
    {
        Assert.Contains("weigh then", Assert.Throws<ArgumentException>(() => Line.Weighted(1).ByOptimalTransport().Draw(4, new Generator(0))).Message);
        Assert.Equal([4], Line.ByOptimalTransport().Weighted(1).Draw(4, new Generator(0)).Weights!.shape);
    }

    private sealed class Still() : nn.Module<Tensor, Tensor, Tensor>("still")
    {
        public override Tensor forward(Tensor x, Tensor t) => x * 0;
    }
}
