using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// What a one-step translator reads off a velocity network at a source image x: the choice that TReFT is about (arXiv 2511.20307), whose
/// time runs the other way (there the clean end is t = 0, and its output is -v).
/// </summary>
public sealed class TranslationOutput
{
    private readonly Func<Tensor, Tensor, Tensor> _read;

    private TranslationOutput(string name, double time, Func<Tensor, Tensor, Tensor> read) => (Name, Time, _read) = (name, time, read);

    /// <summary>What the choice is called in tables.</summary>
    public string Name { get; }

    /// <summary>The time at which the network is asked.</summary>
    public double Time { get; }

    /// <summary>
    /// TReFT: v(x, t) itself, near the clean end. For flows from noise v(x, 1) = x wherever the score of the data is bounded, so that an
    /// untrained translator is nearly the identity.
    /// </summary>
    /// <param name="time">t, near 1 but not 1, where networks are not trained.</param>
    public static TranslationOutput Velocity(double time = 0.999) => new("velocity", Checked(time), (_, v) => v);

    /// <summary>
    /// CycleGAN-Turbo's: x is taken for noise and x + v(x, 0) is the data point predicted from it. A perfect rectified flow gives the mean
    /// of the data for every x.
    /// </summary>
    public static TranslationOutput DataFromNoise() => new("x + v(x, 0)", 0, (x, v) => x + v);

    /// <summary>x + (1-t)·v(x, t), the data point predicted near the clean end; every gradient is multiplied by 1-t.</summary>
    /// <param name="time">t in [0, 1].</param>
    public static TranslationOutput DataFromEnd(double time = 0.95) =>
        new("x + (1-t)·v(x, t)", Checked(time), (x, v) => x + (1 - time) * v);

    /// <summary>The translations of points, [batch, …], with gradients.</summary>
    /// <param name="network">Maps points [batch, …] and times [batch] to velocities.</param>
    /// <param name="x">Points of the source domain, [batch, …].</param>
    public Tensor Of(nn.Module<Tensor, Tensor, Tensor> network, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(x);
        return _read(x, network.call(x, torch.full([x.shape[0]], Time, dtype: x.dtype, device: x.device)));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static double Checked(double time) => time >= 0 && time <= 1
        ? time
        : throw new ArgumentOutOfRangeException(nameof(time), time, "The time must lie in [0, 1].");
}
