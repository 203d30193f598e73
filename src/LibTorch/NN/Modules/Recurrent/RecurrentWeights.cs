using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>What RNN, LSTM and GRU share: their weights under PyTorch's names, and the states they begin with.</summary>
internal sealed class RecurrentWeights
{
    public RecurrentWeights(Action<string, Parameter> register, int gates, long inputSize, long hiddenSize, long numLayers, bool bias,
        bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
    {
        Require.NotNegative(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numLayers);
        Layers = numLayers;
        Hidden = hiddenSize;
        HasBias = bias;
        BatchFirst = batchFirst;
        Dropout = functional.Probability(dropout);
        Bidirectional = bidirectional;
        var list = new List<Parameter>();
        void Add(string name, params long[] shape)
        {
            list.Add(Parameter(empty(shape, device: device, dtype: dtype)));
            register(name, list[^1]);
        }

        for (var layer = 0L; layer < numLayers; layer++)
            foreach (var suffix in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                Add($"weight_ih_l{layer}{suffix}", gates * hiddenSize, layer == 0 ? inputSize : hiddenSize * Directions);
                Add($"weight_hh_l{layer}{suffix}", gates * hiddenSize, hiddenSize);
                if (!bias) continue;
                Add($"bias_ih_l{layer}{suffix}", gates * hiddenSize);
                Add($"bias_hh_l{layer}{suffix}", gates * hiddenSize);
            }
        All = [.. list];
        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in list) init.uniform_(parameter, -bound, bound);
    }

    public Tensor[] All { get; }
    public long Layers { get; }
    public long Hidden { get; }
    public bool HasBias { get; }
    public bool BatchFirst { get; }
    public double Dropout { get; }
    public bool Bidirectional { get; }

    private long Directions => Bidirectional ? 2 : 1;

    /// <summary>A state of zeros for an input [length, batch, features] (or batch first), or [length, features].</summary>
    public Tensor Zeros(Tensor input) => input.ndim == 2
        ? zeros([Directions * Layers, Hidden], dtype: input.dtype, device: input.device)
        : zeros([Directions * Layers, input.size(BatchFirst ? 0 : 1), Hidden], dtype: input.dtype, device: input.device);

    /// <summary>A state of zeros for packed sequences.</summary>
    public Tensor Zeros(PackedSequence input)
        => zeros([Directions * Layers, input.batch_sizes[0].item<long>(), Hidden], dtype: input.data.dtype, device: input.data.device);

    /// <summary>Runs an operator that wants a batch on an input that may have none.</summary>
    public (Tensor, Tensor) Batched(Tensor input, Tensor state, Func<Tensor, Tensor, (Tensor, Tensor)> run)
    {
        if (input.ndim != 2) return run(input, state);
        var dim = BatchFirst ? 0 : 1;
        var (output, last) = run(input.unsqueeze(dim), state.unsqueeze(1));
        return (output.squeeze(dim), last.squeeze(1));
    }

    /// <summary>A state for packed sequences in their order, longest first; or, with the inverse, back in the batch's.</summary>
    public static Tensor Permute(Tensor state, Tensor? order) => order is null ? state : state.index_select(1, order);

    public static PackedSequence Repack(Tensor data, PackedSequence like)
        => new(data, like.batch_sizes.alias(), like.Order?.alias(), like.InverseOrder?.alias());
}
