using System.Globalization;
using TorchSharp;
using Workbench.Benchmarks.Harness;
using Workbench.Models;
using Workbench.Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>
/// A forward pass of a small VGG with part of its channels taken out, against the whole network. The names of the cases say
/// which share of the operations is left; masked weights would leave the time as it is.
/// </summary>
internal static class PrunedLatency
{
    public static Benchmark Create()
    {
        var dense = new VggSmall(0);
        dense.eval();
        var images = rand([64, 1, 28, 28], generator: new Generator(0));
        var pruned = new[] { 0.25, 0.5, 0.75 }.Select(rate => (Rate: rate, Model: Without(dense, rate))).ToArray();
        var whole = FlopReport.Of(dense, images).Total.Dense;
        string Name(double rate, Module<Tensor, Tensor> model) => string.Create(
            CultureInfo.InvariantCulture, $"{1 - rate:0.##}-of-channels,{(double)FlopReport.Of(model, images).Total.Dense / whole:F2}-of-flops");

        return new("pruned-latency", "forward pass of a small VGG without some of its channels, batch 64", 0.75, Cases(model => model))
        {
            Against = new Opponent("the whole network", Cases(_ => dense)),
        };

        Dictionary<string, Action<int>> Cases(Func<Module<Tensor, Tensor>, Module<Tensor, Tensor>> which) => pruned.ToDictionary(
            one => Name(one.Rate, one.Model), one =>
            {
                var model = which(one.Model);
                return (Action<int>)(n =>
                {
                    using var noGrad = no_grad();
                    for (int i = 0; i < n; i++)
                    {
                        using var scope = NewDisposeScope();
                        model.call(images);
                    }
                });
            });
    }

    private static Module<Tensor, Tensor> Without(VggSmall dense, double rate)
    {
        using var masks = new PruningMasks(dense);
        using var start = new WeightSnapshot(dense);
        return ChannelPruning.Choose(new PruningState(dense, masks, start), new Magnitude(), rate, new LayerScope()).Apply(dense);
    }
}
