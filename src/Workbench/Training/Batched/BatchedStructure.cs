using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>The layers of K networks, visited together: their stacks, and the hooks that let a rule take a layer's place.</summary>
internal sealed class BatchedStructure : IDisposable
{
    private readonly IReadOnlyList<nn.Module> _modules;
    private readonly IReadOnlyList<Generator>? _generators;
    private readonly Dictionary<nn.Module, string> _visited = [];
    private readonly List<nn.Module> _layers = [];
    private readonly List<Action> _unhook = [];
    private bool _entered;

    public BatchedStructure(IReadOnlyList<nn.Module> modules, IReadOnlyList<Generator>? generators)
    {
        _modules = modules;
        _generators = generators;
        Stacks = new ParameterStacks(modules.Count);
        try
        {
            if (BatchRules.Find(modules[0].GetType()) is { } rule)
                Root = rule.Make(Layer("", modules));
            else
                Visit("", modules);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ParameterStacks Stacks { get; }

    /// <summary>The rule of the network itself, where it is a single layer.</summary>
    public Func<Tensor, Tensor>? Root { get; }

    public bool Training { get; set; }

    /// <summary>Until <see cref="Leave"/>, rules take the places of the first network's layers.</summary>
    public void Enter()
    {
        _modules[0].train(Training);
        // A layer whose place is taken sees an empty batch, which must not touch its running statistics.
        if (Training)
            foreach (var layer in _layers) layer.eval();
        _entered = true;
    }

    public void Leave()
    {
        _entered = false;
        if (Training)
            foreach (var layer in _layers) layer.train();
    }

    public void Dispose()
    {
        foreach (var remove in _unhook) remove();
        _unhook.Clear();
        Stacks.Dispose();
    }

    private void Visit(string path, IReadOnlyList<nn.Module> peers)
    {
        SameArchitecture.Require(path, peers);
        if (!_visited.TryAdd(peers[0], path)) return;
        var type = peers[0].GetType();
        if (BatchRules.Find(type) is { } rule)
        {
            if (peers[0] is not nn.Module<Tensor, Tensor> layer)
                throw new NotSupportedException($"A batch rule replaces layers of one tensor in and out; '{type.Name}' at '{path}' is none.");
            _layers.Add(layer);
            TakePlaceOf(layer, rule.Make(Layer(path, peers)), rule.BatchDimension);
            return;
        }

        if (!BatchRules.IsPerSample(type))
            throw BatchRules.Missing(path, type);
        if (peers[0].named_parameters(recurse: false).Select(pair => pair.name).ToList() is { Count: > 0 } own)
            throw new NotSupportedException($"'{type.Name}'{At(path)} holds parameters of its own ({string.Join(", ", own)}), which only a rule can give to each network: BatchRules.Add<{type.Name}>(…).");
        SameArchitecture.RequireEqualBuffers(path, peers);
        var children = peers.Select(peer => peer.named_children().ToList()).ToList();
        for (var i = 0; i < children[0].Count; i++)
            Visit(path.Length == 0 ? children[0][i].name : $"{path}.{children[0][i].name}", [.. children.Select(list => list[i].module)]);
    }

    private StackedLayer Layer(string path, IReadOnlyList<nn.Module> peers)
    {
        SameArchitecture.Require(path, peers);
        SameArchitecture.RequireSameOptions(path, peers);
        return new StackedLayer(path, peers, Stacks.Add(path, peers), _generators, () => Training);
    }

    private void TakePlaceOf(nn.Module<Tensor, Tensor> layer, Func<Tensor, Tensor> rule, int batchDimension)
    {
        Tensor? input = null;
        var before = layer.register_forward_pre_hook((_, x) =>
        {
            if (!_entered) return x;
            input = x;
            var shape = x.shape;
            shape[batchDimension] = 0;
            return torch.empty(shape, dtype: x.dtype, device: x.device);
        });
        var after = layer.register_forward_hook((_, _, y) =>
        {
            if (!_entered) return y;
            // What lies between is let go of at once, so that the backward pass can free and use its memory again.
            using var scope = torch.NewDisposeScope();
            return Fold(rule(Unfold(input!, batchDimension)), batchDimension).MoveToOuterDisposeScope();
        });
        _unhook.Add(before.remove);
        _unhook.Add(after.remove);
    }

    // [K·batch, …] as [K, batch, …]; where the batch is another dimension, K still goes first.
    private Tensor Unfold(Tensor x, int dimension)
    {
        var (count, shape) = (_modules.Count, x.shape);
        if (shape.Length <= dimension || shape[dimension] % count != 0)
            throw new InvalidOperationException($"Expected the samples of {count} networks in dimension {dimension} of a layer's input; got [{string.Join(", ", shape)}].");
        var split = x.reshape([.. shape[..dimension], count, shape[dimension] / count, .. shape[(dimension + 1)..]]);
        return dimension == 0 ? split : split.movedim([dimension], [0]);
    }

    private static Tensor Fold(Tensor y, int dimension)
        => dimension == 0 ? y.flatten(0, 1) : y.movedim([0], [dimension]).flatten(dimension, dimension + 1);

    private static string At(string path) => path.Length == 0 ? "" : $" at '{path}'";
}
