using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Training;

/// <summary>
/// Rules for torch.nn's transformer layers. Networks that write attention themselves (linear layers and
/// <c>scaled_dot_product_attention</c>, batch first) need none.
/// </summary>
public static class AttentionRules
{
    /// <summary>
    /// The rule of <c>nn.TransformerEncoderLayer</c> without masks, <c>[length, batch, features]</c>, whose options cannot be
    /// read off the layer: <c>AttentionRules.AddEncoderLayer(heads: 4, dropout: 0.1)</c> before the networks are batched.
    /// </summary>
    /// <param name="heads">Heads of the layers.</param>
    /// <param name="activation">Their nonlinearity.</param>
    /// <param name="dropout">Their dropout, the draws of which differ from those of a layer alone.</param>
    public static void AddEncoderLayer(long heads, nn.Activations activation = nn.Activations.ReLU, double dropout = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        if (!(dropout >= 0 && dropout < 1))
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "A dropout lies in [0, 1).");
        BatchRules.Add<TransformerEncoderLayer>((_, stacked) => x =>
        {
            Tensor Linear(Tensor input, string name) => LinearRules.Product(input, stacked[name + "weight"], stacked.Find(name + "bias"));
            Tensor Drop(Tensor input) => DropoutRule.Drop(input, dropout, stacked);
            Tensor Norm(Tensor input, string name) => torch.addcmul(
                stacked.Trailing(name + ".bias", 4)!, functional.layer_norm(input, [input.shape[^1]]), stacked.Trailing(name + ".weight", 4)!, 1);

            var attended = Attend(Linear(x, "self_attn.in_proj_"), heads, stacked.Training ? dropout : 0);
            x = Norm(x + Drop(Linear(attended, "self_attn.out_proj.")), "norm1");
            var hidden = Linear(x, "linear1.");
            hidden = activation == nn.Activations.GELU ? functional.gelu(hidden) : functional.relu(hidden);
            return Norm(x + Drop(Linear(Drop(hidden), "linear2.")), "norm2");
        }, batchDimension: 1);
    }

    // Queries, keys and values [K, length, batch, 3·features]; every head of every sample of every network by itself.
    private static Tensor Attend(Tensor projected, long heads, double dropout)
    {
        var (count, length, batch, width) = (projected.shape[0], projected.shape[1], projected.shape[2], projected.shape[3] / 3);
        if (width % heads != 0)
            throw new ArgumentException($"Expected a number of heads that divides {width} features; got {heads}.", nameof(heads));
        var parts = projected.reshape(count, length, batch, 3, heads, width / heads).permute(3, 0, 2, 4, 1, 5).flatten(1, 2);
        var values = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], p: dropout);
        return values.reshape(count, batch, heads, length, width / heads).permute(0, 3, 1, 2, 4).flatten(3, 4);
    }
}
