using System.Collections;
using System.Reflection;
using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>A factor with its levels, or several factors that vary together in listed cases.</summary>
/// <param name="Factors">Names of the factors.</param>
/// <param name="Cases">For each case one level per factor.</param>
internal sealed record FactorGrid(string[] Factors, FactorLevel[][] Cases)
{
    /// <summary>Names the table's own columns have.</summary>
    public static readonly string[] Reserved = ["seed", "status", "reason", "seconds"];

    public static FactorGrid Of(string name, IEnumerable<FactorLevel> levels)
    {
        CheckName(name);
        return Checked(new([name], [.. levels.Select(level => new[] { level })]), $"factor '{name}'");
    }

    /// <summary>Reads cases from objects' properties or from dictionaries.</summary>
    public static FactorGrid OfCases<T>(IEnumerable<T> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        (string Name, object? Value)[][] read = [.. cases.Select(c => Read(c))];
        if (read.Length == 0)
            throw new ArgumentException("the list of cases is empty: an ablation needs at least one", nameof(cases));
        string[] names = [.. read[0].Select(p => p.Name)];
        foreach (var name in names)
            CheckName(name);
        foreach (var (given, i) in read.Select((given, i) => (given, i)))
        {
            if (!names.ToHashSet().SetEquals(given.Select(p => p.Name)))
                throw new ArgumentException($"case {i} has the factors {string.Join(", ", given.Select(p => p.Name))}, the first has {string.Join(", ", names)}", nameof(cases));
        }

        return Checked(new(names, [.. read.Select(c => names.Select(n => FactorLevel.Of(n, c.First(p => p.Name == n).Value)).ToArray())]), "the list of cases");
    }

    /// <summary>Names and values of an object's public properties or a dictionary's entries.</summary>
    public static (string Name, object? Value)[] Read(object? item)
    {
        ArgumentNullException.ThrowIfNull(item);
        (string, object?)[] read = item is IDictionary dictionary
            ? [.. dictionary.Keys.Cast<object>().Select(key => (key.ToString()!, dictionary[key]))]
            : [.. item.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract").Select(p => (p.Name, p.GetValue(item)))];
        return read.Length > 0 && item is not string && !item.GetType().IsPrimitive
            ? read
            : throw new ArgumentException($"a {item.GetType().Name} names no factors: give an object such as new {{ activation = \"relu\" }}", nameof(item));
    }

    /// <summary>All combinations of all grids, the last varying fastest, as in nested loops.</summary>
    public static IEnumerable<AblationVariant> Combine(IReadOnlyList<FactorGrid> grids)
    {
        string[] factors = [.. grids.SelectMany(g => g.Factors)];
        IEnumerable<FactorLevel[]> combinations = [[]];
        foreach (var grid in grids)
            combinations = combinations.SelectMany(left => grid.Cases, (left, right) => (FactorLevel[])[.. left, .. right]).ToArray();
        return combinations.Select(levels => new AblationVariant(factors, levels));
    }

    private static FactorGrid Checked(FactorGrid grid, string what)
    {
        if (grid.Cases.Length == 0)
            throw new ArgumentException($"{what} has no values: give at least one", "values");
        if (grid.Cases.GroupBy(c => string.Join(", ", c.Select(l => l.Label))).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"{what} has '{twice.Key}' {twice.Count()} times", "values");
        return grid;
    }

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Reserved.Contains(name))
            throw new ArgumentException($"a factor cannot be called '{name}': the table has that column ({string.Join(", ", Reserved)})", nameof(name));
    }
}
