using System.Runtime.Loader;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Packages;

/// <summary>The packages of one kernel: what its cells have asked for so far, and what that resolved to.</summary>
internal sealed class PackageSession(string baseDirectory, LibraryResolver libraries)
{
    private readonly string _cacheFolder = UserCache.Folder("packages");
    private readonly List<string> _sources = [];
    private readonly List<PackageRequest> _asked = [];
    private ResolvedGraph _graph = new([]);

    /// <summary>Everything resolved so far.</summary>
    public ResolvedGraph Graph => _graph;

    /// <summary>Makes a feed or folder known to the restores that follow.</summary>
    /// <exception cref="PackageException">It is neither an address nor a folder that exists.</exception>
    public void AddSource(string source)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address) || address.IsFile)
        {
            source = Path.GetFullPath(address?.LocalPath ?? source, baseDirectory);
            if (!Directory.Exists(source))
                throw new PackageException($"there is no package folder '{source}'", "Expected #i \"nuget: https://address/index.json\" or #i \"nuget: folder\".");
        }
        else if (address.Scheme is not ("https" or "http"))
        {
            throw new PackageException($"'{source}' is not a package source", "Expected #i \"nuget: https://address/index.json\" or #i \"nuget: folder\".");
        }
        if (!_sources.Contains(source))
            _sources.Add(source);
    }

    /// <summary>
    /// Adds packages, all of them or none, and returns the files that code is now compiled against besides those of before.
    /// Packages that are there already, in a version that was asked for, cost nothing.
    /// </summary>
    /// <param name="requests">The packages of a cell.</param>
    /// <param name="scope">Shows what is going on; null shows nothing.</param>
    /// <exception cref="PackageException">They cannot be had, or not together with those of before; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public IReadOnlyList<string> Add(IReadOnlyList<PackageRequest> requests, CellScope? scope)
    {
        var added = New(requests);
        if (added.Count == 0)
            return [];
        var display = new PackageDisplay(scope, added);
        var wanted = added.Where(package => !RestoreProject.IsDropped(package.Id)).ToList();
        if (wanted.Count == 0)
        {
            _asked.AddRange(added);
            display.Installed(_graph);
            return [];
        }
        var graph = Resolve(wanted, display, scope?.Cancellation ?? default);
        CheckLoaded(graph, added);
        var known = _graph.Packages.SelectMany(package => package.Compile).ToHashSet();
        _asked.AddRange(added);
        _graph = graph;
        libraries.Add(graph);
        display.Installed(graph);
        return [.. graph.Packages.SelectMany(package => package.Compile).Where(file => !known.Contains(file) && !FrameworkLibraries.Supersede(file))];
    }

    /// <summary>The requests that are not fulfilled yet.</summary>
    private List<PackageRequest> New(IReadOnlyList<PackageRequest> requests)
    {
        var added = new List<PackageRequest>();
        foreach (var request in requests)
        {
            bool IsSame(PackageRequest other) => other.Id.Equals(request.Id, StringComparison.OrdinalIgnoreCase);
            var before = _asked.Concat(added).FirstOrDefault(IsSame);
            if (before is null)
            {
                added.Add(request);
                continue;
            }
            var version = Resolved(_graph, request.Id)?.Version ?? before.Version;
            if (version is not null && version != request.Version && !request.Accepts(version))
                throw new PackageException($"{before.Id} version {request.Version} cannot be added because version {version} was added previously.", "Restart the kernel to use another version.");
        }
        return added;
    }

    private ResolvedGraph Resolve(List<PackageRequest> wanted, PackageDisplay display, CancellationToken cancellation)
    {
        // What is there stays at its version.
        var before = _asked.Select(package => Resolved(_graph, package.Id)).OfType<ResolvedPackage>().Select(package => new PackageRequest(package.Id, $"[{package.Version}]"));
        var project = new RestoreProject([.. before, .. wanted], [.. _sources], RestoreProject.ConfigurationFolderOf(baseDirectory));
        var cache = new PackageCache(_cacheFolder);
        var kept = cache.Find(project);
        if (kept is { IsFresh: true })
            return kept.Value.Graph;
        try
        {
            display.Installing();
            var graph = PackageRestore.Run(project, _cacheFolder, display.Installing, cancellation);
            cache.Keep(project, graph);
            return graph;
        }
        catch (PackageException) when (kept is not null)
        {
            // No network, say: the version that was the latest one some days ago does.
            return kept.Value.Graph;
        }
        catch
        {
            display.Failed();
            throw;
        }
    }

    /// <summary>A library that runs already cannot be exchanged.</summary>
    private void CheckLoaded(ResolvedGraph graph, IReadOnlyList<PackageRequest> added)
    {
        foreach (var before in _graph.Packages)
        {
            if (Resolved(graph, before.Id) is { } after && after.Version != before.Version && before.Run.Any(IsLoaded))
            {
                throw new PackageException(
                    $"{string.Join(" and ", added)} cannot be added: {before.Id} {after.Version} is needed, and version {before.Version} is loaded already.",
                    $"Restart the kernel and ask for {added[0].Id} in the cell that brings the other packages.");
            }
        }
    }

    private static bool IsLoaded(string path) => AssemblyLoadContext.Default.Assemblies.Any(assembly => !assembly.IsDynamic && assembly.Location == path);

    private static ResolvedPackage? Resolved(ResolvedGraph graph, string id) => graph.Packages.FirstOrDefault(package => package.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
