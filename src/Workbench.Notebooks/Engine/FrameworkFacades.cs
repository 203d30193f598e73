using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Assemblies of the framework that only forward to others. The compiler keeps tables of all references for every cell, and nearly half of the
/// framework's assemblies are of this kind; they are given to it only when a library names them.
/// </summary>
internal static class FrameworkFacades
{
    /// <summary>What nearly every library names.</summary>
    private static readonly string[] Common = ["System.Runtime", "netstandard", "mscorlib", "System", "System.Core"];

    private static readonly ConcurrentDictionary<string, PortableExecutableReference> References = new();

    /// <summary>True for an assembly without a public type of its own that few libraries name.</summary>
    public static bool IsRarelyNeeded(string path)
    {
        if (Common.Contains(Path.GetFileNameWithoutExtension(path)))
            return false;
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
            return false;
        var metadata = file.GetMetadataReader();
        return !metadata.TypeDefinitions.Any(type => (metadata.GetTypeDefinition(type).Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);
    }

    /// <summary>The reference to an assembly, the same each time.</summary>
    public static PortableExecutableReference Reference(string path) => References.GetOrAdd(path, file => MetadataReference.CreateFromFile(file));
}
