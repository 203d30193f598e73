using System.Collections.Concurrent;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>How many items of sequences are shown, by type.</summary>
internal static class ExpansionLimits
{
    private static readonly ConcurrentDictionary<Type, int> Limits = new();

    public static int? Get(Type type) => Limits.TryGetValue(type, out var limit) ? limit : null;

    public static void Set(Type type, int limit) => Limits[type] = limit;

    public static void Reset() => Limits.Clear();

    /// <summary>The limit set for the sequence's type or a base of it, else for the type of its items, else the common one.</summary>
    public static int For(object sequence)
    {
        if (Limits.IsEmpty)
            return Formatter.ListExpansionLimit;
        for (var type = sequence.GetType(); type is not null; type = type.BaseType)
        {
            if (Get(type) is { } limit)
                return limit;
        }
        var items = sequence.GetType().GetInterfaces().Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return items.Select(type => Get(type.GenericTypeArguments[0])).FirstOrDefault(limit => limit is not null) ?? Formatter.ListExpansionLimit;
    }
}
