using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>What is pruned as one: single weights, or slices of a weight tensor. A mask keeps or cuts such a unit as a whole.</summary>
/// <remarks>
/// A cut filter or channel is masked to 0 and keeps its place; <see cref="ChannelPruning"/> and <see cref="ChannelRemoval"/>
/// take channels out of the network together with all that depends on them.
/// </remarks>
public abstract class PruningStructure
{
    /// <summary>Each weight for itself.</summary>
    public static PruningStructure Unstructured { get; } = new UnstructuredWeights();

    /// <summary>One instance of every structure.</summary>
    public static IReadOnlyList<PruningStructure> All { get; } = [Unstructured, new Filters(), new Channels()];

    /// <summary>The name of the structure.</summary>
    public abstract string Name { get; }

    /// <summary>Whether tensors with this many dimensions are pruned; others keep all their weights.</summary>
    /// <param name="dimensions">Dimensions of a weight tensor.</param>
    public virtual bool Covers(int dimensions) => dimensions >= 2;

    /// <summary>One score a unit: the mean over its weights, pruned ones counting 0, so that units of different size compare.</summary>
    /// <param name="scores">Scores of a weight tensor, <c>[out, in, …]</c>, 0 at pruned weights.</param>
    /// <returns>A tensor that broadcasts to the weights' shape.</returns>
    public abstract Tensor Units(Tensor scores);

    /// <summary>The structure of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No structure has the name; the message gives the nearest one.</exception>
    public static PruningStructure ByName(string name) => PruningNames.Find(All, structure => structure.Name, name, "pruning structure");

    private sealed class UnstructuredWeights : PruningStructure
    {
        public override string Name => "unstructured";

        public override bool Covers(int dimensions) => true;

        public override Tensor Units(Tensor scores) => scores;
    }
}
