using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Attention in several subspaces at once (Vaswani et al., arXiv:1706.03762); inputs are [length, batch, features].</summary>
public sealed class MultiheadAttention
    : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
{
    private readonly long width, heads;
    private readonly double dropout;
    private readonly bool addZero;
    private readonly Linear outProjection;

    internal MultiheadAttention(long embedded_dim, long num_heads, double dropout, bool bias, bool add_bias_kv, bool add_zero_attn,
        long kdim, long vdim) : base(nameof(MultiheadAttention))
    {
        if (num_heads <= 0 || embedded_dim % num_heads != 0)
            throw new ArgumentException($"embed_dim ({embedded_dim}) must be divisible by num_heads ({num_heads})", nameof(num_heads));
        width = embedded_dim;
        heads = num_heads;
        this.dropout = functional.Probability(dropout);
        addZero = add_zero_attn;
        var joint = kdim == embedded_dim && vdim == embedded_dim;
        void Matrix(string name, long rows, long columns) => register_parameter(name, Parameter(empty(rows, columns)));
        if (joint) Matrix("in_proj_weight", 3 * width, width);
        else
        {
            Matrix("q_proj_weight", width, width);
            Matrix("k_proj_weight", width, kdim);
            Matrix("v_proj_weight", width, vdim);
        }
        if (bias) register_parameter("in_proj_bias", Parameter(zeros(3 * width)));
        outProjection = Linear(width, width, bias);
        register_module("out_proj", outProjection);
        foreach (var name in joint ? new[] { "in_proj_weight" } : ["q_proj_weight", "k_proj_weight", "v_proj_weight"])
            init.xavier_uniform_(get_parameter(name)!);
        if (outProjection.bias is { } zeroed) init.zeros_(zeroed);
        if (!add_bias_kv) return;
        foreach (var name in new[] { "bias_k", "bias_v" })
            register_parameter(name, Parameter(init.xavier_normal_(empty(1, 1, width))));
    }

    /// <summary>The attended values, and the weights averaged over the heads [batch, length, source] if asked for.</summary>
    /// <param name="query">[length, batch, features].</param>
    /// <param name="key">[source, batch, features].</param>
    /// <param name="value">[source, batch, features].</param>
    /// <param name="key_padding_mask">[batch, source], true where a key is to be ignored.</param>
    /// <param name="need_weights">Whether the weights are returned, rather than null.</param>
    /// <param name="attn_mask">[length, source] or [batch · heads, length, source]: added to the scores, or true where forbidden.</param>
    public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask,
        bool need_weights, Tensor? attn_mask)
    {
        if (Hooked(query, key, value, key_padding_mask, need_weights, attn_mask, out var hooked)) return hooked;
        using var scope = NewDisposeScope();
        var (length, batch) = (query.size(0), query.size(1));
        var (q, k, v) = Project(query, key, value);
        if (get_parameter("bias_k") is { } extraKey)
        {
            k = cat([k, extraKey.repeat(1, batch, 1)], 0);
            v = cat([v, get_parameter("bias_v")!.repeat(1, batch, 1)], 0);
        }
        if (addZero)
        {
            k = cat([k, zeros([1, batch, width], dtype: k.dtype, device: k.device)], 0);
            v = cat([v, zeros([1, batch, width], dtype: v.dtype, device: v.device)], 0);
        }
        var source = k.size(0);
        var mask = Mask(attn_mask, key_padding_mask, batch, length, source, query.dtype);
        var p = training ? dropout : 0;
        Tensor Split(Tensor x) => x.reshape(x.size(0), batch, heads, width / heads).permute(1, 2, 0, 3);
        Tensor? weights = null;
        var attended = need_weights
            ? functional.Attend(Split(q), Split(k), Split(v), mask, p, false, out weights, keepWeights: true)
            : functional.scaled_dot_product_attention(Split(q), Split(k), Split(v), mask, p);
        var output = outProjection.call(attended.permute(2, 0, 1, 3).reshape(length, batch, width));
        return Tuple.Create(output.MoveToOuterDisposeScope(), weights?.mean([1]).MoveToOuterDisposeScope()!);
    }

    public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null,
        bool need_weights = true, Tensor? attn_mask = null)
        => base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

    private (Tensor q, Tensor k, Tensor v) Project(Tensor query, Tensor key, Tensor value)
    {
        var bias = get_parameter("in_proj_bias");
        var joint = get_parameter("in_proj_weight");
        if (joint is not null && ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            var parts = functional.linear(query, joint, bias).chunk(3, -1);
            return (parts[0], parts[1], parts[2]);
        }
        Tensor Part(Tensor input, int place, string name) => functional.linear(input,
            joint?.narrow(0, place * width, width) ?? get_parameter(name)!, bias?.narrow(0, place * width, width));
        return (Part(query, 0, "q_proj_weight"), Part(key, 1, "k_proj_weight"), Part(value, 2, "v_proj_weight"));
    }

    // Both masks as one that is added to the scores [batch, heads, length, source]; what was appended to the keys is open.
    private Tensor? Mask(Tensor? attention, Tensor? padding, long batch, long length, long source, ScalarType dtype)
    {
        Tensor Added(Tensor mask) => mask.dtype is ScalarType.Bool or ScalarType.Byte
            ? zeros(mask.shape, dtype: dtype, device: mask.device).masked_fill(mask.to(ScalarType.Bool), double.NegativeInfinity)
            : mask;
        Tensor Widen(Tensor mask) => mask.size(-1) < source ? functional.pad(mask, [0, source - mask.size(-1)]) : mask;
        Tensor? result = null;
        if (attention is not null)
        {
            result = Widen(Added(attention));
            if (result.ndim == 3) result = result.view(batch, heads, length, source);
        }
        if (padding is null) return result;
        var ignored = Widen(Added(padding)).view(batch, 1, 1, source);
        return result is null ? ignored : result + ignored;
    }
}
