using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Copies of tensors and generators' states, to go back to.</summary>
internal sealed class Snapshot : IDisposable
{
    private readonly List<(Tensor Live, Tensor Copy)> tensors;
    private readonly List<(Generator Live, Tensor State)> generators;

    public Snapshot(IEnumerable<Tensor> tensors, IEnumerable<Generator> generators)
    {
        using var noGrad = torch.no_grad();
        this.tensors = [.. tensors.Select(live => (live, live.detach().clone().DetachFromDisposeScope()))];
        this.generators = [.. generators.Select(live => (live, live.get_state().DetachFromDisposeScope()))];
    }

    public void Restore()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var (live, copy) in tensors) live.copy_(copy);
        foreach (var (live, state) in generators) live.set_state(state);
    }

    /// <summary>The copies of some of the tensors.</summary>
    public IReadOnlyList<Tensor> Of(IEnumerable<Tensor> some)
        => [.. some.Select(one => tensors.First(pair => ReferenceEquals(pair.Live, one)).Copy)];

    public void Dispose()
    {
        foreach (var (_, copy) in tensors) copy.Dispose();
        foreach (var (_, state) in generators) state.Dispose();
    }
}
