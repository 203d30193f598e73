using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive;
using Workbench.Notebooks.Display;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>
/// F#: each submission sees what those before declared. Its compiler is loaded with the first cell. Libraries are one set with C#:
/// what one language refers to, the other can use.
/// </summary>
/// <param name="folder">Where paths in <c>#r</c> and <c>#load</c> start.</param>
/// <param name="csharp">Installs packages and loads libraries for both.</param>
internal sealed partial class FSharpKernel(string folder, CSharpKernel csharp) : ISubkernel
{
    private FSharpSession? _session;

    public string Name => "fsharp";

    public IReadOnlyList<string> Aliases => ["f#", "fs"];

    public MagicSyntax Syntax => new(Name, "The rest of the cell is F#.") { Aliases = Aliases };

    public IReadOnlyList<KernelValue> Values => _session?.Values ?? [];

    public async Task RunAsync(Submission submission, CellScope scope)
    {
        var (references, code) = WithoutReferences(submission.Code);
        if (references is not null)
            await csharp.RunAsync(submission with { Code = references }, scope);
        var (hasValue, value) = WithCompiler(session => session.Evaluate(code, submission.Name, scope.Cancellation));
        if (hasValue && value is not DisplayedValue)
            scope.Result(MimeBundle.Of(value));
    }

    public void SetValue(string name, object? value, Type type) => WithCompiler(session =>
    {
        session.Bind(name, value);
        return true;
    });

    public CellError? Describe(Exception exception) => _session is null ? null : FSharpErrors.Describe(exception);

    // The compiler is looked for when a method that uses it is first run, so the catch stands in a caller of that method.
    private T WithCompiler<T>(Func<FSharpSession, T> use)
    {
        try
        {
            return Alone(use);
        }
        catch (FileNotFoundException missing) when (missing.FileName?.StartsWith("FSharp.", StringComparison.Ordinal) == true)
        {
            throw new NotSupportedException("F# cells need the F# compiler, and this bundle was made without it: './workbench bundle --with fsharp' packs it.", missing);
        }
    }

    /// <summary>Uses the session. It waits for work that it posts to the context of its thread, which here would wait for the thread itself.</summary>
    private T Alone<T>(Func<FSharpSession, T> use)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _session ??= new FSharpSession(folder);
            _session.Refer(csharp.Libraries);
            return use(_session);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>The lines that refer to libraries and packages, and all others; line numbers stay in both.</summary>
    private static (string? References, string Code) WithoutReferences(string code)
    {
        var lines = code.Split('\n');
        if (!lines.Any(line => Reference().IsMatch(line)))
            return (null, code);
        return (string.Join('\n', lines.Select(line => Reference().IsMatch(line) ? line.TrimEnd('\r', ' ', ';') : "")),
            string.Join('\n', lines.Select(line => Reference().IsMatch(line) ? "" : line)));
    }

    [GeneratedRegex("""^#[ri]\s*"[^"]*"\s*(;;)?\s*(//.*)?$""")]
    private static partial Regex Reference();
}
