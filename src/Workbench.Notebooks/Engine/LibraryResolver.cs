using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Workbench.Notebooks.Packages;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Finds the libraries that cells refer to, and what those need, at run time: those of <c>#r "path.dll"</c> beside each dll, or where the
/// dll's own dependency list says; those of packages by name.
/// </summary>
internal sealed class LibraryResolver
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AssemblyDependencyResolver?> _libraries = [];

    private readonly Dictionary<string, string> _ofPackages = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _nativeOfPackages = [];

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
        return WithNeeded(path);
    }

    /// <summary>A library with the libraries beside it that it needs.</summary>
    public static IReadOnlyList<string> WithNeeded(string path)
    {
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

    /// <summary>Makes the libraries of packages known.</summary>
    public void Add(ResolvedGraph graph)
    {
        lock (_lock)
        {
            foreach (var package in graph.Packages)
            {
                foreach (var file in package.Run)
                    _ofPackages[Path.GetFileNameWithoutExtension(file)] = file;
                foreach (var file in package.Native)
                    _nativeOfPackages[Path.GetFileName(file)] = file;
            }
        }
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
        if (OfPackage(name) is { } file)
            return context.LoadFromAssemblyPath(file);
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
        string[] files = [name, $"lib{name}.so", $"{name}.so", $"lib{name}", $"lib{name}.dylib", $"{name}.dylib", $"{name}.dll"];
        if (NativeOfPackage(files) is { } own && NativeLibrary.TryLoad(own, out var found))
            return found;
        foreach (var (library, resolver) in Known())
        {
            if (resolver?.ResolveUnmanagedDllToPath(name) is { } path && NativeLibrary.TryLoad(path, out var handle))
                return handle;
            foreach (var file in files)
            {
                if (NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(library)!, file), out handle))
                    return handle;
            }
        }
        return 0;
    }

    private string? OfPackage(AssemblyName name)
    {
        lock (_lock)
            return name.Name is null ? null : _ofPackages.GetValueOrDefault(name.Name);
    }

    private string? NativeOfPackage(IEnumerable<string> files)
    {
        lock (_lock)
            return files.Select(file => _nativeOfPackages.GetValueOrDefault(file)).FirstOrDefault(path => path is not null);
    }

    private KeyValuePair<string, AssemblyDependencyResolver?>[] Known()
    {
        lock (_lock)
            return [.. _libraries];
    }
}
