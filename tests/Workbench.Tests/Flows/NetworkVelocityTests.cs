using TorchSharp;
using Workbench.Flows;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class NetworkVelocityTests
{
    private static readonly long Large = 5 * (1L << 18) / 100 * Math.Max(1, torch.get_num_threads()) + 7;

    [Fact]
    public void A_large_batch_is_evaluated_in_parts_with_the_result_of_the_whole()
    {
        var network = new Counting();
        var x = torch.randn([Large, 1, 2], generator: new Generator(0));
        var t = torch.rand([Large], generator: new Generator(1));
        using var noGrad = torch.no_grad();
        Assert.Equal(x * t.reshape(-1, 1, 1), new NetworkVelocity(network).Velocity(x, t));
        Assert.InRange(network.Calls, 2, 6);
        Assert.Equal(x * 0.25, new NetworkVelocity(network).Velocity(x, 0.25));
    }

    [Fact]
    public void It_is_evaluated_at_once_where_gradients_are_recorded_or_the_network_does_not_say_that_samples_are_apart()
    {
        var network = new Counting();
        var x = torch.randn([Large, 2], generator: new Generator(0));
        new NetworkVelocity(network).Velocity(x, 0.5);
        Assert.Equal(1, network.Calls);
        using var noGrad = torch.no_grad();
        var calls = 0;
        new NetworkVelocity(new FunctionNetwork((points, _) => { calls++; return points; })).Velocity(x, 0.5);
        Assert.Equal(1, calls);
    }

    private sealed class Counting() : nn.Module<Tensor, Tensor, Tensor>(nameof(Counting)), ISamplewiseNetwork
    {
        public int Calls { get; private set; }

        public long LayerSize => 100;

        public override Tensor forward(Tensor x, Tensor t)
        {
            Calls++;
            return x * (t.dim() == 0 ? t : t.reshape([-1, .. Enumerable.Repeat(1L, (int)x.dim() - 1)]));
        }
    }
}
