using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Training;

/// <summary>
/// Dropout with a random source for each network. On the CPU, a network whose generator has the seed s drops the values
/// that the network alone drops after <c>torch.manual_seed(s)</c>. Without generators all draw from the default one.
/// </summary>
internal static class DropoutRule
{
    public static void Register() => BatchRules.Add<Dropout>((layer, stacked) => x => Drop(x, layer.p, stacked));

    /// <summary>Zeroes values with probability p and scales the others by 1/(1-p), in training.</summary>
    public static Tensor Drop(Tensor x, double p, StackedLayer stacked)
    {
        if (p == 0 || !stacked.Training) return x.alias();
        if (stacked.Generators is not { } generators || p == 1) return functional.dropout(x, p);
        using var scope = torch.NewDisposeScope();
        var kept = torch.stack([.. generators.Select(generator => torch.empty_like(x[0]).bernoulli_(1 - p, generator))]);
        return (x * kept.div_(1 - p)).MoveToOuterDisposeScope();
    }
}
