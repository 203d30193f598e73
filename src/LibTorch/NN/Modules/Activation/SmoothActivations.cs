using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>x · Φ(x), with the normal distribution function Φ, exactly or by its tanh approximation.</summary>
public sealed class GELU : ParameterLessModule<Tensor, Tensor>
{
    /// <summary>How Φ is computed.</summary>
    public enum Approximate
    {
        none,
        tanh,
    }

    internal GELU(bool inplace, Approximate approximate) : base(nameof(GELU))
    {
        this.inplace = inplace;
        this.approximate = approximate;
    }

    public bool inplace { get; set; }

    public Approximate approximate { get; set; }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.gelu(tensor, approximate, inplace);
}

/// <summary>x · sigmoid(x).</summary>
public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
{
    internal SiLU(bool inplace) : base(nameof(SiLU))
    {
        this.inplace = inplace;
    }

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : functional.silu(tensor, inplace);
}

/// <summary>x · tanh(softplus(x)).</summary>
public sealed class Mish : ParameterLessModule<Tensor, Tensor>
{
    internal Mish(bool inplace) : base(nameof(Mish))
    {
        this.inplace = inplace;
    }

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : functional.mish(tensor, inplace);
}

/// <summary>log(1 + exp(beta · x)) / beta, and x itself where beta · x exceeds the threshold.</summary>
public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
{
    internal Softplus(double beta, double threshold) : base(nameof(Softplus))
    {
        this.beta = beta;
        this.threshold = threshold;
    }

    public double beta { get; set; }

    public double threshold { get; set; }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.softplus(tensor, beta, threshold);
}

/// <summary>1 / (1 + exp(−x)).</summary>
public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
{
    internal Sigmoid(bool inplace) : base(nameof(Sigmoid))
    {
        this.inplace = inplace;
    }

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.sigmoid(tensor, inplace);
}

/// <summary>log(sigmoid(x)).</summary>
public sealed class LogSigmoid : ParameterLessModule<Tensor, Tensor>
{
    internal LogSigmoid() : base(nameof(LogSigmoid)) { }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : functional.logsigmoid(tensor);
}

/// <summary>Hyperbolic tangent.</summary>
public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
{
    internal Tanh(bool inplace) : base(nameof(Tanh))
    {
        this.inplace = inplace;
    }

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : functional.tanh(tensor, inplace);
}

/// <summary>x / (1 + |x|).</summary>
public sealed class Softsign : ParameterLessModule<Tensor, Tensor>
{
    internal Softsign(bool inplace) : base(nameof(Softsign))
    {
        this.inplace = inplace;
    }

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.softsign(tensor, inplace);
}
