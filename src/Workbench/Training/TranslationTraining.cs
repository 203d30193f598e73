using TorchSharp;
using TorchSharp.Modules;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// How a one-step translator is trained. <see cref="LoopOptions.Optimizer"/> and <see cref="LoopOptions.LearningRate"/> are the
/// translator's; the paper's weights and rates could not be read, these are ours.
/// </summary>
/// <remarks>
/// Between two rings of four Gaussians, with cycle, identity and R1 all at weight 1, every output stayed at the identity for 400 steps
/// (three seeds); with these weights all of them move, and which ends nearest to its aim still depends on the seed.
/// </remarks>
public sealed record TranslationTraining : LoopOptions
{
    /// <summary>The defaults, with a seed still to be given.</summary>
    public TranslationTraining() => Optimizer = parameters => optim.Adam(parameters, 5e-4, 0.5, 0.999);

    /// <summary>Seed of the points of both domains; the networks' own seeds are given where they are made.</summary>
    public required int Seed { get; init; }

    /// <summary>Number of steps, each one of the translator and one of the discriminators, at least 1.</summary>
    public int Steps { get; init; } = 600;

    /// <summary>Points of each domain a step, at least 1.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>What is read off the network.</summary>
    public TranslationOutput Output { get; init; } = TranslationOutput.Velocity();

    /// <summary>The adversarial losses.</summary>
    public AdversarialLoss Adversarial { get; init; } = AdversarialLoss.LeastSquares;

    /// <summary>γ of the penalty γ/2·R1 (<see cref="GradientPenalty.R1"/>) on the discriminators; 0 for none.</summary>
    public double R1 { get; init; } = 0.1;

    /// <summary>Weight of the adversarial losses of the translator.</summary>
    public double AdversarialWeight { get; init; } = 1;

    /// <summary>Weight of the cycle losses D(G_A(G_B(a)), a) and D(G_B(G_A(b)), b); 0 for none.</summary>
    public double CycleWeight { get; init; } = 0.3;

    /// <summary>Weight of the identity losses D(G_B(b), b) and D(G_A(a), a); 0 for none.</summary>
    public double IdentityWeight { get; init; } = 0.1;

    /// <summary>D of cycle and identity, [batch]; the mean absolute difference by default.</summary>
    public Func<Tensor, Tensor, Tensor> Distance { get; init; } = (first, second) => (first - second).abs().flatten(1).mean([1L]);

    /// <summary>Makes the discriminators' optimiser.</summary>
    public Func<IEnumerable<Parameter>, optim.Optimizer> DiscriminatorOptimizer { get; init; } =
        parameters => optim.Adam(parameters, 5e-4, 0.5, 0.999);

    /// <summary>Where the networks are trained; the CPU by default.</summary>
    public Device? Device { get; init; }
}
