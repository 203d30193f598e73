using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>What encoder and decoder layers share: the feed-forward block, and copying.</summary>
internal sealed class FeedForward
{
    private readonly Linear first, second;
    private readonly Dropout inner;
    private readonly Activations activation;

    public FeedForward(nn.Module owner, long width, long hidden, double dropout, Activations activation)
    {
        if (hidden <= 0) throw new ArgumentOutOfRangeException("dim_feedforward", $"dim_feedforward must be positive, got {hidden}");
        this.activation = activation;
        owner.register_module("linear1", first = Linear(width, hidden));
        owner.register_module("dropout", inner = Dropout(dropout));
        owner.register_module("linear2", second = Linear(hidden, width));
    }

    public Tensor call(Tensor x)
    {
        var hidden = first.call(x);
        hidden = activation == Activations.GELU ? functional.gelu(hidden) : functional.relu(hidden);
        return second.call(inner.call(hidden));
    }

    /// <summary>A layer like another, with equal weights; the generator is left as it was.</summary>
    public static T Copy<T>(T layer, Func<T> make) where T : nn.Module
    {
        using var state = get_rng_state();
        var copy = make();
        set_rng_state(state);
        var source = layer.state_dict();
        var (device, dtype) = (source.Values.First().device, source.Values.First().dtype);
        copy.to(device, dtype);
        copy.load_state_dict(source);
        copy.train(layer.training);
        return copy;
    }
}

/// <summary>Self-attention and a feed-forward block, each added to its input and normalised (Vaswani et al., arXiv:1706.03762).</summary>
public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>,
    nn.IModule<Tensor, Tensor, Tensor, Tensor>
{
    private readonly MultiheadAttention attention;
    private readonly FeedForward block;
    private readonly LayerNorm norm1, norm2;
    private readonly Dropout dropout1, dropout2;
    private readonly Func<TransformerEncoderLayer> again;

    internal TransformerEncoderLayer(long d_model, long nhead, long dim_feedforward, double dropout, Activations activation)
        : base(nameof(TransformerEncoderLayer))
    {
        again = () => new(d_model, nhead, dim_feedforward, dropout, activation);
        register_module("self_attn", attention = MultiheadAttention(d_model, nhead, dropout));
        block = new FeedForward(this, d_model, dim_feedforward, dropout, activation);
        register_module("norm1", norm1 = LayerNorm(d_model));
        register_module("norm2", norm2 = LayerNorm(d_model));
        register_module("dropout1", dropout1 = Dropout(dropout));
        register_module("dropout2", dropout2 = Dropout(dropout));
    }

    /// <summary>[length, batch, features] to the same.</summary>
    public override Tensor forward(Tensor src) => Hooked(src, out var hooked) ? hooked : Run(src, null, null);

    public Tensor call(Tensor src, Tensor? src_mask) => Run(src, src_mask, null);

    public Tensor call(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask) => Run(src, src_mask, src_key_padding_mask);

    internal TransformerEncoderLayer Clone() => FeedForward.Copy(this, again);

    private Tensor Run(Tensor src, Tensor? mask, Tensor? padding)
    {
        using var scope = NewDisposeScope();
        var attended = attention.call(src, src, src, padding, need_weights: false, mask).Item1;
        var middle = norm1.call(src + dropout1.call(attended));
        return norm2.call(middle + dropout2.call(block.call(middle))).MoveToOuterDisposeScope();
    }
}

/// <summary>Self-attention, attention to an encoder's output, and a feed-forward block (Vaswani et al., arXiv:1706.03762).</summary>
public sealed class TransformerDecoderLayer : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>,
    nn.IModule<Tensor, Tensor, Tensor>
{
    private readonly MultiheadAttention self, cross;
    private readonly FeedForward block;
    private readonly LayerNorm norm1, norm2, norm3;
    private readonly Dropout dropout1, dropout2, dropout3;
    private readonly Func<TransformerDecoderLayer> again;

    internal TransformerDecoderLayer(long d_model, long nhead, long dim_feedforward, double dropout, Activations activation)
        : base(nameof(TransformerDecoderLayer))
    {
        again = () => new(d_model, nhead, dim_feedforward, dropout, activation);
        register_module("self_attn", self = MultiheadAttention(d_model, nhead, dropout));
        register_module("multihead_attn", cross = MultiheadAttention(d_model, nhead, dropout));
        block = new FeedForward(this, d_model, dim_feedforward, dropout, activation);
        register_module("norm1", norm1 = LayerNorm(d_model));
        register_module("norm2", norm2 = LayerNorm(d_model));
        register_module("norm3", norm3 = LayerNorm(d_model));
        register_module("dropout1", dropout1 = Dropout(dropout));
        register_module("dropout2", dropout2 = Dropout(dropout));
        register_module("dropout3", dropout3 = Dropout(dropout));
    }

    public override Tensor forward(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask,
        Tensor? tgt_key_padding_mask, Tensor? memory_key_padding_mask)
    {
        if (Hooked(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask, out var hooked)) return hooked;
        using var scope = NewDisposeScope();
        var own = self.call(tgt, tgt, tgt, tgt_key_padding_mask, need_weights: false, tgt_mask).Item1;
        var x = norm1.call(tgt + dropout1.call(own));
        var seen = cross.call(x, memory, memory, memory_key_padding_mask, need_weights: false, memory_mask).Item1;
        x = norm2.call(x + dropout2.call(seen));
        return norm3.call(x + dropout3.call(block.call(x))).MoveToOuterDisposeScope();
    }

    public new Tensor call(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null,
        Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
        => base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

    public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);

    internal TransformerDecoderLayer Clone() => FeedForward.Copy(this, again);
}
