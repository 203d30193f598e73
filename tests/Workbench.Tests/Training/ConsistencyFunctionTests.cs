using TorchSharp;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Tests.Flows;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public class ConsistencyFunctionTests
{
    private const double Mean = 1.5;
    private const double Std = 0.5;

    private static readonly GaussianFlow Other = GaussianFlow.Isotropic([0], 1, [-Mean], Std);

    private static readonly GaussianFlow FromNoise = GaussianFlow.Isotropic([0], 1, [Mean], Std);

    private static readonly Coupling Noise = Coupling.Independent(new StandardNormal(1), new GaussianMixture([1], new double[,] { { Mean } }, [Std]));

    private static readonly ConsistencyTraining Short = new()
    {
        Seed = 0,
        Steps = 400,
        BatchSize = 128,
        Times = TimeGrid.Uniform(10),
        LearningRate = LearningRates.RampThenCosine(1e-2, 0),
    };

    // F of the exact consistency function f = m + s·(x - t·m)/√((1-t)² + t²·s²) of the flow from noise.
    private static Tensor Exact(Tensor x, Tensor t)
    {
        var time = t.reshape(-1, 1);
        var end = Mean + Std * (x - time * Mean) / ((1 - time).square() + time.square() * Std * Std).sqrt();
        return (end - x) / (1 - time).clamp(min: 1e-9);
    }

    [Fact]
    public void At_the_end_every_network_is_the_identity()
    {
        var x = torch.randn([5, 1, 2, 2], dtype: ScalarType.Float64, generator: new Generator(0));
        var network = new FunctionNetwork((points, _) => 100 * points + 7);
        Assert.Equal(x, ConsistencyFunction.Of(network, x, torch.ones(5, dtype: ScalarType.Float64)));
        Assert.NotEqual(x, ConsistencyFunction.Of(network, x, torch.full([5], 0.5, dtype: ScalarType.Float64)));
    }

    [Fact]
    public void The_exact_function_of_a_Gaussian_flow_is_consistent_along_it()
    {
        var x0 = torch.randn([400, 1], dtype: ScalarType.Float64, generator: new Generator(0));
        var x1 = Mean + Std * torch.randn([400, 1], dtype: ScalarType.Float64, generator: new Generator(1));
        var network = new FunctionNetwork(Exact);
        double Loss(VelocityField? teacher, int times) => ConsistencyFunction.Loss(
            network, new Pairs(x0, x1), Short with { Teacher = teacher, Times = TimeGrid.Uniform(times) }, new Generator(2), null).item<double>();

        // What is left is the Heun step's error, of third order in 1/N, squared; between the lines of pairs much more is left.
        Assert.InRange(Loss(FromNoise, 20), 1e-13, 1e-5);
        Assert.InRange(Loss(FromNoise, 20) / Loss(FromNoise, 80), 4.0 * 4 * 4 * 4, 1e5);
        Assert.True(Loss(null, 20) > 100 * Loss(FromNoise, 20));
        // Of another flow the function is not consistent.
        Assert.True(Loss(Other, 20) > 1e-3);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, 0.9)]
    [InlineData(false, null)]
    public void Trained_on_a_Gaussian_the_function_is_the_flow_map(bool distils, double? decay)
    {
        var function = ConsistencyFunction.Train(
            new VelocityMlp(1, seed: 0, width: 32, depth: 2), Noise, Short with { Teacher = distils ? FromNoise : null, TargetDecay = decay });
        var x0 = new StandardNormal(1).Sample(1000, new Generator(5));
        var error = (function.At(x0, 0) - FromNoise.Map(x0)).square().mean().item<float>();
        // The end has the variance 0.25, which the mean alone would leave.
        Assert.InRange(error, 0, distils ? 0.01 : 0.05);
        Assert.InRange(function.Curve.FinalLoss, 0, 0.1);
    }

    [Fact]
    public void More_steps_noise_the_sample_and_map_it_again()
    {
        var function = ConsistencyFunction.Train(new FixedWeights(), Noise, Short with { Steps = 1 });
        var x0 = torch.randn([6, 1], generator: new Generator(0));
        using var generator = new Generator(1);
        using var same = new Generator(1);
        var two = function.Sample(x0, [0.25], generator);
        var again = 0.25 * function.At(x0, 0) + 0.75 * torch.randn([6, 1], generator: same);
        Assert.True((function.At(again, 0.25) - two).abs().max().item<float>() < 1e-6);
        Assert.Equal(function.At(x0, 0), function.Sample(x0, [], generator));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var network = new VelocityMlp(1, seed: 0, width: 8);
        Assert.Throws<ArgumentException>(() => ConsistencyFunction.Train(network, Noise, Short with { Times = TimeGrid.Uniform(5, 0.1, 1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConsistencyFunction.Train(network, Noise, Short with { Steps = 0 }));
        var function = ConsistencyFunction.Train(network, Noise, Short with { Steps = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => function.At(torch.zeros(2, 1), 1.1));
        Assert.Throws<ArgumentException>(() => function.Sample(torch.zeros(2, 1), [0.5, 0.4], new Generator(0)));
    }

    /// <summary>F = w·x with w near 1.</summary>
    private sealed class FixedWeights : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter weight = nn.Parameter(torch.ones(1));

        public FixedWeights()
            : base(nameof(FixedWeights)) => RegisterComponents();

        public override Tensor forward(Tensor x, Tensor t) => x * weight;
    }
}
