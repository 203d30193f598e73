using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Stored pairs on disk, streamed: two NumPy files <c>x0.npy</c> and <c>x1.npy</c> of float32 rows in one folder, and a third,
/// <c>labels.npy</c>, where the pairs have labels (int64) or conditions (float32); written batch by batch and read by row, so that more pairs
/// than fit into memory can be made once and trained on.
/// </summary>
public static class PairFiles
{
    // So many bytes hold any shape; NumPy allows padding.
    private const int HeaderBytes = 128;

    /// <summary>Writes the pairs that batches bring, until they end; nothing stays behind when writing is interrupted.</summary>
    /// <param name="folder">The folder, made when it is not there; its former pairs are replaced at the end.</param>
    /// <param name="batches">Pairs of equal row shapes; each batch is released once written.</param>
    /// <returns>The number of pairs.</returns>
    /// <exception cref="ArgumentException">There is no pair, or a batch has other rows or labels than the first.</exception>
    public static long Write(string folder, IEnumerable<Pairs> batches)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(batches);
        Directory.CreateDirectory(folder);
        var count = 0L;
        long[]? row = null;
        (long[] Row, bool Whole)? label = null;
        using (var source = new FileStream(Temporary(folder, "x0"), FileMode.Create))
        using (var data = new FileStream(Temporary(folder, "x1"), FileMode.Create))
        using (var labels = new FileStream(Temporary(folder, "labels"), FileMode.Create))
        {
            source.Position = data.Position = labels.Position = HeaderBytes;
            foreach (var batch in batches)
            {
                Batches.RequirePaired(batch.X0, batch.X1, nameof(batches));
                row ??= batch.X0.shape[1..];
                if (!row.AsSpan().SequenceEqual(batch.X0.shape.AsSpan(1)))
                    throw new ArgumentException($"Expected rows of the shape [{string.Join(", ", row)}] in every batch; got {Batches.Shape(batch.X0)}.", nameof(batches));
                var given = batch.Labels is { } l ? (l.shape[1..], !l.is_floating_point()) : ((long[] Row, bool Whole)?)null;
                if (count == 0)
                    label = given;
                else if (!SameLabels(label, given))
                    throw new ArgumentException($"Expected {Describe(label)} in every batch, as in the first; got {Describe(given)}.", nameof(batches));
                Append(source, batch.X0, whole: false);
                Append(data, batch.X1, whole: false);
                if (batch.Labels is not null)
                    Append(labels, batch.Labels, label!.Value.Whole);
                count += batch.X0.shape[0];
                batch.X0.Dispose();
                batch.X1.Dispose();
                batch.Labels?.Dispose();
            }

            if (row is null)
                throw new ArgumentException("Expected at least one batch of pairs; got none.", nameof(batches));
            WriteHeader(source, [count, .. row], whole: false);
            WriteHeader(data, [count, .. row], whole: false);
            if (label is { } kept)
                WriteHeader(labels, [count, .. kept.Row], kept.Whole);
        }

        // x1 last: Open looks for it, so that half a pair of files is never read.
        File.Delete(Path.Combine(folder, "x1.npy"));
        File.Move(Temporary(folder, "x0"), Path.Combine(folder, "x0.npy"), overwrite: true);
        if (label is null)
        {
            File.Delete(Temporary(folder, "labels"));
            File.Delete(Path.Combine(folder, "labels.npy"));
        }
        else
        {
            File.Move(Temporary(folder, "labels"), Path.Combine(folder, "labels.npy"), overwrite: true);
        }

        File.Move(Temporary(folder, "x1"), Path.Combine(folder, "x1.npy"));
        return count;
    }

    /// <summary>Opens stored pairs; rows are read from disk when they are drawn.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="FileNotFoundException">There are no pairs.</exception>
    /// <exception cref="InvalidDataException">A file is no NumPy file of float32 rows, or is cut short, or the two do not match.</exception>
    public static StreamedCoupling Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var (first, second) = (Path.Combine(folder, "x0.npy"), Path.Combine(folder, "x1.npy"));
        foreach (var file in (string[])[second, first])
        {
            if (!File.Exists(file))
                throw new FileNotFoundException($"There are no stored pairs in '{folder}': {Path.GetFileName(file)} is missing.", file);
        }

        var (source, data) = (ReadHeader(first, labels: false), ReadHeader(second, labels: false));
        if (!source.Shape.AsSpan().SequenceEqual(data.Shape))
            throw new InvalidDataException(
                $"The stored pairs do not match: x0.npy is [{string.Join(", ", source.Shape)}] and x1.npy [{string.Join(", ", data.Shape)}].");
        var third = Path.Combine(folder, "labels.npy");
        var labels = File.Exists(third) ? ReadHeader(third, labels: true) : null;
        if (labels is not null && labels.Shape[0] != source.Shape[0])
            throw new InvalidDataException($"The stored pairs do not match: there are {source.Shape[0]} of them and {labels.Shape[0]} labels.");
        return new StreamedCoupling(source, data, labels);
    }

    private static string Temporary(string folder, string name) => Path.Combine(folder, $".{name}.npy.part");

    private static void Append(Stream stream, Tensor batch, bool whole)
    {
        using var scope = torch.NewDisposeScope();
        var values = batch.detach().to(whole ? ScalarType.Int64 : ScalarType.Float32, torch.CPU).contiguous();
        stream.Write(whole ? MemoryMarshal.AsBytes<long>(values.data<long>().ToArray()) : MemoryMarshal.AsBytes<float>(values.data<float>().ToArray()));
    }

    private static bool SameLabels((long[] Row, bool Whole)? one, (long[] Row, bool Whole)? other)
        => one is { } a && other is { } b ? a.Whole == b.Whole && a.Row.AsSpan().SequenceEqual(b.Row) : one is null && other is null;

    private static string Describe((long[] Row, bool Whole)? label)
        => label is { } l ? $"labels of {(l.Whole ? "whole" : "floating-point")} numbers with rows of the shape [{string.Join(", ", l.Row)}]" : "no labels";

    private static void WriteHeader(Stream stream, IEnumerable<long> shape, bool whole)
    {
        var text = $"{{'descr': '{(whole ? "<i8" : "<f4")}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}";
        var header = Encoding.ASCII.GetBytes(text.PadRight(HeaderBytes - 11) + "\n");
        stream.Position = 0;
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(header);
    }

    private static StoredRows ReadHeader(string file, bool labels)
    {
        using var stream = File.OpenRead(file);
        var start = new byte[10];
        if (stream.ReadAtLeast(start, 10, throwOnEndOfStream: false) < 10 || start[0] != 0x93 || Encoding.ASCII.GetString(start, 1, 5) != "NUMPY" || start[6] != 1)
            throw new InvalidDataException($"'{file}' is not a NumPy file of version 1.");
        var header = new byte[start[8] + (start[9] << 8)];
        stream.ReadExactly(header);
        var text = Encoding.ASCII.GetString(header);
        var whole = labels && text.Contains("'<i8'", StringComparison.Ordinal);
        if (!(whole || text.Contains("'<f4'", StringComparison.Ordinal)) || !text.Contains("'fortran_order': False", StringComparison.Ordinal))
            throw new InvalidDataException($"'{file}' does not hold {(labels ? "int64 or float32" : "float32")} values by row: its header is {text.Trim()}.");
        var inner = text[(text.IndexOf('(') + 1)..text.IndexOf(')')];
        long[] shape = [.. inner.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
        var wanted = shape.Aggregate(whole ? 8L : 4L, (product, size) => checked(product * size));
        if (shape.Length < (labels ? 1 : 2) || shape[0] == 0 || stream.Length - stream.Position < wanted)
            throw new InvalidDataException($"'{file}' is cut short: [{string.Join(", ", shape)}] takes {wanted} bytes; it has {stream.Length - stream.Position}.");
        return new StoredRows(file, stream.Position, shape, whole);
    }
}

/// <summary>Where the rows of a file lie, and what they are: int64 or float32.</summary>
internal sealed record StoredRows(string Path, long Offset, long[] Shape, bool Whole);

/// <summary>Pairs in files, drawn by index with replacement and read when drawn.</summary>
public sealed class StreamedCoupling : Coupling, IDisposable
{
    private readonly MappedRows _source;
    private readonly MappedRows _data;
    private readonly MappedRows? _labels;

    internal StreamedCoupling(StoredRows source, StoredRows data, StoredRows? labels)
    {
        Count = source.Shape[0];
        (_source, _data, _labels) = (new MappedRows(source), new MappedRows(data), labels is null ? null : new MappedRows(labels));
    }

    /// <summary>The number of stored pairs.</summary>
    public long Count { get; }

    /// <inheritdoc/>
    public override string? HostWork => "pairs are read from files";

    /// <inheritdoc/>
    /// <remarks>The pairs are on the generator's device.</remarks>
    public override Pairs Draw(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        using var index = TensorSampler.Draw(Count, count, generator, torch.CPU);
        var rows = index.data<long>().ToArray();
        return new Pairs(_source.Read(rows, generator.device), _data.Read(rows, generator.device)) { Labels = _labels?.Read(rows, generator.device) };
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _source.Dispose();
        _data.Dispose();
        _labels?.Dispose();
    }

    private sealed class MappedRows : IDisposable
    {
        private readonly StoredRows _stored;
        private readonly int _row;
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;

        public MappedRows(StoredRows stored)
        {
            _stored = stored;
            _row = (int)stored.Shape.Skip(1).Aggregate(1L, (product, size) => product * size);
            _file = MemoryMappedFile.CreateFromFile(stored.Path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }

        public Tensor Read(long[] rows, Device device)
        {
            long[] shape = [rows.Length, .. _stored.Shape[1..]];
            return _stored.Whole
                ? torch.tensor(Values<long>(rows, 8), shape, device: device)
                : torch.tensor(Values<float>(rows, 4), shape, device: device);
        }

        public void Dispose()
        {
            _view.Dispose();
            _file.Dispose();
        }

        private T[] Values<T>(long[] rows, long size)
            where T : struct
        {
            var values = new T[rows.Length * _row];
            for (var i = 0; i < rows.Length; i++)
                _view.ReadArray(_stored.Offset + size * _row * rows[i], values, i * _row, _row);
            return values;
        }
    }
}
