using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// ANDHRA Bandersnatch (arXiv 2411.19213): after every block the activation gives its output to several next blocks, (σ(x), σ(x)), which
/// never merge again. L levels of two ways are 2^L paths with a head each, and 2^(L+1) − 1 blocks. One way is an ordinary network.
/// </summary>
/// <remarks>
/// <code>
/// var network = new BranchingNetwork(3, seed, nn.Linear(64, 32), _ =&gt; nn.Linear(32, 32), () =&gt; nn.Linear(32, 10));
/// var loss = BranchingNetwork.Loss(network.call(x), labels);      // outputs [batch, 8 heads, 10]
/// var classes = BranchingNetwork.Vote(network.call(x));           // [batch]
/// </code>
/// Weights are PyTorch's, each module's from a seed of its own: the first path starts as the network with one way does.
/// </remarks>
public sealed class BranchingNetwork : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<nn.Module<Tensor, Tensor>> blocks = new();
    private readonly ModuleList<nn.Module<Tensor, Tensor>> heads = new();
    private readonly Func<Tensor, Tensor> activation;

    /// <summary>A network that splits that often.</summary>
    /// <param name="levels">L, 0 or more.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="stem">The block before the first split; like every block it ends before the activation.</param>
    /// <param name="block">Makes a block of level 1 to L.</param>
    /// <param name="head">Makes the classifier at the end of a path.</param>
    /// <param name="ways">How many blocks follow a block; 1 is a single path.</param>
    /// <param name="alike">Whether all blocks of a level start alike: nothing then tells the paths apart, in training neither.</param>
    /// <param name="activation">σ; ReLU when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Levels are negative, or there is no way.</exception>
    public BranchingNetwork(
        int levels, int seed, nn.Module<Tensor, Tensor> stem, Func<int, nn.Module<Tensor, Tensor>> block, Func<nn.Module<Tensor, Tensor>> head,
        int ways = 2, bool alike = false, Func<Tensor, Tensor>? activation = null)
        : base(nameof(BranchingNetwork))
    {
        ArgumentNullException.ThrowIfNull(stem);
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentOutOfRangeException.ThrowIfNegative(levels);
        ArgumentOutOfRangeException.ThrowIfLessThan(ways, 1);
        (Levels, Ways, this.activation) = (levels, ways, activation ?? (x => nn.functional.relu(x)));
        Add(blocks, stem, 0, 0);
        var paths = 1;
        for (var level = 1; level <= levels; level++)
        {
            paths *= ways;
            for (var path = 0; path < paths; path++)
                Add(blocks, block(level), level, path);
        }

        for (var path = 0; path < paths; path++)
            Add(heads, head(), levels + 1, path);
        RegisterComponents();

        void Add(ModuleList<nn.Module<Tensor, Tensor>> list, nn.Module<Tensor, Tensor> module, int level, int path)
        {
            UniformInitialisation.Apply(module, unchecked((((seed * 61) + level) * 1021) + (alike ? 0 : path)));
            list.Add(module);
        }
    }

    /// <summary>L, how often a path splits.</summary>
    public int Levels { get; }

    /// <summary>How many blocks follow a block.</summary>
    public int Ways { get; }

    /// <summary>The number of heads, ways^L.</summary>
    public int HeadCount => heads.Count;

    /// <summary>The number of blocks of all levels, the stem included.</summary>
    public int BlockCount => blocks.Count;

    /// <summary>What every head says.</summary>
    /// <param name="input">What the stem takes.</param>
    /// <returns>[batch, heads, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        var next = 0;
        Tensor[] paths = [activation(blocks[next++].call(input))];
        for (var level = 1; level <= Levels; level++)
        {
            var split = new List<Tensor>();
            foreach (var path in paths)
                for (var way = 0; way < Ways; way++)
                    split.Add(activation(blocks[next++].call(path)));
            paths = [.. split];
        }

        return torch.stack([.. paths.Select((path, i) => heads[i].call(path))], 1);
    }

    /// <summary>The mean over heads of the cross-entropy, as it is trained.</summary>
    /// <param name="outputs">[batch, heads, classes].</param>
    /// <param name="labels">int64 [batch].</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Loss(Tensor outputs, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(labels);
        if (outputs.dim() != 3 || labels.dim() != 1 || labels.shape[0] != outputs.shape[0])
            throw new ArgumentException(
                $"Expected outputs [batch, heads, classes] and labels [batch]; got [{string.Join(", ", outputs.shape)}] and [{string.Join(", ", labels.shape)}].",
                nameof(labels));
        return nn.functional.cross_entropy(outputs.flatten(0, 1), labels.repeat_interleave(outputs.shape[1]));
    }

    /// <summary>The class that most heads name; among equally many votes that with the highest mean probability.</summary>
    /// <param name="outputs">[batch, heads, classes].</param>
    /// <returns>int64 [batch].</returns>
    /// <exception cref="ArgumentException">The outputs have another shape.</exception>
    public static Tensor Vote(Tensor outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.dim() != 3)
            throw new ArgumentException($"Expected outputs [batch, heads, classes]; got [{string.Join(", ", outputs.shape)}].", nameof(outputs));
        using var scope = torch.NewDisposeScope();
        var seen = outputs.detach().to_type(ScalarType.Float64);
        var votes = nn.functional.one_hot(seen.argmax(2), seen.shape[2]).sum(1);
        return (votes + (seen.softmax(2).mean([1]) / 2)).argmax(1).MoveToOuterDisposeScope();
    }
}
