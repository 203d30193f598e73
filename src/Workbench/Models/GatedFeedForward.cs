using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// A gated feed-forward layer (arXiv 2002.05202), V·(a(K₁x) ⊙ K₂x), without biases: 3·d·D parameters. The point <c>gate</c> is a(K₁x);
/// with <see cref="GateActivations.TopKGelu"/> it is top-k and GELU without a predictor (arXiv 2506.06644).
/// </summary>
public sealed class GatedFeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Linear gateKey;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Point gate;
    private readonly Func<Tensor, Tensor> _activation;

    /// <summary>A layer; whoever holds it draws its weights.</summary>
    /// <param name="width">d, the width of a token.</param>
    /// <param name="hidden">D, the neurons.</param>
    /// <param name="activation">a; GELU when null.</param>
    public GatedFeedForward(long width, long hidden, Func<Tensor, Tensor>? activation = null)
        : base(nameof(GatedFeedForward))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        gateKey = nn.Linear(width, hidden, hasBias: false);
        key = nn.Linear(width, hidden, hasBias: false);
        value = nn.Linear(hidden, width, hasBias: false);
        gate = new Point();
        _activation = activation ?? GateActivations.Gelu;
        RegisterComponents();
    }

    /// <summary>The layer's output.</summary>
    /// <param name="input">[…, d].</param>
    /// <returns>[…, d].</returns>
    public override Tensor forward(Tensor input) => value.call(gate.call(_activation(gateKey.call(input))) * key.call(input));
}
