using System.Collections;
using System.Globalization;

namespace TorchSharp.Printing;

/// <summary>Shows a tensor in a notebook as its shape, dtype and values, not as the tree of its .NET properties.</summary>
internal sealed class TensorFormatterSource
{
    public IEnumerable CreateTypeFormatters()
    {
        yield return new ConventionFormatter<torch.Tensor>("text/plain", Text);
        yield return new ConventionFormatter<torch.Tensor>("text/html", TensorHtml.Of);
    }

    /// <summary>Metadata, and values in NumPy's notation, which shortens long rows and columns; of a large tensor only these are read.</summary>
    internal static string Text(torch.Tensor tensor)
    {
        if (tensor.IsInvalid) return "(disposed tensor)";
        if (tensor.is_meta || tensor.is_quantized()) return tensor.ToString();
        bool isLarge = tensor.numel() > 100_000;
        // What a sparse tensor does not store would have to be made.
        if (isLarge && tensor.is_sparse) return tensor.ToString() + ", sparse";
        var values = new TensorPrinter(tensor, torch.floatFormat, CultureInfo.InvariantCulture, "\n", corners: isLarge).Numpy();
        return tensor.ToString() + (values.Contains('\n') ? "\n" : "  ") + values;
    }
}

/// <summary>Shows a module in a notebook as the tree of its parts.</summary>
internal sealed class ModuleFormatterSource
{
    public IEnumerable CreateTypeFormatters()
    {
        yield return new ConventionFormatter<torch.nn.Module>("text/plain", module => module.ToString());
        yield return new ConventionFormatter<torch.nn.Module>("text/html", ModuleHtml.Of);
    }
}

/// <summary>One formatter as notebook kernels expect it.</summary>
internal sealed class ConventionFormatter<T>(string mimeType, Func<T, string> format)
{
    public string MimeType { get; } = mimeType;
    public Type Type { get; } = typeof(T);

    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not T value) return false;
        writer.Write(format(value));
        return true;
    }
}
