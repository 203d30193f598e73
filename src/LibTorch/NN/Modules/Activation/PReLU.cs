using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>x where positive, else a trained slope · x, with one slope or one a channel.</summary>
public sealed class PReLU : nn.Module<Tensor, Tensor>
{
    private Parameter? slope;

    internal PReLU(long num_parameters, double init, Device? device = null, ScalarType? dtype = null) : base(nameof(PReLU))
    {
        Require.Positive(num_parameters);
        this.num_parameters = num_parameters;
        this.init = init;
        weight = Parameter(full(num_parameters, init, device: device, dtype: dtype));
    }

    public long num_parameters { get; }

    public double init { get; }

    public Parameter weight { get => slope!; set => SetParameter(ref slope, value, nameof(weight)); }

    public override Tensor forward(Tensor tensor) => Hooked(tensor, out var hooked) ? hooked : functional.prelu(tensor, weight);
}
