using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Copies of tensors and generators' states, that of the device's default generator among them, to go back to.</summary>
internal sealed class Snapshot : IDisposable
{
    private readonly List<(Tensor Live, Tensor Copy)> tensors;
    private readonly List<(Generator Live, Tensor State)> generators;
#if LIBTORCH
    private readonly Device? gpu;
    private readonly Tensor? defaultState;
#endif

    public Snapshot(IEnumerable<Tensor> tensors, IEnumerable<Generator> generators)
    {
        using var noGrad = torch.no_grad();
        this.tensors = [.. tensors.Select(live => (live, live.detach().clone().DetachFromDisposeScope()))];
        this.generators = [.. generators.Select(live => (live, live.get_state().DetachFromDisposeScope()))];
#if LIBTORCH
        gpu = this.tensors.Select(pair => pair.Live.device).FirstOrDefault(device => device.type == DeviceType.CUDA);
        defaultState = gpu is null ? null : cuda.get_rng_state(gpu).DetachFromDisposeScope();
#endif
    }

    public void Restore()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var (live, copy) in tensors) live.copy_(copy);
        foreach (var (live, state) in generators) live.set_state(state);
#if LIBTORCH
        if (defaultState is not null) cuda.set_rng_state(defaultState, gpu);
#endif
    }

    /// <summary>The copies of some of the tensors.</summary>
    public IReadOnlyList<Tensor> Of(IEnumerable<Tensor> some)
        => [.. some.Select(one => tensors.First(pair => ReferenceEquals(pair.Live, one)).Copy)];

    public void Dispose()
    {
        foreach (var (_, copy) in tensors) copy.Dispose();
        foreach (var (_, state) in generators) state.Dispose();
#if LIBTORCH
        defaultState?.Dispose();
#endif
    }
}
