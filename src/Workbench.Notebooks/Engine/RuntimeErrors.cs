using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Engine;

/// <summary>Tells an exception as the author of the cell wants to read it: message, the line in the cell, no machinery.</summary>
internal static partial class RuntimeErrors
{
    /// <param name="exception">What the cell threw.</param>
    /// <param name="symbols">Which assemblies hold cells, and where their methods came from.</param>
    /// <param name="sourceOf">The text of a cell by its name in stack traces.</param>
    public static CellError Describe(Exception exception, CellSymbols symbols, Func<string, string?> sourceOf)
    {
        while (exception is TargetInvocationException { InnerException: { } inner })
            exception = inner;
        var lines = new List<string>();
        CellDiagnostic? thrower = null;
        for (var current = exception; current is not null; current = current.InnerException)
        {
            var name = TypeName(current.GetType());
            lines.Add($"{(current == exception ? "" : "caused by ")}\u001b[31m{name}\u001b[0m: {current.Message}");
            var place = AddFrames(current, symbols, sourceOf, lines);
            if (current == exception && place is var (file, line) && line > 0)
            {
                // Checks shift columns; lines stay.
                var text = sourceOf(file)?.Split('\n').ElementAtOrDefault(line - 1)?.TrimEnd() ?? "";
                thrower = new CellDiagnostic(file, line - 1, text.Length - text.TrimStart().Length, line - 1, text.Length, "error", name, current.Message);
            }
        }
        return new CellError(TypeName(exception.GetType()), exception.Message, lines) { Diagnostics = thrower is null ? [] : [thrower] };
    }

    /// <summary>Adds the frames of cells; returns the place that threw, its line 0 when it is not known.</summary>
    private static (string File, int Line)? AddFrames(Exception exception, CellSymbols symbols, Func<string, string?> sourceOf, List<string> lines)
    {
        (string, int)? first = null;
        string? last = null;
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { } method || !symbols.Holds(method.Module.Assembly) || symbols.LinesOf(method) is not var (file, from, to))
                continue;
            // Offset 0 is where the runtime puts an array access out of range, wherever in the method it is.
            var line = frame.GetILOffset() > 0 && frame.GetFileLineNumber() > 0 ? frame.GetFileLineNumber() : from == to ? from : 0;
            var text = $"  {file}, {(line > 0 ? $"line {line}" : $"lines {from} to {to}")}{Within(method)}";
            // Deep recursion repeats one frame; one line says it.
            if (text == last)
                continue;
            lines.Add(last = text);
            if (first is null && SourceLine(sourceOf(file), line) is { Length: > 0 } source)
                lines.Add("    " + source);
            first ??= (file, line);
        }
        return first;
    }

    private static string? SourceLine(string? source, int line) => source?.Split('\n').ElementAtOrDefault(line - 1)?.Trim();

    private static string Within(MethodBase method)
    {
        // An async method or iterator runs as MoveNext of a class called <Name>d__3; lambdas and local functions as <Outer>b__0 and <Outer>g__Name|0.
        var name = method.Name == "MoveNext" && Compiled().Match(method.DeclaringType?.Name ?? "") is { Success: true } machine
            ? machine.Value + "d__" : method.Name;
        if (LocalFunction().Match(name) is { Success: true } local)
            return $" in {local.Groups[1].Value}";
        if (name.Contains(">b__", StringComparison.Ordinal))
            return " in a lambda";
        var plain = name.StartsWith('<') ? name.TrimStart('<').Split('>')[0] : name;
        return plain is "Initialize" or "Factory" or "Main" or "" ? "" : $" in {plain}";
    }

    private static string TypeName(Type type) => Microsoft.DotNet.Interactive.Formatting.CSharpTypeName.Of(type);

    [GeneratedRegex("^<.*>")]
    private static partial Regex Compiled();

    [GeneratedRegex(@">g__(\w+)\|")]
    private static partial Regex LocalFunction();
}
