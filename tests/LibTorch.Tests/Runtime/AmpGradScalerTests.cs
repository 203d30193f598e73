using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>The scaler leaves out bad steps and adapts its factor by the documented rule.</summary>
public class AmpGradScalerTests
{
    private static void Gradient(Parameter p, float value)
    {
        using var g = full_like(p, value);
        p.grad = g;
    }

    [Fact]
    public void The_factor_follows_the_rule_and_bad_steps_are_left_out()
    {
        using var scope = NewDisposeScope();
        var p = nn.Parameter(zeros(3));
        using var sgd = optim.SGD([p], 1.0);
        var scaler = new amp.GradScaler(DeviceType.CPU, init_scale: 8, growth_factor: 4, backoff_factor: 0.25, growth_interval: 2);
        // good, good -> grow; bad -> back off and count anew; NaN; good, bad, good, good -> grow
        float[] planted = [1, 1, float.PositiveInfinity, float.NaN, 1, float.NegativeInfinity, 1, 1];
        double[] factors = [8, 32, 8, 2, 2, 0.5, 0.5, 2];
        float expected = 0;
        for (int i = 0; i < planted.Length; i++)
        {
            double scale = scaler.get_scale();
            Gradient(p, (float)(planted[i] * scale)); // as if a loss times the factor had gone backward
            scaler.step(sgd);
            scaler.update();
            if (float.IsFinite(planted[i])) expected -= planted[i];
            Assert.Equal(factors[i], scaler.get_scale());
            Assert.Equal([expected, expected, expected], p.data<float>().ToArray());
        }
    }

    [Fact]
    public void Scaled_training_equals_plain_training()
    {
        using var scope = NewDisposeScope();
        Tensor Train(amp.GradScaler scaler)
        {
            manual_seed(2);
            using var net = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1));
            using var adam = optim.Adam(net.parameters(), 0.01);
            var x = randn(16, 3);
            for (int i = 0; i < 5; i++)
            {
                adam.zero_grad();
                scaler.scale(net.call(x).pow(2).mean()).backward();
                scaler.unscale_(adam);
                nn.utils.clip_grad_norm_(net.parameters(), 0.5);
                scaler.step(adam);
                scaler.update();
            }
            return cat(net.parameters().Select(v => v.detach().flatten()).ToList());
        }
        var plain = Train(new amp.GradScaler(enabled: false));
        var scaled = Train(new amp.GradScaler(DeviceType.CPU, init_scale: 1024));
        Assert.True(allclose(plain, scaled, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Several_optimisers_are_checked_each()
    {
        using var scope = NewDisposeScope();
        var (p, q) = (nn.Parameter(zeros(1)), nn.Parameter(zeros(1)));
        using var first = optim.SGD([p], 1.0);
        using var second = optim.SGD([q], 1.0);
        var scaler = new amp.GradScaler(DeviceType.CPU, init_scale: 2);
        Gradient(p, float.NaN);
        Gradient(q, 2);
        scaler.step(first);
        scaler.step(second);
        Assert.Equal((0f, -1f), (p.item<float>(), q.item<float>()));
        scaler.update();
        Assert.Equal(1, scaler.get_scale());
        scaler.update(64);
        Assert.Equal(64, scaler.get_scale());
    }

    [Fact]
    public void Calls_out_of_order_are_told()
    {
        using var scope = NewDisposeScope();
        var p = nn.Parameter(zeros(1));
        using var sgd = optim.SGD([p], 1.0);
        var scaler = new amp.GradScaler(DeviceType.CPU);
        Assert.Contains("No inf checks", Assert.Throws<InvalidOperationException>(() => scaler.update()).Message);
        Gradient(p, 1);
        scaler.unscale_(sgd);
        Assert.Contains("already been called", Assert.Throws<InvalidOperationException>(() => scaler.unscale_(sgd)).Message);
        scaler.step(sgd);
        Assert.Contains("after step()", Assert.Throws<InvalidOperationException>(() => scaler.unscale_(sgd)).Message);
        Assert.Contains("since the last update()", Assert.Throws<InvalidOperationException>(() => scaler.step(sgd)).Message);
        Assert.Throws<ArgumentException>(() => new amp.GradScaler(DeviceType.CPU, growth_factor: 1));
        Assert.Throws<ArgumentException>(() => new amp.GradScaler(DeviceType.CPU, backoff_factor: 1));
        var half = nn.Parameter(zeros(1, dtype: ScalarType.Float16));
        half.grad = zeros(1, dtype: ScalarType.Float16);
        using var other = optim.SGD([half], 1.0);
        Assert.Contains("FP16", Assert.Throws<InvalidOperationException>(() => scaler.unscale_(other)).Message);
    }

    [Fact]
    public void State_goes_on_where_it_was()
    {
        using var scope = NewDisposeScope();
        var p = nn.Parameter(zeros(1));
        using var sgd = optim.SGD([p], 1.0);
        var scaler = new amp.GradScaler(DeviceType.CPU, init_scale: 4, growth_interval: 2);
        Gradient(p, 4);
        scaler.step(sgd);
        scaler.update();
        var state = scaler.state_dict();
        Assert.Equal((4.0, 1.0), (state["scale"], state["_growth_tracker"]));
        var other = new amp.GradScaler(DeviceType.CPU);
        other.load_state_dict(state);
        Gradient(p, 4);
        other.step(sgd);
        other.update();
        Assert.Equal(8, other.get_scale());
        Assert.Throws<ArgumentException>(() => other.load_state_dict(new Dictionary<string, double>()));
        Assert.Empty(new amp.GradScaler(enabled: false).state_dict());
        Assert.Equal(1.0, new amp.GradScaler(enabled: false).get_scale());
    }
}
