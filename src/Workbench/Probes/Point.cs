using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Probes;

/// <summary>
/// A place inside a network where probes can look and write: it passes its input on. A module puts one wherever a value of interest is no
/// module's output (the attention pattern, the gate of a feed-forward layer); the field's name becomes the name of the point.
/// </summary>
public sealed class Point : Module<Tensor, Tensor>
{
    /// <summary>A point.</summary>
    public Point()
        : base(nameof(Point))
    {
    }

    /// <summary>The input itself.</summary>
    public override Tensor forward(Tensor input) => input;
}
