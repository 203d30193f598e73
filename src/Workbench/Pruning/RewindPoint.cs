using TorchSharp;

namespace Workbench.Pruning;

/// <summary>The weights that iterative pruning rewinds to: those of the initialisation, or those after some steps of the first training.</summary>
public sealed class RewindPoint : IDisposable
{
    private readonly torch.nn.Module model;
    private WeightSnapshot weights;

    /// <summary>Takes the weights as they are now, and again after a number of steps.</summary>
    /// <param name="model">The network.</param>
    /// <param name="step">After how many steps the weights are taken; 0 keeps those of now.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is negative.</exception>
    public RewindPoint(torch.nn.Module model, int step = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        this.model = model;
        Step = step;
        IsTaken = step == 0;
        weights = new WeightSnapshot(model);
    }

    /// <summary>After how many steps the weights are taken.</summary>
    public int Step { get; }

    /// <summary>Whether that step has come; until then the weights are those of the initialisation.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>The weights; they belong to this object.</summary>
    public WeightSnapshot Weights => weights;

    /// <summary>Takes the weights when the step has come; later steps change nothing.</summary>
    /// <param name="step">Number of the optimiser step just taken, from 0.</param>
    public void AfterStep(int step)
    {
        if (IsTaken || step + 1 != Step) return;
        weights.Dispose();
        weights = new WeightSnapshot(model);
        IsTaken = true;
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose() => weights.Dispose();
}
