namespace Workbench.Notebooks.Packages;

/// <summary>Packages cannot be had; nothing has changed.</summary>
internal sealed class PackageException(string message, params string[] explanation) : Exception(message)
{
    /// <summary>Lines that say more.</summary>
    public IReadOnlyList<string> Explanation { get; } = explanation;
}
