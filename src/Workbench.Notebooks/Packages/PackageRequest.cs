using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Packages;

/// <summary>A package that a cell asks for by <c>#r "nuget: Id, Version"</c>.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">A version, a range such as <c>[1.0, 2.0)</c>, or a floating one such as <c>1.*</c> or <c>*-*</c>; null for the latest stable one.</param>
internal sealed partial record PackageRequest(string Id, string? Version)
{
    /// <summary>True when the version asked for is not one fixed version, so that the answer can change with time.</summary>
    public bool IsFloating => Version is null || Version.Contains('*', StringComparison.Ordinal);

    /// <summary>Reads what stands after <c>nuget:</c>.</summary>
    /// <exception cref="PackageException">It is not a name, or a name, a comma and a version.</exception>
    public static PackageRequest Parse(string text)
    {
        // A range has commas of its own, so only the first one separates.
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        if (!Name().IsMatch(parts[0]))
            throw new PackageException($"'{parts[0]}' is not the name of a package", "Expected #r \"nuget: Name\" or #r \"nuget: Name, 1.2.3\".");
        if (parts.Length < 2 || parts[1].Length == 0)
            return new PackageRequest(parts[0], null);
        if (!PlainVersion().IsMatch(parts[1]) && !Floating().IsMatch(parts[1]) && !Range().IsMatch(parts[1]))
            throw new PackageException($"'{parts[1]}' is not a version of package {parts[0]}", "Expected for example 1.2.3, 1.2.3-beta1, 1.*, *, *-* (also unfinished ones) or [1.0, 2.0).");
        return new PackageRequest(parts[0], parts[1]);
    }

    /// <summary>Whether a version that is there already is what this asks for.</summary>
    public bool Accepts(string resolved)
    {
        if (Version is null or "*" or "*-*")
            return true;
        if (Version.EndsWith(".*", StringComparison.Ordinal))
            return Normal(resolved).StartsWith(Version[..^1], StringComparison.OrdinalIgnoreCase);
        return Normal(Version.Trim('[', ']')).Equals(Normal(resolved), StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString() => Version is null ? Id : $"{Id}, {Version}";

    /// <summary>The form in which versions are equal as texts: three numbers, a fourth only when it is not 0, nothing about the build.</summary>
    private static string Normal(string version)
    {
        version = version.Split('+')[0];
        var dash = version.IndexOf('-', StringComparison.Ordinal);
        var label = dash < 0 ? "" : version[dash..];
        var numbers = (dash < 0 ? version : version[..dash]).Split('.').Select(number => number.TrimStart('0') is { Length: > 0 } kept ? kept : "0").ToList();
        while (numbers.Count < 3)
            numbers.Add("0");
        while (numbers.Count > 3 && numbers[^1] == "0")
            numbers.RemoveAt(numbers.Count - 1);
        return string.Join('.', numbers) + label;
    }

    [GeneratedRegex(@"^\w+([.-]\w+)*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\d+(\.\d+){0,3}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$")]
    private static partial Regex PlainVersion();

    [GeneratedRegex(@"^(\*|\d+(\.\d+){0,2}\.\*|\d+(\.\d+){0,3})(-([0-9A-Za-z.-]*\*))?$")]
    private static partial Regex Floating();

    [GeneratedRegex(@"^[\[(][0-9A-Za-z.*, +-]*\d[0-9A-Za-z.*, +-]*[\])]$")]
    private static partial Regex Range();
}
