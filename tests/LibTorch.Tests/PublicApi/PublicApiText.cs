using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Workbench.LibTorch.Tests.PublicApi;

/// <summary>The public surface of an assembly as sorted lines: one per type and member, with parameter names and defaults.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Of(Assembly assembly)
    {
        var lines = new List<string>();
        foreach (var type in assembly.GetTypes().Where(Visible))
        {
            lines.Add(Kind(type) + " " + Name(type));
            lines.AddRange(Members(type, Declared).Select(line => Name(type) + "::" + line));
        }
        return lines.Distinct().Order(StringComparer.Ordinal).ToList();
    }

    /// <summary>What a call can name of each visible type, members of its bases and interfaces too. Types of one name in two namespaces are taken together.</summary>
    public static ILookup<string, string> Callable(Assembly assembly) =>
        (from type in assembly.GetTypes().Where(Visible)
         from line in Members(type, Declared & ~BindingFlags.DeclaredOnly | BindingFlags.FlattenHierarchy)
             .Concat(type.IsInterface ? type.GetInterfaces().SelectMany(parent => Members(parent, Declared)) : [])
             .Append("type " + Kind(type).Split(' ')[^1])
         select (Type: Name(type), Line: line)).Distinct().ToLookup(pair => pair.Type, pair => pair.Line);

    private static IEnumerable<string> Members(Type type, BindingFlags which) =>
        typeof(Delegate).IsAssignableFrom(type) ? [] : type.GetMembers(which).Select(Line).OfType<string>();

    private static bool Visible(Type type) =>
        !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.Contains('<')
        && (type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && Visible(type.DeclaringType!)));

    private static bool Visible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } c when Visible(c) => ".ctor(" + Parameters(c.GetParameters()) + ")",
        MethodInfo m when Visible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            Modifiers(m) + Name(m.ReturnType, m.ReturnParameter) + " " + m.Name + (m.IsGenericMethodDefinition ? "<" + string.Join(", ", m.GetGenericArguments().Select(a => a.Name)) + ">" : "")
            + "(" + Parameters(m.GetParameters()) + ")",
        PropertyInfo p when Visible(p.GetMethod) || Visible(p.SetMethod) =>
            Modifiers((p.GetMethod ?? p.SetMethod)!) + Name(p.PropertyType) + " " + p.Name + (p.GetIndexParameters() is { Length: > 0 } index ? "[" + Parameters(index) + "]" : "")
            + " {" + (Visible(p.GetMethod) ? " get;" : "") + (Visible(p.SetMethod) ? " set;" : "") + " }",
        FieldInfo f when f.IsPublic || f.IsFamily => (f.IsStatic ? "static " : "") + Name(f.FieldType) + " " + f.Name + (f.IsLiteral ? " = " + Text(f.GetRawConstantValue(), null) : ""),
        EventInfo e when Visible(e.AddMethod) => "event " + Name(e.EventHandlerType!) + " " + e.Name,
        _ => null,
    };

    private static string Modifiers(MethodInfo method) => method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "";

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(p =>
        (p.IsDefined(typeof(ParamArrayAttribute)) || p.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : p.IsOut ? "out " : p.ParameterType.IsByRef ? "ref " : "")
        + Name(p.ParameterType, p) + " " + p.Name + (p.HasDefaultValue ? " = " + Text(p.RawDefaultValue, p.ParameterType) : "")));

    private static string Text(object? value, Type? type) => value switch
    {
        null => type is { IsValueType: true } && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => "\"" + text.Replace("\r", "\\r").Replace("\n", "\\n") + "\"",
        bool flag => flag ? "true" : "false",
        _ when type is { IsEnum: true } => type.Name + "." + (Enum.GetName(type, value) ?? value.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Name(Type type, ParameterInfo? parameter = null)
    {
        int next = 0;
        var names = parameter?.GetCustomAttribute<TupleElementNamesAttribute>()?.TransformNames;
        return Write(type);

        string Write(Type t)
        {
            if (t.IsByRef) return Write(t.GetElementType()!);
            if (t.IsPointer) return Write(t.GetElementType()!) + "*";
            if (t.IsArray) return Write(t.GetElementType()!) + "[" + new string(',', t.GetArrayRank() - 1) + "]";
            if (t.IsGenericParameter) return t.Name;
            if (Nullable.GetUnderlyingType(t) is { } inner) return Write(inner) + "?";
            var arguments = t.GetGenericArguments();
            if (t.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true || (t.IsGenericType && t.GetGenericTypeDefinition().FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal)))
            {
                // The names of one tuple stand together, before those of tuples inside it.
                int first = next;
                next += arguments.Length;
                return "(" + string.Join(", ", arguments.Select((a, i) => Write(a) + (names is not null && names[first + i] is { } name ? " " + name : ""))) + ")";
            }
            var text = new StringBuilder();
            if (t.IsNested) text.Append(Write(t.DeclaringType!)).Append('.');
            int tick = t.Name.IndexOf('`');
            text.Append(tick < 0 ? t.Name : t.Name[..tick]);
            int outer = t.IsNested ? t.DeclaringType!.GetGenericArguments().Length : 0;
            if (arguments.Length > outer) text.Append('<').Append(string.Join(", ", arguments.Skip(outer).Select(Write))).Append('>');
            return text.ToString();
        }
    }
}
