using TorchSharp;
using TorchSharp.Modules;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Linear layers of several networks as one batched matrix product.</summary>
internal static class LinearRules
{
    public static void Register()
    {
        BatchRules.Add<Linear>((_, stacked) =>
        {
            var (weight, bias) = (stacked["weight"], stacked.Find("bias"));
            return x => Product(x, weight, bias);
        });
        BatchRules.Add<PReLU>((_, stacked) => x =>
        {
            var slope = x.dim() < 3 || stacked["weight"].shape[1] == 1
                ? stacked["weight"].reshape([stacked.Count, .. Enumerable.Repeat(1L, (int)x.dim() - 1)])
                : stacked.Channels("weight", x.dim())!;
            return nn.functional.relu(x) + slope * x.NotAbove(0);
        });
    }

    /// <summary>x·Wᵀ + b for each network: <c>[K, …, in]</c> with weights <c>[K, out, in]</c> gives <c>[K, …, out]</c>.</summary>
    public static Tensor Product(Tensor x, Tensor weight, Tensor? bias)
    {
        var shape = x.shape;
        var rows = x.dim() == 3 ? x : x.reshape([shape[0], shape[1..^1].Aggregate(1L, (a, b) => a * b), shape[^1]]);
        var transposed = weight.transpose(1, 2);
        var y = bias is null ? rows.bmm(transposed) : bias.unsqueeze(1).baddbmm(rows, transposed);
        return x.dim() == 3 ? y : y.reshape([.. shape[..^1], weight.shape[1]]);
    }
}
