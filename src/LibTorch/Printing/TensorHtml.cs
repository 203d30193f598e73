using System.Globalization;
using System.Net;
using System.Text;

namespace TorchSharp.Printing;

/// <summary>
/// A tensor as HTML: shape, dtype, device and range, a histogram, the picture it seems to be, its values. What this costs does not grow
/// with the tensor: statistics are of at most 2²¹ evenly spaced elements, values are read where they are printed. No gradient is recorded.
/// </summary>
internal static class TensorHtml
{
    private const int MostCells = 8;

    public static string Of(torch.Tensor tensor)
    {
        if (tensor.IsInvalid) return "<div class=\"dni-plaintext\"><pre>(disposed tensor)</pre></div>";
        using var _ = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var html = new StringBuilder("<div class=\"wb-tensor\"><div>").Append(Headline(tensor)).Append("</div>");
        if (tensor.is_meta || tensor.is_quantized() || tensor.numel() == 0) return html.Append("</div>").ToString();
        // Of a sparse tensor what it stores; the rest is zero and would have to be made.
        bool isLargeSparse = tensor.is_sparse && tensor.numel() > 100_000;
        var elements = !tensor.is_sparse ? tensor : isLargeSparse ? tensor.detach().SparseValues : tensor.detach().to_dense();
        TensorSample? sample = tensor.dtype == torch.ScalarType.Bool || elements.numel() == 0 ? null : new TensorSample(elements);
        if (tensor.dtype == torch.ScalarType.Bool) html.Append($"<div>{Trues(elements)}</div>");
        else if (sample is not null && tensor.numel() > 1) html.Append($"<div>{Range(sample, tensor.is_complex(), tensor.is_sparse && isLargeSparse)}</div>{TensorHistogram.Svg(sample)}");
        if (isLargeSparse) return html.Append("</div>").ToString();
        var values = Values(elements);
        if (TensorPicture.Of(elements, sample) is { } picture) values = $"<div>{picture}</div>{Behind(values)}";
        else if (elements.shape.Length > 2) values = Behind(values);
        return html.Append(values).Append("</div>").ToString();
    }

    private static string Headline(torch.Tensor tensor)
    {
        var shape = tensor.shape.Length == 0 ? "scalar" : string.Join(" × ", tensor.shape);
        var grad = tensor.requires_grad ? " · requires grad" : "";
        var sparse = tensor.is_sparse ? " · sparse" : "";
        var name = string.IsNullOrEmpty(tensor.name) ? "" : Encode(tensor.name) + " ";
        return $"<b>{name}{(tensor is Modules.Parameter ? "Parameter" : "Tensor")}</b> {shape} · {tensor.dtype} · {Encode(tensor.device.ToString())}{grad}{sparse}";
    }

    private static string Trues(torch.Tensor tensor)
    {
        var part = TensorSample.Thin(tensor.detach(), TensorSample.Most).cpu();
        long trues = part.contiguous().data<bool>().ToArray().LongCount(value => value), count = part.numel();
        return $"{Number(trues)} of {Number(count)}{(count == tensor.numel() ? "" : " evenly spaced elements")} true";
    }

    private static string Range(TensorSample sample, bool isComplex, bool isStored)
    {
        var text = new StringBuilder(isComplex ? "magnitudes " : isStored ? "stored values " : "");
        text.Append(double.IsFinite(sample.Min)
            ? $"min {Number(sample.Min)} · mean {Number(sample.Mean)} · max {Number(sample.Max)}"
            : "no finite element");
        if (sample.NaNs > 0) text.Append($" · <b>{Number(sample.NaNs)} NaN</b>");
        if (sample.Infinities > 0) text.Append($" · <b>{Number(sample.Infinities)} infinite</b>");
        if (!sample.IsWhole) text.Append($" (of {Number(sample.Count)} evenly spaced elements)");
        return text.ToString();
    }

    private static string Behind(string values) => $"<details><summary>values</summary>{values}</details>";

    /// <summary>Vectors and matrices as tables, with their corners where they are large; everything else as text.</summary>
    private static string Values(torch.Tensor tensor)
    {
        var shape = tensor.shape;
        if (shape.Length is 0 or > 2)
        {
            var text = $"<pre>{Encode(TensorFormatterSource.Text(tensor).Split(shape.Length == 0 ? "  " : "\n", 2)[^1])}</pre>";
            return $"<div class=\"dni-plaintext\">{text}</div>";
        }
        long rows = shape.Length == 2 ? shape[0] : 1, columns = shape[^1];
        long[] shownRows = TensorPrinter.Shown(rows, MostCells), shownColumns = TensorPrinter.Shown(columns, MostCells);
        // A small tensor of what is shown, so that nothing else is copied.
        var corner = shape.Length == 2 ? tensor.detach() : tensor.detach().reshape(1, columns);
        corner = Corner(Corner(corner, rows >= columns ? 0 : 1, rows >= columns ? shownRows.Length : shownColumns.Length), rows >= columns ? 1 : 0, rows >= columns ? shownColumns.Length : shownRows.Length);
        var printer = new TensorPrinter(corner, torch.floatFormat, CultureInfo.InvariantCulture, "\n");
        var html = new StringBuilder("<table class=\"wb-values\" style=\"text-align:right;font-variant-numeric:tabular-nums\"><thead><tr>");
        if (shape.Length == 2) html.Append("<th></th>");
        AppendCells(html, shownColumns, columns, j => $"<th>{shownColumns[j]}</th>", "<th>…</th>");
        html.Append("</tr></thead><tbody>");
        for (int i = 0; i < shownRows.Length; i++)
        {
            if (rows > shownRows.Length && i == shownRows.Length - shownRows.Length / 2)
                html.Append($"<tr><th>…</th><td colspan=\"{shownColumns.Length + 1}\">…</td></tr>");
            html.Append("<tr>");
            if (shape.Length == 2) html.Append($"<th>{shownRows[i]}</th>");
            AppendCells(html, shownColumns, columns, j => $"<td>{Encode(printer.At(i * shownColumns.Length + j))}</td>", "<td>…</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    private static void AppendCells(StringBuilder html, long[] shown, long size, Func<int, string> cell, string gap)
    {
        for (int j = 0; j < shown.Length; j++)
        {
            if (size > shown.Length && j == shown.Length - shown.Length / 2) html.Append(gap);
            html.Append(cell(j));
        }
    }

    private static torch.Tensor Corner(torch.Tensor matrix, int dim, int shown)
    {
        long size = matrix.size(dim);
        if (size == shown) return matrix;
        int trailing = shown / 2;
        return torch.cat([matrix.narrow(dim, 0, shown - trailing), matrix.narrow(dim, size - trailing, trailing)], dim);
    }

    internal static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Encode(string text) => WebUtility.HtmlEncode(text);
}
