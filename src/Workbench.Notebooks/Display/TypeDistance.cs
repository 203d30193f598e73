namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>How far a type is from one it can be formatted as.</summary>
internal static class TypeDistance
{
    private const int Interface = 1000;

    /// <summary>
    /// Null when <paramref name="target"/> does not apply to <paramref name="type"/>; else smaller is more specific: the type itself,
    /// its base classes upwards, its interfaces (those that extend others first), object; a closed generic type before its open form.
    /// </summary>
    public static int? Between(Type type, Type target)
    {
        var distance = 0;
        for (var current = type; current is not null; current = current.BaseType, distance += 2)
        {
            var step = current == typeof(object) ? 2 * Interface : distance;
            if (current == target)
                return step;
            if (current.IsGenericType && current.GetGenericTypeDefinition() == target)
                return step + 1;
        }
        if (!target.IsInterface)
            return target == typeof(object) ? 2 * Interface : null;
        var candidates = target.IsGenericTypeDefinition
            ? type.GetInterfaces().Where(implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == target)
            : type.GetInterfaces().Where(implemented => implemented == target);
        return candidates.Select(implemented => (int?)(Interface - (2 * implemented.GetInterfaces().Length) + (target.IsGenericTypeDefinition ? 1 : 0))).Min();
    }
}
