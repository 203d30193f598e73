using System.Globalization;
using System.Text;

namespace TorchSharp.Printing;

/// <summary>Writes tensors as text in one of TorchSharp's styles; long rows and columns are shortened.</summary>
internal sealed class TensorPrinter
{
    private readonly torch.Tensor tensor;
    private readonly long[] shape;
    private readonly torch.ScalarType dtype;
    private readonly string format;
    private readonly CultureInfo culture;
    private readonly string newLine;
    private readonly Func<long, string> element;

    /// <param name="corners">Reads only what <see cref="Numpy"/> prints, however large the tensor is.</param>
    public TensorPrinter(torch.Tensor tensor, string format, CultureInfo? culture, string newLine, bool corners = false)
    {
        this.tensor = tensor;
        this.format = format;
        this.culture = culture ?? CultureInfo.CurrentCulture;
        this.newLine = newLine;
        shape = tensor.shape;
        dtype = tensor.dtype;
        element = corners && shape.Length > 0 ? CornerReader() : Reader(tensor);
    }

    /// <summary>The element at an offset into the values row by row; of a tensor read by its corners, only where it was read.</summary>
    public string At(long offset) => element(offset);

    /// <summary>The indices that are shown of a dimension: all, or the first and the last.</summary>
    public static long[] Shown(long size, int limit)
    {
        int trailing = limit / 2, leading = limit - trailing;
        return size <= limit
            ? [.. Enumerable.Range(0, (int)size).Select(i => (long)i)]
            : [.. Enumerable.Range(0, leading).Select(i => (long)i), .. Enumerable.Range(0, trailing).Select(i => size - trailing + i)];
    }

    public static string Metadata(torch.Tensor tensor) =>
        $"[{string.Join('x', tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";

    /// <summary>Nested brackets, rows on lines of their own, as NumPy prints.</summary>
    public string Numpy()
    {
        var s = new StringBuilder();
        WriteNested(s, 0, 0, new Style("[", "]", "", "", Indent: shape.Length, Rows: newLine, ElideComma: false), first: true);
        return s.ToString();
    }

    /// <summary>Shape and type, then the values as a C# array initialiser.</summary>
    public string CSharp()
    {
        var (keyword, suffix) = dtype switch
        {
            torch.ScalarType.Bool => ("bool", ""),
            torch.ScalarType.Byte => ("byte", ""),
            torch.ScalarType.Int8 => ("sbyte", ""),
            torch.ScalarType.Int16 => ("short", ""),
            torch.ScalarType.Int32 => ("int", ""),
            torch.ScalarType.Int64 => ("long", "L"),
            torch.ScalarType.Float32 => ("float", "f"),
            torch.ScalarType.Float64 => ("double", ""),
            torch.ScalarType.BFloat16 => ("bfloat16", "f"),
            torch.ScalarType.Float16 => ("float16", "f"),
            torch.ScalarType.ComplexFloat32 => ("complex32", ""),
            _ => ("complex64", ""),
        };
        var s = new StringBuilder(Metadata(tensor)).Append(", value = ");
        if (shape.Length == 0) return s.Append(element(0)).ToString();
        bool several = shape.Length > 1;
        if (several) s.Append(newLine);
        s.Append(keyword).Append(" [").Append(',', shape.Length - 1).Append("] ");
        if (!several)
        {
            WriteNested(s, 0, 0, new Style("{", "}", suffix, ",", 1, newLine, ElideComma: true), first: true);
            return s.ToString();
        }
        s.Append('{').Append(newLine).Append(' ');
        WriteChildren(s, 0, 0, new Style("{", "}", suffix, ",", shape.Length, newLine, ElideComma: true));
        return s.Append(newLine).Append('}').ToString();
    }

    /// <summary>Shape and type, then every matrix with aligned columns, as Julia prints.</summary>
    public string Julia(int width)
    {
        var s = new StringBuilder(Metadata(tensor));
        if (shape.Length == 0) return s.Append(", value = ").Append(element(0)).ToString();
        if (shape.Length <= 2)
        {
            s.Append(newLine);
            WriteMatrix(s, 0, shape.Length == 1 ? 1 : shape[0], shape[^1], width);
            return s.ToString();
        }
        long matrix = shape[^1] * shape[^2];
        long count = 1;
        foreach (var size in shape.AsSpan()[..^2]) count *= size;
        for (long m = 0; m < count; m++)
        {
            var index = new long[shape.Length - 2];
            for (long d = index.Length - 1, rest = m; d >= 0; rest /= shape[d--]) index[d] = rest % shape[d];
            s.Append(newLine).Append('[').Append(string.Join(',', index)).Append(",..,..] =").Append(newLine);
            WriteMatrix(s, m * matrix, shape[^2], shape[^1], width);
        }
        return s.ToString();
    }

    private sealed record Style(string Open, string Close, string Suffix, string RowEnd, int Indent, string Rows, bool ElideComma);

    private void WriteNested(StringBuilder s, int dim, long offset, Style style, bool first)
    {
        if (!first) s.Append(' ', style.Indent - (shape.Length - dim));
        if (dim == shape.Length)
        {
            s.Append(element(offset));
            return;
        }
        s.Append(style.Open);
        WriteChildren(s, dim, offset, style);
        s.Append(style.Close);
    }

    private void WriteChildren(StringBuilder s, int dim, long offset, Style style)
    {
        long size = shape[dim];
        long step = 1;
        for (int d = dim + 1; d < shape.Length; d++) step *= shape[d];
        bool row = dim == shape.Length - 1;
        int limit = row ? torch.maxColumns : torch.maxRows;
        int trailing = limit / 2, leading = limit - trailing;
        for (long i = 0; i < size; i++)
        {
            if (size > limit && i == leading)
            {
                if (row) s.Append("... ");
                else
                {
                    s.Append(' ', style.Indent - (shape.Length - dim)).Append(" ...");
                    AppendRows(s, style, dim);
                }
                i = size - trailing;
            }
            if (row)
            {
                s.Append(element(offset + i)).Append(style.Suffix);
                if (i < size - 1) s.Append(", ");
            }
            else
            {
                WriteNested(s, dim + 1, offset + i * step, style, first: i == 0);
                if (i == size - 1) continue;
                s.Append(style.RowEnd);
                AppendRows(s, style, dim);
            }
        }
    }

    // NumPy separates blocks by one more line for every dimension inside them.
    private void AppendRows(StringBuilder s, Style style, int dim)
    {
        int lines = style.ElideComma ? 1 : shape.Length - dim - 1;
        for (int i = 0; i < lines; i++) s.Append(style.Rows);
    }

    private void WriteMatrix(StringBuilder s, long offset, long rows, long columns, int width)
    {
        var cells = new List<string>[rows];
        for (long r = 0; r < rows; r++)
        {
            cells[r] = [];
            int room = width;
            for (long c = 0; c < columns; c++)
            {
                var text = element(offset + r * columns + c);
                if (room - text.Length - 4 < 0) break;
                cells[r].Add(text);
                room -= text.Length + 1;
            }
        }
        int shown = rows == 0 ? 0 : cells.Min(row => row.Count);
        var space = Enumerable.Range(0, shown).Select(c => cells.Max(row => row[c].Length)).ToArray();
        foreach (var row in cells)
        {
            for (int c = 0; c < shown; c++) s.Append(' ').Append(row[c].PadLeft(space[c]));
            if (shown < columns) s.Append(" ...");
            s.Append(newLine);
        }
    }

    /// <summary>Copies the corners only, the longest dimensions first, so that little is ever in memory twice.</summary>
    private Func<long, string> CornerReader()
    {
        using var _ = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var kept = shape.Select((size, dim) => Shown(size, dim == shape.Length - 1 ? torch.maxColumns : torch.maxRows)).ToArray();
        var small = tensor.detach();
        foreach (var dim in Enumerable.Range(0, shape.Length).Where(dim => kept[dim].Length < shape[dim]).OrderByDescending(dim => shape[dim]))
        {
            int leading = kept[dim].Length - kept[dim].Length / 2;
            long trailing = kept[dim].Length - leading;
            small = torch.cat([small.narrow(dim, 0, leading), small.narrow(dim, shape[dim] - trailing, trailing)], dim);
        }
        var at = Reader(small);
        return offset =>
        {
            long place = 0, step = 1;
            for (int dim = shape.Length - 1; dim >= 0; offset /= shape[dim--])
            {
                place += step * Array.BinarySearch(kept[dim], offset % shape[dim]);
                step *= kept[dim].Length;
            }
            return at(place);
        };
    }

    private Func<long, string> Reader(torch.Tensor tensor)
    {
        using var _ = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var dense = tensor.detach().cpu();
        if (dense.is_sparse) dense = dense.to_dense();
        dense = dense.resolve_conj().resolve_neg().contiguous();
        string Complex(double re, double im, Func<double, string> text) =>
            im == 0 ? text(re) : (re != 0 ? text(re) + "+" : "") + text(im) + "i";
        switch (dtype)
        {
            case torch.ScalarType.Bool: return Of(dense.data<bool>().ToArray(), v => v.ToString(culture));
            case torch.ScalarType.Float32: return Of(dense.data<float>().ToArray(), v => v.ToString(format, culture));
            case torch.ScalarType.Float64: return Of(dense.data<double>().ToArray(), v => v.ToString(format, culture));
            case torch.ScalarType.Float16:
            case torch.ScalarType.BFloat16: return Of(dense.to(torch.ScalarType.Float32).data<float>().ToArray(), v => v.ToString(format, culture));
            case torch.ScalarType.ComplexFloat32: return Of(dense.data<(float Re, float Im)>().ToArray(), v => Complex(v.Re, v.Im, x => ((float)x).ToString(format, culture)));
            case torch.ScalarType.ComplexFloat64: return Of(dense.data<System.Numerics.Complex>().ToArray(), v => Complex(v.Real, v.Imaginary, x => x.ToString(format, culture)));
            default: return Of(dense.to(torch.ScalarType.Int64).data<long>().ToArray(), v => v.ToString(culture));
        }

        static Func<long, string> Of<T>(T[] values, Func<T, string> text) => i => text(values[i]);
    }
}
