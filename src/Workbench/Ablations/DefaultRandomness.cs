using TorchSharp;

namespace Workbench.Ablations;

/// <summary>
/// libtorch's default generator, which a process has only once. Runs one after the other find it set to their seed; runs side by side
/// must not draw from it, since what they got would depend on the others. Its state is put back at the end.
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

    /// <summary>Fails when a run beside others has drawn from the default generator.</summary>
    /// <exception cref="InvalidOperationException">One did.</exception>
    public void Check()
    {
        if (!_shared) return;
        using var now = torch.get_rng_state();
        if (!now.bytes.SequenceEqual(_before.bytes))
        {
            throw new InvalidOperationException(
                "a run drew from libtorch's default generator, which runs side by side share, so its result would depend on the others: "
                + "draw with run.Generator() or make the model from run.Seed, or leave out .Parallel(…)");
        }
    }

    public void Dispose()
    {
        torch.set_rng_state(_before);
        _before.Dispose();
    }
}
