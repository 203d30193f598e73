using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Training;

/// <summary>
/// Normalisations of several networks: layer and group normalisation are the same for every sample and scaled per network;
/// batch normalisation takes the networks' channels side by side, so that each has its own statistics.
/// </summary>
internal static class NormalisationRules
{
    public static void Register()
    {
        BatchRules.Add<LayerNorm>((layer, stacked) => x => Affine(
            functional.layer_norm(x, layer.normalized_shape, eps: layer.eps),
            stacked.Trailing("weight", x.dim()), stacked.Trailing("bias", x.dim())));
        BatchRules.Add<GroupNorm>((layer, stacked) => x => Affine(
            functional.group_norm(x.flatten(0, 1), layer.num_groups, eps: layer.eps).reshape(x.shape),
            stacked.Channels("weight", x.dim()), stacked.Channels("bias", x.dim())));
        BatchRules.Add<RootMeanSquareNorm>((layer, stacked) => x => layer.Unscaled(x) * stacked.Trailing("_scale", x.dim())!);
        BatchRules.Add<BatchNorm1d>(Batch);
        BatchRules.Add<BatchNorm2d>(Batch);
        BatchRules.Add<BatchNorm3d>(Batch);
    }

    private static Func<Tensor, Tensor> Batch(BatchNorm layer, StackedLayer stacked)
    {
        var (mean, variance, batches) = (stacked.Find("running_mean"), stacked.Find("running_var"), stacked.Find("num_batches_tracked"));
        var tracks = mean is not null;
        return x =>
        {
            var momentum = layer.momentum ?? 0;
            if (stacked.Training && batches is not null)
            {
                using var noGrad = torch.no_grad();
                batches.add_(1);
                // Without a momentum the statistics are the mean of all batches.
                if (layer.momentum is null) momentum = 1 / batches[0].to_type(ScalarType.Float64).item<double>();
            }

            var y = functional.batch_norm(
                Channels.Together(x), mean?.view(-1), variance?.view(-1), stacked.Find("weight")?.flatten(), stacked.Find("bias")?.flatten(),
                stacked.Training || !tracks, momentum, layer.eps);
            return Channels.Apart(y, stacked.Count);
        };
    }

    private static Tensor Affine(Tensor y, Tensor? weight, Tensor? bias) => (weight, bias) switch
    {
        (null, null) => y,
        ({ } w, null) => y * w,
        (null, { } b) => y + b,
        ({ } w, { } b) => torch.addcmul(b, y, w, 1),
    };
}
