using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Ablations;

/// <summary>
/// Hash of what a delegate does: the instructions of its method and of everything it calls in the same assembly or in notebook cells, the
/// build of every library it calls, and the values it has captured. Equal code in a new compilation has the same hash.
/// </summary>
internal sealed partial class CodeFingerprint
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly string Runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Assembly _own;
    private readonly Type? _home;
    private readonly ValueFingerprint? _values;
    private readonly Dictionary<MethodBase, int> _methods = [];
    private readonly HashSet<Type> _types = [];
    private readonly HashSet<Assembly> _libraries = [];

    private CodeFingerprint(Delegate code, bool withValues)
    {
        _own = code.Method.Module.Assembly;
        _home = code.Method.DeclaringType;
        while (_home is not null && IsScope(_home)) _home = _home.DeclaringType;
        _values = withValues ? new(this) : null;
    }

    /// <summary>The hash, and the first captured value that cannot be hashed (null when all can).</summary>
    /// <param name="code">The measuring function.</param>
    /// <param name="withValues">Whether captured values count.</param>
    public static (string Hash, string? Unknown) Of(Delegate code, bool withValues = true)
    {
        var fingerprint = new CodeFingerprint(code, withValues);
        if (code.HasSingleTarget) fingerprint.Method(code.Method);
        else fingerprint._values?.Add(code, "the delegate");
        if (code.Target is not null) fingerprint._values?.Add(code.Target, "this");
        fingerprint._values?.Finish();
        return (Convert.ToHexStringLower(fingerprint._hash.GetHashAndReset())[..32], fingerprint._values?.Unknown);
    }

    /// <summary>The methods that are read, for tests of what counts.</summary>
    internal static IEnumerable<MethodBase> Reached(Delegate code)
    {
        var fingerprint = new CodeFingerprint(code, withValues: false);
        fingerprint.Method(code.Method);
        return fingerprint._methods.Keys;
    }

    /// <summary>The hash of a factor's value; unknown when it holds something that cannot be hashed.</summary>
    public static (string Hash, string? Unknown) OfValue(object? value, Delegate code)
    {
        var fingerprint = new CodeFingerprint(code, withValues: true);
        fingerprint._values!.Add(value, value?.GetType().Name ?? "null");
        fingerprint._values.Finish();
        return (Convert.ToHexStringLower(fingerprint._hash.GetHashAndReset())[..32], fingerprint._values.Unknown);
    }

    /// <summary>Adds text to the hash, so that neighbours cannot run together.</summary>
    internal void Text(string text) => _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text};")));

    /// <summary>Adds bytes to the hash.</summary>
    internal void Bytes(ReadOnlySpan<byte> bytes)
    {
        Text(bytes.Length.ToString(CultureInfo.InvariantCulture));
        _hash.AppendData(bytes);
    }

    /// <summary>Adds a method, and once for each, what it does.</summary>
    internal void Method(MethodBase method)
    {
        Text($"{TypeName(method.DeclaringType)}.{Normal(method.Name)}({string.Join(",", method.GetParameters().Select(p => TypeName(p.ParameterType)))})");
        if (method.DeclaringType is { } type) Mention(type);
        if (method.IsGenericMethod)
        {
            foreach (var argument in method.GetGenericArguments()) Mention(argument);
        }

        if (!IsUser(method.Module.Assembly))
        {
            Library(method.Module.Assembly);
            return;
        }

        if (!_methods.TryAdd(method, _methods.Count) || method.GetMethodBody() is not { } body) return;
        foreach (var local in body.LocalVariables) Mention(local.LocalType);
        foreach (var (code, operand) in IlReader.Read(method))
        {
            Text(code.Name!);
            switch (operand)
            {
                case MethodBase called: Method(called); break;
                case FieldInfo field: Field(field); break;
                case Type named: Mention(named); break;
                case string text: Text(text); break;
                case byte[] bytes: Bytes(bytes); break;
            }
        }
    }

    /// <summary>Whether code of an assembly is read: the measuring function's own, and cells of a notebook, which have no file.</summary>
    internal bool IsUser(Assembly assembly) => assembly == _own || assembly.IsDynamic || assembly.Location.Length == 0;

    /// <summary>Whether a type is made by the compiler to hold captured variables or a notebook's variables.</summary>
    internal static bool IsScope(Type type) =>
        type.Name.StartsWith("<>c", StringComparison.Ordinal) || type.Name.StartsWith("Submission#", StringComparison.Ordinal);

    /// <summary>Adds a type's name and, for a type of the user's, all it can do.</summary>
    internal void Mention(Type type)
    {
        Text(TypeName(type));
        if (type.HasElementType) Mention(type.GetElementType()!);
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments().Where(a => !a.IsGenericParameter)) Mention(argument);
        }

        if (type.IsGenericParameter || type.HasElementType || IsScope(type) || !_types.Add(type)) return;
        if (!IsUser(type.Assembly))
        {
            Library(type.Assembly);
            return;
        }

        // The class that the measuring function is written in does more than that function; of it, only what is called counts. Of a type
        // that is used, everything counts, as its overrides may be called by a library.
        if (type == _home || type.FullName?.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal) == true) return;
        foreach (var member in type.GetMembers(Declared).OfType<MethodBase>().OrderBy(m => m.MetadataToken)) Method(member);
    }

    private void Field(FieldInfo field)
    {
        Text($"{TypeName(field.DeclaringType)}.{Normal(field.Name)}");
        if (field.DeclaringType is { } type && !IsUser(type.Assembly)) Library(type.Assembly);
        else _values?.Read(field);
    }

    /// <summary>The build of a library and of the libraries it uses; the runtime's own are left out.</summary>
    private void Library(Assembly assembly)
    {
        if (IsUser(assembly) || Path.GetDirectoryName(assembly.Location) == Runtime || !_libraries.Add(assembly)) return;
        Text($"{assembly.GetName().Name} {assembly.ManifestModule.ModuleVersionId}");
        foreach (var name in assembly.GetReferencedAssemblies().OrderBy(n => n.Name, StringComparer.Ordinal))
        {
            try
            {
                Library(Assembly.Load(name));
            }
            catch (IOException)
            {
                Text($"{name} is not here");
            }
        }
    }

    private static string TypeName(Type? type) => Normal(type?.ToString() ?? "");

    /// <summary>Names made by the compiler carry numbers that change with unrelated code around them.</summary>
    private static string Normal(string name) => Numbers().Replace(name, "$1");

    [GeneratedRegex(@"(Submission#|__|<submission|AnonymousType)\d+(_\d+)?")]
    private static partial Regex Numbers();
}
