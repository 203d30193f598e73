using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>A feed-forward layer of two matrices, V·a(Kx), without biases: 2·d·D parameters. The point <c>gate</c> is a(Kx).</summary>
public sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Linear key;
    private readonly Linear value;
    private readonly Point gate;
    private readonly Func<Tensor, Tensor> _activation;

    /// <summary>A layer; whoever holds it draws its weights.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="hidden">D, the neurons.</param>
    /// <param name="activation">a; GELU when null.</param>
    public FeedForward(long width, long hidden, Func<Tensor, Tensor>? activation = null)
        : base(nameof(FeedForward))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        key = nn.Linear(width, hidden, hasBias: false);
        value = nn.Linear(hidden, width, hasBias: false);
        gate = new Point();
        _activation = activation ?? GateActivations.Gelu;
        RegisterComponents();
    }

    /// <summary>The layer's output.</summary>
    /// <param name="input">[…, d].</param>
    /// <returns>[…, d].</returns>
    public override Tensor forward(Tensor input) => value.call(gate.call(_activation(key.call(input))));
}
