using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>How a one-step student is distilled. The defaults are those of <see cref="FlowTraining"/>.</summary>
public sealed record DistillationTraining : LoopOptions
{
    /// <summary>The defaults, with a seed still to be given.</summary>
    public DistillationTraining()
    {
        Optimizer = parameters => optim.Adam(parameters, 2e-3);
        LearningRate = LearningRates.RampThenCosine(2e-3, warmUp: 0);
    }

    /// <summary>Seed of pairs, fresh noise and times; the student's own seed is given where it is made.</summary>
    public required int Seed { get; init; }

    /// <summary>Number of optimiser steps, at least 1.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>Pairs a step, at least 1; as many fresh noises when the flow guides.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>
    /// D, the distance of two batches of end points, [batch]; squared by default. <c>new PseudoHuberLoss().PerSample</c> and
    /// <c>perceptual.Distance</c> (<see cref="PerceptualLoss"/>) fit.
    /// </summary>
    public Func<Tensor, Tensor, Tensor> Distance { get; init; } = FlowLoss.Squared.PerSample;

    /// <summary>The two-step term of SlimFlow; null for plain distillation.</summary>
    public FlowGuidedTerm? Guided { get; init; }

    /// <summary>A network of the same architecture from whose weights the student starts; null leaves its own.</summary>
    public nn.Module? InitialiseFrom { get; init; }

    /// <summary>Where the student is trained; the CPU by default.</summary>
    public Device? Device { get; init; }
}
