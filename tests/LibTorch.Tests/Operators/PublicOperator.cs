using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Operators;

/// <summary>Calls public operators by name, choosing the overload as the C# compiler would for simple arguments.</summary>
internal static class PublicOperator
{
    private static readonly Dictionary<string, Type> Rooms = new()
    {
        ["linalg"] = typeof(torch.linalg),
        ["fft"] = typeof(torch.fft),
        ["special"] = typeof(torch.special),
    };

    /// <summary>Every public way to this operator that takes these arguments: function, method; in place when <paramref name="inPlace"/>.</summary>
    public static IEnumerable<(string How, Func<Tensor[]> Call)> Ways(string name, object?[] given, Dictionary<string, object?> named, bool inPlace = false)
    {
        int dot = name.IndexOf('.');
        var room = dot < 0 ? typeof(torch) : Rooms[name[..dot]];
        var member = name[(dot + 1)..] + (inPlace ? "_" : "");
        if (Bind(room, member, BindingFlags.Static, given, named) is var (function, arguments))
            yield return ((dot < 0 ? "torch." : "torch." + name[..(dot + 1)]) + member, () => Tensors(Invoke(function, null, arguments)));
        // where: the method belongs to the second argument, condition.where is not what the function does.
        if (dot < 0 && name != "where" && given.Length > 0 && given[0] is Tensor self && Bind(typeof(Tensor), member, BindingFlags.Instance, given[1..], named) is var (method, rest))
            yield return ("Tensor." + member, () => Tensors(Invoke(method, self, rest)));
        if (dot < 0 && Bind(typeof(Tensor), member, BindingFlags.Static, given, named) is var (ofTensor, passed))
            yield return ("Tensor." + member, () => Tensors(Invoke(ofTensor, null, passed)));
        if (dot < 0 && given.Length == 1 && given[0] is Tensor owner && typeof(Tensor).GetProperty(member)?.GetMethod is { } getter && getter.GetParameters().Length == 0)
            yield return ("Tensor." + member, () => Tensors(Invoke(getter, owner, [])));
    }

    private static object? Invoke(MethodInfo method, object? target, object?[] arguments)
    {
        try
        {
            return method.Invoke(target, arguments);
        }
        catch (TargetInvocationException error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error.InnerException!);
            throw;
        }
    }

    /// <summary>The tensors of a result, whatever its form; numbers become tensors.</summary>
    public static Tensor[] Tensors(object? result) => result switch
    {
        Tensor one => [one],
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).OfType<Tensor>().ToArray(),
        IEnumerable<Tensor> many => many.ToArray(),
        bool value => [tensor(value)],
        long value => [tensor(value)],
        double value => [tensor(value)],
        _ => throw new InvalidDataException($"an operator returned {result?.GetType().Name ?? "null"}"),
    };

    private static (MethodInfo, object?[])? Bind(Type type, string name, BindingFlags kind, object?[] given, Dictionary<string, object?> named)
    {
        (MethodInfo, object?[])? best = null;
        int lowest = int.MaxValue;
        foreach (var method in type.GetMethods(BindingFlags.Public | kind | BindingFlags.DeclaredOnly).Where(m => m.Name == name && !m.IsGenericMethodDefinition))
        {
            if (Arguments(method.GetParameters(), given, named) is not var (arguments, cost) || cost >= lowest) continue;
            (best, lowest) = ((method, arguments), cost);
        }
        return best;
    }

    private static (object?[], int)? Arguments(ParameterInfo[] parameters, object?[] given, Dictionary<string, object?> named)
    {
        if (named.Keys.Any(key => parameters.All(p => p.Name != key))) return null;
        var arguments = new object?[parameters.Length];
        int cost = 0, next = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            object? value;
            if (named.TryGetValue(parameters[i].Name!, out var byName)) value = byName;
            else if (next < given.Length) value = given[next++];
            else if (parameters[i].HasDefaultValue)
            {
                arguments[i] = parameters[i].DefaultValue is DBNull ? null : parameters[i].DefaultValue;
                if (arguments[i] is null && parameters[i].ParameterType.IsValueType && Nullable.GetUnderlyingType(parameters[i].ParameterType) is null)
                    arguments[i] = Activator.CreateInstance(parameters[i].ParameterType);
                else if (arguments[i] is { } number && Nullable.GetUnderlyingType(parameters[i].ParameterType) is { IsEnum: true } kind)
                    arguments[i] = Enum.ToObject(kind, number);
                cost += 1;
                continue;
            }
            else return null;
            if (!TryConvert(value, parameters[i].ParameterType, out arguments[i], ref cost)) return null;
        }
        return next == given.Length ? (arguments, cost) : null;
    }

    private static bool TryConvert(object? value, Type type, out object? converted, ref int cost)
    {
        converted = value;
        if (type.IsByRefLike || type.IsByRef) return false;
        if (value is null) return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        if (type.IsInstanceOfType(value))
        {
            cost += type == value.GetType() ? 0 : 10;
            return true;
        }
        cost += 20;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsInstanceOfType(value)) return true;
        if (value is long whole)
        {
            converted = type == typeof(int) ? (object)checked((int)whole) : type == typeof(Scalar) ? (Scalar)whole : type == typeof(double) ? (double)whole : type == typeof(float) ? (float)whole : null;
            if (type == typeof(double) || type == typeof(float)) cost += 20;
            return converted is not null;
        }
        if (value is double real)
        {
            converted = type == typeof(float) ? (object)(float)real : type == typeof(Scalar) ? (Scalar)real : null;
            return converted is not null;
        }
        if (value is string text && type.IsEnum) return Enum.TryParse(type, text, out converted);
        if (value is long[] list && typeof(ITuple).IsAssignableFrom(type) && type.GetGenericArguments() is { } items && items.Length == list.Length)
        {
            converted = Activator.CreateInstance(type, list.Cast<object>().ToArray());
            return true;
        }
        return false;
    }
}
