using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Base of the padding layers.</summary>
public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
{
    private readonly PaddingModes mode;

    protected PadBase(string name, PaddingModes mode, double value, params long[] padding) : base(name)
    {
        this.mode = mode;
        this.value = value;
        this.padding = padding;
    }

    /// <summary>Pairs (before, after), from the last dimension to the first.</summary>
    public long[] padding { get; set; }

    public double value { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.pad(input, padding, mode, value);
}

/// <summary>Pads [N, C, L] with a value.</summary>
public sealed class ConstantPad1d : PadBase
{
    internal ConstantPad1d(double value, params long[] padding) : base(nameof(ConstantPad1d), PaddingModes.Constant, value, padding) { }
}

/// <summary>Pads [N, C, H, W] with a value.</summary>
public sealed class ConstantPad2d : PadBase
{
    internal ConstantPad2d(double value, params long[] padding) : base(nameof(ConstantPad2d), PaddingModes.Constant, value, padding) { }
}

/// <summary>Pads [N, C, D, H, W] with a value.</summary>
public sealed class ConstantPad3d : PadBase
{
    internal ConstantPad3d(double value, params long[] padding) : base(nameof(ConstantPad3d), PaddingModes.Constant, value, padding) { }
}

/// <summary>Pads [N, C, L] with the image mirrored at the border pixel.</summary>
public sealed class ReflectionPad1d : PadBase
{
    internal ReflectionPad1d(params long[] padding) : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, padding) { }
}

/// <summary>Pads [N, C, H, W] with the image mirrored at the border pixel.</summary>
public sealed class ReflectionPad2d : PadBase
{
    internal ReflectionPad2d(params long[] padding) : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding) { }
}

/// <summary>Pads [N, C, D, H, W] with the image mirrored at the border pixel.</summary>
public sealed class ReflectionPad3d : PadBase
{
    internal ReflectionPad3d(params long[] padding) : base(nameof(ReflectionPad3d), PaddingModes.Reflect, 0, padding) { }
}

/// <summary>Pads [N, C, L] with copies of the border pixel.</summary>
public sealed class ReplicationPad1d : PadBase
{
    internal ReplicationPad1d(params long[] padding) : base(nameof(ReplicationPad1d), PaddingModes.Replicate, 0, padding) { }
}

/// <summary>Pads [N, C, H, W] with copies of the border pixel.</summary>
public sealed class ReplicationPad2d : PadBase
{
    internal ReplicationPad2d(params long[] padding) : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding) { }
}

/// <summary>Pads [N, C, D, H, W] with copies of the border pixel.</summary>
public sealed class ReplicationPad3d : PadBase
{
    internal ReplicationPad3d(params long[] padding) : base(nameof(ReplicationPad3d), PaddingModes.Replicate, 0, padding) { }
}

/// <summary>Pads [N, C, H, W] with zeros.</summary>
public sealed class ZeroPad2d : PadBase
{
    internal ZeroPad2d(params long[] padding) : base(nameof(ZeroPad2d), PaddingModes.Zeros, 0, padding) { }
}
