using System.Globalization;
using System.Text;

namespace Workbench.Probes;

/// <summary>
/// How often the neurons of one ReLU are dead, i.e. put out 0. A neuron is one element of the layer's output: a unit, or
/// a channel at a position.
/// </summary>
/// <param name="Name">Module name of the ReLU.</param>
/// <param name="Neurons">Elements of its output for one sample.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="Dead">Pairs of neuron and sample with output 0.</param>
/// <param name="AlwaysDead">Neurons with output 0 on every sample.</param>
/// <param name="StructurallyDead">Neurons that can put out nothing else: all incoming weights 0 and bias not positive.</param>
public sealed record DeadNeurons(string Name, long Neurons, long Samples, long Dead, long AlwaysDead, long StructurallyDead)
{
    /// <summary>Dead-neuron rate: the share of pairs of neuron and sample with output 0.</summary>
    public double Rate => (double)Dead / (Neurons * Samples);

    /// <summary>Static part, behavioural reading: share of the neurons that are dead on every sample.</summary>
    public double Static => (double)AlwaysDead / Neurons;

    /// <summary>Static part, structural reading: share of the neurons that pruning has cut off.</summary>
    public double Structural => (double)StructurallyDead / Neurons;

    /// <summary>Dynamic part: dead for this input only, <c>Rate − Static</c>.</summary>
    public double Dynamic => (double)(Dead - (AlwaysDead * Samples)) / (Neurons * Samples);
}

/// <summary>Dead-neuron rates of the ReLUs of a network, layer by layer and in all.</summary>
/// <param name="Layers">One entry for each ReLU, in the order asked for.</param>
public sealed record DeadNeuronReport(IReadOnlyList<DeadNeurons> Layers)
{
    /// <summary>All layers taken as one, so that each neuron has the same weight.</summary>
    public DeadNeurons Total { get; } = new(
        "total", Layers.Sum(layer => layer.Neurons), Layers.Count == 0 ? 0 : Layers[0].Samples, Layers.Sum(layer => layer.Dead),
        Layers.Sum(layer => layer.AlwaysDead), Layers.Sum(layer => layer.StructurallyDead));

    /// <summary>The layer of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public DeadNeurons this[string name] => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException($"No layer '{name}' was probed. Probed: {string.Join(", ", Layers.Select(layer => layer.Name))}.", nameof(name));

    /// <summary>A table, one line for each layer and one for all.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("layer             neurons    rate  dynamic   static  structural\n");
        foreach (var layer in Layers.Append(Total))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{layer.Name,-16} {layer.Neurons,8} {layer.Rate,7:F4} {layer.Dynamic,8:F4} {layer.Static,8:F4} {layer.Structural,11:F4}\n");
        }

        return text.ToString();
    }
}
