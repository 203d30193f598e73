using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// The values of all parameters and buffers of a module at one moment: what iterative pruning rewinds to and what weight
/// movement is measured from.
/// </summary>
public sealed class WeightSnapshot : IDisposable
{
    private readonly Dictionary<string, Tensor> values;

    internal WeightSnapshot(Dictionary<string, Tensor> values) => this.values = values;

    /// <summary>Copies the module's values as they are now.</summary>
    public WeightSnapshot(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        values = Tensors(module).ToDictionary(pair => pair.Name, pair => pair.Tensor.detach().clone().DetachFromDisposeScope());
    }

    /// <summary>The names of the parameters, then of the buffers.</summary>
    public IReadOnlyCollection<string> Names => values.Keys;

    /// <summary>The value of a parameter or buffer; it belongs to this object.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public Tensor this[string name] => values.TryGetValue(name, out var value) ? value
        : throw new ArgumentException($"The snapshot has no '{name}'. It has: {string.Join(", ", values.Keys)}.", nameof(name));

    /// <summary>Writes the values back bit for bit, then sets the weights that <paramref name="masks"/> prune to 0.</summary>
    /// <param name="module">The module the snapshot is of, or one with the same names and shapes.</param>
    /// <param name="masks">Masks of that module; null restores everything.</param>
    /// <exception cref="ArgumentException">A parameter or buffer has no value here.</exception>
    public void Restore(nn.Module module, PruningMasks? masks = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        using (torch.no_grad())
        {
            foreach (var (name, tensor) in Tensors(module)) tensor.copy_(this[name]);
        }

        masks?.Apply();
    }

    /// <summary>Releases the values.</summary>
    public void Dispose()
    {
        foreach (var value in values.Values) value.Dispose();
    }

    internal static IEnumerable<(string Name, Tensor Tensor)> Tensors(nn.Module module) =>
        module.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter)).Concat(module.named_buffers().Select(pair => (pair.name, pair.buffer)));
}
