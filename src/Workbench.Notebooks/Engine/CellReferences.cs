using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Workbench.Notebooks.Packages;

namespace Workbench.Notebooks.Engine;

/// <summary>What cells are compiled against: the framework, and each <c>#r</c> from the cell that asks for it.</summary>
internal sealed class CellReferences : MetadataReferenceResolver
{
    private const string Package = "nuget:";

    /// <summary>What most cells get by with, besides this assembly.</summary>
    private static readonly string[] CoreNames =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Console", "System.Linq", "System.Collections", "System.Collections.Concurrent", "System.Threading",
        "System.Diagnostics.Process", "System.Text.RegularExpressions", "System.Text.Json", "System.Linq.Expressions", "Microsoft.CSharp",
    ];

    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> OfCore = new(() =>
        [.. CoreNames.Select(name => MetadataReference.CreateFromFile(FrameworkPath(name))), MetadataReference.CreateFromFile(typeof(CellReferences).Assembly.Location)]);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> OfOthers = new(() =>
        [.. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == FrameworkFolder && !CoreNames.Contains(Path.GetFileNameWithoutExtension(path)) && !FrameworkFacades.IsRarelyNeeded(path))
            .Select(FrameworkFacades.Reference)]);

    private readonly string _baseDirectory;
    private readonly LibraryResolver _libraries = new();
    private readonly PackageSession _packages;
    private readonly Dictionary<string, PortableExecutableReference> _byPath = [];
    private readonly List<string> _waiting = [];

    public CellReferences(string baseDirectory)
    {
        _baseDirectory = baseDirectory;
        _packages = new PackageSession(baseDirectory, _libraries);
    }

    /// <summary>
    /// The assemblies of the shared framework that most cells get by with, and this one, which holds <c>display</c> and its kin. The compiler
    /// merges the namespaces of all references anew for every cell, so a few make a cell twice as fast as all of them.
    /// </summary>
    public static IReadOnlyList<MetadataReference> Core => OfCore.Value;

    /// <summary>The rest of the shared framework, given to the compiler with the first cell that does not compile without.</summary>
    public static IReadOnlyList<MetadataReference> Others => OfOthers.Value;

    /// <summary>The packages added so far, with what they need.</summary>
    public ResolvedGraph Packages => _packages.Graph;

    /// <summary>The files that cells have referred to so far, besides the framework.</summary>
    public IReadOnlyCollection<string> Files => _byPath.Keys;

    /// <summary>
    /// The references that a cell asks for, and those that cells before it asked for in vain since they did not compile; and the usings
    /// that the libraries bring. Packages are installed, all of the cell together.
    /// </summary>
    /// <exception cref="CompilationException">A library cannot be found or read, or a package cannot be had.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public (IReadOnlyList<MetadataReference> References, IReadOnlyList<string> Usings) NewIn(CellCode code)
    {
        var found = new List<string>();
        AddPackages(code, found);
        foreach (var (line, text) in code.References.Where(reference => !IsPackage(reference.Library)))
        {
            var place = Place(code, line);
            if (Find(text, null) is not { } path)
            {
                // All of the framework is there already.
                if (IsFramework(text))
                    continue;
                throw new CompilationException($"{place}: there is no library '{text}'", $"Looked for {Path.GetFullPath(text, _baseDirectory)}");
            }
            try
            {
                found.AddRange(_libraries.Add(path));
            }
            catch (Exception e) when (e is BadImageFormatException or IOException)
            {
                throw new CompilationException($"{place}: '{text}' cannot be used: {e.Message}");
            }
        }
        foreach (var file in found.Where(file => !_byPath.ContainsKey(file)))
        {
            _byPath[file] = MetadataReference.CreateFromFile(file);
            _waiting.Add(file);
        }
        return ([.. _waiting.Select(file => _byPath[file])], LibraryUsings.Of(_waiting));
    }

    /// <summary>The cell has been compiled: those after it see what it referred to.</summary>
    public void Accept() => _waiting.Clear();

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        // Only files brought by #load come here; the lines of cells are taken out before.
        reference = reference.Trim();
        if (IsPackage(reference))
            return [.. AddPackages([(reference, "")]).Select(file => Known(file).WithProperties(properties))];
        if (Find(reference, baseFilePath) is not { } path)
            return IsFramework(reference) ? [MetadataReference.CreateFromFile(FrameworkPath(reference), properties)] : [];
        return [.. _libraries.Add(path).Select(file => Known(file).WithProperties(properties))];
    }

    /// <inheritdoc/>
    public override bool ResolveMissingAssemblies => true;

    /// <summary>
    /// Libraries that cells refer to may name any part of the framework. What the framework's own assemblies and this one name is left to
    /// <see cref="Others"/>, or all of it would come with the first cell.
    /// </summary>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        IsFramework(referenceIdentity.Name) && definition is PortableExecutableReference { FilePath: { } path }
        && Path.GetDirectoryName(path) != FrameworkFolder && path != typeof(CellReferences).Assembly.Location
            ? FrameworkFacades.Reference(FrameworkPath(referenceIdentity.Name)) : null;

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private PortableExecutableReference Known(string file) =>
        _byPath.TryGetValue(file, out var known) ? known : _byPath[file] = MetadataReference.CreateFromFile(file);

    private void AddPackages(CellCode code, List<string> found)
    {
        foreach (var (line, text) in code.Sources)
        {
            if (!IsPackage(text))
                throw new CompilationException($"{Place(code, line)}: #i needs a package source", "Expected #i \"nuget: https://address/index.json\" or #i \"nuget: folder\".");
            Explained(Place(code, line), () => _packages.AddSource(text[Package.Length..].Trim()));
        }
        found.AddRange(AddPackages([.. code.References.Where(reference => IsPackage(reference.Library)).Select(reference => (reference.Library, Place(code, reference.Line)))]));
    }

    private IReadOnlyList<string> AddPackages(IReadOnlyList<(string Text, string Place)> lines)
    {
        var requests = new List<PackageRequest>();
        foreach (var (text, place) in lines)
        {
            var rest = text[Package.Length..].Trim();
            // The older way to write #i.
            if (rest.StartsWith("RestoreSources=", StringComparison.OrdinalIgnoreCase))
                Explained(place, () => _packages.AddSource(rest["RestoreSources=".Length..].Trim()));
            else
                Explained(place, () => requests.Add(PackageRequest.Parse(rest)));
        }
        IReadOnlyList<string> added = [];
        if (requests.Count > 0)
            Explained(lines[0].Place, () => added = _packages.Add(requests, CellScope.Current));
        return added;
    }

    private static void Explained(string place, Action action)
    {
        try
        {
            action();
        }
        catch (PackageException e)
        {
            throw new CompilationException(place.Length == 0 ? e.Message : $"{place}: {e.Message}", [.. e.Explanation]);
        }
    }

    private static string Place(CellCode code, int line) => $"{code.Tree.FilePath}, line {line}";

    private static bool IsPackage(string reference) => reference.StartsWith(Package, StringComparison.OrdinalIgnoreCase);

    /// <summary>A library by a path relative to the file that names it, else to the notebook.</summary>
    private string? Find(string reference, string? baseFilePath)
    {
        if (baseFilePath is not null && Path.IsPathRooted(baseFilePath)
            && Path.GetFullPath(reference, Path.GetDirectoryName(baseFilePath)!) is var beside && File.Exists(beside))
            return beside;
        var path = Path.GetFullPath(reference, _baseDirectory);
        return File.Exists(path) ? path : null;
    }

    private static bool IsFramework(string reference) => Path.GetFileName(reference) == reference && File.Exists(FrameworkPath(reference));

    private static string FrameworkPath(string reference) =>
        Path.Combine(FrameworkFolder, reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference : reference + ".dll");
}
