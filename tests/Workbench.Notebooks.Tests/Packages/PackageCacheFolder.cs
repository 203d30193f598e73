namespace Workbench.Notebooks.Tests.Packages;

/// <summary>Keeps what the tests restore out of the user's own cache. For tests of the engine's collection, which run one after the other.</summary>
internal sealed class PackageCacheFolder : IDisposable
{
    private const string Variable = "XDG_CACHE_HOME";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private readonly TemporaryFolder _folder = new();

    public PackageCacheFolder() => Environment.SetEnvironmentVariable(Variable, _folder.Path);

    public string Path => System.IO.Path.Combine(_folder.Path, "workbench", "packages");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _folder.Dispose();
    }
}
