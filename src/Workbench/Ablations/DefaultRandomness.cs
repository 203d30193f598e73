using TorchSharp;

namespace Workbench.Ablations;

/// <summary>
/// libtorch's default generator, which a process has only once. Runs one after the other find it set to their seed; what runs side
/// by side draw from it depends on the others. Its state is put back at the end.
/// </summary>
internal sealed class DefaultRandomness : IDisposable
{
    private readonly bool _shared;
    private readonly torch.Tensor _before = torch.get_rng_state();

    /// <param name="shared">Whether several runs go on at once.</param>
    public DefaultRandomness(bool shared) => _shared = shared;

    /// <summary>Sets the generator for a run that is alone.</summary>
    public void Seed(int seed)
    {
        if (!_shared) torch.manual_seed(seed);
    }

    /// <summary>
    /// Whether a run beside others has drawn from the default generator. Building a layer does, also where the model then sets its weights
    /// from its own seed; so it is told, and not refused.
    /// </summary>
    public bool WasDrawnFrom()
    {
        if (!_shared) return false;
        using var now = torch.get_rng_state();
        return !now.bytes.SequenceEqual(_before.bytes);
    }

    public void Dispose()
    {
        torch.set_rng_state(_before);
        _before.Dispose();
    }
}
