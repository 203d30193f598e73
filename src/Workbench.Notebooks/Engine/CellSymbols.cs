using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Which lines of which cell a compiled method covers. Stack traces know the line of nearly every frame; only array accesses out of range
/// in optimised code share one place a method, and then its lines are the best that can be said.
/// </summary>
internal sealed class CellSymbols
{
    private readonly Dictionary<Assembly, ImmutableArray<byte>> _symbols = [];

    /// <summary>Keeps the portable PDB of a cell.</summary>
    public void Add(Assembly assembly, byte[] symbols) => _symbols.Add(assembly, [.. symbols]);

    /// <summary>True for assemblies that hold cells.</summary>
    public bool Holds(Assembly assembly) => _symbols.ContainsKey(assembly);

    /// <summary>The cell (or file) and lines of a method; null when it has none.</summary>
    public (string File, int First, int Last)? LinesOf(MethodBase method)
    {
        if (!_symbols.TryGetValue(method.Module.Assembly, out var image))
            return null;
        using var provider = MetadataReaderProvider.FromPortablePdbImage(image);
        var reader = provider.GetMetadataReader();
        var definition = (MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken);
        var points = reader.GetMethodDebugInformation(definition).GetSequencePoints().Where(point => !point.IsHidden).ToList();
        if (points.Count == 0)
            return null;
        var file = reader.GetString(reader.GetDocument(points[0].Document).Name);
        return (Path.GetFileName(file), points.Min(point => point.StartLine), points.Max(point => point.EndLine));
    }
}
