using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The velocity field of a time-conditioned network: its output, read as a velocity.</summary>
/// <remarks>
/// On the CPU and without gradients, large batches of an <see cref="ISamplewiseNetwork"/> are evaluated part by part, each of a size that
/// the processor's cache holds.
/// </remarks>
public class NetworkVelocity : VelocityField
{
    // A megabyte of float32, about what a core's own cache holds.
    private const long CachedValues = 1 << 18;

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
    public override Tensor Velocity(Tensor x, Tensor t) => Prediction.ToVelocity(Output(x, t), x, t, Interpolant);

    private Tensor Output(Tensor x, Tensor t)
    {
        var parts = Network is ISamplewiseNetwork samplewise && x.device.type == DeviceType.CPU && !torch.is_grad_enabled()
            ? x.shape[0] * samplewise.LayerSize / (CachedValues * torch.get_num_threads())
            : 0;
        if (parts < 2)
            return Network.call(x, t);
        using var scope = torch.NewDisposeScope();
        var size = (x.shape[0] + parts - 1) / parts;
        var outputs = new List<Tensor>();
        for (var start = 0L; start < x.shape[0]; start += size)
        {
            using var part = torch.NewDisposeScope();
            var count = Math.Min(size, x.shape[0] - start);
            var times = t.dim() > 0 && t.shape[0] == x.shape[0] ? t.narrow(0, start, count) : t;
            outputs.Add(Network.call(x.narrow(0, start, count), times).MoveToOuterDisposeScope());
        }

        return torch.cat(outputs).MoveToOuterDisposeScope();
    }
}
