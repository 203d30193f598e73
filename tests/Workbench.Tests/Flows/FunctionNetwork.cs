using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

/// <summary>A network without weights, given by a function of points and times.</summary>
internal sealed class FunctionNetwork(Func<Tensor, Tensor, Tensor> function) : nn.Module<Tensor, Tensor, Tensor>(nameof(FunctionNetwork))
{
    public override Tensor forward(Tensor x, Tensor t) => function(x, t);
}

/// <summary>v = W·x + b at every time, from zero.</summary>
internal sealed class LinearNetwork : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Linear _map;

    public LinearNetwork(long dimension, ScalarType dtype = ScalarType.Float32)
        : base(nameof(LinearNetwork))
    {
        _map = nn.Linear(dimension, dimension, dtype: dtype);
        RegisterComponents();
        using var noGrad = torch.no_grad();
        _map.weight.zero_();
        _map.bias!.zero_();
    }

    public Tensor Weight => _map.weight;

    public Tensor Bias => _map.bias!;

    public override Tensor forward(Tensor x, Tensor t) => _map.call(x);
}
