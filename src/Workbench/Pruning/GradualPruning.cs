namespace Workbench.Pruning;

/// <summary>When gradual pruning prunes.</summary>
public sealed record GradualPruningOptions : PruningMethod
{
    /// <summary>Sparsity after each pruning; the cubic schedule of the paper to 90 % by default.</summary>
    public SparsitySchedule Schedule { get; init; } = new Cubic(0.9);

    /// <summary>t₀: step after which the first pruning comes, from 0.</summary>
    public int Begin { get; init; }

    /// <summary>Δt: steps between two prunings.</summary>
    public int Every { get; init; } = 100;

    /// <summary>n: how many prunings.</summary>
    public int Prunings { get; init; } = 10;
}

/// <summary>
/// Gradual pruning during one training, without rewinding (Zhu &amp; Gupta 2017, arXiv:1710.01878): after the steps
/// <c>t₀, t₀ + Δt, …, t₀ + (n−1)Δt</c> the network is pruned to the schedule's next sparsity.
/// </summary>
/// <remarks>
/// <code>
/// var pruning = new GradualPruning(state, new GradualPruningOptions { Begin = 200, Every = 50, Prunings = 20 });
/// Classifier.Train(model, data, new ClassifierOptions { Seed = 1, Epochs = 10, AfterStep = pruning.AfterStep });
/// </code>
/// </remarks>
public sealed class GradualPruning
{
    private readonly PruningState state;
    private readonly GradualPruningOptions options;

    /// <summary>Pruning of a network that is about to be trained.</summary>
    /// <param name="state">The network, its masks and, for scores that take gradients, examples.</param>
    /// <param name="options">When and how to prune.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or rate is out of its range.</exception>
    public GradualPruning(PruningState state, GradualPruningOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Begin);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Every);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Prunings);
        options.CheckShare();
        this.state = state;
        this.options = options;
    }

    /// <summary>What a training does after each optimiser step: prunes when it is time, and sets pruned weights to 0.</summary>
    /// <param name="step">The step's number from 0.</param>
    public void AfterStep(int step)
    {
        state.AfterStep(step);
        var (number, rest) = Math.DivRem(step - options.Begin, options.Every);
        if (step >= options.Begin && rest == 0 && number < options.Prunings)
            options.PruneTo(state, options.Schedule.After(number + 1, options.Prunings));
    }
}
