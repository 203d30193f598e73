using Microsoft.DotNet.Interactive.Formatting;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>Types as C# source names them in full.</summary>
internal static class CSharpSource
{
    /// <summary>The name of a type that any cell can use; null when there is none.</summary>
    public static string? NameOf(Type type)
    {
        if (type.IsArray)
        {
            // The ranks of an array of arrays stand from the outside in.
            var ranks = "";
            while (type.IsArray)
            {
                ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
                type = type.GetElementType()!;
            }
            return NameOf(type) is { } element ? element + ranks : null;
        }
        if (type.IsByRef || type.IsPointer || type.IsGenericParameter || type.IsByRefLike)
            return null;
        // A type that a cell declares belongs to its submission, and the cells after it see it by its own name.
        if (type.DeclaringType is { } cell && cell.Assembly.GetName().Name?.StartsWith("Cell-", StringComparison.Ordinal) == true && cell.DeclaringType is null)
            return type.IsGenericType || type.Name.StartsWith('<') ? null : type.Name;
        return type.IsVisible && !type.Name.StartsWith('<') ? Full(type) : null;
    }

    /// <summary>Lines that refer to the libraries of the type and its arguments; the framework's are always there.</summary>
    public static string ReferencesFor(Type type)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var lines = Parts(type).Select(part => part.Assembly).Distinct()
            .Where(assembly => !assembly.IsDynamic && assembly.Location.Length > 0 && Path.GetDirectoryName(assembly.Location) != framework && assembly != typeof(CSharpSource).Assembly)
            .Select(assembly => $"#r \"{assembly.Location}\"\n");
        return string.Concat(lines);
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : [type, .. type.GetGenericArguments().SelectMany(Parts)];

    private static string? Full(Type type)
    {
        if (type == typeof(void))
            return null;
        if (type.IsPrimitive || type == typeof(string) || type == typeof(object) || type == typeof(decimal))
            return CSharpTypeName.Of(type);
        var arguments = new Queue<Type>(type.GetGenericArguments());
        var chain = new List<Type>();
        for (var current = type; current is not null; current = current.DeclaringType)
            chain.Insert(0, current);
        var names = new List<string>();
        foreach (var level in chain)
        {
            var tick = level.Name.IndexOf('`');
            if (tick < 0)
            {
                names.Add("@" + level.Name);
                continue;
            }
            var own = Enumerable.Range(0, int.Parse(level.Name[(tick + 1)..], System.Globalization.CultureInfo.InvariantCulture)).Select(_ => NameOf(arguments.Dequeue())).ToList();
            if (own.Contains(null))
                return null;
            names.Add($"@{level.Name[..tick]}<{string.Join(", ", own)}>");
        }
        return $"global::{(type.Namespace is { Length: > 0 } space ? space + "." : "")}{string.Join('.', names)}";
    }
}
