using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// How a flow is trained. The defaults are those of the two-dimensional benches: 2000 steps of 512 pairs with Adam, whose
/// rate falls from 2e-3 to zero along a cosine.
/// </summary>
public sealed record FlowTraining : LoopOptions
{
    /// <summary>The defaults, with a seed still to be given.</summary>
    public FlowTraining()
    {
        Optimizer = parameters => optim.Adam(parameters, 2e-3);
        LearningRate = LearningRates.RampThenCosine(2e-3, warmUp: 0);
    }

    /// <summary>Seed of the pairs and times; the network's own seed is given where it is made.</summary>
    public required int Seed { get; init; }

    /// <summary>Number of optimiser steps, at least 1.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>Pairs a step, at least 1.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>Interpolant, prediction, times and loss.</summary>
    public VelocityMatching Objective { get; init; } = new();

    /// <summary>Where the network is trained; the CPU by default.</summary>
    public Device? Device { get; init; }
}
