using System.Collections;
using System.Globalization;
using System.Net;

namespace TorchSharp.Printing;

/// <summary>Says, by the naming convention that notebook kernels look for, how a type wants to be shown.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;
    public string[]? PreferredMimeTypes { get; set; }
}

/// <summary>Shows a tensor in a notebook as its shape, dtype and values, not as the tree of its .NET properties.</summary>
internal sealed class TensorFormatterSource
{
    public IEnumerable CreateTypeFormatters()
    {
        yield return new Formatter("text/plain", tensor => tensor);
        yield return new Formatter("text/html", text => $"<div class=\"dni-plaintext\"><pre>{WebUtility.HtmlEncode(text)}</pre></div>");
    }

    private sealed class Formatter(string mimeType, Func<string, string> wrap)
    {
        public string MimeType { get; } = mimeType;
        public Type Type { get; } = typeof(torch.Tensor);

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not torch.Tensor tensor) return false;
            writer.Write(wrap(Text(tensor)));
            return true;
        }
    }

    /// <summary>Metadata, and values in NumPy's notation, which shortens long rows and columns.</summary>
    private static string Text(torch.Tensor tensor)
    {
        if (tensor.IsInvalid) return "(disposed tensor)";
        if (tensor.is_meta) return tensor.ToString();
        var values = tensor.ToString(TensorStringStyle.Numpy, cultureInfo: CultureInfo.InvariantCulture, newLine: "\n");
        return tensor.ToString() + (values.Contains('\n') ? "\n" : "  ") + values;
    }
}
