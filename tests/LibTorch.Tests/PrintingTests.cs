using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Tensors as text, in the styles that TorchSharp prints.</summary>
public class PrintingTests
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static string Julia(Tensor t) => t.ToString(torch.julia, cultureInfo: Invariant, newLine: "\n");
    private static string Numpy(Tensor t) => t.ToString(torch.numpy, cultureInfo: Invariant, newLine: "\n");
    private static string CSharp(Tensor t) => t.ToString(torch.csharp, cultureInfo: Invariant, newLine: "\n");

    [Fact]
    public void Without_a_style_only_the_metadata()
    {
        Assert.Equal("[2x3], type = Float32, device = cpu", torch.zeros(2, 3).ToString());
        Assert.Equal("[], type = Int64, device = cpu", torch.tensor(5L).ToString());
    }

    [Fact]
    public void Numbers_follow_the_metadata_of_a_scalar()
    {
        Assert.Equal("[], type = Float32, device = cpu, value = 2.5", Julia(torch.tensor(2.5f)));
        Assert.Equal("2.5", Numpy(torch.tensor(2.5f)));
        Assert.Equal("[], type = Float32, device = cpu, value = 2.5", CSharp(torch.tensor(2.5f)));
        Assert.Equal("[], type = ComplexFloat32, device = cpu, value = 1+2i", Julia(torch.tensor((1f, 2f))));
    }

    [Fact]
    public void Julia_aligns_columns_and_names_the_slices()
    {
        Assert.Equal("[3], type = Int64, device = cpu\n 1 20 3\n", Julia(torch.tensor(new long[] { 1, 20, 3 })));
        Assert.Equal("[2x2], type = Float32, device = cpu\n   1 -2.5\n 100 0.25\n", Julia(torch.tensor(new float[] { 1, -2.5f, 100, 0.25f }, 2, 2)));
        Assert.Equal("[2x1x2], type = Bool, device = cpu\n[0,..,..] =\n True False\n\n[1,..,..] =\n False True\n",
            Julia(torch.tensor(new[] { true, false, false, true }, 2, 1, 2)));
        Assert.EndsWith(" ...\n", Julia(torch.zeros(100)));
    }

    [Fact]
    public void Numpy_nests_brackets_and_shortens()
    {
        Assert.Equal("[[1, 2]\n [3, 4]]", Numpy(torch.tensor(new int[] { 1, 2, 3, 4 }, 2, 2)));
        Assert.Equal("[[[1, 2]\n  [3, 4]]\n\n [[5, 6]\n  [7, 8]]]", Numpy(torch.arange(1, 9).reshape(2, 2, 2)));
        Assert.Equal("[0, 1, 2, ... 7, 8, 9]", Numpy(torch.arange(10)));
        Assert.Equal("[[0]\n [1]\n [2]\n ...\n [7]\n [8]\n [9]]", Numpy(torch.arange(10).reshape(10, 1)));
        Assert.Equal("[]", Numpy(torch.zeros(0)));
    }

    [Fact]
    public void CSharp_is_an_array_initialiser()
    {
        Assert.Equal("[2], type = Float32, device = cpu, value = float [] {1f, 2.5f}", CSharp(torch.tensor(new[] { 1f, 2.5f })));
        Assert.Equal("[2x2], type = Int64, device = cpu, value = \nlong [,] {\n {1L, 2L},\n {3L, 4L}\n}", CSharp(torch.tensor(new long[] { 1, 2, 3, 4 }, 2, 2)));
    }

    [Fact]
    public void Short_types_complex_numbers_and_formats_print_as_TorchSharp_prints_them()
    {
        Assert.Equal("[], type = BFloat16, device = cpu, value = 3.1406", Julia(torch.tensor(3.14f).bfloat16()));
        Assert.Equal("[], type = Float32, device = cpu, value = 3.14E+000", torch.tensor(3.14f).jlstr("E2", cultureInfo: Invariant));
        Assert.Equal("[], type = ComplexFloat32, device = cpu, value = 3.14+6.28i", Julia(torch.tensor((3.14f, 6.28f))));
        Assert.Equal("[4], type = BFloat16, device = cpu, value = bfloat16 [] {0f, 0f, 0f, 0f}", CSharp(torch.zeros(4, torch.bfloat16)));
        Assert.Equal("[4], type = Float16, device = cpu, value = float16 [] {0f, 0f, 0f, 0f}", CSharp(torch.zeros(4, torch.float16)));
        Assert.Equal("[0, 0, 0, 0]", Numpy(torch.zeros(4, torch.float16)));
    }

    [Fact]
    public void Lists_nest_scalars()
    {
        Assert.Equal(3L, ((Scalar)torch.tensor(3L).tolist()).ToInt64());
        var rows = (System.Collections.IList)torch.arange(4).reshape(2, 2).tolist();
        Assert.Equal(2L, ((Scalar)((System.Collections.IList)rows[1]!)[0]!).ToInt64());
    }
}

/// <summary>What a notebook kernel finds on a tensor by the naming convention.</summary>
public class TensorFormattingTests
{
    [Fact]
    public void A_kernel_finds_formatters_by_name_and_shows_values_not_properties()
    {
        var attribute = typeof(Tensor).GetCustomAttributes(true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var formatters = ((System.Collections.IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>().ToArray();
        string Show(object formatter, object value)
        {
            var writer = new StringWriter();
            return (bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer])! ? writer.ToString() : "refused";
        }

        Assert.Equal(["text/plain", "text/html"], formatters.Select(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)!));
        Assert.Equal("[2x2], type = Int64, device = cpu\n[[0, 1]\n [2, 3]]", Show(formatters[0], torch.arange(4).reshape(2, 2)));
        Assert.Equal("[], type = Float32, device = cpu  1.5", Show(formatters[0], torch.tensor(1.5f)));
        Assert.StartsWith("<div class=\"wb-tensor\"><div><b>Tensor</b> 2 · Float32 · cpu</div>", Show(formatters[1], torch.zeros(2)));
        Assert.Equal("refused", Show(formatters[0], "text"));
    }
}
