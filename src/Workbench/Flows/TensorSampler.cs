using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The empirical law of a stored data set: draws its rows with replacement.</summary>
public sealed class TensorSampler : ISampler
{
    private readonly Tensor _data;

    /// <summary>The law of the rows of a tensor.</summary>
    /// <param name="data">[count, …]; kept, not copied.</param>
    /// <exception cref="ArgumentException">There is no row.</exception>
    public TensorSampler(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.dim() < 2 || data.shape[0] == 0)
            throw new ArgumentException($"Expected a batch [count, …] with at least one row; got {Batches.Shape(data)}.", nameof(data));
        _data = data;
    }

    /// <summary>The number of stored rows.</summary>
    public long Count => _data.shape[0];

    /// <summary>Whether the rows lie in CPU memory.</summary>
    internal bool OnHost => _data.device_type == DeviceType.CPU;

    /// <inheritdoc/>
    public Tensor Sample(long count, Generator generator) => _data.index_select(0, Draw(Count, count, generator, _data.device));

    /// <summary>Indices below <paramref name="rows"/>, drawn with replacement, on the device of the data.</summary>
    internal static Tensor Draw(long rows, long count, Generator generator, Device device)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Batches.RequirePositive(count, nameof(count));
        var own = HostGenerators.Of(generator, device);
        return torch.randint(rows, [count], dtype: ScalarType.Int64, device: own.device, generator: own).to(device);
    }
}
