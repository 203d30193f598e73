using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// A residual block of the U-Net: twice normalise (groups of 8 channels), SiLU, 3×3 convolution; the time embedding is
/// added between the two.
/// </summary>
public sealed class ResidualBlock : nn.Module<Tensor, Tensor, Tensor>
{
    private const long ChannelsPerGroup = 8;
    private readonly GroupNorm _firstNorm;
    private readonly Conv2d _first;
    private readonly Linear _time;
    private readonly GroupNorm _secondNorm;
    private readonly Conv2d _second;
    private readonly Conv2d? _skip;

    /// <summary>A block between two numbers of channels, both multiples of 8.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="timeWidth">Width of the time embedding.</param>
    public ResidualBlock(long inputs, long outputs, long timeWidth)
        : base(nameof(ResidualBlock))
    {
        _firstNorm = nn.GroupNorm(inputs / ChannelsPerGroup, inputs);
        _first = nn.Conv2d(inputs, outputs, kernel_size: 3, padding: 1);
        _time = nn.Linear(timeWidth, outputs);
        _secondNorm = nn.GroupNorm(outputs / ChannelsPerGroup, outputs);
        _second = nn.Conv2d(outputs, outputs, kernel_size: 3, padding: 1);
        _skip = inputs == outputs ? null : nn.Conv2d(inputs, outputs, kernel_size: 1);
        RegisterComponents();
    }

    /// <summary>The block's output.</summary>
    /// <param name="x">[batch, inputs, height, width].</param>
    /// <param name="time">Time embedding, [batch, timeWidth].</param>
    /// <returns>[batch, outputs, height, width].</returns>
    public override Tensor forward(Tensor x, Tensor time)
    {
        var h = _first.call(nn.functional.silu(_firstNorm.call(x)));
        h = h + _time.call(nn.functional.silu(time)).unsqueeze(2).unsqueeze(3);
        h = _second.call(nn.functional.silu(_secondNorm.call(h)));
        return h + (_skip is null ? x : _skip.call(x));
    }
}
