using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// LPIPS-Huber with a features network in the place of LPIPS: t·Huber(v̂, v) + P(x̂_1, x_1), where x̂_1 is the data point that the
/// output stands for; the second form divides P by the remaining time 1-t (arXiv 2405.20320, section 4.2, there with noise at t = 1).
/// </summary>
/// <remarks>
/// LPIPS weights are not shipped with this library: P is the mean squared difference of channel-normalised features of any network,
/// averaged over its layers, for instance of a classifier trained on the same data. Whoever scores samples by Fréchet distance must
/// take the features for that from another network.
/// </remarks>
public sealed class PerceptualLoss : FlowLoss
{
    private const double SmallestNorm = 1e-10;
    private readonly Func<Tensor, IReadOnlyList<Tensor>> _features;
    private readonly bool _dividesByRemainingTime;
    private readonly double _smallestRemainder;
    private readonly FlowLoss _base;

    /// <summary>A loss over features.</summary>
    /// <param name="features">Maps data points [batch, …] to the features of one or more layers, [batch, channels, …] each.</param>
    /// <param name="dividesByRemainingTime">Whether P is divided by 1-t.</param>
    /// <param name="pointwise">The loss beside it; the pseudo-Huber loss by default.</param>
    /// <param name="smallestRemainder">The least 1-t that divides.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smallest remainder is not in (0, 1).</exception>
    public PerceptualLoss(
        Func<Tensor, IReadOnlyList<Tensor>> features, bool dividesByRemainingTime = false, FlowLoss? pointwise = null, double smallestRemainder = 1e-2)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (!(smallestRemainder > 0 && smallestRemainder < 1))
            throw new ArgumentOutOfRangeException(nameof(smallestRemainder), smallestRemainder, "The smallest remainder must lie in (0, 1).");
        (_features, _dividesByRemainingTime, _base, _smallestRemainder) = (features, dividesByRemainingTime, pointwise ?? new PseudoHuberLoss(), smallestRemainder);
    }

    /// <inheritdoc/>
    public override string Name => _dividesByRemainingTime ? "perceptual-huber-1/t" : "perceptual-huber";

    /// <inheritdoc/>
    /// <remarks>Without points there are no images to compare: this is the pointwise part, unweighted.</remarks>
    public override Tensor PerSample(Tensor output, Tensor target) => _base.PerSample(output, target);

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, InterpolantSample sample, Prediction prediction, Interpolant interpolant)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(prediction);
        var velocity = prediction.ToVelocity(output, sample.Xt, sample.T, interpolant);
        var predicted = Posterior.Of(velocity, sample.Xt, sample.T, interpolant).X1;
        var distance = Distance(predicted, sample.X1);
        if (_dividesByRemainingTime)
            distance = distance / (1 - sample.T).clamp(min: _smallestRemainder);
        return sample.T * _base.PerSample(velocity, sample.Velocity) + distance;
    }

    /// <summary>The perceptual distance of pairs of data points, [batch].</summary>
    /// <param name="first">Data points, [batch, …].</param>
    /// <param name="second">Others, of the same shape.</param>
    public Tensor Distance(Tensor first, Tensor second)
    {
        Batches.RequirePaired(first, second, nameof(second));
        IReadOnlyList<Tensor> ofSecond;
        using (torch.no_grad())
            ofSecond = [.. _features(second).Select(Normalised)];
        var layers = _features(first).Zip(ofSecond, (a, b) => (Normalised(a) - b).square().sum(1).reshape(a.shape[0], -1).mean([1L])).ToList();
        return torch.stack(layers).mean([0L]);
    }

    // The constant is under the root: where all channels are zero, as after a ReLU, a bare root would have no gradient but NaN.
    private static Tensor Normalised(Tensor features) => features / (features.square().sum(1, keepdim: true) + SmallestNorm * SmallestNorm).sqrt();
}
