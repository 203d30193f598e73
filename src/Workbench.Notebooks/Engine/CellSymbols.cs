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
    private readonly Dictionary<Assembly, Method[]> _methods = [];

    /// <summary>Keeps what the portable PDB of a cell says of its methods; the PDB itself, most of it a list of references, would be kept a thousand times.</summary>
    public void Add(Assembly assembly, Stream symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(symbols, MetadataStreamOptions.LeaveOpen);
        var reader = provider.GetMetadataReader();
        var methods = new List<Method>();
        foreach (var handle in reader.MethodDebugInformation)
        {
            var points = reader.GetMethodDebugInformation(handle).GetSequencePoints().Where(point => !point.IsHidden).ToList();
            if (points.Count == 0)
                continue;
            var file = Path.GetFileName(reader.GetString(reader.GetDocument(points[0].Document).Name));
            methods.Add(new Method(MetadataTokens.GetToken(handle.ToDefinitionHandle()), string.Intern(file), points.Min(point => point.StartLine), points.Max(point => point.EndLine)));
        }
        _methods.Add(assembly, [.. methods]);
    }

    /// <summary>True for assemblies that hold cells.</summary>
    public bool Holds(Assembly assembly) => _methods.ContainsKey(assembly);

    /// <summary>The cell (or file) and lines of a method; null when it has none.</summary>
    public (string File, int First, int Last)? LinesOf(MethodBase method) =>
        _methods.TryGetValue(method.Module.Assembly, out var methods) && Array.Find(methods, known => known.Token == method.MetadataToken) is { File: not null } found
            ? (found.File, found.First, found.Last)
            : null;

    private readonly record struct Method(int Token, string File, int First, int Last);
}
