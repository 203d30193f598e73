using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Workbench.Papers;

namespace Workbench.Cli.Bundling;

/// <summary>What <c>bundle.json</c> says: the file marks a folder as a bundle, and results measured in it name its commit.</summary>
/// <param name="Commit">The commit it was made from, with "+dirty" for a changed tree; "unknown" without git.</param>
/// <param name="Platform">The machines it runs on, "linux-x64".</param>
/// <param name="Dotnet">The version of the runtime inside.</param>
/// <param name="Parts">What was asked for beyond the default.</param>
internal sealed record BundleManifest(string Commit, string Platform, string Dotnet, IReadOnlyList<string> Parts)
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>That of a bundle made here and now.</summary>
    public static BundleManifest Of(Checkout checkout, IReadOnlyList<string> parts) => new(
        GitCommit.Of(checkout.Root),
        $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLower(CultureInfo.InvariantCulture)}",
        System.Environment.Version.ToString(),
        parts);

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Layout) + "\n";
}
