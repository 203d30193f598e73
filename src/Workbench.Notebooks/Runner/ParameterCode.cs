using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis.CSharp;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Runner;

/// <summary>
/// Parameters as program text. A variable that the notebook declares keeps its type, so that <c>-p rate=2</c> does not turn a
/// <see cref="double"/> into an <see cref="int"/> whose divisions lose their fractions.
/// </summary>
internal static class ParameterCode
{
    public static string Write(IReadOnlyList<RunParameter> parameters, IReadOnlyDictionary<string, string?> declared, string kernel)
    {
        foreach (var parameter in parameters)
        {
            if (!SyntaxFacts.IsValidIdentifier(parameter.Name))
                throw new ArgumentException($"'{parameter.Name}' is no name of a variable; expected letters, digits and underscores.", nameof(parameters));
        }
        return kernel switch
        {
            NotebookLanguage.CSharp => "// Parameters\n" + string.Join('\n', parameters.Select(parameter => CSharp(parameter, declared))),
            "fsharp" => "#!fsharp\n// Parameters\n" + string.Join('\n', parameters.Select(parameter => $"let {parameter.Name} = {FSharp(parameter.Value)}")),
            _ => throw new NotebookFormatException($"The cell tagged 'parameters' is written in {NotebookLanguage.DisplayName(kernel)}; parameters can be set in C# and F# only."),
        };
    }

    private static string CSharp(RunParameter parameter, IReadOnlyDictionary<string, string?> declared)
    {
        var name = SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None ? parameter.Name : "@" + parameter.Name;
        if (!declared.TryGetValue(parameter.Name, out var type))
            return $"var {name} = {Natural(parameter.Value)};";
        // Whatever the compiler took it for, it takes the value too or says why not.
        if (type is null)
            return $"{name} = {Targeted(parameter.Value)};";
        if (type.TrimEnd('?') == "string" && parameter is { Value: not null, Text: { } text })
            return $"{type} {name} = {Text(text)};";
        return $"{type} {name} = {(type.TrimEnd('?') is "object" or "dynamic" ? Natural(parameter.Value) : Typed(parameter.Value, type.TrimEnd('?')))};";
    }

    /// <summary>A value for a variable of a known type.</summary>
    private static string Typed(object? value, string type) => (value, type) switch
    {
        (int or long or BigInteger or double, "float") => Real(value, "f"),
        (int or long or BigInteger or double, "double") => Real(value, "d"),
        (int or long or BigInteger or double, "decimal") => $"{Convert.ToString(value, CultureInfo.InvariantCulture)}m",
        (string { Length: 1 } text, "char") => SymbolDisplay.FormatLiteral(text[0], quote: true),
        _ => Targeted(value),
    };

    /// <summary>A value whose type the place it goes to decides.</summary>
    private static string Targeted(object? value) => value switch
    {
        null => "null",
        IReadOnlyList<object?> items => $"[{string.Join(", ", items.Select(Targeted))}]",
        IReadOnlyDictionary<string, object?> members => $"new() {{ {string.Join(", ", members.Select(member => $"[{Text(member.Key)}] = {Targeted(member.Value)}"))} }}",
        _ => Natural(value),
    };

    /// <summary>A value that brings its own type.</summary>
    private static string Natural(object? value) => value switch
    {
        null => "(object)null",
        bool truth => truth ? "true" : "false",
        int whole => whole.ToString(CultureInfo.InvariantCulture),
        long large => large.ToString(CultureInfo.InvariantCulture) + "L",
        BigInteger huge => $"System.Numerics.BigInteger.Parse(\"{huge}\")",
        double => Real(value, "d"),
        string text => Text(text),
        IReadOnlyList<object?> items => $"new {ItemType(items)}[] {{ {string.Join(", ", items.Select(Natural))} }}",
        IReadOnlyDictionary<string, object?> members =>
            $"new System.Collections.Generic.Dictionary<string, object> {{ {string.Join(", ", members.Select(member => $"[{Text(member.Key)}] = {Natural(member.Value)}"))} }}",
        _ => throw new ArgumentException($"A parameter cannot be of type {value.GetType()}."),
    };

    private static string ItemType(IReadOnlyList<object?> items)
    {
        var types = items.Select(item => item switch
        {
            bool => "bool",
            int => "int",
            long => "long",
            double => "double",
            string => "string",
            _ => "object",
        }).Distinct().ToList();
        return types switch
        {
            [var only] => only,
            _ when types.Count > 0 && types.All(type => type is "int" or "long") => "long",
            _ when types.Count > 0 && types.All(type => type is "int" or "long" or "double") => "double",
            _ => "object",
        };
    }

    private static string Real(object value, string suffix)
    {
        var name = suffix == "f" ? "float" : "double";
        return value switch
        {
            double.NaN => $"{name}.NaN",
            double.PositiveInfinity => $"{name}.PositiveInfinity",
            double.NegativeInfinity => $"{name}.NegativeInfinity",
            double real => real.ToString("R", CultureInfo.InvariantCulture) is var text && (suffix == "f" || !text.AsSpan().ContainsAny(".E")) ? text + suffix : text,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) + suffix,
        };
    }

    private static string Text(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static string FSharp(object? value) => value switch
    {
        null => "null",
        int or bool => Natural(value),
        long large => large.ToString(CultureInfo.InvariantCulture) + "L",
        BigInteger huge => $"{huge}I",
        double.NaN => "nan",
        double.PositiveInfinity => "infinity",
        double.NegativeInfinity => "-infinity",
        double real => real.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().ContainsAny(".E") ? text : text + ".0",
        string text => Text(text),
        IReadOnlyList<object?> items => ItemType(items) is var type && type == "object"
            ? $"[| {string.Join("; ", items.Select(item => $"box ({FSharp(item)})"))} |]"
            : $"[| {string.Join("; ", items.Select(item => FSharp(type == "double" ? Convert.ToDouble(item, CultureInfo.InvariantCulture) : type == "long" ? Convert.ToInt64(item, CultureInfo.InvariantCulture) : item)))} |]",
        IReadOnlyDictionary<string, object?> members => $"dict [ {string.Join("; ", members.Select(member => $"{Text(member.Key)}, box ({FSharp(member.Value)})"))} ]",
        _ => throw new ArgumentException($"A parameter cannot be of type {value.GetType()}."),
    };
}
