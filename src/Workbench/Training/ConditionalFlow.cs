using TorchSharp;
using Workbench.Flows;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// Conditional flows trained as <see cref="RectifiedFlow"/> is, on pairs with labels; some of them are left out, so that the same
/// network learns the flow without a condition and classifier-free guidance is possible (arXiv 2207.12598).
/// </summary>
/// <remarks>
/// <code>
/// var coupling = new LabelledCoupling(new StandardNormal(1, 28, 28), data.Train.Images, data.Train.Labels);
/// var flow = ConditionalFlow.Train(new ConditionalVelocityUNet(1, seed: 0, Conditions.Labels(10)), coupling, new FlowTraining { Seed = 0 });
/// var images = Solver.Heun.Solve(flow.Guided(labels, scale: 3), x0, steps: 25).Final;
/// </code>
/// The same seeds on the same machine and number of threads give the same bits.
/// </remarks>
public sealed class ConditionalFlow : NetworkConditionalField
{
    private ConditionalFlow(nn.Module<Tensor, Tensor, Tensor, Tensor> network, VelocityMatching objective, TrainingCurve curve)
        : base(network, objective.Interpolant, objective.Prediction)
        => Curve = curve;

    /// <summary>The loss of every training step.</summary>
    public TrainingCurve Curve { get; }

    /// <summary>Trains a network, which is changed in place, and returns its flows.</summary>
    /// <param name="network">Maps points [batch, …], times [batch] and conditions to outputs of the points' shape; an <see cref="IConditionalNetwork"/>.</param>
    /// <param name="coupling">The joint law of source and data, whose pairs carry <see cref="Pairs.Labels"/>.</param>
    /// <param name="training">Steps, batch, rate, seed and the parts of the method.</param>
    /// <param name="labelDropout">The share of pairs that are trained on without their condition.</param>
    /// <exception cref="ArgumentException">The network does not say which conditions it takes, or the pairs carry no or other ones.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step or no pair to a step, or the share lies outside [0, 1].</exception>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public static ConditionalFlow Train(
        nn.Module<Tensor, Tensor, Tensor, Tensor> network, Coupling coupling, FlowTraining training, double labelDropout = 0.1)
    {
        var conditions = ConditionsOf(network, nameof(network));
        ArgumentNullException.ThrowIfNull(coupling);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.BatchSize);
        NullCondition.RequireProbability(labelDropout, nameof(labelDropout));
        var device = training.Device ?? torch.CPU;
        network.to(device);
        network.train();
        using var generator = new Generator((ulong)training.Seed, device);
        var curve = TrainingLoop.Run(network.parameters(), training.Steps, step =>
        {
            var pairs = coupling.DrawAt(step, training.BatchSize, generator).To(device, training.PinnedTransfers);
            if (pairs.Labels is not { } labels)
                throw new ArgumentException("The coupling's pairs carry no labels; draw from one that does, such as LabelledCoupling.", nameof(coupling));
            // Once: the check reads values back from the device.
            if (step == 0)
                NullCondition.Require(conditions, labels, nameof(coupling));
            var kept = NullCondition.Dropout(conditions, labels, labelDropout, generator);
            return training.Objective.Of((x, t) => network.call(x, t, kept), pairs, generator);
        }, training, RectifiedFlow.Recordable(coupling, [generator], network.buffers()));
        network.eval();
        return new ConditionalFlow(network, training.Objective, curve);
    }
}
