using System.Globalization;
using System.Text;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Pruning;

/// <summary>Floating-point operations of one layer for one sample; a multiplication with its addition counts two.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Dense">With all weights of its tensor.</param>
/// <param name="Sparse">With the weights that are not 0: what a kernel that skips zeros has to do.</param>
public sealed record LayerFlops(string Name, long Dense, long Sparse)
{
    /// <summary>Share of the operations that is left.</summary>
    public double Density => Dense == 0 ? 1 : (double)Sparse / Dense;
}

/// <summary>
/// The operations of a network's linear and convolution layers for one sample: <c>2 · weights · positions</c>, positions being
/// height × width of a convolution's output. Biases, normalisations and activations are not counted.
/// </summary>
/// <param name="Layers">The layers, in the order of the module.</param>
public sealed record FlopReport(IReadOnlyList<LayerFlops> Layers)
{
    /// <summary>All of them together.</summary>
    public LayerFlops Total { get; } = new("total", Layers.Sum(layer => layer.Dense), Layers.Sum(layer => layer.Sparse));

    /// <summary>Counts during one pass, in evaluation mode and without gradients.</summary>
    /// <param name="model">The network; pruned weights are 0.</param>
    /// <param name="inputs">Samples <c>[N, …]</c>; one is enough.</param>
    /// <exception cref="ArgumentException">The network has no such layer, or there is no sample.</exception>
    public static FlopReport Of(Module<Tensor, Tensor> model, Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.shape[0] == 0) throw new ArgumentException("There is no sample to count with.", nameof(inputs));
        var layers = model.named_modules().Where(pair => pair.module is Linear _ or Conv2d _).ToArray();
        if (layers.Length == 0) throw new ArgumentException($"{model.GetType().Name} has no linear or convolution layer.", nameof(model));
        var positions = new long[layers.Length];
        var hooks = layers.Select((pair, i) => ((Module<Tensor, Tensor>)pair.module).register_forward_hook((_, _, output) =>
        {
            var channels = pair.module is Linear ? output.shape[^1] : output.shape[1];
            positions[i] += output.numel() / output.shape[0] / channels;
            return output;
        })).ToArray();
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var noGrad = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            model.call(inputs);
            return new FlopReport([.. layers.Select((pair, i) =>
            {
                var weight = pair.module is Linear linear ? linear.weight : ((Conv2d)pair.module).weight;
                return new LayerFlops(pair.name, 2 * positions[i] * weight!.numel(), 2 * positions[i] * weight.count_nonzero().item<long>());
            })]);
        }
        finally
        {
            foreach (var hook in hooks) hook.remove();
            model.train(wasTraining);
        }
    }

    /// <summary>A table, one line for each layer and one for all.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("layer                          dense FLOPs   sparse FLOPs  density\n");
        foreach (var layer in Layers.Append(Total))
            text.Append(CultureInfo.InvariantCulture, $"{layer.Name,-26} {layer.Dense,15} {layer.Sparse,14} {layer.Density,8:F4}\n");
        return text.ToString();
    }
}
