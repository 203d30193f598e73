using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>How the distance between a network's output and its target is scored.</summary>
public abstract class FlowLoss
{
    /// <summary>‖output - target‖², the loss of arXiv 2209.03003.</summary>
    public static FlowLoss Squared { get; } = new SquaredLoss();

    /// <summary>One instance of every loss of the library.</summary>
    public static IReadOnlyList<FlowLoss> All { get; } = [Squared, new PseudoHuberLoss(), new ElementwiseHuberLoss()];

    /// <summary>The name by which <see cref="ByName"/> finds the loss.</summary>
    public abstract string Name { get; }

    /// <summary>The loss of each sample, [batch].</summary>
    /// <param name="output">The network's outputs, [batch, …].</param>
    /// <param name="target">Their targets, of the same shape.</param>
    public abstract Tensor PerSample(Tensor output, Tensor target);

    /// <summary>The loss of each sample when the points themselves matter, [batch]; by default they do not.</summary>
    /// <param name="output">The network's outputs, [batch, …].</param>
    /// <param name="sample">Where they were made.</param>
    /// <param name="prediction">What the outputs mean.</param>
    /// <param name="interpolant">The interpolant of the sample.</param>
    public virtual Tensor PerSample(Tensor output, InterpolantSample sample, Prediction prediction, Interpolant interpolant)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return PerSample(output, prediction.Target(sample));
    }

    /// <summary>The loss of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No loss has the name; the message gives the nearest one.</exception>
    public static FlowLoss ByName(string name) => Named.Find(All, l => l.Name, name, "loss");
}

/// <summary>
/// The squared Euclidean distance ‖output - target‖², summed over dimensions. With velocity prediction and uniform times
/// its expectation is V + ∫E‖v_θ - v*‖²dt: it falls to the crossing term V and no further.
/// </summary>
public sealed class SquaredLoss : FlowLoss
{
    /// <inheritdoc/>
    public override string Name => "squared";

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, Tensor target)
    {
        Batches.RequirePaired(output, target, nameof(target));
        return Batches.SumPerSample((output - target).square());
    }
}
