using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// The cells run so far, as one chain of Roslyn script submissions. References and usings go to the first only: a chain in which every
/// submission carries them grows by megabytes a cell.
/// </summary>
internal sealed class SubmissionChain(string baseDirectory)
{
    private static readonly string[] Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks",
        "Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Formatting", "Microsoft.DotNet.Interactive.Kernel",
    ];

    private static readonly EmitOptions Emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private static readonly string[] LibraryUsings = [.. Usings.Select(name => $"using {(name.EndsWith(".Kernel", StringComparison.Ordinal) ? "static " : "")}{name};")];

    private readonly CellReferences _references = new(baseDirectory);
    private readonly List<MetadataReference> _allReferences = [];
    private readonly CellLibraries _libraries = new();
    private CSharpCompilation? _last;
    private object?[] _states = new object?[16];
    private int _slots = 1;
    private bool _hasWholeFramework;

    /// <summary>Where the compiled cells came from.</summary>
    public CellSymbols Symbols { get; } = new();

    /// <summary>The files that cells have referred to so far, besides the framework.</summary>
    public IReadOnlyCollection<string> Libraries => _references.Files;

    /// <summary>The submissions that have begun to run, in order; their fields are the variables.</summary>
    public IEnumerable<object> States => _states.OfType<object>();

    /// <summary>The chain as it is now, for questions about code; any thread may ask, also while a cell runs.</summary>
    public ChainState State
    {
        get
        {
            var last = Volatile.Read(ref _last);
            IReadOnlyList<MetadataReference> missing = _hasWholeFramework ? [] : CellReferences.Others;
            return new(last, last is null ? [.. CellReferences.Core, .. missing] : missing, Options(last is null ? Usings : []), _states, baseDirectory);
        }
    }

    /// <summary>
    /// Compiles a cell and appends it, so that later cells see what it declares whether it runs to its end or not;
    /// returns what runs it, or null when there is nothing to run.
    /// </summary>
    /// <exception cref="CompilationException">The cell has errors; the chain stays as it was.</exception>
    public (Func<Task<object?>> Run, bool HasResult)? Append(CellCode code, bool isGuarded = false, CancellationToken cancellation = default)
    {
        var (added, usings) = _references.NewIn(code);
        _allReferences.AddRange(added);
        var library = code.Library is not null
            ? _libraries.Compile(code, [.. CellReferences.Core, .. CellReferences.Others, .. _allReferences], LibraryUsings.Concat(usings.Select(name => $"using {name};")), isGuarded, cancellation)
            : null;
        if (library is not null)
            added = [.. added, library.Reference];
        var (compilation, image) = Compiled(code, added, usings, isGuarded, cancellation);
        // A thread that was left behind while it compiled must not touch the chain any more.
        cancellation.ThrowIfCancellationRequested();
        _last = compilation;
        _libraries.AddUsings(code.Tree);
        if (library is not null)
        {
            var loadedLibrary = _libraries.Keep(library);
            library.Symbols.Position = 0;
            Symbols.Add(loadedLibrary, library.Symbols);
        }
        _references.Accept();
        // Roslyn's answer for a cell with nothing to run, such as comments or usings: no success, yet no error.
        if (image is null)
            return null;
        var (assembly, symbols) = image.Value;
        var loaded = AssemblyLoadContext.Default.LoadFromStream(assembly, symbols);
        symbols.Position = 0;
        Symbols.Add(loaded, symbols);
        if (_states.Length < _slots + 1)
            Array.Resize(ref _states, 2 * _states.Length);
        _slots++;
        var entry = compilation.GetEntryPoint(default)!;
        var factory = loaded.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        return (() => factory(_states), CellCode.HasResult(compilation));
    }

    /// <summary>
    /// Compiles a cell as the next one; with the rest of the framework when it has errors without, and from the first library on. A library
    /// names parts of the framework: bound anew because more of them are there, its types would be others than those of earlier variables.
    /// </summary>
    private (CSharpCompilation Compilation, (MemoryStream Assembly, MemoryStream Symbols)? Image) Compiled(
        CellCode code, IReadOnlyList<MetadataReference> added, IReadOnlyList<string> usings, bool isGuarded, CancellationToken cancellation)
    {
        if (_hasWholeFramework) return With(added);
        if (added.Count == 0)
        {
            try
            {
                return With([]);
            }
            catch (CompilationException) when (!HasErrors(code.Tree.GetDiagnostics(cancellation)))
            {
                // It may name what is in the rest.
            }
        }

        var compiled = With([.. added, .. CellReferences.Others]);
        _hasWholeFramework = true;
        return compiled;

        (CSharpCompilation, (MemoryStream, MemoryStream)?) With(IReadOnlyList<MetadataReference> references)
        {
            var original = CSharpCompilation.CreateScriptCompilation(
                $"Cell-{Guid.NewGuid():N}",
                code.Tree,
                _last is null ? [.. CellReferences.Core, .. references] : references,
                Options(_last is null ? [.. Usings, .. usings] : usings),
                _last,
                returnType: typeof(object));
            return Emitted(original, code.Tree, isGuarded, code.Disposals, cancellation);
        }
    }

    /// <summary>
    /// Compiles with checks, or, where code with checks is no C# any more, with fewer or without. Errors are those of the text as written.
    /// </summary>
    /// <exception cref="CompilationException">The code has errors.</exception>
    internal static (CSharpCompilation Compilation, (MemoryStream Assembly, MemoryStream Symbols)? Image) Emitted(
        CSharpCompilation original, SyntaxTree tree, bool isGuarded, IReadOnlyList<(int, string)> inserted, CancellationToken cancellation)
    {
        if (HasErrors(tree.GetDiagnostics(cancellation)))
            throw new CompilationException(TryEmit(original, out _, cancellation));
        var diagnostics = ImmutableArray<Diagnostic>.Empty;
        for (var checks = isGuarded ? 2 : 0; checks >= 0; checks--)
        {
            var changed = GuardInjection.Into(tree, inserted, checks > 0, checks > 1 ? () => original.GetSemanticModel(tree) : null);
            if (changed == tree && checks > 0)
                continue;
            var compilation = changed == tree ? original : original.ReplaceSyntaxTree(tree, changed);
            diagnostics = TryEmit(compilation, out var image, cancellation);
            if (!HasErrors(diagnostics))
                return (compilation, image);
        }
        var asWritten = TryEmit(original, out _, cancellation);
        throw new CompilationException(HasErrors(asWritten) ? asWritten : diagnostics);
    }

    private static bool HasErrors(IEnumerable<Diagnostic> diagnostics) => diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static ImmutableArray<Diagnostic> TryEmit(CSharpCompilation compilation, out (MemoryStream, MemoryStream)? image, CancellationToken cancellation)
    {
        var assembly = new MemoryStream();
        var symbols = new MemoryStream();
        var emitted = compilation.Emit(assembly, symbols, options: Emit, cancellationToken: cancellation);
        assembly.Position = symbols.Position = 0;
        image = emitted.Success ? (assembly, symbols) : null;
        return emitted.Diagnostics;
    }

    private CSharpCompilationOptions Options(IEnumerable<string> usings) => new(
        OutputKind.DynamicallyLinkedLibrary,
        scriptClassName: "Cell",
        usings: usings,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        // Cells are small, and the pool may be taken by what they left running.
        concurrentBuild: false,
        nullableContextOptions: NullableContextOptions.Annotations,
        sourceReferenceResolver: new SourceFileResolver([], baseDirectory),
        metadataReferenceResolver: _references);
}
