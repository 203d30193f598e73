using TorchSharp;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public class EmaTests
{
    [Fact]
    public void After_k_updates_the_average_is_the_weighted_sum_of_the_past()
    {
        const double decay = 0.9;
        using var layer = nn.Linear(1, 1, hasBias: false);
        Set(layer, 1);
        using var ema = new Ema(layer, decay);
        double[] visited = [3, -2, 5];
        foreach (var value in visited)
        {
            Set(layer, value);
            ema.Update();
        }

        // decay^3 * 1 + (1 - decay) * (decay^2 * 3 + decay * -2 + 5)
        const double expected = (0.729 * 1) + (0.1 * ((0.81 * 3) + (0.9 * -2) + 5));
        Assert.Equal(expected, ema.Averages["weight"].item<float>(), 1e-6);
        Assert.Equal(3, ema.Updates);
        Assert.Equal(5, layer.weight!.item<float>());
    }

    [Fact]
    public void A_swap_shows_the_average_and_then_the_trained_weights_bit_for_bit()
    {
        using var layer = nn.Linear(4, 3);
        using var ema = new Ema(layer, 0.5);
        using (torch.no_grad()) layer.weight!.mul_(1.7);
        ema.Update();
        var trained = Values(layer);

        using (ema.Swap())
        {
            Assert.Equal(ema.Averages["weight"].data<float>().ToArray(), Values(layer));
            Assert.NotEqual(trained, Values(layer));
            Assert.Throws<InvalidOperationException>(ema.Update);
            Assert.Throws<InvalidOperationException>(() => ema.Swap());
        }

        Assert.Equal(trained, Values(layer));
        ema.Update();
    }

    [Fact]
    public void The_averages_outlive_the_dispose_scope_they_were_made_in()
    {
        using var layer = nn.Linear(2, 2);
        Ema ema;
        using (torch.NewDisposeScope())
        {
            ema = new Ema(layer, 0.5);
            ema.Update();
        }

        ema.Update();
        Assert.Equal(4, ema.Averages["weight"].numel());
        ema.Dispose();
    }

    [Fact]
    public void The_averages_can_be_copied_into_a_twin()
    {
        using var layer = nn.Linear(2, 2);
        using var twin = nn.Linear(2, 2);
        using var other = nn.Sequential(nn.Linear(2, 2));
        using var ema = new Ema(layer, 0.5);

        ema.CopyTo(twin);

        Assert.Equal(Values(layer), Values(twin));
        Assert.Contains("'weight'", Assert.Throws<ArgumentException>(() => ema.CopyTo(other)).Message);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_decay_outside_zero_to_one_is_refused(double decay)
    {
        using var layer = nn.Linear(1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ema(layer, decay));
    }

    private static void Set(TorchSharp.Modules.Linear layer, double value)
    {
        using var noGrad = torch.no_grad();
        layer.weight!.fill_(value);
    }

    private static float[] Values(TorchSharp.Modules.Linear layer) => layer.weight!.detach().data<float>().ToArray();
}
