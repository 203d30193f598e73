using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// Weight variances for an activation: Kumar's small-signal rule (arXiv 1704.08863), the moment rule, and how stable either is over depth.
/// </summary>
public static class Kumar
{
    /// <summary>
    /// v² = 1/(N·g'(0)²·(1 + g(0)²)) for g differentiable at 0: 1/N for tanh, 12.8/N for the logistic function. With a kink at 0 it is 1/(N·E g²),
    /// which is He's 2/N for ReLU.
    /// </summary>
    /// <param name="activation">g.</param>
    /// <param name="fanIn">N.</param>
    /// <exception cref="ArgumentException">g'(0) is 0, so that no small signal passes, or g is not pointwise.</exception>
    public static double WeightVariance(Activation activation, long fanIn)
    {
        RequirePointwise(activation);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        if (activation.Facts.Kinks.Contains(0))
            return MomentVariance(activation, fanIn);
        using var scope = torch.NewDisposeScope();
        var (value, slope) = ActivationMeasurement.ValueAndSlope(activation, torch.zeros(1, dtype: ScalarType.Float64));
        var (atZero, slopeAtZero) = (value.item<double>(), slope.item<double>());
        if (slopeAtZero == 0)
            throw new ArgumentException($"The slope of {activation.Name} at 0 is 0: the small-signal rule does not apply.", nameof(activation));
        return 1 / (fanIn * slopeAtZero * slopeAtZero * (1 + atZero * atZero));
    }

    /// <summary>v² = 1/(N·E g(z)²), z ~ N(0, 1): keeps the second moment of pre-activations that have variance 1.</summary>
    /// <param name="activation">g.</param>
    /// <param name="fanIn">N.</param>
    public static double MomentVariance(Activation activation, long fanIn)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        return 1 / (fanIn * activation.Facts.SecondMoment);
    }

    /// <summary>χ = E[z g g']/E g²: a log-variance error grows χ-fold a layer under the moment rule; 1 for ReLU, 1.144063 for GELU, 0.461071 for tanh.</summary>
    /// <param name="activation">g.</param>
    public static double Chi(Activation activation)
    {
        RequirePointwise(activation);
        return ActivationMeasurement.Moments(activation, activation.Facts.Kinks).Chi;
    }

    /// <summary>Draws the weights of linear and convolution layers from N(0, v²), biases 0; one-dimensional weights stay as they are.</summary>
    /// <param name="module">The network, on the CPU so that the draw does not depend on the device.</param>
    /// <param name="variance">v² of a fan-in: <c>n => Kumar.WeightVariance(activation, n)</c>.</param>
    /// <param name="seed">Seed of the draw.</param>
    public static void Initialise(nn.Module module, Func<long, double> variance, int seed)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(variance);
        using var noGrad = torch.no_grad();
        using var generator = new Generator((ulong)seed);
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.dim() >= 2)
                parameter.normal_(0, Math.Sqrt(variance(parameter.numel() / parameter.shape[0])), generator);
            else if (name.EndsWith("bias", StringComparison.Ordinal))
                parameter.zero_();
        }
    }

    private static void RequirePointwise(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (!activation.IsPointwise)
            throw new ArgumentException($"{activation.Name} is not pointwise: it has no slope at 0.", nameof(activation));
    }
}
