using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The training objective of a flow, min E w(‖prediction - target‖) over coupled points, times and the interpolant between
/// them; by default ∫E‖(X_1 - X_0) - v(X_t, t)‖²dt (arXiv 2209.03003, equation 1).
/// </summary>
public sealed record VelocityMatching
{
    /// <summary>The path between the two points of a pair.</summary>
    public Interpolant Interpolant { get; init; } = Interpolant.Linear;

    /// <summary>What the network predicts.</summary>
    public Prediction Prediction { get; init; } = Prediction.Velocity;

    /// <summary>The law of the training times.</summary>
    public TimeSampler Times { get; init; } = TimeSampler.Uniform;

    /// <summary>How far an output is from its target.</summary>
    public FlowLoss Loss { get; init; } = FlowLoss.Squared;

    /// <summary>How much a time counts; 1 by default.</summary>
    public TimeWeight Weight { get; init; } = TimeWeight.One;

    /// <summary>The loss of a network on a batch of pairs, each at a time of its own.</summary>
    /// <param name="network">Maps points [batch, …] and times [batch] to outputs of the points' shape.</param>
    /// <param name="pairs">Coupled points, on the device of the network and the generator.</param>
    /// <param name="generator">The source of the times.</param>
    /// <returns>A scalar with a gradient.</returns>
    public Tensor Of(nn.Module<Tensor, Tensor, Tensor> network, Pairs pairs, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Of(network.call, pairs, generator);
    }

    /// <summary>The loss of a function on a batch of pairs, each at a time of its own; for networks that are told more than points and times.</summary>
    /// <param name="network">Maps points [batch, …] and times [batch] to outputs of the points' shape.</param>
    /// <param name="pairs">Coupled points, on the device of the network and the generator.</param>
    /// <param name="generator">The source of the times.</param>
    /// <returns>A scalar with a gradient.</returns>
    public Tensor Of(Func<Tensor, Tensor, Tensor> network, Pairs pairs, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(pairs);
        Batches.RequirePaired(pairs.X0, pairs.X1, nameof(pairs));
        var t = TimesOf(pairs, generator);
        var sample = Interpolant.Sample(pairs.X0, pairs.X1, t) with { End = pairs.Interval?.select(1, 1) };
        return PerSample(network(sample.Xt, t), sample, pairs.Weights).mean();
    }

    /// <summary>A time for every pair, [batch], on the part of the path on which it holds.</summary>
    internal Tensor TimesOf(Pairs pairs, Generator generator)
    {
        var t = Times.Sample(pairs.X0.shape[0], generator);
        if (pairs.Interval is not { } interval)
            return t;
        var from = interval.select(1, 0);
        return from + t * (interval.select(1, 1) - from);
    }

    /// <summary>The loss of every pair, [batch], with the weights of its time and of the pair itself.</summary>
    internal Tensor PerSample(Tensor output, InterpolantSample sample, Tensor? weights)
    {
        var loss = Loss.PerSample(output, sample, Prediction, Interpolant);
        if (Weight != TimeWeight.One)
            loss = loss * Weight.At(sample.T);
        return weights is null ? loss : loss * weights;
    }
}
