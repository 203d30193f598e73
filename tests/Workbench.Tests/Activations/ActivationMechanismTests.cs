using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Tests.Activations;

using Activations = Workbench.Activations.Activations;

/// <summary>What single papers say of their activations, by hand.</summary>
public class ActivationMechanismTests
{
    private static Tensor Grid => torch.linspace(-6, 6, 241, dtype: ScalarType.Float64);

    [Fact]
    public void HeLU_lets_gradient_through_just_below_the_threshold()
    {
        var x = torch.tensor(new[] { -1, -0.5, 0, 0.5 }, requires_grad: true);
        new Helu(0.75).Apply(x).sum().backward();
        Assert.Equal([0.0, 1, 1, 1], x.grad!.data<double>().ToArray());
        var y = torch.tensor(new[] { 2.0, double.NegativeInfinity });
        Assert.Equal([2.0, 0], new Helu().Apply(y).data<double>().ToArray());
    }

    [Fact]
    public void GoLU_has_no_NaN_gradient_far_left_in_any_dtype()
    {
        foreach (var dtype in new[] { ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64 })
        {
            var x = torch.tensor(new[] { -60000.0, -1000, -100, -20, 20 }).to_type(dtype == ScalarType.Float16 ? ScalarType.Float32 : dtype).requires_grad_();
            var y = new Golu().Apply(x);
            y.sum().backward();
            Assert.Equal([0.0, 0, 0, 0, 1], x.grad!.to_type(ScalarType.Float64).data<double>().ToArray().Select(g => Math.Round(g, 6)));
            Assert.Equal(20, y[4].to_type(ScalarType.Float64).item<double>(), 0.01);
        }
    }

    [Fact]
    public void APTx_is_Swish_with_twice_the_beta()
    {
        var x = Grid;
        Assert.True((new Aptx().Apply(x) - new Swish(2).Apply(x)).abs().max().item<double>() < 1e-14);
        Assert.True((new Aptx(1, 0.5).Apply(x) - new Silu().Apply(x)).abs().max().item<double>() < 1e-14);
        Assert.Equal(0.228330, (new Aptx().Apply(Grid) - new Mish().Apply(Grid)).abs().max().item<double>(), 1e-3);
    }

    [Fact]
    public void Smoothings_converge_to_what_they_smooth()
    {
        var gap = (new Sau(0.25, 5).Apply(Grid) - new LeakyRelu(0.25).Apply(Grid)).max();
        Assert.Equal(0.75 / (5 * Math.Sqrt(2 * Math.PI)), gap.item<double>(), 1e-12);
        Assert.Equal(4.7324e-4, (new GeluTanh().Apply(Grid) - new Gelu().Apply(Grid)).abs().max().item<double>(), 2e-7);
        Assert.Equal(2.0335e-2, (new GeluSigmoid().Apply(Grid) - new Gelu().Apply(Grid)).abs().max().item<double>(), 2e-5);
        // A box of half-width β, and the general form with its constants.
        Assert.True((new Gsmelu(0.5, 0.5, 0, 1).Apply(Grid) - new Smelu(0.5).Apply(Grid)).abs().max().item<double>() < 1e-14);
        var general = new Gsmelu(0.75, 1.25, 0.1, 1).Apply(torch.tensor(new[] { 0.0, 1, 3 })).data<double>().ToArray();
        Assert.Equal(0.1265625, general[0], 1e-12);
        Assert.Equal(0.7890625, general[1], 1e-12);
        Assert.Equal(2.775, general[2], 1e-12);
    }

    [Fact]
    public void Expanded_gates_at_zero_are_the_plain_functions_bit_for_bit()
    {
        Assert.True(new Xgelu().Apply(Grid).eq(new Gelu().Apply(Grid)).all().item<bool>());
        Assert.True(new Xsilu().Apply(Grid).eq(new Silu().Apply(Grid)).all().item<bool>());
        Assert.Equal(0.977883, new Xgelu(0.2).Apply(torch.tensor(1.0)).item<double>(), 1e-6);
    }

    [Fact]
    public void Gated_units_by_hand()
    {
        // x = 1 through W = 1, V = 2: the value half is 2, the gate half 1.
        var halves = torch.tensor(new[] { 2.0, 1.0 });
        foreach (var (name, expected) in new[] { ("glu", 1.462117), ("bilinear", 2), ("reglu", 2), ("geglu", 1.682689), ("swiglu", 1.462117) })
            Assert.Equal(expected, GatedUnit.ByName(name).Apply(halves).item<double>(), 1e-6);
        var x = torch.randn(3, 8, dtype: ScalarType.Float64);
        Assert.True(GatedUnit.ByName("glu").Apply(x).allclose(nn.functional.glu(x)));
        Assert.True(GatedUnit.ByName("xgeglu_2").Apply(x).allclose(GatedUnit.ByName("geglu").Apply(x)));
        Assert.True(GatedUnit.ByName("xswiglu_1").Apply(x).allclose(GatedUnit.ByName("glu").Apply(x)));
        var error = Assert.Throws<ArgumentException>(() => GatedUnit.ByName("geglu").Apply(torch.zeros(2, 7)));
        Assert.Contains("even", error.Message);
        Assert.Contains("7", error.Message);
        Assert.Equal([3L, 4], GatedUnit.ByName("xatglu_1").ToModule().call(x.to_type(ScalarType.Float32)).shape);
        Assert.Single(GatedUnit.ByName("xatglu_1").ToModule().parameters());
    }

    [Fact]
    public void Gated_feed_forward_layers_have_matched_parameters()
    {
        Assert.Equal(2048, GluFeedForward.MatchedHidden(3072));
        long Count(string name) => GluFeedForward.ByName(name, 48, 192).parameters().Sum(p => p.numel());
        Assert.Equal(2 * 48 * 192, Count("gelu"));
        Assert.Equal(Count("gelu"), Count("swiglu"));
        Assert.Equal(Count("gelu") + 1, Count("xgelu"));
        using var layer = GluFeedForward.ByName("reglu", 4, 6);
        var (key, gate, value) = (layer.get_parameter("key.weight")!, layer.get_parameter("gated.weight")!, layer.get_parameter("value.weight")!);
        var x = torch.randn(5, 4);
        var expected = (x.matmul(key.t()).relu() * x.matmul(gate.t())).matmul(value.t());
        Assert.True(layer.call(x).allclose(expected, 1e-5, 1e-6));
    }

    [Fact]
    public void Rational_plus_identity_is_a_rational_again()
    {
        var r = new Pade(PadeVersion.A, [0.3, -0.4, 0.5, 0.1, -0.2, 0.7], [0.3, 0.7, 0.2, 0.15]);
        var x = torch.linspace(0.01, 5, 100, dtype: ScalarType.Float64);
        Assert.True((r.PlusIdentity().Apply(x) - (r.Apply(x) + x)).abs().max().item<double>() < 1e-12);
        Assert.Throws<InvalidOperationException>(() => new Pade(PadeVersion.A, [1, 2, 3], [1, 2]).PlusIdentity());
    }

    [Fact]
    public void Joint_rationals_share_ten_parameters_and_sum_their_gradients()
    {
        var separate = new Pade().ToModules(4);
        var joint = new Pade().ToModules(4, joint: true);
        static long Count(IEnumerable<nn.Module> modules) => modules.SelectMany(m => m.parameters()).Distinct().Sum(p => p.numel());
        Assert.Equal(40, Count(separate));
        Assert.Equal(10, Count(joint.Distinct()));
        var x = torch.linspace(-2, 2, 9);
        Tensor Through(IEnumerable<nn.Module<Tensor, Tensor>> layers) => layers.Aggregate(x, (h, layer) => layer.call(h));
        Through(separate).sum().backward();
        Through(joint).sum().backward();
        var sum = separate.Select(m => m.get_parameter("numerator")!.grad!).Aggregate((a, b) => a + b);
        Assert.True(joint[0].get_parameter("numerator")!.grad!.allclose(sum, 1e-4, 1e-5));
        Assert.Equal(0.505, new Pade().Apply(torch.tensor(new[] { 1e5, 1e5 + 1 })).diff(1, 0).item<double>(), 1e-3);
    }

    [Theory]
    [InlineData(PadeVersion.A)]
    [InlineData(PadeVersion.B)]
    public void Rationals_are_fitted_to_functions(PadeVersion version)
    {
        // A function of the class is found again.
        var known = new Pade(version, [0.2, 0.9, 0.4, 0.3, 0.1, 0.05], [0.1, 1.2, 0.05, 0.2]);
        var x = torch.linspace(-3, 3, 301, dtype: ScalarType.Float64);
        Assert.True((Pade.Fit(t => known.Apply(t), version: version).Apply(x) - known.Apply(x)).abs().max().item<double>() < 1e-3);
        // The unit's own start is a fit of leaky ReLU with a root mean square error of .0055.
        foreach (var (name, error) in new[] { ("leaky_relu", 0.0056), ("tanh", 0.003), ("gelu", 0.003), ("silu", 0.003) })
        {
            var target = Activations.ByName(name);
            var fit = Pade.Fit(t => target.Apply(t), version: version);
            Assert.True((fit.Apply(x) - target.Apply(x)).square().mean().sqrt().item<double>() < error, name);
        }

        Assert.Throws<ArgumentException>(() => Pade.Fit(t => t.log()));
        Assert.Throws<ArgumentException>(() => Pade.Fit(t => t, 3, -3));
    }

    [Fact]
    public void Tridiagonal_activations_start_as_relu_and_reach_their_neighbours()
    {
        using var activation = new TridiagonalMatrixActivation(3);
        var x = torch.tensor(new float[,] { { -0.7f, 0.3f, 2f } });
        Assert.True(activation.call(x).eq(x.relu()).all().item<bool>());
        Assert.Equal(3 * 3 * 6, activation.parameters().Sum(p => p.numel()));
        using (torch.no_grad())
        {
            // β of neuron 0 on (¼.. the interval (0, ½], γ of neuron 2 on the same.
            activation.get_parameter("upper")![0, 3].fill_(10);
            activation.get_parameter("lower")![2, 3].fill_(100);
        }

        var y = activation.call(x).data<float>().ToArray();
        Assert.Equal(3.0, y[0], 1e-5);
        Assert.Equal(0.3, y[1], 1e-6);
        Assert.Equal(32.0, y[2], 1e-4);
        Assert.Throws<ArgumentException>(() => activation.call(torch.zeros(2, 4)));
        Assert.Equal(761, ParameterCountOf(new MatrixActivation()));
    }

    // An MLP 3-20-20-1 with one unit a neuron: 521 weights and 240 values.
    private static long ParameterCountOf(Activation activation)
    {
        var network = nn.Sequential(nn.Linear(3, 20), activation.ToModule(20, -1), nn.Linear(20, 20), activation.ToModule(20, -1), nn.Linear(20, 1));
        return network.parameters().Sum(p => p.numel());
    }

    [Fact]
    public void Statistical_top_k_keeps_the_share_of_normal_entries()
    {
        using var generator = new Generator(5);
        var x = torch.randn([200, 4000], dtype: ScalarType.Float64, generator: generator) * 3 + 7;
        var y = new TopKActivation(0.08).Apply(x);
        Assert.Equal(0.08, (y > 0).to_type(ScalarType.Float64).mean().item<double>(), 1e-3);
        Assert.Equal(new TopKActivation().Facts.SecondMoment, (y / 3).square().mean().item<double>(), 5e-4);
        Assert.True(y.allclose(Workbench.Models.StatisticalTopK.Apply(x, 320), 1e-9, 1e-9));
    }

    [Fact]
    public void Rectified_features_and_their_cuts()
    {
        var z = torch.tensor(new[] { 0.3, 0.5, 1.0 });
        Assert.Equal([0.0, 0.5, 0.9], new Vra(0.4, 0.9).Apply(z).data<double>().ToArray());
        Assert.Equal([0.0, 0.8, 0.9], new VraPlus(0.4, 0.9, 0.3).Apply(z).data<double>().ToArray());
        var features = torch.stack([torch.linspace(0, 1, 101, dtype: ScalarType.Float64), torch.linspace(0, 10, 101, dtype: ScalarType.Float64)], 1);
        using var rectifier = FeatureRectifier.FromQuantiles(features, 0.6, 0.95);
        var y = rectifier.call(torch.tensor(new[,] { { 0.59, 6.1 }, { 0.7, 20 } }));
        Assert.True(y.allclose(torch.tensor(new[,] { { 0, 6.1 }, { 0.7, 9.5 } })));
        using var react = FeatureRectifier.FromQuantiles(features, null, 0.9);
        Assert.True(react.call(torch.tensor(new[,] { { 0.1, 9.5 } })).allclose(torch.tensor(new[,] { { 0.1, 9.0 } })));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureRectifier.FromQuantiles(features, 0.9, 0.6));
        Assert.Equal(Math.Log(Math.E + 1), FeatureRectifier.EnergyScore(torch.tensor(new[,] { { 1.0, 0 } })).item<double>(), 1e-12);
    }

    [Fact]
    public void XUnit_keeps_the_image_and_starts_open()
    {
        var x = torch.randn(2, 4, 8, 8);
        foreach (var (gate, factor) in new[] { (XUnitGate.Gaussian, 1.0f), (XUnitGate.Sigmoid, 0.5f) })
        {
            using var unit = new XUnit(4, 7, gate);
            unit.eval();
            using (torch.no_grad())
                foreach (var (name, parameter) in unit.named_parameters())
                    if (parameter.dim() == 4 || name.EndsWith("bias", StringComparison.Ordinal))
                        parameter.zero_();
            Assert.True(unit.call(x).allclose(x * factor));
        }

        Assert.Equal(64 * 81 + 64, new XUnit(64, normalised: false).parameters().Sum(p => p.numel()));
        Assert.Equal([2L, 4, 8, 8], new XUnit(4, 9, form: XUnitForm.Dense).call(x).shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => new XUnit(4, 8));
    }

    [Fact]
    public void APTx_neurons_by_hand_and_by_count()
    {
        using var layer = new AptxNeuron(2, 1, seed: 3);
        var (a, b, g) = (layer.get_parameter("alpha")!, layer.get_parameter("beta")!, layer.get_parameter("gamma")!);
        var expected = 0.0;
        double[] x = [0.4, -1.2];
        for (var i = 0; i < 2; i++)
            expected += (a[0, i].item<float>() + Math.Tanh(b[0, i].item<float>() * x[i])) * g[0, i].item<float>() * x[i];
        Assert.Equal(expected, layer.call(torch.tensor(new[,] { { 0.4f, -1.2f } })).item<float>(), 1e-5);
        var network = nn.Sequential(new AptxNeuron(784, 128, 1), new AptxNeuron(128, 64, 2), new AptxNeuron(64, 32, 3), nn.Linear(32, 10));
        Assert.Equal(332_330, network.parameters().Sum(p => p.numel()));
        Assert.Equal(2 * 5 + 1, new AptxNeuron(5, 1, 1, trainAlpha: false).parameters().Sum(p => p.numel()));
        Assert.True(new AptxNeuron(3, 2, 9).get_parameter("beta")!.eq(new AptxNeuron(3, 2, 9).get_parameter("beta")!).all().item<bool>());
    }

    [Fact]
    public void Randomised_slopes_lie_in_their_range_and_repeat_with_the_seed()
    {
        var x = -torch.ones(2000);
        Tensor Draw(int seed) => new RRelu(seed: seed).ToModule().call(x);
        var y = Draw(4);
        Assert.True(y.max().item<float>() <= -1 / 8f + 1e-6 && y.min().item<float>() >= -1 / 3f - 1e-6);
        Assert.Equal(-11 / 48f, y.mean().item<float>(), 0.005f);
        Assert.True(y.eq(Draw(4)).all().item<bool>());
        Assert.False(y.eq(Draw(5)).all().item<bool>());
    }

    [Fact]
    public void Reduced_precision_and_its_noise()
    {
        Assert.Equal([2 / 7.0, 3 / 7.0, -1], new ReducedPrecision(3).Apply(torch.tensor(new[] { 0.3, 0.5, -9 })).data<double>().ToArray());
        Assert.Equal(0.0494201, ReducedPrecision.NoiseDeviation(4, 0.5), 1e-7);
        Assert.Equal(0.0260101, ReducedPrecision.NoiseDeviation(4, 0.2), 1e-7);
        Assert.Equal(0.0117667, ReducedPrecision.NoiseDeviation(6, 0.5), 1e-7);
    }

    [Fact]
    public void Channels_and_positive_parameters()
    {
        using var module = (ActivationModule)new Sau().ToModule(channels: 3);
        Assert.Equal([3L], module.get_parameter("beta_raw")!.shape);
        Assert.Equal(5, module.ValueOf("beta")[0].item<float>(), 1e-5);
        var optimiser = torch.optim.SGD(module.parameters(), 10);
        var x = torch.randn(4, 3, 5);
        module.call(x).sum().backward();
        optimiser.step();
        Assert.True(module.ValueOf("beta").min().item<float>() > 0);
        using var slopes = (ActivationModule)new PRelu().ToModule(channels: 2, dimension: -1);
        using (torch.no_grad())
            slopes.get_parameter("slope")![1].fill_(-1);
        Assert.Equal([-0.25f, 1f], slopes.call(torch.tensor(new[,] { { -1f, -1f } })).data<float>().ToArray());
    }

    [Fact]
    public void The_variance_adaptive_gate_follows_the_spread()
    {
        using var module = new VarianceAdaptiveGate().ToModule();
        var x = torch.tensor(new[] { -4f, 4f });
        for (var i = 0; i < 200; i++)
            module.call(x);
        Assert.Equal(4, module.get_buffer("running_std")!.item<float>(), 1e-3);
        module.eval();
        // 1/4.001 lies below the gate's range.
        Assert.Equal(2 / (1 + Math.Exp(-1.0)), module.call(torch.tensor(2f)).item<float>(), 1e-5);
        Assert.Equal(1.25, VarianceAdaptiveGate.NormalPenalty(torch.tensor(new[,] { { 2.5 }, { -1.5 } })).item<double>(), 1e-12);
    }
}
