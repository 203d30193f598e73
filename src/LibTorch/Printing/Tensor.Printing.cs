using System.Collections;
using System.ComponentModel;
using System.Globalization;
using TorchSharp.Printing;

namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    Metadata,
    Julia,
    Numpy,
    CSharp,
    Default,
}

/// <summary>Sets of printing options under one name.</summary>
public enum PrintOptionsProfile
{
    /// <summary>Five digits, six rows and columns.</summary>
    @default = 0,
    /// <summary>Two digits.</summary>
    @short = 1,
    /// <summary>No row or column left out.</summary>
    full = 2,
}

public static partial class torch
{
    public const TensorStringStyle julia = TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    internal static string floatFormat = "g5";
    internal static string newLine = Environment.NewLine;
    internal static int lineWidth = 100;
    internal static int maxRows = 6;
    internal static int maxColumns = 6;
    private static TensorStringStyle style = TensorStringStyle.Julia;

    /// <summary>The style that <see cref="TensorStringStyle.Default"/> stands for.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => style;
        set => style = value == TensorStringStyle.Default ? throw new ArgumentException("The style cannot be set to 'Default'", nameof(value)) : value;
    }

    /// <summary>Sets the options that a profile names back to it; the others stay.</summary>
    public static void set_printoptions(PrintOptionsProfile profile) => set_printoptions(null, profile == PrintOptionsProfile.@short ? "g2" : "g5", 100,
        maxRows: profile == PrintOptionsProfile.full ? int.MaxValue : 6, maxColumns: profile == PrintOptionsProfile.full ? int.MaxValue : 6);

    public static void set_printoptions(int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, (sci_mode ? "E" : "F") + precision.ToString(CultureInfo.InvariantCulture), linewidth, newLine, maxRows, maxColumns);

    public static void set_printoptions(TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        torch.style = style ?? torch.style;
        torch.floatFormat = floatFormat ?? torch.floatFormat;
        torch.newLine = newLine ?? torch.newLine;
        torch.lineWidth = linewidth ?? torch.lineWidth;
        torch.maxRows = maxRows ?? torch.maxRows;
        torch.maxColumns = maxColumns ?? torch.maxColumns;
    }

    public partial class Tensor
    {
        /// <summary>Shape, dtype and device; the values are for the overloads with a style.</summary>
        public override string ToString() => IsInvalid ? "" : TensorPrinter.Metadata(this);

        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? ToString(TensorStringStyle.Default, fltFormat, width, cultureInfo, newLine) : ToString();

        /// <summary>The tensor as text.</summary>
        /// <param name="style">Metadata only, or with values in one of three notations.</param>
        /// <param name="fltFormat">The .NET format of floating-point values; "g5" unless set otherwise.</param>
        /// <param name="width">Characters a line (Julia's style).</param>
        /// <param name="cultureInfo">The culture of the numbers.</param>
        /// <param name="newLine">The line end.</param>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (style == TensorStringStyle.Default) style = torch.TensorStringStyle;
            if (style == TensorStringStyle.Metadata || is_meta) return ToString();
            var printer = new TensorPrinter(this, fltFormat ?? floatFormat, cultureInfo, newLine ?? torch.newLine);
            return style switch
            {
                TensorStringStyle.Julia => printer.Julia(width ?? lineWidth),
                TensorStringStyle.Numpy => printer.Numpy(),
                TensorStringStyle.CSharp => printer.CSharp(),
                _ => throw new InvalidEnumArgumentException(nameof(style), (int)style, typeof(TensorStringStyle)),
            };
        }

        /// <summary>Nested lists of scalars; a zero-dimensional tensor gives the scalar.</summary>
        public object tolist()
        {
            if (dim() == 0) return ToScalar();
            using var scope = NewDisposeScope();
            return new ArrayList(unbind(0).Select(row => row.tolist()).ToArray());
        }
    }
}

public static partial class TensorExtensionMethods
{
    public static string str(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    public static string jlstr(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    public static string metastr(this torch.Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    public static string npstr(this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    public static string cstr(this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);

    /// <summary>Writes the tensor to the console and returns it, so that it can be put inside an expression.</summary>
    public static torch.Tensor print(this torch.Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }
}
