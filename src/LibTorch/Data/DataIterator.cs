using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Data;

/// <summary>Images <c>[B, C, H, W]</c> with their classes, int64 <c>[B]</c>, in batches, of which the last may be smaller. Every loop over it begins anew.</summary>
public class DataIterator : IDisposable, IEnumerable<(Tensor data, Tensor target)>
{
    private readonly Tensor images, labels;
    private readonly long batch;
    private readonly bool shuffle;
    private readonly (float Mean, float Deviation)? scale;

    internal DataIterator(Tensor images, Tensor labels, long batchSize, bool shuffle, (float, float)? scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        (this.images, this.labels, batch, this.shuffle, this.scale) = (images.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), batchSize, shuffle, scale);
        // libtorch's sampler draws an order when it is made and another when its first loop is prepared: a seed gives the same orders as there.
        for (int i = 0; i < 2; i++) Order();
    }

    /// <summary>The number of images.</summary>
    public long Size() => labels.shape[0];

    /// <summary>The batches; the order is drawn at once, with torch's own generator.</summary>
    public IEnumerator<(Tensor data, Tensor target)> GetEnumerator() => Batches(Order()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private long[]? Order()
    {
        if (!shuffle) return null;
        using var order = randperm(Size(), device: CPU);
        return order.data<long>().ToArray();
    }

    private IEnumerable<(Tensor, Tensor)> Batches(long[]? order)
    {
        for (long start = 0; start < Size(); start += batch) yield return Batch(order, start, Math.Min(batch, Size() - start));
    }

    private (Tensor, Tensor) Batch(long[]? order, long start, long length)
    {
        using var scope = NewDisposeScope();
        Tensor Rows(Tensor all) => order is null ? all.narrow(0, start, length).clone() : all.index_select(0, frombuffer(order, ScalarType.Int64, length, start));
        var data = Rows(images).to(float32).div_(255);
        if (scale is var (mean, deviation)) data.sub_(tensor(mean, CPU)).div_(tensor(deviation, CPU));
        return (data.MoveToOuterDisposeScope(), Rows(labels).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the images and classes; batches that were given out stay.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        images.Dispose();
        labels.Dispose();
    }
}
