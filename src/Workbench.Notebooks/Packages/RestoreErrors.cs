using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Packages;

/// <summary>Says in plain words why packages cannot be had.</summary>
internal static partial class RestoreErrors
{
    /// <summary>The failure that the messages of a restore amount to; null when they are harmless.</summary>
    public static PackageException? Find(IReadOnlyList<RestoreMessage> messages, RestoreProject project)
    {
        var failures = messages.Where(message => message.IsError || IsOtherVersion(message, project)).DistinctBy(message => message.Text).ToList();
        if (failures.Count == 0)
            return null;
        var sentences = failures.Select(Sentence).Distinct().ToList();
        return new PackageException(sentences[0], [.. sentences.Skip(1), .. failures.Select(Hint).OfType<string>().Distinct()]);
    }

    /// <summary>What a restore printed, without the path of the scratch project.</summary>
    public static IEnumerable<string> Lines(string output, string file) =>
        output.Split('\n').Select(line => line.Replace(file + " : ", "", StringComparison.Ordinal).Trim()).Where(line => line.Length > 0).Distinct().Take(20);

    /// <summary>NuGet takes the next higher version where one is missing, and only warns; a notebook that names a version means that one.</summary>
    private static bool IsOtherVersion(RestoreMessage message, RestoreProject project) =>
        message.Code == "NU1603" && OtherVersion().Match(message.Text) is { Success: true } match
        && project.Packages.Any(package => package.Id.Equals(match.Groups["id"].Value, StringComparison.OrdinalIgnoreCase) && package.Version is { } version
            && match.Groups["asked"].Value.Contains(version, StringComparison.OrdinalIgnoreCase)
            && message.Text.StartsWith("packages ", StringComparison.Ordinal));

    private static string Sentence(RestoreMessage message)
    {
        var sources = Sources().Match(message.Text) is { Success: true } match ? match.Groups[1].Value.TrimEnd('.') : null;
        return message.Code switch
        {
            "NU1101" => $"there is no package '{message.Package}'{(sources is null ? "" : $" in {sources}")}",
            "NU1102" when Nearest().Match(message.Text) is { Success: true } nearest =>
                $"package {message.Package} has no version {Asked(message)}; the nearest one{(Found().Match(message.Text) is { Success: true } found ? $" in {found.Groups[1].Value}" : "")} is {nearest.Groups[1].Value}",
            "NU1102" => $"package {message.Package} has no version {Asked(message)}",
            "NU1103" => $"package {message.Package} has only unfinished versions; ask for one of them, or for the latest with #r \"nuget: {message.Package}, *-*\"",
            "NU1202" or "NU1701" => $"package {message.Package} has nothing for {RestoreProject.Framework}",
            "NU1603" when OtherVersion().Match(message.Text) is { Success: true } other =>
                $"package {other.Groups["id"].Value} has no version {other.Groups["asked"].Value.TrimStart('>', '=', ' ')}; the next one is {other.Groups["found"].Value}",
            "NU1301" or "NU1302" => $"a package source cannot be used: {Flat(message.Text)}",
            "NU1605" or "NU1107" or "NU1608" => $"packages need different versions of one package: {Flat(message.Text)}",
            "NU1212" or "NU1213" => $"package {message.Package} is a tool or a template, not a library",
            _ => $"{(message.Package is null ? "packages" : $"package {message.Package}")} cannot be restored: {Flat(message.Text)} ({message.Code})",
        };
    }

    private static string? Hint(RestoreMessage message) => message.Code switch
    {
        "NU1101" when SimilarPackage.To(message.Package ?? "") is { } similar => $"Did you mean {similar}?",
        "NU1101" => "Look for a mistyped name; another feed or folder is added with #i \"nuget: …\".",
        "NU1301" => "Is the network there, and is the address right?",
        _ => null,
    };

    private static string Asked(RestoreMessage message) => Version().Match(message.Text) is { Success: true } match ? match.Groups[1].Value.Replace(">= ", "", StringComparison.Ordinal) : "asked for";

    private static string Flat(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"source\(s\): (.+)$")]
    private static partial Regex Sources();

    [GeneratedRegex(@"Nearest version: ([^\s\]]+)")]
    private static partial Regex Nearest();

    [GeneratedRegex(@"version\(s\) in (.+?) \[ Nearest")]
    private static partial Regex Found();

    [GeneratedRegex(@"with version \((.+?)\)")]
    private static partial Regex Version();

    [GeneratedRegex(@"depends on (?<id>\S+) \((?<asked>[^)]*)\) but .* was not found\. (An approximate best match of )?\S+ (?<found>\S+) was resolved")]
    private static partial Regex OtherVersion();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
