using Workbench.Papers;

namespace Workbench.Pruning;

/// <summary>The pruning scores of the library.</summary>
public static class PruningScores
{
    /// <summary>One instance of every score, with its default constants.</summary>
    public static IReadOnlyList<IPruningScore> All { get; } =
    [
        new Magnitude(), new Movement(), new GradientTimesWeight(), new Snip(), new Grasp(), new SynFlow(), new Taylor(), new Lamp(), new RandomScore(),
    ];

    /// <summary>The score of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No score has the name; the message gives the nearest one.</exception>
    public static IPruningScore ByName(string name) => PruningNames.Find(All, score => score.Name, name, "pruning score");
}

/// <summary>Finds a part of this room by its name, and names the nearest one when there is none.</summary>
internal static class PruningNames
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
