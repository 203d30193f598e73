namespace Workbench.Cli.Bundling;

/// <summary>A file of a bundle.</summary>
/// <param name="Name">Where it will lie in the bundle, with forward slashes.</param>
/// <param name="Source">The file to take; null for one whose text is given.</param>
internal sealed record BundleFile(string Name, string? Source)
{
    /// <summary>The text of a file that exists in the bundle only.</summary>
    public string? Text { get; init; }

    /// <summary>Whether it is a program.</summary>
    public bool Executable { get; init; }
}
