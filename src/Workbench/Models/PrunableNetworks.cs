using Workbench.Papers;
using Workbench.Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Models;

/// <summary>The networks that can be rebuilt from a description (<see cref="PrunedModelDescription"/>).</summary>
public static class PrunableNetworks
{
    private static readonly Dictionary<string, Func<Architecture, Module<Tensor, Tensor>>> Known = new()
    {
        [nameof(FashionMlp)] = of => new FashionMlp(
            0, Of(of, "inputs"), of.Widths.GetValueOrDefault("fc1", Of(of, "hidden1")), of.Widths.GetValueOrDefault("fc2", Of(of, "hidden2")), Of(of, "classes")),
        [nameof(ResNetLite)] = of => new ResNetLite(0, Of(of, "width"), Of(of, "blocksPerStage"), Of(of, "channels"), Of(of, "classes"), of.Widths),
        [nameof(VggSmall)] = of => new VggSmall(0, Of(of, "width"), Of(of, "hidden"), Of(of, "channels"), Of(of, "side"), Of(of, "classes"), of.Widths),
    };

    /// <summary>Builds a network with weights of seed 0.</summary>
    /// <param name="architecture">Its class and the arguments of its constructor.</param>
    /// <exception cref="ArgumentException">The class is unknown, or an argument is missing.</exception>
    public static Module<Tensor, Tensor> Build(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        if (!Known.TryGetValue(architecture.Name, out var build))
            throw new ArgumentException($"There is no network '{architecture.Name}'.{Nearest.Hint(architecture.Name, Known.Keys)}", nameof(architecture));
        return build(architecture);
    }

    private static int Of(Architecture architecture, string name) => architecture.Arguments.TryGetValue(name, out var value) ? value
        : throw new ArgumentException($"'{architecture.Name}' needs the argument '{name}'; given are {string.Join(", ", architecture.Arguments.Keys)}.", nameof(architecture));
}
