using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// A small time-conditioned U-Net for images whose sides divide by 4: three resolutions with one residual block each on
/// the way down and up, two in the middle. At the default base of 32 channels it has 1.4 million parameters.
/// </summary>
public sealed class VelocityUNet : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly TimeEmbedding _time;
    private readonly Conv2d _input;
    private readonly ResidualBlock _down1;
    private readonly Conv2d _shrink1;
    private readonly ResidualBlock _down2;
    private readonly Conv2d _shrink2;
    private readonly ResidualBlock _down3;
    private readonly ResidualBlock _middle;
    private readonly ResidualBlock _up3;
    private readonly Conv2d _grow2;
    private readonly ResidualBlock _up2;
    private readonly Conv2d _grow1;
    private readonly ResidualBlock _up1;
    private readonly GroupNorm _outputNorm;
    private readonly Conv2d _output;

    /// <summary>A network with its own seed.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="width">Channels at full resolution, a multiple of 8; the lower resolutions have twice and four times as many.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public VelocityUNet(long channels, int seed, long width = 32)
        : base(nameof(VelocityUNet))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (width < 8 || width % 8 != 0)
            throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be a multiple of 8.");
        var timeWidth = 4 * width;
        _time = new TimeEmbedding(width / 2, timeWidth);
        _input = nn.Conv2d(channels, width, kernel_size: 3, padding: 1);
        _down1 = new ResidualBlock(width, width, timeWidth);
        _shrink1 = nn.Conv2d(width, 2 * width, kernel_size: 3, stride: 2, padding: 1);
        _down2 = new ResidualBlock(2 * width, 2 * width, timeWidth);
        _shrink2 = nn.Conv2d(2 * width, 4 * width, kernel_size: 3, stride: 2, padding: 1);
        _down3 = new ResidualBlock(4 * width, 4 * width, timeWidth);
        _middle = new ResidualBlock(4 * width, 4 * width, timeWidth);
        _up3 = new ResidualBlock(8 * width, 4 * width, timeWidth);
        _grow2 = nn.Conv2d(4 * width, 2 * width, kernel_size: 3, padding: 1);
        _up2 = new ResidualBlock(4 * width, 2 * width, timeWidth);
        _grow1 = nn.Conv2d(2 * width, width, kernel_size: 3, padding: 1);
        _up1 = new ResidualBlock(2 * width, width, timeWidth);
        _outputNorm = nn.GroupNorm(width / 8, width);
        _output = nn.Conv2d(width, channels, kernel_size: 3, padding: 1);
        RegisterComponents();
        UniformInitialisation.Apply(this, seed);
    }

    /// <summary>The network's output at given images and times.</summary>
    /// <param name="x">Images, [batch, channels, height, width], with sides that divide by 4.</param>
    /// <param name="t">Times in [0, 1]: [batch], or a scalar for the whole batch.</param>
    /// <returns>A tensor of the shape of the images.</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public override Tensor forward(Tensor x, Tensor t) => Given(x, t, condition: null);

    /// <summary>The output when a vector, [batch, 4·width], is added to the embedding of the time.</summary>
    internal Tensor Given(Tensor x, Tensor t, Tensor? condition)
    {
        if (x.dim() != 4 || x.shape[2] % 4 != 0 || x.shape[3] % 4 != 0)
            throw new ArgumentException($"Expected images [batch, channels, height, width] whose sides divide by 4; got [{string.Join(", ", x.shape)}].", nameof(x));
        var time = _time.call(t.dim() == 0 ? t.reshape(1).expand(x.shape[0]) : t);
        if (condition is not null)
            time = time + condition;
        var d1 = _down1.call(_input.call(x), time);
        var d2 = _down2.call(_shrink1.call(d1), time);
        var d3 = _down3.call(_shrink2.call(d2), time);
        var u3 = _up3.call(torch.cat([_middle.call(d3, time), d3], 1), time);
        var u2 = _up2.call(torch.cat([_grow2.call(Twice(u3)), d2], 1), time);
        var u1 = _up1.call(torch.cat([_grow1.call(Twice(u2)), d1], 1), time);
        return _output.call(nn.functional.silu(_outputNorm.call(u1)));
    }

    private static Tensor Twice(Tensor x) => nn.functional.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest);
}
