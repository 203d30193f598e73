using System.Collections;
using System.IO.Compression;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Tensors and modules as a notebook shows them, by the convention that kernels look for.</summary>
public class TensorDisplayTests
{
    private static string Show(object value, string mimeType = "text/html")
    {
        var attribute = value.GetType().GetCustomAttributes(true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var formatter = ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>().Single(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == mimeType);
        var writer = new StringWriter();
        Assert.True((bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer])!);
        return writer.ToString();
    }

    [Fact]
    public void Shape_type_range_and_distribution()
    {
        var html = Show(torch.tensor(new[] { -1f, 0f, 3f, 3f }));
        Assert.Contains("<b>Tensor</b> 4 · Float32 · cpu</div>", html);
        Assert.Contains("min -1 · mean 1.25 · max 3</div>", html);
        // Three of 32 bars: -1 in the first, 0 in the ninth, the two 3 in the last, which is the highest.
        var bars = Regex.Matches(html, "<rect x=\"([0-9.]+)\" y=\"[0-9.]+\" width=\"5\" height=\"([0-9.]+)\"");
        Assert.Equal([("0", "18"), ("48", "18"), ("186", "36")], bars.Select(bar => (bar.Groups[1].Value, bar.Groups[2].Value)));
        Assert.Contains("<td>-1</td><td>0</td><td>3</td><td>3</td>", html);
    }

    [Fact]
    public void What_is_not_a_number_is_counted_and_left_out_of_the_rest()
    {
        var html = Show(torch.tensor(new[] { 1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 2f }));
        Assert.Contains("min 1 · mean 1.5 · max 2 · <b>1 NaN</b> · <b>2 infinite</b>", html);
        Assert.Contains("no finite element · <b>2 NaN</b>", Show(torch.full([2], float.NaN)));
    }

    [Fact]
    public void Every_kind_of_tensor_is_shown()
    {
        Assert.Contains("scalar · Int64", Show(torch.tensor(5L)));
        Assert.Contains("<pre>5</pre>", Show(torch.tensor(5L)));
        Assert.Contains("0 × 3 · Float32", Show(torch.zeros(0, 3)));
        Assert.Contains("2 of 3 true", Show(torch.tensor(new[] { true, false, true })));
        Assert.Contains("magnitudes min 5 · mean 5 · max 5", Show(torch.tensor(new[] { (3f, 4f), (0f, 5f) })));
        Assert.Contains("<td>3+4i</td>", Show(torch.tensor(new[] { (3f, 4f) })));
        foreach (var type in new[] { ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float64, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64 })
            Assert.Contains("max 3", Show(torch.arange(4, dtype: ScalarType.Int64).to(type)));
        using var sparse = torch.sparse_coo_tensor(torch.tensor(new long[] { 0, 2 }).reshape(1, 2), torch.tensor(new[] { 1f, 2f }), [3]);
        Assert.Contains("· sparse</div><div>min 0 · mean 1 · max 2", Show(sparse));
        using var vast = torch.sparse_coo_tensor(torch.tensor(new long[] { 0, 2 }).reshape(1, 2), torch.tensor(new[] { 1f, 2f }), [1L << 40]);
        Assert.Contains("stored values min 1 · mean 1.5 · max 2", Show(vast));
        Assert.EndsWith("sparse", Show(vast, "text/plain"));
        Assert.Contains("Float32 · meta", Show(torch.zeros([1L << 40], device: torch.device("meta"))));
        Assert.Contains("<details><summary>values</summary><div class=\"dni-plaintext\"><pre>[[[0, 1]", Show(torch.arange(8).reshape(2, 2, 2)));
        var disposed = torch.zeros(1);
        disposed.Dispose();
        Assert.Contains("(disposed tensor)", Show(disposed));
        Assert.Equal("(disposed tensor)", Show(disposed, "text/plain"));
        var named = torch.zeros(1);
        named.name = "<script>alert(1)</script>";
        Assert.Contains("&lt;script&gt;", Show(named));
        Assert.DoesNotContain("<script", Show(named));
    }

    [Fact]
    public void Large_matrices_show_their_corners()
    {
        var html = Show(torch.arange(3000).reshape(60, 50));
        Assert.Contains("<th>3</th><th>…</th><th>46</th>", html);
        Assert.Contains("<tr><th>56</th><td>2800</td>", html);
        Assert.Contains("<td>2999</td></tr></tbody>", html);
        Assert.Equal(9, Regex.Matches(html, "<tr>").Count - 1);
        var column = Show(torch.arange(100).reshape(100, 1));
        Assert.Contains("<tr><th>99</th><td>99</td></tr>", column);
    }

    /// <summary>The corners read alone print as the whole does.</summary>
    [Theory]
    [InlineData(200_000)]
    [InlineData(500, 500)]
    [InlineData(3, 50_000)]
    [InlineData(40, 50, 60)]
    [InlineData(7, 20, 4, 300)]
    public void Text_of_a_large_tensor_is_that_of_the_small(params int[] shape)
    {
        var tensor = torch.arange(shape.Aggregate(1L, (a, b) => a * b)).reshape([.. shape.Select(size => (long)size)]);
        Assert.Equal($"{tensor}\n{tensor.ToString(torch.numpy, newLine: "\n")}".Replace("]\n[0", tensor.dim() == 1 ? "]  [0" : "]\n[0"), Show(tensor, "text/plain").Replace("cpu  [", "cpu\n["));
    }

    [Fact]
    public void A_large_tensor_is_read_in_part_without_copies_of_it()
    {
        // As large as 4 GB if anything made it dense: one stored element, expanded.
        using var large = torch.tensor(0.25f).expand(1 << 15, 1 << 15);
        TorchSharp.Native.MemoryPressure.CollectAll(); // else finalizers take what earlier tests left meanwhile
        var before = torch.Tensor.TotalCount;
        var html = Show(large);
        Assert.Contains("(of ", html);
        Assert.Contains("max 0.25", html);
        Assert.Contains("[[0.25, 0.25, 0.25, ... 0.25, 0.25, 0.25]", Show(large, "text/plain"));
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static (int Width, int Height, byte[] Rows) Decode(string html)
    {
        var png = Convert.FromBase64String(Regex.Match(html, "data:image/png;base64,([^\"]+)").Groups[1].Value);
        Assert.Equal([137, 80, 78, 71, 13, 10, 26, 10], png[..8]);
        var at = png.AsSpan().IndexOf("IDAT"u8);
        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at - 4));
        using var zlib = new ZLibStream(new MemoryStream(png, at + 4, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return (png[19], png[23], rows.ToArray());
    }

    [Fact]
    public void What_looks_like_a_picture_is_shown_as_one()
    {
        var (width, height, rows) = Decode(Show(torch.arange(80).reshape(8, 10).to(ScalarType.Byte)));
        Assert.Equal((10, 8), (width, height));
        Assert.Equal([0, .. Enumerable.Range(0, 10).Select(i => (byte)i), 0, 10], rows[..13]);
        var colours = torch.zeros(3, 8, 8);
        colours[0] = torch.ones(8, 8);
        Assert.Equal([0, 255, 0, 0, 255], Decode(Show(colours)).Rows[..5]);
        Assert.Equal(16, Regex.Matches(Show(torch.rand(20, 1, 8, 8)), "<img").Count);
        Assert.Equal(250, Decode(Show(torch.rand(1000, 500))).Height);
        // Too small, not in [0, 1], no number, constant, a strip, five channels.
        foreach (var other in new[] { torch.rand(7, 8), torch.rand(8, 8) * 2, torch.full([8, 8], float.NaN), torch.zeros(8, 8), torch.rand(8, 800), torch.rand(5, 8, 8) })
            Assert.DoesNotContain("<img", Show(other));
    }

    [Fact]
    public void No_gradient_is_recorded_and_none_is_needed()
    {
        using var weight = torch.rand(10, 10, requires_grad: true);
        using var y = weight * 2;
        TorchSharp.Native.MemoryPressure.CollectAll(); // else finalizers take what earlier tests left meanwhile
        var before = torch.Tensor.TotalCount;
        Assert.Contains("requires grad", Show(weight));
        Assert.Contains("requires grad", Show(y));
        Assert.Equal(before, torch.Tensor.TotalCount);
        Assert.True(torch.is_grad_enabled());
    }

    [Fact]
    public void Modules_are_trees_with_numbers_of_parameters()
    {
        using var inner = nn.Linear(3, 2);
        inner.weight.requires_grad = false;
        using var net = nn.Sequential(("<first>", nn.Linear(4, 3)), ("relu", nn.ReLU()), ("last", inner), ("norm", nn.BatchNorm1d(2)));
        var html = Show(net);
        Assert.StartsWith("<div class=\"wb-module\"><details open><summary><b>Sequential</b> · 27 parameters, 21 of them trained</summary>", html);
        Assert.Contains("<summary>&lt;first&gt;: <b>Linear</b> · 15 parameters</summary>", html);
        Assert.Contains("<div>weight: 2 × 3 Float32 · frozen</div>", html);
        Assert.Contains("relu: <b>ReLU</b></div>", html);
        Assert.Contains("running_mean: 2 Float32 · buffer", html);
        Assert.Equal(net.ToString(), Show(net, "text/plain"));
    }
}
