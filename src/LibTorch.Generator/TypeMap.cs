using System.Collections.Generic;
using System.Globalization;

namespace Workbench.LibTorch.Generator;

/// <summary>How a schema type appears in C#: parameter type, default value and the expression that makes a native value of it.</summary>
internal static class TypeMap
{
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["Tensor"] = "torch.Tensor",
        ["Tensor?"] = "torch.Tensor?",
        ["Tensor[]"] = "torch.Tensor[]",
        ["Tensor?[]"] = "torch.Tensor?[]",
        ["Scalar"] = "Scalar",
        ["Scalar?"] = "Scalar?",
        ["Scalar[]"] = "Scalar[]",
        ["int"] = "long",
        ["int?"] = "long?",
        ["float"] = "double",
        ["float?"] = "double?",
        ["bool"] = "bool",
        ["bool?"] = "bool?",
        ["str"] = "string",
        ["str?"] = "string?",
        ["Dimname"] = "string",
        ["Dimname[]"] = "string?[]",
        ["Dimname[]?"] = "string?[]?",
        ["int[]"] = "System.ReadOnlySpan<long>",
        ["int[]?"] = "long[]?",
        ["float[]"] = "double[]",
        ["float[]?"] = "double[]?",
        ["bool[]"] = "bool[]",
        ["ScalarType"] = "torch.ScalarType",
        ["ScalarType?"] = "torch.ScalarType?",
        ["Layout"] = "long",
        ["Layout?"] = "long?",
        ["MemoryFormat"] = "long",
        ["MemoryFormat?"] = "long?",
        ["Device"] = "torch.Device",
        ["Device?"] = "torch.Device?",
        ["Generator"] = "torch.Generator",
        ["Generator?"] = "torch.Generator?",
    };

    public static string? Parameter(string type) => Parameters.TryGetValue(type, out var result) ? result : null;

    public static string? Return(string type) => type switch
    {
        "Tensor" => "torch.Tensor",
        "Tensor[]" => "torch.Tensor[]",
        "int" => "long",
        "float" => "double",
        "bool" => "bool",
        "Scalar" => "Scalar",
        "ScalarType" => "torch.ScalarType",
        "int[]" => "long[]",
        _ => null,
    };

    /// <summary>The C# default for a schema default; null when the parameter has to be given.</summary>
    public static string? Default(SchemaArgument argument)
    {
        var value = argument.Default;
        if (value is null) return null;
        switch (argument.Type)
        {
            case "bool": return value == "True" ? "true" : "false";
            case "MemoryFormat": return "0";
            case "int": return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? value : value == "Mean" ? "1" : value == "Sum" ? "2" : value == "contiguous_format" ? "0" : null;
            case "float": return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) + "d" : null;
            case "str": return value;
            case "int[]": return "default";
            case "Tensor[]": case "Tensor?[]": case "float[]": case "bool[]": case "Scalar[]": return null;
            case "Scalar": return "null";
            default: return argument.Type.EndsWith("?") ? "null" : null;
        }
    }

    /// <summary>A Scalar with a default is passed as Scalar?, null meaning the schema's default.</summary>
    public static bool NullMeansDefault(SchemaArgument argument) => argument.Type == "Scalar" && argument.Default is not null;
}
