using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The product of a source with labelled data: pairs carry the labels of their data points.</summary>
public sealed class LabelledCoupling : Coupling
{
    private readonly ISampler _source;
    private readonly Tensor _data;
    private readonly Tensor _labels;

    /// <summary>Draws rows of a data set with their labels, and source points independently of them.</summary>
    /// <param name="source">The law of X_0.</param>
    /// <param name="data">Data points, [count, …]; kept, not copied.</param>
    /// <param name="labels">Their labels or conditions, [count] or [count, …].</param>
    /// <exception cref="ArgumentException">There is no row, or the labels are not one a row.</exception>
    public LabelledCoupling(ISampler source, Tensor data, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(labels);
        if (data.dim() < 2 || data.shape[0] == 0)
            throw new ArgumentException($"Expected data [count, …] with at least one row; got {Batches.Shape(data)}.", nameof(data));
        if (labels.dim() == 0 || labels.shape[0] != data.shape[0])
            throw new ArgumentException($"Expected one label a row for {data.shape[0]} rows; got {Batches.Shape(labels)}.", nameof(labels));
        (_source, _data, _labels) = (source, data, labels);
    }

    /// <inheritdoc/>
    public override string? HostWork => null;

    /// <inheritdoc/>
    internal override bool OnHost => _data.device_type == DeviceType.CPU;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The source gives points of another shape.</exception>
    public override Pairs Draw(long count, Generator generator)
    {
        var x0 = _source.Sample(count, generator);
        using var index = TensorSampler.Draw(_data.shape[0], count, generator, _data.device);
        var x1 = _data.index_select(0, index);
        Batches.RequirePaired(x0, x1, "data");
        return new Pairs(x0, x1) { Labels = _labels.index_select(0, index) };
    }
}
