using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Samples that are the rows of tensors with equally many rows.</summary>
public class TensorDataset : utils.data.IterableDataset
{
    private readonly Tensor[] columns;

    internal TensorDataset(Tensor[] tensors)
    {
        if (tensors is null || tensors.Length == 0) throw new ArgumentNullException(nameof(tensors));
        var rows = tensors.Select(tensor => tensor.ndim == 0 ? -1 : tensor.shape[0]).ToArray();
        if (rows[0] < 0 || rows.Any(count => count != rows[0]))
            throw new ArgumentException("All tensors must have the same first dimension size, got " +
                string.Join(", ", tensors.Select(tensor => $"[{string.Join(", ", tensor.shape)}]")), nameof(tensors));
        columns = [.. tensors.Select(tensor => tensor.alias().DetachFromDisposeScope())];
        Count = rows[0];
    }

    public override long Count { get; }

    /// <summary>One row of each tensor.</summary>
    public IList<Tensor> this[long index] => [.. columns.Select(column => column.select(0, index))];

    public override IList<Tensor> GetTensor(long index) => this[index];

    /// <summary>Several rows of each tensor in one operation.</summary>
    internal IList<Tensor> Rows(long[] indices, Device device)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(indices);
        return [.. columns.Select(column => column.index_select(0, rows.to(column.device)).to(device).MoveToOuterDisposeScope())];
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var column in columns) column.Dispose();
    }
}
