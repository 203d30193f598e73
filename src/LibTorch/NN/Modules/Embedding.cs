using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Rows of a table of trained vectors: indices of any shape in, [..., dim] out.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long? paddingIndex;
    private readonly double? maxNorm;
    private readonly double normType;
    private readonly bool scaleByFrequency, sparse;
    private Parameter? table;

    internal Embedding(long num_embeddings, long embedding_dims, long? padding_idx, double? max_norm, double norm_type,
        bool scale_grad_by_freq, bool sparse, Device? device, ScalarType? dtype)
        : this(Draw(num_embeddings, embedding_dims, padding_idx, device, dtype), padding_idx, max_norm, norm_type,
            scale_grad_by_freq, sparse)
    {
    }

    internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq,
        bool sparse) : base(nameof(Embedding))
    {
        paddingIndex = functional.RowIndex(padding_idx, weight.shape[0]);
        maxNorm = max_norm;
        normType = norm_type;
        scaleByFrequency = scale_grad_by_freq;
        this.sparse = sparse;
        this.weight = weight;
    }

    /// <summary>[number of rows, dim].</summary>
    public Parameter? weight { get => table; set => SetParameter(ref table, value, nameof(weight)); }

    public override Tensor forward(Tensor input) => Hooked(input, out var hooked) ? hooked
        : functional.embedding(input, table!, paddingIndex, maxNorm, normType, scaleByFrequency, sparse);

    internal static Parameter Draw(long rows, long dims, long? paddingIndex, Device? device, ScalarType? dtype)
    {
        Require.NotNegative(rows, "num_embeddings");
        Require.NotNegative(dims, "embedding_dims");
        var weight = Parameter(empty(rows, dims, device: device, dtype: dtype));
        init.normal_(weight);
        if (functional.RowIndex(paddingIndex, rows) is { } row)
        {
            using var guard = no_grad();
            using var vector = weight.select(0, row);
            vector.zero_();
        }
        return weight;
    }
}

/// <summary>Sums, means or maxima of bags of rows of a table.</summary>
public sealed class EmbeddingBag : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
{
    private readonly double? maxNorm;
    private readonly double normType;
    private readonly bool scaleByFrequency, sparse, includeLastOffset;
    private readonly long paddingIndex;
    private readonly EmbeddingBagMode mode;
    private Parameter? table;

    internal EmbeddingBag(Parameter weight, double? max_norm, double norm_type, bool scale_grad_by_freq, EmbeddingBagMode mode,
        bool sparse, bool include_last_offset, long padding_index) : base(nameof(EmbeddingBag))
    {
        maxNorm = max_norm;
        normType = norm_type;
        scaleByFrequency = scale_grad_by_freq;
        this.sparse = sparse;
        this.mode = mode;
        includeLastOffset = include_last_offset;
        paddingIndex = padding_index;
        this.weight = weight;
    }

    /// <summary>[number of rows, dim].</summary>
    public Parameter? weight { get => table; set => SetParameter(ref table, value, nameof(weight)); }

    public override Tensor forward(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
    {
        if (Hooked(input, offsets, perSampleWeights, out var hooked)) return hooked;
        return functional.embedding_bag(input, table!, offsets, maxNorm, normType, scaleByFrequency, mode, sparse,
            perSampleWeights, includeLastOffset, paddingIndex < 0 ? null : paddingIndex);
    }

    public new Tensor call(Tensor input, Tensor? offsets, Tensor? perSampleWeights) => base.call(input, offsets, perSampleWeights);

    public Tensor call(Tensor input, Tensor offsets) => base.call(input, offsets, null);

    public Tensor call(Tensor input) => base.call(input, null, null);
}
