using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
using Microsoft.FSharp.Core;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>A session of F# Interactive in this process. Only code that runs F# touches this class, so that nothing else loads the compiler.</summary>
internal sealed partial class FSharpSession
{
    private const string Prelude = """
        open System
        open Microsoft.DotNet.Interactive
        open Microsoft.DotNet.Interactive.Formatting
        open type Microsoft.DotNet.Interactive.Kernel
        """;

    private readonly Shell.FsiEvaluationSession _session;
    private readonly HashSet<string> _libraries = [];

    /// <param name="folder">Where paths start.</param>
    public FSharpSession(string folder)
    {
        // What the session itself prints are the declarations, which nobody asks for in a notebook.
        _session = Shell.FsiEvaluationSession.Create(
            Shell.FsiEvaluationSession.GetDefaultConfiguration(),
            ["fsi", "--noninteractive", "--nologo", "--quiet", "--gui-", "--usesdkrefs-", "--optimize+", "--debug+", "--langversion:latest",
                $"--lib:{folder}", $"-r:{typeof(FSharpSession).Assembly.Location}"],
            TextReader.Null, TextWriter.Null, TextWriter.Null, null, null);
        Evaluate(Prelude, "prelude", default);
    }

    /// <summary>The variables, in the order of their names.</summary>
    public IReadOnlyList<KernelValue> Values =>
        [.. _session.GetBoundValues().Where(bound => bound.Name != "it").Select(bound => new KernelValue(bound.Name, bound.Value.ReflectionType, bound.Value.ReflectionValue))];

    /// <summary>Lets the code see libraries.</summary>
    public void Refer(IEnumerable<string> libraries)
    {
        foreach (var library in libraries.Where(_libraries.Add))
            Evaluate($"#r @\"{library}\"", Path.GetFileName(library), default);
    }

    /// <summary>Runs code and returns the value of its last expression, if it has one.</summary>
    /// <exception cref="Engine.CompilationException">It cannot be compiled; nothing of it has run.</exception>
    public (bool HasValue, object? Value) Evaluate(string code, string name, CancellationToken cancellation)
    {
        // The session reads no further than two semicolons, which end a line of a console and mean nothing in a cell.
        var (answer, diagnostics) = _session.EvalInteractionNonThrowing(End().Replace(code, ""), name, FSharpOption<CancellationToken>.Some(cancellation));
        if (diagnostics.Any(diagnostic => diagnostic.Severity.IsError))
            throw FSharpErrors.Of([.. diagnostics.Where(diagnostic => diagnostic.Severity.IsError)], code, name);
        if (answer is FSharpChoice<FSharpOption<Shell.FsiValue>?, Exception>.Choice2Of2 { Item: var exception })
            ExceptionDispatchInfo.Throw(exception);
        var value = ((FSharpChoice<FSharpOption<Shell.FsiValue>?, Exception>.Choice1Of2)answer).Item?.Value;
        return value is null || value.ReflectionType == typeof(Unit) ? (false, null) : (true, value.ReflectionValue);
    }

    /// <summary>Declares a variable; of type <c>obj</c> when F# cannot name the value's type.</summary>
    public void Bind(string name, object? value)
    {
        if (!Identifier().IsMatch(name))
            throw new MagicException($"'{name}' is not a name for a variable in F#");
        try
        {
            if (value is not null)
            {
                _session.AddBoundValue(name, value);
                return;
            }
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException or ArgumentException)
        {
            // Types of C# cells are in no file that the compiler of F# could read.
        }
        Evaluate($"let ``{name}`` : obj = {typeof(SharedValue).FullName}.{nameof(SharedValue.Take)}({SharedValue.Put(value)})", $"variable {name}", default);
    }

    [GeneratedRegex(@";;[ \t\r]*$", RegexOptions.Multiline)]
    private static partial Regex End();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_']*$")]
    private static partial Regex Identifier();
}
