using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Engine;

/// <summary>What cells are compiled against: the framework from the first submission on, and each <c>#r</c> from the cell that asks for it.</summary>
internal sealed class CellReferences(string baseDirectory) : MetadataReferenceResolver
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> OfFramework = new(() =>
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var platform = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator);
        return
        [
            .. platform.Where(path => Path.GetDirectoryName(path) == folder).Select(path => MetadataReference.CreateFromFile(path)),
            MetadataReference.CreateFromFile(typeof(CellReferences).Assembly.Location),
        ];
    });

    private readonly LibraryResolver _libraries = new();
    private readonly Dictionary<string, PortableExecutableReference> _byPath = [];

    /// <summary>The shared framework and this assembly, which holds <c>display</c> and its kin.</summary>
    public static IReadOnlyList<MetadataReference> Framework => OfFramework.Value;

    /// <summary>The references that a cell asks for and no cell before it has.</summary>
    /// <exception cref="CompilationException">A library cannot be found or read.</exception>
    public IReadOnlyList<MetadataReference> NewIn(CellCode code)
    {
        var added = new List<MetadataReference>();
        foreach (var (line, text) in code.References)
        {
            var place = $"{code.Tree.FilePath}, line {line}";
            if (text.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                throw new CompilationException($"{place}: #r \"{text}\" is not supported yet", "Packages arrive with the Jupyter kernel. Until then refer to a dll: #r \"path/to/library.dll\".");
            if (Find(text) is not { } path)
            {
                // All of the framework is there already.
                if (IsFramework(text))
                    continue;
                throw new CompilationException($"{place}: there is no library '{text}'", $"Looked for {Path.GetFullPath(text, baseDirectory)}");
            }
            try
            {
                added.AddRange(_libraries.Add(path).Where(file => !_byPath.ContainsKey(file)).Select(file => _byPath[file] = MetadataReference.CreateFromFile(file)));
            }
            catch (Exception e) when (e is BadImageFormatException or IOException)
            {
                throw new CompilationException($"{place}: '{text}' cannot be used: {e.Message}");
            }
        }
        return added;
    }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (Find(reference.Trim()) is not { } path)
            return IsFramework(reference) ? [MetadataReference.CreateFromFile(FrameworkPath(reference), properties)] : [];
        if (!_byPath.TryGetValue(path, out var known))
        {
            _libraries.Add(path);
            _byPath[path] = known = MetadataReference.CreateFromFile(path);
        }
        return [known.WithProperties(properties)];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private string? Find(string reference)
    {
        var path = Path.GetFullPath(reference, baseDirectory);
        return File.Exists(path) ? path : null;
    }

    private static bool IsFramework(string reference) => Path.GetFileName(reference) == reference && File.Exists(FrameworkPath(reference));

    private static string FrameworkPath(string reference) =>
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference : reference + ".dll");
}
