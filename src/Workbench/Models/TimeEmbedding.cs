using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The time features of image networks: sines and cosines of 1000·t at geometrically spaced frequencies, through two
/// linear layers with SiLU between them.
/// </summary>
public sealed class TimeEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly long _frequencies;
    private readonly Sequential _layers;

    /// <summary>An embedding of a given width.</summary>
    /// <param name="frequencies">Number of frequencies.</param>
    /// <param name="width">Width of the embedding.</param>
    public TimeEmbedding(long frequencies, long width)
        : base(nameof(TimeEmbedding))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frequencies, 1);
        _frequencies = frequencies;
        _layers = nn.Sequential(nn.Linear(2 * frequencies, width), nn.SiLU(), nn.Linear(width, width));
        RegisterComponents();
    }

    /// <summary>Embeds times.</summary>
    /// <param name="t">Times in [0, 1], [batch].</param>
    /// <returns>[batch, width].</returns>
    public override Tensor forward(Tensor t)
    {
        // exp(-ln(10000)·k/n): from one turn in 1000·t down to a ten-thousandth of it.
        var exponents = torch.arange(_frequencies, dtype: t.dtype, device: t.device) * (-Math.Log(10_000) / _frequencies);
        var angles = t.reshape(-1, 1) * 1000 * exponents.exp();
        return _layers.call(torch.cat([angles.sin(), angles.cos()], 1));
    }
}
