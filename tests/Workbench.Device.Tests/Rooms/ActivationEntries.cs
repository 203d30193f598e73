using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;
using Registry = Workbench.Activations.Activations;

namespace Workbench.Device.Tests.Rooms;

/// <summary>The registry of activations, as functions and as modules with their gradients, and the units built of them.</summary>
internal static class ActivationEntries
{
    public static IEnumerable<Entry> All =>
    [
        .. Registry.BuiltIn.Select(activation => new Entry($"activation {activation.Name}", at => activation.Apply(at.Normal(1, 4, 8)))
        {
            Draws = activation.Name == "rrelu",
            NoBFloat16 = activation.Name == "mish" ? "libtorch 1.13 has no such kernel on the CPU" : null,
        }),
        .. Registry.BuiltIn.Select(activation => new Entry($"activation {activation.Name}, trained", at =>
        {
            using var module = at.Module(activation.ToModule(8));
            module.eval();
            var x = at.Normal(1, 4, 8).requires_grad_();
            module.call(x).sum().backward();
            return (IEnumerable<object>)[x.grad!, .. module.parameters().Select(parameter => parameter.grad).OfType<object>()];
        })
        { NoBFloat16 = "gradients of sums" }),
        .. GatedUnit.All.Select(unit => new Entry($"gated unit {unit.Name}", at => unit.Apply(at.Normal(1, 4, 8), 1))),
        new Entry("rrelu, in training", at => at.Module(new RRelu().ToModule(8)).call(at.Normal(1, 4, 8))) { Draws = true },
        new Entry("analog channel", at =>
        {
            var channel = new AnalogChannel(4, 0.4, at.Generator(2));
            return (IEnumerable<object>)[channel.Enter(at.Normal(1, 4, 8)), channel.Leave(at.Normal(1, 4, 8))];
        })
        { Draws = true, NoBFloat16 = "rounds to levels between which 8 bits do not tell" },
        new Entry("cuts of features", at => FeatureRectifier.FromQuantiles(at.Uniform(1, 20, 3)).call(at.Uniform(2, 4, 3))) { NoBFloat16 = "quantiles" },
        new Entry("glu feed-forward", at => at.Module(Seeded(() => GluFeedForward.ByName("swiglu", 8, 12))).call(at.Normal(1, 4, 8))),
        new Entry("aptx neuron", at => at.Module(new AptxNeuron(8, 3, 0)).call(at.Normal(1, 4, 8))),
        new Entry("xunit", at => at.Module(Seeded(() => new XUnit(3, 3))).call(at.Normal(1, 2, 3, 6, 6))),
        new Entry("matrix activation", at => at.Module(new TridiagonalMatrixActivation(8)).call(at.Normal(1, 4, 8))),
        new Entry("variance-adaptive penalty", at => VarianceAdaptiveGate.NormalPenalty(at.Normal(1, 32, 4))) { NoBFloat16 = "moments" },
        new Entry("energy score", at => FeatureRectifier.EnergyScore(at.Normal(1, 4, 8))),
        new Entry("relufication", at => (IEnumerable<object>)[Relufication.Sparsity(at.Normal(1, 4, 8).relu()), Relufication.AggregatedSparsity(at.Normal(1, 4, 8).relu(), 2)]),
    ];

    private static T Seeded<T>(Func<T> make)
    {
        manual_seed(3);
        return make();
    }
}
