using System.Diagnostics;
using System.Text.RegularExpressions;
using FSharp.Compiler.Diagnostics;
using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>Tells what is wrong with F# code the way errors of C# are told: the cell, the line, no machinery.</summary>
internal static partial class FSharpErrors
{
    /// <summary>Errors of the compiler, with the lines they speak of.</summary>
    public static CompilationException Of(IReadOnlyList<FSharpDiagnostic> errors, string code, string name)
    {
        var lines = code.Split('\n');
        var texts = new List<string>();
        foreach (var error in errors.DistinctBy(error => (error.StartLine, error.StartColumn, error.Message)))
        {
            texts.Add($"{name}, line {error.StartLine}, column {error.StartColumn + 1}: error {error.ErrorNumberText}: {Spaces().Replace(error.Message.Trim(), " ")}");
            if (error.StartLine < 1 || error.StartLine > lines.Length)
                continue;
            var line = lines[error.StartLine - 1].TrimEnd('\r');
            var start = Math.Min(error.StartColumn, line.Length);
            var length = Math.Max(1, (error.EndLine == error.StartLine ? error.EndColumn : line.Length) - start);
            texts.Add("    " + line);
            texts.Add("    " + new string([.. line.Take(start).Select(c => c == '\t' ? '\t' : ' ')]) + new string('^', length));
        }
        return new CompilationException(texts[0], [.. texts.Skip(1)]) { Diagnostics = [.. errors.Select(error => Place(error, name))] };
    }

    private static CellDiagnostic Place(FSharpDiagnostic error, string name) =>
        new(name, error.StartLine - 1, error.StartColumn, error.EndLine - 1, error.EndColumn, "error", error.ErrorNumberText, error.Message);

    /// <summary>An exception that came through F# code; null when it did not.</summary>
    public static CellError? Describe(Exception exception)
    {
        var lines = new List<string>();
        var isOurs = false;
        for (var current = exception; current is not null; current = current.InnerException)
        {
            lines.Add($"{(current == exception ? "" : "caused by ")}\u001b[31m{CSharpTypeName.Of(current.GetType())}\u001b[0m: {current.Message}");
            var frames = new StackTrace(current, fNeedFileInfo: true).GetFrames().Where(IsFSharp).ToList();
            isOurs |= frames.Count > 0;
            lines.AddRange(frames.Select(Frame).Distinct());
        }
        return isOurs ? new CellError(CSharpTypeName.Of(exception.GetType()), exception.Message, lines) : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private static bool IsFSharp(StackFrame frame) =>
        frame.GetMethod()?.Module.Assembly.GetName().Name?.StartsWith("FSI-ASSEMBLY", StringComparison.Ordinal) == true && frame.GetFileLineNumber() > 0;

    private static string Frame(StackFrame frame)
    {
        // A cell's own statements run as main@, functions under their names, lambdas as Invoke of a class called name@line.
        var method = frame.GetMethod()!;
        var name = method.Name is "Invoke" or "MoveNext" ? method.DeclaringType?.Name ?? "" : method.Name;
        var at = name.IndexOf('@');
        var plain = name is "main@" or ".cctor" or "staticInitialization@" ? "" : at > 0 ? name[..at] : name;
        return $"  {Path.GetFileName(frame.GetFileName())}, line {frame.GetFileLineNumber()}{(plain.Length > 0 ? $" in {plain}" : "")}";
    }
}
