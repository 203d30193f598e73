using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace Workbench.Notebooks.Packages;

/// <summary>What is restored together, as a project of the .NET SDK that has nothing but packages.</summary>
/// <param name="Packages">The packages asked for.</param>
/// <param name="Sources">Feeds and folders besides those of NuGet's configuration.</param>
/// <param name="ConfigurationFolder">Where NuGet begins to look for <c>NuGet.config</c> files, upwards; null leaves only the user's own.</param>
internal sealed record RestoreProject(IReadOnlyList<PackageRequest> Packages, IReadOnlyList<string> Sources, string? ConfigurationFolder)
{
    /// <summary>
    /// What .NET Interactive's own packages are called. Charting packages depend on old test versions of them; here they are not
    /// needed, and some can no longer be had.
    /// </summary>
    private static readonly string[] Dropped =
    [
        "", ".AIUtilities", ".AspNetCore", ".Browser", ".CSharp", ".CSharpProject", ".Documents", ".DuckDB", ".ExtensionLab", ".FSharp", ".Formatting",
        ".Http", ".HttpRequest", ".Journey", ".Jupyter", ".KernelIntrospection", ".Kql", ".Mermaid", ".NamedPipeConnector", ".NetFramework", ".PackageManagement",
        ".Parsing", ".PostgreSQL", ".PowerShell", ".R", ".Rendering", ".SQLite", ".SqlServer", ".SqlServerKernel", ".StdIo", ".Telemetry", ".VSCode", ".VisualStudio",
    ];

    /// <summary>The name of what packages are chosen for, e.g. <c>net10.0</c>.</summary>
    public static string Framework { get; } = $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    /// <summary>The name of this system in packages, e.g. <c>linux-x64</c>; a distribution's own name would not be known to them.</summary>
    public static string RuntimeIdentifier { get; } = SystemName() + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>True for packages that this kernel stands in for.</summary>
    public static bool IsDropped(string id) => Dropped.Any(suffix => id.Equals("Microsoft.DotNet.Interactive" + suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The folder of the nearest <c>NuGet.config</c> from a folder upwards; null when there is none.</summary>
    public static string? ConfigurationFolderOf(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (current.Exists && current.EnumerateFiles().Any(file => file.Name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase)))
                return current.FullName;
        }
        return null;
    }

    /// <summary>The project file.</summary>
    public string ToXml() => new XElement("Project",
        // Files around the cache folder have no say.
        Properties(("ImportDirectoryBuildProps", "false"), ("ImportDirectoryBuildTargets", "false"), ("ImportDirectoryPackagesProps", "false")),
        Import("Sdk.props"),
        Properties(
            ("TargetFramework", Framework), ("RuntimeIdentifier", RuntimeIdentifier), ("SelfContained", "false"), ("UseAppHost", "false"),
            ("ManagePackageVersionsCentrally", "false"), ("NuGetAudit", "false"), ("RestoreEnablePackagePruning", "true"), ("TreatWarningsAsErrors", "false"),
            ("RestoreAdditionalProjectSources", string.Join(';', Sources.Select(Escaped))), ("RestoreRootConfigDirectory", Escaped(ConfigurationFolder ?? ""))),
        new XElement("ItemGroup",
            Packages.OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)
                .Select(package => new XElement("PackageReference", new XAttribute("Include", package.Id), new XAttribute("Version", package.Version ?? "*"))),
            Dropped.Select(suffix => new XElement("PrunePackageReference", new XAttribute("Include", "Microsoft.DotNet.Interactive" + suffix), new XAttribute("Version", "9999.0.0")))),
        Import("Sdk.targets")).ToString();

    private static XElement Import(string file) => new("Import", new XAttribute("Project", file), new XAttribute("Sdk", "Microsoft.NET.Sdk"));

    private static XElement Properties(params (string Name, string Value)[] properties) =>
        new("PropertyGroup", properties.Select(property => new XElement(property.Name, property.Value)));

    /// <summary>MSBuild reads these characters as lists and expressions.</summary>
    private static string Escaped(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace("$(", "%24(", StringComparison.Ordinal);

    private static string SystemName() =>
        OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : RuntimeInformation.RuntimeIdentifier is var name && (name.Contains("musl", StringComparison.Ordinal) || name.StartsWith("alpine", StringComparison.Ordinal)) ? "linux-musl"
        : "linux";
}
