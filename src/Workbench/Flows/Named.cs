using Workbench.Papers;

namespace Workbench.Flows;

/// <summary>Finds a part by its name, and names the nearest one when there is none.</summary>
internal static class Named
{
    public static T Find<T>(IReadOnlyList<T> all, Func<T, string> nameOf, string name, string kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var item in all)
        {
            if (string.Equals(nameOf(item), name, StringComparison.OrdinalIgnoreCase))
                return item;
        }

        throw new ArgumentException($"There is no {kind} '{name}'.{Nearest.Hint(name, all.Select(nameOf))}", nameof(name));
    }
}
