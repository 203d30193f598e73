using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>How a consistency function is trained.</summary>
public sealed record ConsistencyTraining : LoopOptions
{
    /// <summary>The defaults, with a seed still to be given.</summary>
    public ConsistencyTraining()
    {
        Optimizer = parameters => optim.Adam(parameters, 2e-3);
        LearningRate = LearningRates.RampThenCosine(2e-3, warmUp: 0);
    }

    /// <summary>Seed of the pairs and times.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// The flow along whose trajectories the function is to be constant: consistency distillation. Null takes both points from the
    /// straight line of a pair: consistency training, without a teacher.
    /// </summary>
    public VelocityField? Teacher { get; init; }

    /// <summary>The times between whose neighbours consistency is asked for, from 0 to 1.</summary>
    public TimeGrid Times { get; init; } = TimeGrid.Uniform(20);

    /// <summary>Number of optimiser steps, at least 1.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>Pairs a step, at least 1.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>The distance of two predictions of the data point, [batch]; squared by default.</summary>
    public Func<Tensor, Tensor, Tensor> Distance { get; init; } = FlowLoss.Squared.PerSample;

    /// <summary>
    /// Decay of the average of weights that makes the targets; null takes the current weights, as later work does (arXiv 2310.14189).
    /// </summary>
    public double? TargetDecay { get; init; }

    /// <summary>Where the network is trained; the CPU by default.</summary>
    public Device? Device { get; init; }
}
