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
        Features = inputSize;
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
    public long Features { get; }
    public long Layers { get; }
    public long Hidden { get; }
    public bool HasBias { get; }
    public bool BatchFirst { get; }
    public double Dropout { get; }
    public bool Bidirectional { get; }

    private long Directions => Bidirectional ? 2 : 1;

    /// <summary>
    /// Refuses an input or a first state of other sizes before libtorch sees them: the LSTM of some releases takes them without a word.
    /// </summary>
    /// <exception cref="TorchException">The input or a state has another shape.</exception>
    public void Check(Tensor input, params ReadOnlySpan<Tensor?> states)
    {
        if (input.ndim is not (2 or 3) || input.size(-1) != Features)
        {
            var expected = BatchFirst ? "batch, length" : "length, batch";
            throw new TorchException($"Expected an input [{expected}, {Features}], or [length, {Features}] without a batch; got {Shape(input)}.");
        }
        CheckStates(input.ndim == 2 ? [Directions * Layers, Hidden] : [Directions * Layers, input.size(BatchFirst ? 0 : 1), Hidden], states);
    }

    /// <summary>The same for packed sequences.</summary>
    /// <exception cref="TorchException">The input or a state has another shape.</exception>
    public void Check(PackedSequence input, params ReadOnlySpan<Tensor?> states)
    {
        if (input.data.ndim != 2 || input.data.size(-1) != Features)
            throw new TorchException($"Expected packed sequences of {Features} features, [steps, {Features}]; got {Shape(input.data)}.");
        CheckStates([Directions * Layers, input.batch_sizes[0].item<long>(), Hidden], states);
    }

    private static void CheckStates(ReadOnlySpan<long> expected, ReadOnlySpan<Tensor?> states)
    {
        foreach (var state in states)
            if (state is not null && !expected.SequenceEqual(state.shape))
                throw new TorchException($"Expected a first state [{string.Join(", ", expected.ToArray())}] (layers × directions, batch, hidden size); got {Shape(state)}.");
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

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
