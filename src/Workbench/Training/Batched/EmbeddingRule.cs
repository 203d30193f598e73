using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// Embeddings of several networks as one table <c>[K·count, width]</c>, indices moved to the part of their network. A
/// maximal norm and gradients scaled by frequency are not carried over; the padding row is.
/// </summary>
internal static class EmbeddingRule
{
    public static void Register() => BatchRules.Add<Embedding>((layer, stacked) =>
    {
        var table = stacked["weight"];
        var rows = table.shape[1];
        var padding = PaddingRow(layer);
        return index =>
        {
            var first = torch.arange(stacked.Count, dtype: ScalarType.Int64, device: index.device) * rows;
            var moved = index.to_type(ScalarType.Int64) + first.reshape([stacked.Count, .. Enumerable.Repeat(1L, (int)index.dim() - 1)]);
            var values = table.flatten(0, 1).index_select(0, moved.flatten()).reshape([.. index.shape, table.shape[2]]);
            return padding is { } row ? torch.where(index.eq(row).unsqueeze(-1), values.detach(), values) : values;
        };
    });

    // The index whose row is not trained is no public option of the layer; the gradient of a look-up of every row shows it.
    private static long? PaddingRow(Embedding layer)
    {
        var weight = layer.weight!;
        if (!weight.requires_grad) return null;
        using var withGrad = torch.enable_grad();
        using var scope = torch.NewDisposeScope();
        var all = layer.call(torch.arange(weight.shape[0], dtype: ScalarType.Int64, device: weight.device));
        var gradient = torch.autograd.grad([all.sum()], [weight])[0];
        if (gradient.is_sparse) gradient = gradient.to_dense();
        var untouched = gradient.sum(1).eq(0).nonzero().flatten();
        return untouched.numel() == 0 ? null : untouched[0].item<long>();
    }
}
