using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>The gate of an <see cref="XUnit"/>.</summary>
public enum XUnitGate
{
    /// <summary>exp(-d²), the paper's.</summary>
    Gaussian,

    /// <summary>σ(d), the official code's.</summary>
    Sigmoid,
}

/// <summary>The layers before the gate of an <see cref="XUnit"/>.</summary>
public enum XUnitForm
{
    /// <summary>Normalisation, ReLU, depthwise convolution, normalisation.</summary>
    Full,

    /// <summary>Depthwise convolution, normalisation (xUnitS).</summary>
    Slim,

    /// <summary>1×1 convolution, normalisation, ReLU, depthwise convolution, normalisation (xUnitD).</summary>
    Dense,
}

/// <summary>
/// xUnit (arXiv 1711.06445): x ⊙ g(d), d from the neighbourhood of every place by a depthwise convolution: an activation with memory of its
/// surroundings, k²+1 weights a channel where a 3×3 layer has 9·channels.
/// </summary>
/// <remarks>Batch normalisation is part of the unit and follows the module's training mode.</remarks>
public sealed class XUnit : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly XUnitGate _gate;

    /// <summary>A unit; whoever holds it draws its weights.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="kernel">k, odd; 9 in the paper, 7 in the code.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="form">The layers before it.</param>
    /// <param name="normalised">Whether it has batch normalisations.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kernel is even or below 1, or there is no channel.</exception>
    public XUnit(long channels, int kernel = 9, XUnitGate gate = XUnitGate.Gaussian, XUnitForm form = XUnitForm.Full, bool normalised = true)
        : base(nameof(XUnit))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (kernel < 1 || kernel % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "The kernel must be odd, so that images keep their size.");
        _gate = gate;
        var layers = new List<Module<Tensor, Tensor>>();
        void Normalise()
        {
            if (normalised)
                layers.Add(BatchNorm2d(channels));
        }

        if (form == XUnitForm.Dense)
            layers.Add(Conv2d(channels, channels, 1L));
        if (form != XUnitForm.Slim)
        {
            Normalise();
            layers.Add(ReLU());
        }

        layers.Add(Conv2d(channels, channels, (long)kernel, padding: kernel / 2, groups: channels));
        Normalise();
        features = Sequential(layers);
        RegisterComponents();
    }

    /// <summary>The gated images.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <returns>[N, C, H, W].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var d = features.call(input);
        return (input * (_gate == XUnitGate.Gaussian ? (-d.square()).exp() : torch.sigmoid(d))).MoveToOuterDisposeScope();
    }
}
