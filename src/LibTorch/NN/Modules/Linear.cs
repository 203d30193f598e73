using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>x · weightᵀ + bias, for inputs [..., in] and outputs [..., out].</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    private Parameter? ownBias;
    private Parameter? ownWeight;

    internal Linear(Parameter weight, Parameter? bias = null) : base(nameof(Linear))
    {
        ArgumentNullException.ThrowIfNull(weight);
        in_features = weight.shape[1];
        out_features = weight.shape[0];
        this.weight = weight;
        this.bias = bias;
    }

    internal Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
        : base(nameof(Linear))
    {
        Require.NotNegative(inputSize);
        Require.NotNegative(outputSize);
        in_features = inputSize;
        out_features = outputSize;
        weight = Parameter(empty(outputSize, inputSize, device: device, dtype: dtype));
        if (hasBias) bias = Parameter(empty(outputSize, device: device, dtype: dtype));
        init.kaiming_uniform_(weight, a: Math.Sqrt(5));
        init.BiasOf(bias, weight);
    }

    public long in_features { get; set; }

    public long out_features { get; set; }

    /// <summary>[out, in].</summary>
    public Parameter weight { get => ownWeight!; set => SetParameter(ref ownWeight, value, nameof(weight)); }

    /// <summary>[out], or null.</summary>
    public Parameter? bias { get => ownBias; set => SetParameter(ref ownBias, value, nameof(bias)); }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.linear(tensor, ownWeight!, ownBias);
}

/// <summary>x1ᵀ · weight · x2 + bias, one matrix an output feature.</summary>
public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
{
    private Parameter? ownBias;
    private Parameter? ownWeight;

    internal Bilinear(long in1_features, long in2_features, long out_features, bool hasBias = true, Device? device = null,
        ScalarType? dtype = null) : base(nameof(Bilinear))
    {
        Require.Positive(in1_features);
        Require.Positive(in2_features);
        Require.Positive(out_features);
        this.in1_features = in1_features;
        this.in2_features = in2_features;
        this.out_features = out_features;
        var bound = 1 / Math.Sqrt(in1_features);
        weight = Parameter(empty(out_features, in1_features, in2_features, device: device, dtype: dtype));
        if (hasBias) bias = Parameter(empty(out_features, device: device, dtype: dtype));
        init.uniform_(weight, -bound, bound);
        if (bias is not null) init.uniform_(bias, -bound, bound);
    }

    public long in1_features { get; set; }

    public long in2_features { get; set; }

    public long out_features { get; set; }

    /// <summary>[out, in1, in2].</summary>
    public Parameter weight { get => ownWeight!; set => SetParameter(ref ownWeight, value, nameof(weight)); }

    /// <summary>[out], or null.</summary>
    public Parameter? bias { get => ownBias; set => SetParameter(ref ownBias, value, nameof(bias)); }

    public override Tensor forward(Tensor input1, Tensor input2)
        => Hooked(input1, input2, out var hooked) ? hooked : functional.bilinear(input1, input2, weight, bias);
}

/// <summary>Returns its input.</summary>
public sealed class Identity : ParameterLessModule<Tensor, Tensor>
{
    internal Identity() : base(nameof(Identity)) { }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : tensor.alias();
}
