using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Encoder layers one after the other, all beginning as copies of one.</summary>
public sealed class TransformerEncoder : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>,
    nn.IModule<Tensor, Tensor>
{
    /// <summary>The nonlinearity of the feed-forward blocks.</summary>
    public enum Activations
    {
        ReLU = 0,
        GELU = 1,
    }

    private readonly ModuleList<TransformerEncoderLayer> layers;
    private readonly LayerNorm? norm;

    internal TransformerEncoder(TransformerEncoderLayer layer, long num_layers, LayerNorm? norm = null) : base(nameof(TransformerEncoder))
    {
        Require.NotNegative(num_layers);
        layers = new ModuleList<TransformerEncoderLayer>();
        for (var i = 0L; i < num_layers; i++) layers.Add(layer.Clone());
        register_module("layers", layers);
        this.norm = norm;
        if (norm is not null) register_module("norm", norm);
    }

    /// <summary>[length, batch, features] to the same.</summary>
    public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask)
    {
        if (Hooked(src, src_mask, src_key_padding_mask, out var hooked)) return hooked;
        using var scope = NewDisposeScope();
        var x = src;
        foreach (var layer in layers) x = layer.call(x, src_mask, src_key_padding_mask);
        return (norm is null ? ReferenceEquals(x, src) ? x.alias() : x : norm.call(x)).MoveToOuterDisposeScope();
    }

    public Tensor call(Tensor src, Tensor? src_mask) => base.call(src, src_mask, null);

    public Tensor call(Tensor src) => base.call(src, null, null);
}

/// <summary>Decoder layers one after the other, all beginning as copies of one.</summary>
public sealed class TransformerDecoder : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>,
    nn.IModule<Tensor, Tensor, Tensor>
{
    private readonly ModuleList<TransformerDecoderLayer> layers;
    private readonly LayerNorm? norm;

    internal TransformerDecoder(TransformerDecoderLayer layer, long num_layers, LayerNorm? norm = null) : base(nameof(TransformerDecoder))
    {
        Require.NotNegative(num_layers);
        layers = new ModuleList<TransformerDecoderLayer>();
        for (var i = 0L; i < num_layers; i++) layers.Add(layer.Clone());
        register_module("layers", layers);
        this.norm = norm;
        if (norm is not null) register_module("norm", norm);
    }

    public override Tensor forward(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null,
        Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
    {
        if (Hooked(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask, out var hooked)) return hooked;
        using var scope = NewDisposeScope();
        var x = tgt;
        foreach (var layer in layers)
            x = layer.call(x, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
        return (norm is null ? ReferenceEquals(x, tgt) ? x.alias() : x : norm.call(x)).MoveToOuterDisposeScope();
    }

    public new Tensor call(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null,
        Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
        => base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

    public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);
}

/// <summary>Encoder and decoder (Vaswani et al., arXiv:1706.03762).</summary>
public sealed class Transformer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly TransformerEncoder encoder;
    private readonly TransformerDecoder decoder;

    internal Transformer(long d_model, long nhead, long num_encoder_layers, long num_decoder_layers, long dim_feedforward,
        double dropout, nn.Activations activation) : base(nameof(Transformer))
    {
        using (var layer = new TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, activation))
            encoder = new TransformerEncoder(layer, num_encoder_layers, LayerNorm(d_model));
        using (var layer = new TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, activation))
            decoder = new TransformerDecoder(layer, num_decoder_layers, LayerNorm(d_model));
        register_module("encoder", encoder);
        register_module("decoder", decoder);
        foreach (var parameter in parameters())
            if (parameter.ndim > 1) init.xavier_uniform_(parameter);
    }

    /// <summary>Sources and targets [length, batch, features] to outputs of the targets' shape.</summary>
    public override Tensor forward(Tensor src, Tensor tgt)
        => Hooked(src, tgt, out var hooked) ? hooked : Run(src, tgt, null, null, null, null, null, null);

    public Tensor call(Tensor src, Tensor tgt, Tensor? src_mask, Tensor? tgt_mask = null, Tensor? memory_mask = null,
        Tensor? src_key_padding_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
        => Run(src, tgt, src_mask, tgt_mask, memory_mask, src_key_padding_mask, tgt_key_padding_mask, memory_key_padding_mask);

    private Tensor Run(Tensor src, Tensor tgt, Tensor? src_mask, Tensor? tgt_mask, Tensor? memory_mask,
        Tensor? src_key_padding_mask, Tensor? tgt_key_padding_mask, Tensor? memory_key_padding_mask)
    {
        using var memory = encoder.call(src, src_mask, src_key_padding_mask);
        return decoder.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
    }
}
