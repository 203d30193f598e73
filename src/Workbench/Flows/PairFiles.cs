using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Stored pairs on disk, streamed: two NumPy files <c>x0.npy</c> and <c>x1.npy</c> of float32 rows in one folder, written batch by batch and
/// read by row, so that more pairs than fit into memory can be made once and trained on.
/// </summary>
public static class PairFiles
{
    // So many bytes hold any shape; NumPy allows padding.
    private const int HeaderBytes = 128;

    /// <summary>Writes the pairs that batches bring, until they end; nothing stays behind when writing is interrupted.</summary>
    /// <param name="folder">The folder, made when it is not there; its former pairs are replaced at the end.</param>
    /// <param name="batches">Pairs of equal row shapes; each batch is released once written.</param>
    /// <returns>The number of pairs.</returns>
    /// <exception cref="ArgumentException">There is no pair, or a batch has other rows than the first.</exception>
    public static long Write(string folder, IEnumerable<Pairs> batches)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(batches);
        Directory.CreateDirectory(folder);
        var count = 0L;
        long[]? row = null;
        using (var source = new FileStream(Temporary(folder, "x0"), FileMode.Create))
        using (var data = new FileStream(Temporary(folder, "x1"), FileMode.Create))
        {
            source.Position = data.Position = HeaderBytes;
            foreach (var batch in batches)
            {
                Batches.RequirePaired(batch.X0, batch.X1, nameof(batches));
                row ??= batch.X0.shape[1..];
                if (!row.AsSpan().SequenceEqual(batch.X0.shape.AsSpan(1)))
                    throw new ArgumentException($"Expected rows of the shape [{string.Join(", ", row)}] in every batch; got {Batches.Shape(batch.X0)}.", nameof(batches));
                Append(source, batch.X0);
                Append(data, batch.X1);
                count += batch.X0.shape[0];
                batch.X0.Dispose();
                batch.X1.Dispose();
            }

            if (row is null)
                throw new ArgumentException("Expected at least one batch of pairs; got none.", nameof(batches));
            WriteHeader(source, [count, .. row]);
            WriteHeader(data, [count, .. row]);
        }

        // x1 last: Open looks for it, so that half a pair of files is never read.
        File.Delete(Path.Combine(folder, "x1.npy"));
        File.Move(Temporary(folder, "x0"), Path.Combine(folder, "x0.npy"), overwrite: true);
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

        var (shape, offset0) = ReadHeader(first);
        var (other, offset1) = ReadHeader(second);
        if (!shape.AsSpan().SequenceEqual(other))
            throw new InvalidDataException($"The stored pairs do not match: x0.npy is [{string.Join(", ", shape)}] and x1.npy [{string.Join(", ", other)}].");
        return new StreamedCoupling(shape, (first, offset0), (second, offset1));
    }

    private static string Temporary(string folder, string name) => Path.Combine(folder, $".{name}.npy.part");

    private static void Append(Stream stream, Tensor batch)
    {
        using var scope = torch.NewDisposeScope();
        stream.Write(MemoryMarshal.AsBytes<float>(batch.detach().to(ScalarType.Float32, torch.CPU).contiguous().data<float>().ToArray()));
    }

    private static void WriteHeader(Stream stream, IEnumerable<long> shape)
    {
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}";
        var header = Encoding.ASCII.GetBytes(text.PadRight(HeaderBytes - 11) + "\n");
        stream.Position = 0;
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(header);
    }

    private static (long[] Shape, long Offset) ReadHeader(string file)
    {
        using var stream = File.OpenRead(file);
        var start = new byte[10];
        if (stream.ReadAtLeast(start, 10, throwOnEndOfStream: false) < 10 || start[0] != 0x93 || Encoding.ASCII.GetString(start, 1, 5) != "NUMPY" || start[6] != 1)
            throw new InvalidDataException($"'{file}' is not a NumPy file of version 1.");
        var header = new byte[start[8] + (start[9] << 8)];
        stream.ReadExactly(header);
        var text = Encoding.ASCII.GetString(header);
        if (!text.Contains("'<f4'", StringComparison.Ordinal) || !text.Contains("'fortran_order': False", StringComparison.Ordinal))
            throw new InvalidDataException($"'{file}' does not hold float32 values by row: its header is {text.Trim()}.");
        var inner = text[(text.IndexOf('(') + 1)..text.IndexOf(')')];
        long[] shape = [.. inner.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
        var wanted = shape.Aggregate(4L, (product, size) => checked(product * size));
        if (shape.Length < 2 || shape[0] == 0 || stream.Length - stream.Position < wanted)
            throw new InvalidDataException($"'{file}' is cut short: [{string.Join(", ", shape)}] takes {wanted} bytes; it has {stream.Length - stream.Position}.");
        return (shape, stream.Position);
    }
}

/// <summary>Pairs in files, drawn by index with replacement and read when drawn.</summary>
public sealed class StreamedCoupling : Coupling, IDisposable
{
    private readonly long[] _shape;
    private readonly int _row;
    private readonly (MemoryMappedFile File, MemoryMappedViewAccessor View, long Offset) _source;
    private readonly (MemoryMappedFile File, MemoryMappedViewAccessor View, long Offset) _data;

    internal StreamedCoupling(long[] shape, (string Path, long Offset) source, (string Path, long Offset) data)
    {
        _shape = shape;
        _row = (int)shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        _source = Map(source.Path, source.Offset);
        _data = Map(data.Path, data.Offset);
    }

    /// <summary>The number of stored pairs.</summary>
    public long Count => _shape[0];

    /// <inheritdoc/>
    /// <remarks>The pairs are on the generator's device.</remarks>
    public override Pairs Draw(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        using var index = TensorSampler.Draw(Count, count, generator, torch.CPU);
        var rows = index.data<long>().ToArray();
        return new Pairs(Read(_source, rows, generator.device), Read(_data, rows, generator.device));
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _source.View.Dispose();
        _source.File.Dispose();
        _data.View.Dispose();
        _data.File.Dispose();
    }

    private Tensor Read((MemoryMappedFile File, MemoryMappedViewAccessor View, long Offset) from, long[] rows, Device device)
    {
        var values = new float[rows.Length * _row];
        for (var i = 0; i < rows.Length; i++)
            from.View.ReadArray(from.Offset + 4L * _row * rows[i], values, i * _row, _row);
        return torch.tensor(values, [rows.Length, .. _shape[1..]], device: device);
    }

    private static (MemoryMappedFile, MemoryMappedViewAccessor, long) Map(string path, long offset)
    {
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        return (file, file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), offset);
    }
}
