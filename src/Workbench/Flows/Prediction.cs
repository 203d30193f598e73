using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>What a network is trained to predict at (X_t, t), and how a velocity is read off its output.</summary>
public abstract class Prediction
{
    /// <summary>The network predicts the velocity dX_t/dt itself.</summary>
    public static Prediction Velocity { get; } = new VelocityPrediction();

    /// <summary>The network predicts the source point X_0, the noise.</summary>
    public static Prediction Noise { get; } = new NoisePrediction();

    /// <summary>The network predicts the data point X_1.</summary>
    public static Prediction Data { get; } = new DataPrediction();

    /// <summary>The network predicts the score ∇log p_t of a path from a standard normal source.</summary>
    public static Prediction Score { get; } = new ScorePrediction();

    /// <summary>One instance of every prediction of the library.</summary>
    public static IReadOnlyList<Prediction> All { get; } = [Velocity, Noise, Data, Score];

    /// <summary>The name by which <see cref="ByName"/> finds the prediction.</summary>
    public abstract string Name { get; }

    /// <summary>The regression target at sampled points, [batch, …].</summary>
    /// <param name="sample">Points of the interpolant with their pairs.</param>
    public abstract Tensor Target(InterpolantSample sample);

    /// <summary>The velocity that a network output stands for, [batch, …].</summary>
    /// <param name="output">The network's output at (<paramref name="xt"/>, <paramref name="t"/>), [batch, …].</param>
    /// <param name="xt">Points, [batch, …].</param>
    /// <param name="t">Times, [batch] or scalar.</param>
    /// <param name="interpolant">The interpolant that the network was trained on.</param>
    public abstract Tensor ToVelocity(Tensor output, Tensor xt, Tensor t, Interpolant interpolant);

    /// <summary>The output that stands for a velocity, [batch, …]: the inverse of <see cref="ToVelocity"/>.</summary>
    /// <param name="velocity">The velocity at (<paramref name="xt"/>, <paramref name="t"/>), [batch, …].</param>
    /// <param name="xt">Points, [batch, …].</param>
    /// <param name="t">Times, [batch] or scalar.</param>
    /// <param name="interpolant">The interpolant that the velocity belongs to.</param>
    public abstract Tensor FromVelocity(Tensor velocity, Tensor xt, Tensor t, Interpolant interpolant);

    /// <summary>This prediction's output read as that of another one, at the same points and times.</summary>
    /// <param name="output">The network's output, [batch, …].</param>
    /// <param name="other">What it shall be read as.</param>
    /// <param name="xt">Points, [batch, …].</param>
    /// <param name="t">Times, [batch] or scalar.</param>
    /// <param name="interpolant">The interpolant that the network was trained on.</param>
    public Tensor ToPrediction(Tensor output, Prediction other, Tensor xt, Tensor t, Interpolant interpolant)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other == this ? output : other.FromVelocity(ToVelocity(output, xt, t, interpolant), xt, t, interpolant);
    }

    /// <summary>The prediction of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No prediction has the name; the message gives the nearest one.</exception>
    public static Prediction ByName(string name) => Named.Find(All, p => p.Name, name, "prediction");
}

/// <summary>v-prediction: the target is dX_t/dt, and the output is the velocity.</summary>
public sealed class VelocityPrediction : Prediction
{
    /// <inheritdoc/>
    public override string Name => "velocity";

    /// <inheritdoc/>
    public override Tensor Target(InterpolantSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Velocity;
    }

    /// <inheritdoc/>
    public override Tensor ToVelocity(Tensor output, Tensor xt, Tensor t, Interpolant interpolant) => output;

    /// <inheritdoc/>
    public override Tensor FromVelocity(Tensor velocity, Tensor xt, Tensor t, Interpolant interpolant) => velocity;
}

/// <summary>
/// ε-prediction: the target is X_0. The velocity is v = (α'/α)·x + (β' - α'·β/α)·ε, from x = α·X_1 + β·X_0.
/// </summary>
/// <remarks>
/// α(t) divides: where it is 0 (the linear and the full trigonometric interpolant at t = 0) the velocity is not finite,
/// and where it is small an error of the network is magnified by 1/α. Use an interpolant with a floor.
/// </remarks>
public sealed class NoisePrediction : Prediction
{
    /// <inheritdoc/>
    public override string Name => "noise";

    /// <inheritdoc/>
    public override Tensor Target(InterpolantSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.X0;
    }

    /// <inheritdoc/>
    public override Tensor ToVelocity(Tensor output, Tensor xt, Tensor t, Interpolant interpolant)
    {
        ArgumentNullException.ThrowIfNull(interpolant);
        var s = Batches.Broadcast(t, xt);
        var rate = interpolant.AlphaDot(s) / interpolant.Alpha(s);
        return rate * xt + (interpolant.BetaDot(s) - rate * interpolant.Beta(s)) * output;
    }
    /// <inheritdoc/>
    public override Tensor FromVelocity(Tensor velocity, Tensor xt, Tensor t, Interpolant interpolant) =>
        Posterior.Of(velocity, xt, t, interpolant).X0;
}
