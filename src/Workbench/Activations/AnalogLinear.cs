using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// A linear layer computed in analog (arXiv 2402.02593): inputs, weights and bias enter through an <see cref="AnalogChannel"/>, the outputs leave
/// through it. The parameters themselves are kept and trained exactly.
/// </summary>
public sealed class AnalogLinear : Module<Tensor, Tensor>
{
    private readonly AnalogChannel _channel;
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <summary>A layer with weights and biases even from ±1/√inputs.</summary>
    /// <param name="inputs">Inputs.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="channel">The channel, which layers may share.</param>
    /// <param name="weights">Source of the weights, on the CPU.</param>
    public AnalogLinear(long inputs, long outputs, AnalogChannel channel, Generator weights)
        : base(nameof(AnalogLinear))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(weights);
        _channel = channel;
        Parameter Draw(params long[] shape) => new((torch.rand(shape, generator: weights) * 2 - 1) / Math.Sqrt(inputs));
        (weight, bias) = (Draw(outputs, inputs), Draw(outputs));
        RegisterComponents();
    }

    /// <summary>The noisy outputs.</summary>
    /// <param name="input">[…, inputs].</param>
    /// <returns>[…, outputs].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        return _channel.Leave(functional.linear(_channel.Enter(input), _channel.Enter(weight), _channel.Enter(bias))).MoveToOuterDisposeScope();
    }
}
