namespace Workbench.Pruning;

/// <summary>What happens to the surviving weights after each pruning, and where the next training starts.</summary>
public enum Rewinding
{
    /// <summary>Every weight and bias returns to its value at the very start (lottery tickets, arXiv:1803.03635).</summary>
    ToInitialisation,

    /// <summary>Training goes on from the trained values (fine-tuning), at the learning rate at which the first training ended.</summary>
    None,

    /// <summary>
    /// Every weight and bias returns to its value after <see cref="IterativePruningOptions.RewindStep"/> steps of the first
    /// training, and the learning-rate schedule to that step (weight rewinding, arXiv:1903.01611).
    /// </summary>
    ToStep,

    /// <summary>The weights stay, the learning-rate schedule starts anew (learning-rate rewinding, arXiv:2003.02389).</summary>
    LearningRate,
}
