using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// Masks of a module's weights: 1 where a weight is alive, 0 where it is pruned, one per tensor, with the weight's shape,
/// type and device. Masks act when <see cref="Apply"/> sets pruned weights to 0; a training calls it after each
/// optimiser step, because momentum and weight decay move them.
/// </summary>
public sealed class PruningMasks : IDisposable
{
    private readonly List<Entry> entries = [];

    /// <summary>Masks that keep everything.</summary>
    /// <param name="module">The network to prune.</param>
    /// <param name="select">
    /// Which parameters are prunable, by name; null takes every parameter with <c>weight</c> in its name, biases not, as
    /// the AP code does.
    /// </param>
    /// <exception cref="ArgumentException">No parameter is selected.</exception>
    public PruningMasks(nn.Module module, Func<string, bool>? select = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        select ??= name => name.Contains("weight", StringComparison.Ordinal);
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (!select(name)) continue;
            entries.Add(new Entry(name, parameter, torch.ones_like(parameter).detach().DetachFromDisposeScope(), parameter.numel()));
        }

        if (entries.Count == 0)
        {
            throw new ArgumentException(
                $"None of the parameters is prunable: {string.Join(", ", module.named_parameters().Select(pair => pair.name))}.", nameof(module));
        }

        Total = entries.Sum(entry => entry.Mask.numel());
    }

    private PruningMasks(PruningMasks other)
    {
        foreach (var entry in other.entries)
            entries.Add(new Entry(entry.Name, entry.Weight, entry.Mask.clone().DetachFromDisposeScope(), entry.Alive));
        Total = other.Total;
    }

    /// <summary>The names of the masked parameters, in the module's order.</summary>
    public IReadOnlyList<string> Names => entries.ConvertAll(entry => entry.Name);

    /// <summary>How many weights there are, pruned ones included.</summary>
    public long Total { get; }

    /// <summary>How many weights are alive.</summary>
    public long Alive => entries.Sum(entry => entry.Alive);

    /// <summary>Share of the weights that are alive, λ.</summary>
    public double Density => (double)Alive / Total;

    /// <summary>The mask of a parameter; it belongs to this object.</summary>
    /// <exception cref="ArgumentException">That parameter has none.</exception>
    public Tensor this[string name] => Find(name).Mask;

    /// <summary>The masked parameter of that name.</summary>
    /// <exception cref="ArgumentException">That parameter has no mask.</exception>
    public Parameter Weight(string name) => Find(name).Weight;

    /// <summary>How many weights of a parameter are alive.</summary>
    /// <exception cref="ArgumentException">That parameter has no mask.</exception>
    public long AliveIn(string name) => Find(name).Alive;

    /// <summary>Sets all pruned weights to 0.</summary>
    public void Apply()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var entry in entries) entry.Weight.mul_(entry.Mask);
    }

    /// <summary>Sets the gradients of all pruned weights to 0, so that norms and optimiser state know nothing of them; called before an optimiser step, where wanted.</summary>
    public void ApplyToGradients()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var entry in entries) entry.Weight.grad?.mul_(entry.Mask);
    }

    /// <summary>Prunes more: a weight stays alive where it was and <paramref name="keep"/> is true.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="keep">Booleans of the parameter's shape.</param>
    /// <returns>How many weights were pruned by this.</returns>
    /// <exception cref="ArgumentException">The shape differs, or the parameter has no mask.</exception>
    public long Keep(string name, Tensor keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var entry = Find(name);
        CheckShape(name, keep, entry.Mask);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var before = entry.Alive;
        entry.Mask.mul_(keep.to_type(entry.Mask.dtype));
        entry.Count();
        return before - entry.Alive;
    }

    /// <summary>The same masks of the same weights, to be changed on trial.</summary>
    public PruningMasks Clone() => new(this);

    /// <summary>Copies of the masks by the name of their parameter, for a checkpoint.</summary>
    public Dictionary<string, Tensor> StateDict() => entries.ToDictionary(entry => entry.Name, entry => entry.Mask.clone());

    /// <summary>Takes masks from a checkpoint.</summary>
    /// <exception cref="ArgumentException">A mask is missing, of another shape, or holds something else than 0 and 1.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var entry in entries)
        {
            if (!state.TryGetValue(entry.Name, out var mask))
                throw new ArgumentException($"There is no mask for '{entry.Name}'. Masks: {string.Join(", ", state.Keys)}.", nameof(state));
            CheckShape(entry.Name, mask, entry.Mask);
            if (!mask.eq(0).logical_or(mask.eq(1)).all().item<bool>())
                throw new ArgumentException($"The mask of '{entry.Name}' holds values other than 0 and 1.", nameof(state));
        }

        foreach (var entry in entries)
        {
            entry.Mask.copy_(state[entry.Name]);
            entry.Count();
        }
    }

    /// <summary>Releases the masks.</summary>
    public void Dispose()
    {
        foreach (var entry in entries) entry.Mask.Dispose();
    }

    private static void CheckShape(string name, Tensor given, Tensor mask)
    {
        if (given.shape.SequenceEqual(mask.shape)) return;
        throw new ArgumentException(
            $"The mask of '{name}' must have the shape [{string.Join(", ", mask.shape)}], given [{string.Join(", ", given.shape)}].", nameof(given));
    }

    private Entry Find(string name) => entries.Find(entry => entry.Name == name)
        ?? throw new ArgumentException($"The parameter '{name}' has no mask. Masked: {string.Join(", ", Names)}.", nameof(name));

    private sealed class Entry(string name, Parameter weight, Tensor mask, long alive)
    {
        public string Name { get; } = name;

        public Parameter Weight { get; } = weight;

        public Tensor Mask { get; } = mask;

        public long Alive { get; private set; } = alive;

        public void Count()
        {
            using var scope = torch.NewDisposeScope();
            Alive = Mask.count_nonzero().item<long>();
        }
    }
}
