using TorchSharp.Modules;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>A class at every position of a sequence: a layer, and a linear readout of its outputs.</summary>
/// <remarks>
/// <code>
/// var tagger = new SequenceTagger(new FusedLayer(RecurrentUnit.Gru, 63, 128, seed: 0), classes: 63, seed: 1);
/// var logits = tagger.call(tokens);   // int64 [batch, positions] or vectors [batch, positions, 63]; logits [batch, positions, 63]
/// </code>
/// </remarks>
public sealed class SequenceTagger : nn.Module<Tensor, Tensor>
{
    private readonly SequenceLayer layer;
    private readonly Linear readout;

    /// <summary>A tagger on a layer.</summary>
    /// <param name="layer">The layer; the tagger owns it.</param>
    /// <param name="classes">Classes, at least 1.</param>
    /// <param name="seed">Seed of the readout.</param>
    /// <param name="scale">What the outputs are multiplied by before the readout; states of length 1 want more than 1.</param>
    public SequenceTagger(SequenceLayer layer, long classes, int seed, double scale = 1)
        : base(nameof(SequenceTagger))
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        (this.layer, Scale) = (layer, scale);
        readout = nn.Linear(layer.OutputSize, classes);
        UniformInitialisation.Apply(readout, seed);
        RegisterComponents();
    }

    /// <summary>The layer.</summary>
    public SequenceLayer Layer => layer;

    /// <summary>What the layer's outputs are multiplied by.</summary>
    public double Scale { get; }

    /// <summary>The logits at every position.</summary>
    /// <param name="input">Vectors [batch, positions, width], or symbols int64 [batch, positions], which become one-hot vectors of the layer's width.</param>
    /// <returns>[batch, positions, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dtype == ScalarType.Int64 && input.dim() == 2)
            input = nn.functional.one_hot(input, layer.InputSize).to_type(readout.weight!.dtype);
        var outputs = layer.call(input);
        return readout.call(Scale == 1 ? outputs : outputs * Scale);
    }
}
