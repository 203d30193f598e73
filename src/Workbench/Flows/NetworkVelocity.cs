using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The velocity field of a time-conditioned network: its output, read as a velocity.</summary>
public class NetworkVelocity : VelocityField
{
    /// <summary>Reads the outputs of a network as velocities.</summary>
    /// <param name="network">Maps points [batch, …] and times [batch] or scalar to outputs of the points' shape.</param>
    /// <param name="interpolant">The interpolant of its training; linear by default.</param>
    /// <param name="prediction">What the network predicts; the velocity by default.</param>
    public NetworkVelocity(nn.Module<Tensor, Tensor, Tensor> network, Interpolant? interpolant = null, Prediction? prediction = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        Interpolant = interpolant ?? Interpolant.Linear;
        Prediction = prediction ?? Prediction.Velocity;
    }

    /// <summary>The network.</summary>
    public nn.Module<Tensor, Tensor, Tensor> Network { get; }

    /// <summary>The interpolant that the network is trained on.</summary>
    public Interpolant Interpolant { get; }

    /// <summary>What the network predicts.</summary>
    public Prediction Prediction { get; }

    /// <inheritdoc/>
    public override Tensor Velocity(Tensor x, Tensor t) => Prediction.ToVelocity(Network.call(x, t), x, t, Interpolant);
}
