using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Finds the libraries that cells refer to by <c>#r "path.dll"</c>, and what those need, at run time:
/// beside each dll, or where the dll's own dependency list says.
/// </summary>
internal sealed class LibraryResolver
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AssemblyDependencyResolver?> _libraries = [];

    public LibraryResolver()
    {
        AssemblyLoadContext.Default.Resolving += Resolve;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += ResolveNative;
    }

    /// <summary>Makes a library known and returns it with the libraries beside it that it needs: what a compiler must see.</summary>
    public IReadOnlyList<string> Add(string path)
    {
        lock (_lock)
        {
            if (!_libraries.ContainsKey(path))
                _libraries.Add(path, CreateResolver(path));
        }
        var found = new List<string> { path };
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var name in ReferencesOf(found[i]))
            {
                var beside = Path.Combine(Path.GetDirectoryName(path)!, name + ".dll");
                if (!found.Contains(beside) && File.Exists(beside))
                    found.Add(beside);
            }
        }
        return found;
    }

    private static IReadOnlyList<string> ReferencesOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
            throw new BadImageFormatException($"'{path}' is not a .NET assembly.");
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static AssemblyDependencyResolver? CreateResolver(string path)
    {
        try
        {
            return new AssemblyDependencyResolver(path);
        }
        catch (InvalidOperationException)
        {
            // A damaged dependency list beside the dll: its folder is still searched.
            return null;
        }
    }

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        foreach (var (library, resolver) in Known())
        {
            var beside = Path.Combine(Path.GetDirectoryName(library)!, name.Name + ".dll");
            var path = Path.GetFileNameWithoutExtension(library) == name.Name ? library
                : resolver?.ResolveAssemblyToPath(name) ?? (File.Exists(beside) ? beside : null);
            if (path is not null)
                return context.LoadFromAssemblyPath(path);
        }
        return null;
    }

    private nint ResolveNative(Assembly assembly, string name)
    {
        foreach (var (library, resolver) in Known())
        {
            if (resolver?.ResolveUnmanagedDllToPath(name) is { } path && NativeLibrary.TryLoad(path, out var handle))
                return handle;
            foreach (var file in (string[])[name, $"lib{name}.so", $"lib{name}.dylib", $"{name}.dll"])
            {
                if (NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(library)!, file), out handle))
                    return handle;
            }
        }
        return 0;
    }

    private KeyValuePair<string, AssemblyDependencyResolver?>[] Known()
    {
        lock (_lock)
            return [.. _libraries];
    }
}
