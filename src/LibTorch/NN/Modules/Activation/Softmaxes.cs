using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>exp(x) divided by its sum along a dimension.</summary>
public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
{
    internal Softmax(long dim) : base(nameof(Softmax))
    {
        this.dim = dim;
    }

    public long dim { get; set; }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : functional.softmax(tensor, dim);
}

/// <summary>softmax over the channels of [N, C, H, W] or [C, H, W].</summary>
public sealed class Softmax2d : ParameterLessModule<Tensor, Tensor>
{
    internal Softmax2d() : base(nameof(Softmax2d)) { }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : functional.softmax2d(tensor);
}

/// <summary>softmax(−x) along a dimension.</summary>
public sealed class Softmin : ParameterLessModule<Tensor, Tensor>
{
    internal Softmin(long dim) : base(nameof(Softmin))
    {
        this.dim = dim;
    }

    public long dim { get; set; }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : functional.softmin(tensor, dim);
}

/// <summary>log(softmax(x)) along a dimension.</summary>
public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
{
    internal LogSoftmax(long dim) : base(nameof(LogSoftmax))
    {
        this.dim = dim;
    }

    public long dim { get; set; }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.log_softmax(tensor, dim);
}

/// <summary>a · sigmoid(b) for the halves a and b of the input along a dimension.</summary>
public sealed class GLU : ParameterLessModule<Tensor, Tensor>
{
    internal GLU(long dim) : base(nameof(GLU))
    {
        this.dim = dim;
    }

    public long dim { get; set; }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : functional.glu(tensor, dim);
}
