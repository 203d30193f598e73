using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Usings that a library brings to the notebooks that refer to it, without referring to this assembly: an attribute class of its own, named
/// <c>NotebookUsingsAttribute</c> and with the parameters <c>params string[] usings</c>, on its assembly. Only the name counts.
/// An entry is a namespace or, for its static members, a type (with or without the word <c>static</c>).
/// </summary>
internal static class LibraryUsings
{
    private const string AttributeName = "NotebookUsingsAttribute";

    /// <summary>The usings that libraries bring, each once; those that name nothing in the libraries are left out, as they would break every cell.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<string> files)
    {
        var wanted = files.SelectMany(file => Read(file, DeclaredIn)).Distinct().ToList();
        if (wanted.Count == 0)
            return [];
        var names = files.SelectMany(file => Read(file, NamesIn)).ToHashSet();
        return [.. wanted.Where(names.Contains)];
    }

    private static IReadOnlyList<string> Read(string file, Func<MetadataReader, IEnumerable<string>> read)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(file));
            return image.HasMetadata && image.GetMetadataReader() is { IsAssembly: true } metadata ? [.. read(metadata)] : [];
        }
        catch (Exception e) when (e is BadImageFormatException or IOException)
        {
            // The compiler says it better.
            return [];
        }
    }

    private static IEnumerable<string> DeclaredIn(MetadataReader metadata)
    {
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (NameOfType(metadata, attribute.Constructor) != AttributeName)
                continue;
            var blob = metadata.GetBlobReader(attribute.Value);
            // The prolog 1, then the one array: its length, -1 for null, and its strings.
            if (blob.ReadUInt16() != 1)
                continue;
            for (var rest = blob.ReadInt32(); rest > 0; rest--)
            {
                if (blob.ReadSerializedString()?.Trim() is { Length: > 0 } text)
                    yield return text.StartsWith("static ", StringComparison.Ordinal) ? text["static ".Length..].Trim() : text;
            }
        }
    }

    private static string? NameOfType(MetadataReader metadata, EntityHandle constructor)
    {
        var type = constructor.Kind switch
        {
            HandleKind.MethodDefinition => metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType(),
            HandleKind.MemberReference => metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent,
            _ => default,
        };
        return type.Kind switch
        {
            HandleKind.TypeDefinition => metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)type).Name),
            HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name),
            _ => null,
        };
    }

    /// <summary>The namespaces and types of an assembly.</summary>
    private static IEnumerable<string> NamesIn(MetadataReader metadata)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (!type.Namespace.IsNil)
                yield return metadata.GetString(type.Namespace);
            yield return FullName(metadata, type);
        }
    }

    private static string FullName(MetadataReader metadata, TypeDefinition type)
    {
        var name = metadata.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer)
            return $"{FullName(metadata, metadata.GetTypeDefinition(outer))}.{name}";
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
