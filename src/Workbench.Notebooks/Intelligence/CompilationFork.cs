using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Intelligence;

/// <summary>
/// Compilations of texts that would come next. All texts after the same cell share one compilation but for their tree, so that references
/// and imported names are bound once.
/// </summary>
internal sealed class CompilationFork
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Path, DateTime Written), MetadataReference> _libraries = [];
    private CSharpCompilation? _previous;
    private string _asked = "";
    private CSharpCompilation? _fork;

    /// <summary>The semantic model of a text as the next cell.</summary>
    public SemanticModel Model(ChainState state, SyntaxTree tree, IReadOnlyList<string> libraries)
    {
        var asked = string.Join('\n', libraries);
        CSharpCompilation fork;
        lock (_lock)
        {
            if (_fork is null || _previous != state.Last || _asked != asked)
            {
                var files = Files(libraries, state.BaseDirectory);
                _fork = CSharpCompilation.CreateScriptCompilation(
                    "Question",
                    CSharpSyntaxTree.ParseText("", CellText.ParseOptions),
                    [.. state.References, .. files.Select(Reference)],
                    // References inside of loaded files would change the state of the cells.
                    state.Options.WithMetadataReferenceResolver(null).WithUsings(state.Options.Usings.AddRange(LibraryUsings.Of(files))),
                    state.Last,
                    returnType: typeof(object));
                (_previous, _asked) = (state.Last, asked);
            }
            fork = _fork;
        }
        return fork.ReplaceSyntaxTree(fork.SyntaxTrees[0], tree).GetSemanticModel(tree);
    }

    /// <summary>The libraries that a cell asks for and that exist, with those beside them that they need. Packages are known once the cell has run.</summary>
    private static List<string> Files(IReadOnlyList<string> libraries, string baseDirectory)
    {
        var files = new List<string>();
        foreach (var library in libraries.Where(library => library.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            var path = Path.GetFullPath(library, baseDirectory);
            if (!File.Exists(path))
                continue;
            try
            {
                files.AddRange(LibraryResolver.WithNeeded(path).Except(files));
            }
            catch (Exception e) when (e is BadImageFormatException or IOException)
            {
                // Running the cell says so.
            }
        }
        return files;
    }

    private MetadataReference Reference(string path)
    {
        var key = (path, File.GetLastWriteTimeUtc(path));
        return _libraries.TryGetValue(key, out var known) ? known : _libraries[key] = MetadataReference.CreateFromFile(path);
    }
}
