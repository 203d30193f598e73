using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>The named parts of an object: its public properties and fields, or what can be told of it without waiting for it.</summary>
internal static class ValueMembers
{
    private static readonly ConditionalWeakTable<Type, Member[]> ByType = new();

    /// <summary>What a sequence tells of itself as a sequence; anything else makes it an object with members, too.</summary>
    private static readonly HashSet<string> OfSequences =
        ["Count", "Length", "LongLength", "Rank", "Capacity", "IsReadOnly", "IsFixedSize", "IsSynchronized", "SyncRoot", "Comparer", "Keys", "Values", "Current", "IsEmpty", "Head", "Tail"];

    /// <summary>A named part and how to read it.</summary>
    internal sealed record Member(string Name, Func<object, object?> Read)
    {
        /// <summary>The member's value, or what stands for the exception that its getter throws.</summary>
        public object? ValueIn(object owner)
        {
            try
            {
                return Read(owner);
            }
            catch (Exception e) when (!Interruption.IsUnderWay(e))
            {
                return new FailedMember(e);
            }
        }
    }

    public static bool Has(object value) => ByType.GetValue(value.GetType(), Reflect).Length > 0;

    /// <summary>Names and values. Of tasks and lazy values only what is there already: reading the others would wait or compute.</summary>
    public static IEnumerable<(string Name, object? Value)> Of(object value) => value switch
    {
        Task task => OfTask(task),
        _ when Generic(value) == typeof(Lazy<>) => OfLazy(value),
        _ => ByType.GetValue(value.GetType(), Reflect).Select(member => (member.Name, member.ValueIn(value))),
    };

    /// <summary>The members of a sequence that say more than that it is one; empty for the sequences of the framework.</summary>
    public static IReadOnlyList<Member> BesidesItems(object sequence)
    {
        var type = sequence.GetType();
        if (type.IsArray || type.Namespace is { } space && (space.StartsWith("System", StringComparison.Ordinal) || space.StartsWith("Microsoft.FSharp", StringComparison.Ordinal)))
            return [];
        return type.IsDefined(typeof(CompilerGeneratedAttribute)) ? [] : [.. ByType.GetValue(type, Reflect).Where(member => !OfSequences.Contains(member.Name))];
    }

    /// <summary>Public properties and fields of a type by name, to read them one by one.</summary>
    public static IReadOnlyList<Member> OfType(Type type) => ByType.GetValue(type, Reflect);

    private static Type? Generic(object value) => value.GetType() is { IsGenericType: true } type ? type.GetGenericTypeDefinition() : null;

    private static IEnumerable<(string Name, object? Value)> OfTask(Task task)
    {
        yield return (nameof(Task.Status), task.Status);
        if (task.IsFaulted)
            yield return (nameof(Task.Exception), task.Exception!.InnerExceptions.Count == 1 ? task.Exception.InnerException : task.Exception);
        else if (task.IsCompletedSuccessfully && ResultOf(task) is { } result && result.PropertyType.Name != "VoidTaskResult")
            yield return (nameof(Task<>.Result), result.GetValue(task));
    }

    /// <summary>Where a task keeps its result, as its base class declares it.</summary>
    private static PropertyInfo? ResultOf(Task task)
    {
        for (var type = task.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
                return type.GetProperty(nameof(Task<>.Result));
        }
        return null;
    }

    private static IEnumerable<(string Name, object? Value)> OfLazy(object lazy)
    {
        var created = lazy.GetType().GetProperty(nameof(Lazy<>.IsValueCreated))!.GetValue(lazy) is true;
        yield return (nameof(Lazy<>.IsValueCreated), created);
        if (created)
            yield return (nameof(Lazy<>.Value), lazy.GetType().GetProperty(nameof(Lazy<>.Value))!.GetValue(lazy));
    }

    /// <summary>Each name once, in the order of declaration from the type upwards.</summary>
    private static Member[] Reflect(Type type)
    {
        // The result of such a task can be asked for once only, and asking waits.
        if (type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
            return [.. type.GetProperties().Where(property => property.Name.StartsWith("Is", StringComparison.Ordinal)).Select(property => new Member(property.Name, property.GetValue))];
        var byName = new Dictionary<string, Member>();
        for (var current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            var own = current.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            foreach (var property in own.OfType<PropertyInfo>().Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0))
                byName.TryAdd(property.Name, Reading(property.Name, property.PropertyType, property.GetValue));
            foreach (var field in own.OfType<FieldInfo>())
                byName.TryAdd(field.Name, Reading(field.Name, field.FieldType, field.GetValue));
        }
        return [.. byName.Values];
    }

    /// <summary>Spans and the like cannot be had as objects: their type stands for them.</summary>
    private static Member Reading(string name, Type type, Func<object, object?> read)
    {
        var target = type.IsByRef ? type.GetElementType()! : type;
        return target.IsByRefLike ? new Member(name, _ => target) : new Member(name, read);
    }
}
