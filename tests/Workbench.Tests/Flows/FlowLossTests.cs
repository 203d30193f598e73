using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class FlowLossTests
{
    private static Tensor Error(double norm, int dimension) => torch.full([2L, dimension], norm / Math.Sqrt(dimension), dtype: ScalarType.Float64);

    [Theory]
    [InlineData(2)]
    [InlineData(784)]
    public void Pseudo_huber_is_quadratic_below_its_constant_and_linear_far_above(int d)
    {
        var c = 0.00054 * d;
        var zero = torch.zeros(2, d, dtype: ScalarType.Float64);
        var loss = new PseudoHuberLoss();
        double Of(double norm) => loss.PerSample(Error(norm, d), zero)[0].item<double>();
        Assert.Equal(0, Of(0), 15);
        Assert.Equal(1, Of(0.2 * c) / (0.04 * c * c / (2 * c * d)), 0.01);
        Assert.Equal(1, Of(1e5 * c) / ((1e5 * c - c) / d), 1e-5);
        Assert.Equal((Math.Sqrt(9 * c * c + c * c) - c) / d, Of(3 * c), 12);
    }

    [Fact]
    public void Elementwise_huber_is_a_mean_over_entries()
    {
        var output = torch.tensor(new[,] { { 3e-3, 0.0 } });
        var loss = new ElementwiseHuberLoss().PerSample(output, torch.zeros_like(output)).item<double>();
        Assert.Equal((Math.Sqrt(10) - 1) * 1e-3 / 2, loss, 12);
    }

    [Fact]
    public void Losses_have_gradients_at_zero_error()
    {
        foreach (var loss in FlowLoss.All)
        {
            var output = torch.zeros(3, 4, dtype: ScalarType.Float64, requires_grad: true);
            loss.PerSample(output, torch.zeros(3, 4, dtype: ScalarType.Float64)).sum().backward();
            Assert.True(output.grad!.isfinite().all().item<bool>(), loss.Name);
        }
    }

    [Fact]
    public void A_perceptual_loss_compares_the_data_points_that_outputs_stand_for()
    {
        var (x0, x1) = (torch.randn(5, 2, 3, 3, dtype: ScalarType.Float64), torch.randn(5, 2, 3, 3, dtype: ScalarType.Float64));
        var t = torch.tensor(new[] { 0.0, 0.25, 0.5, 0.75, 1.0 });
        var sample = Interpolant.Linear.At(x0, x1, t);
        var seen = new List<Tensor>();
        var loss = new PerceptualLoss(x => { seen.Add(x); return [x]; });

        var perfect = loss.PerSample(sample.Velocity, sample, Prediction.Velocity, Interpolant.Linear);
        Assert.True(perfect.abs().max().item<double>() < 1e-12);
        // A zero velocity stands for X_t itself.
        loss.PerSample(torch.zeros_like(x0), sample, Prediction.Velocity, Interpolant.Linear);
        Assert.True((seen[^1] - sample.Xt).abs().max().item<double>() < 1e-12 || (seen[^2] - sample.Xt).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void The_pointwise_part_fades_towards_the_noise()
    {
        var (x0, x1) = (torch.zeros(2, 1, 2, 2, dtype: ScalarType.Float64), torch.ones(2, 1, 2, 2, dtype: ScalarType.Float64));
        var sample = Interpolant.Linear.At(x0, x1, torch.tensor(new[] { 0.0, 0.5 }));
        // Features that see nothing leave the Huber part alone.
        var loss = new PerceptualLoss(x => [torch.ones_like(x)]).PerSample(torch.zeros_like(x0), sample, Prediction.Velocity, Interpolant.Linear);
        var huber = new PseudoHuberLoss().PerSample(torch.zeros_like(x0), sample.Velocity);
        Assert.Equal(0, loss[0].item<double>(), 12);
        Assert.Equal(0.5 * huber[1].item<double>(), loss[1].item<double>(), 1e-12);
    }

    [Fact]
    public void The_remaining_time_divides_the_features()
    {
        var (x0, x1) = (torch.randn(2, 2, 2, 2, dtype: ScalarType.Float64), torch.randn(2, 2, 2, 2, dtype: ScalarType.Float64));
        var sample = Interpolant.Linear.At(x0, x1, torch.tensor(new[] { 0.0, 0.5 }));
        var output = torch.zeros_like(x0);
        double Part(bool divides, int i)
        {
            var loss = new PerceptualLoss(x => [x], divides);
            var whole = loss.PerSample(output, sample, Prediction.Velocity, Interpolant.Linear)[i].item<double>();
            return whole - sample.T[i].item<double>() * new PseudoHuberLoss().PerSample(output, sample.Velocity)[i].item<double>();
        }

        Assert.Equal(Part(false, 0), Part(true, 0), 1e-12);
        Assert.Equal(2 * Part(false, 1), Part(true, 1), 1e-12);
    }

    [Fact]
    public void Features_that_are_all_zero_leave_a_gradient()
    {
        var x = torch.tensor(new[, ,] { { { -1f, 2f } }, { { -3f, 4f } } }).requires_grad_(true);       // two points, one channel of two values
        var distance = new PerceptualLoss(points => [points.relu()]).Distance(x, torch.ones_like(x));
        distance.sum().backward();
        Assert.True(x.grad!.isfinite().all().item<bool>());
        Assert.Equal(0.5f, distance[0].item<float>(), 1e-6f);       // 1 where the feature is off, 0 where it is on
    }

    [Fact]
    public void A_time_weight_multiplies_the_loss_of_its_time()
    {
        using var generator = new Generator(6);
        var pairs = new Pairs(torch.zeros(64, 2), torch.ones(64, 2));
        var network = new Still();
        // ‖X_1 - X_0‖² is 2 for every pair, so the weighted loss is twice the mean weight.
        double Of(TimeWeight weight) => new VelocityMatching { Weight = weight }.Of(network, pairs, new Generator(7)).item<float>();
        using var same = new Generator(7);
        var t = TimeSampler.Uniform.Sample(64, same);
        Assert.Equal(2, Of(TimeWeight.One), 6);
        Assert.Equal(2 * t.mean().item<float>(), Of(TimeWeight.Time), 5);
        Assert.Equal(2 * new UShapedTimes().Density(t).mean().item<float>(), Of(TimeWeight.DensityOf(new UShapedTimes())), 4);
        Assert.Contains("'time'", Assert.Throws<ArgumentException>(() => TimeWeight.ByName("tme")).Message);
    }

    private sealed class Still() : nn.Module<Tensor, Tensor, Tensor>("still")
    {
        public override Tensor forward(Tensor x, Tensor t) => x * 0;
    }
}
