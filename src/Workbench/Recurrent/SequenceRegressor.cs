using TorchSharp.Modules;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>Numbers from a whole sequence: a layer, and a linear readout of its output at the last position.</summary>
/// <remarks><code>var adder = new SequenceRegressor(new FusedLayer(RecurrentUnit.Gru, 2, 42, seed: 0), outputs: 1, seed: 1);   // 5,839 parameters</code></remarks>
public sealed class SequenceRegressor : nn.Module<Tensor, Tensor>
{
    private readonly SequenceLayer layer;
    private readonly Linear readout;

    /// <summary>A regressor on a layer.</summary>
    /// <param name="layer">The layer, which reads forwards; the regressor owns it.</param>
    /// <param name="outputs">Numbers, at least 1.</param>
    /// <param name="seed">Seed of the readout.</param>
    public SequenceRegressor(SequenceLayer layer, long outputs, int seed)
        : base(nameof(SequenceRegressor))
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        this.layer = layer;
        readout = nn.Linear(layer.OutputSize, outputs);
        UniformInitialisation.Apply(readout, seed);
        RegisterComponents();
    }

    /// <summary>The layer.</summary>
    public SequenceLayer Layer => layer;

    /// <summary>The numbers.</summary>
    /// <param name="input">[batch, positions, width].</param>
    /// <returns>[batch, outputs].</returns>
    public override Tensor forward(Tensor input) => readout.call(layer.call(input).select(1, -1));
}
