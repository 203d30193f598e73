namespace Workbench.Pruning;

/// <summary>How sparsity, the share of all weights that are pruned, grows from the first pruning to the last.</summary>
public abstract class SparsitySchedule
{
    /// <summary>A schedule to a final sparsity.</summary>
    /// <param name="final">Sparsity after the last pruning, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The sparsity is outside [0, 1).</exception>
    protected SparsitySchedule(double final)
    {
        CheckSparsity(final, nameof(final));
        Final = final;
    }

    /// <summary>One instance of every schedule, to a sparsity of 90 %.</summary>
    public static IReadOnlyList<SparsitySchedule> All { get; } = [new OneShot(0.9), new Iterative(0.9), new Cubic(0.9), new Gradual(0.9)];

    /// <summary>The name of the schedule.</summary>
    public abstract string Name { get; }

    /// <summary>Where it is from.</summary>
    public abstract string Reference { get; }

    /// <summary>Sparsity after the last pruning.</summary>
    public double Final { get; }

    /// <summary>Sparsity after a pruning.</summary>
    /// <param name="pruning">Its number from 1; 0 is before the first.</param>
    /// <param name="prunings">How many there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pruning.</exception>
    public double After(int pruning, int prunings)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(prunings);
        if (pruning < 0 || pruning > prunings)
            throw new ArgumentOutOfRangeException(nameof(pruning), pruning, $"There are {prunings} prunings.");
        return At((double)pruning / prunings);
    }

    /// <summary>Sparsity where a share of the prunings is done.</summary>
    /// <param name="progress">In [0, 1].</param>
    protected abstract double At(double progress);

    internal static void CheckSparsity(double sparsity, string name)
    {
        if (!(sparsity >= 0 && sparsity < 1))
            throw new ArgumentOutOfRangeException(name, sparsity, "A sparsity is the share of all weights that are pruned, in [0, 1).");
    }
}
