using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Libraries made of what cells declare and scripts cannot hold. A cell that declares the same types again makes a new version of its library,
/// which the compiler prefers from then on; objects of the old types live on.
/// </summary>
internal sealed class CellLibraries
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..8];
    private readonly List<Library> _libraries = [];
    private readonly Dictionary<string, Assembly> _loaded = [];
    private readonly HashSet<string> _usings = [];

    public CellLibraries() => AssemblyLoadContext.Default.Resolving += (_, name) =>
    {
        lock (_loaded)
            return _loaded.GetValueOrDefault(name.FullName);
    };

    /// <summary>Makes the usings of a cell known to the libraries of later ones.</summary>
    public void AddUsings(SyntaxTree tree) =>
        _usings.UnionWith(((CompilationUnitSyntax)tree.GetRoot()).Usings.Where(directive => directive.Name is not null).Select(directive => directive.NormalizeWhitespace().ToString()));

    /// <summary>Compiles the library of a cell; nothing is loaded or changed until the result is kept by <see cref="Keep"/>.</summary>
    /// <exception cref="CompilationException">It has errors.</exception>
    public CompiledLibrary Compile(
        CellCode code, IEnumerable<MetadataReference> references, IEnumerable<string> usings, bool isGuarded, CancellationToken cancellation)
    {
        var tree = code.Library!;
        var types = code.LibraryTypes;
        var known = _libraries.Find(library => library.Types.Overlaps(types));
        var name = known?.Name ?? $"CellLibrary{_libraries.Count + 1}-{_unique}";
        var version = (known?.Version ?? 0) + 1;
        var own = ((CompilationUnitSyntax)tree.GetRoot()).Usings.Select(directive => directive.NormalizeWhitespace().ToString()).ToHashSet();
        var header = new StringBuilder($"[assembly: System.Reflection.AssemblyVersion(\"{version}.0.0.0\")]\n");
        foreach (var directive in usings.Concat(_usings).Where(directive => !own.Contains(directive)).Distinct())
            header.Insert(0, $"global {directive}\n");
        var options = (CSharpParseOptions)tree.Options;
        var compilation = CSharpCompilation.Create(
            name,
            [tree, CSharpSyntaxTree.ParseText(SourceText.From(header.ToString(), Encoding.UTF8), options, "usings")],
            references.Concat(_libraries.Where(library => library != known).Select(library => library.Reference)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Annotations));
        var (_, image) = SubmissionChain.Emitted(compilation, tree, isGuarded, code.LibraryModifiers, cancellation);
        var (assembly, symbols) = image!.Value;
        return new CompiledLibrary(name, version, types, assembly, symbols, MetadataReference.CreateFromImage(assembly.ToArray()), known);
    }

    /// <summary>Loads a library for the cells to come.</summary>
    public Assembly Keep(CompiledLibrary compiled)
    {
        // Versions of one library need contexts of their own.
        var loaded = new AssemblyLoadContext(compiled.Name).LoadFromStream(compiled.Image, compiled.Symbols);
        lock (_loaded)
            _loaded[loaded.GetName().FullName] = loaded;
        if (compiled.Before is { } before)
            _libraries.Remove((Library)before);
        _libraries.Add(new Library(compiled.Name, compiled.Version, [.. compiled.Types], compiled.Reference));
        return loaded;
    }

    /// <summary>A library that is compiled and not yet loaded.</summary>
    internal sealed record CompiledLibrary(
        string Name, int Version, IReadOnlyList<string> Types, MemoryStream Image, MemoryStream Symbols, MetadataReference Reference, object? Before);

    private sealed record Library(string Name, int Version, HashSet<string> Types, MetadataReference Reference);
}
