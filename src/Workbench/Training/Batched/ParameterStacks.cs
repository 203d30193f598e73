using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>The parameters and buffers of K networks, stacked to <c>[K, …]</c>, and the way back.</summary>
internal sealed class ParameterStacks(int count) : IDisposable
{
    private readonly List<(Tensor Stack, Tensor[] Parts)> _stacks = [];
    private readonly Dictionary<Tensor, (Tensor Stack, Tensor[] Parts)> _byFirst = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string, Parameter)> _parameters = [];

    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters => _parameters;

    /// <summary>Stacks what layers hold, by the names it has in them; a parameter that layers share is stacked once.</summary>
    public IReadOnlyDictionary<string, Tensor> Add(string path, IReadOnlyList<nn.Module> peers)
    {
        var result = new Dictionary<string, Tensor>();
        var parameters = peers.Select(peer => peer.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter)).ToList();
        foreach (var (name, first) in peers[0].named_parameters())
        {
            var parts = parameters.Select((own, k) => own.TryGetValue(name, out var part) ? (Tensor)part : throw Lacks(path, name, k)).ToArray();
            if (parts.Any(part => part.requires_grad != first.requires_grad))
                throw new ArgumentException($"The parameter '{Join(path, name)}' is trained in some networks and not in others.", "modules");
            result[name] = Stack(Join(path, name), parts, () =>
            {
                var stacked = new Parameter(Copy(parts), first.requires_grad);
                stacked.DetachFromDisposeScope();
                _parameters.Add((Join(path, name), stacked));
                return stacked;
            });
        }

        var buffers = peers.Select(peer => peer.named_buffers().ToDictionary(pair => pair.name, pair => pair.buffer)).ToList();
        foreach (var (name, _) in peers[0].named_buffers())
        {
            var parts = buffers.Select((own, k) => own.TryGetValue(name, out var part) ? part : throw Lacks(path, name, k)).ToArray();
            result[name] = Stack(Join(path, name), parts, () => Copy(parts).DetachFromDisposeScope());
        }

        return result;
    }

    /// <summary>Copies every part back into its network.</summary>
    public void WriteBack()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var (stack, parts) in _stacks)
            for (var k = 0; k < count; k++) parts[k].copy_(stack[k]);
    }

    public void Dispose()
    {
        foreach (var (stack, _) in _stacks) stack.Dispose();
        _stacks.Clear();
    }

    private Tensor Stack(string name, Tensor[] parts, Func<Tensor> make)
    {
        if (_byFirst.TryGetValue(parts[0], out var known))
        {
            if (!known.Parts.SequenceEqual(parts, ReferenceEqualityComparer.Instance))
                throw new ArgumentException($"The parameter '{name}' is shared between layers in the first network, but not in all.", "modules");
            return known.Stack;
        }

        for (var k = 1; k < count; k++)
        {
            if (!parts[k].shape.AsSpan().SequenceEqual(parts[0].shape) || parts[k].dtype != parts[0].dtype || parts[k].device.ToString() != parts[0].device.ToString())
                throw new ArgumentException($"Networks of one batch have the same shapes; '{name}' is {Describe(parts[0])} in network 0 and {Describe(parts[k])} in network {k}.", "modules");
        }

        var stack = make();
        _byFirst.Add(parts[0], (stack, parts));
        _stacks.Add((stack, parts));
        return stack;
    }

    private static Tensor Copy(Tensor[] parts)
    {
        using var noGrad = torch.no_grad();
        return torch.stack(parts);
    }

    private static ArgumentException Lacks(string path, string name, int k)
        => new($"Networks of one batch have the same parameters; '{Join(path, name)}' is missing in network {k}.", "modules");

    private static string Describe(Tensor t) => $"{t.dtype} [{string.Join(", ", t.shape)}] on {t.device}";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
