using System.Reflection;
using System.Text.RegularExpressions;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>The variables of C# cells: the fields of the submissions that declared them.</summary>
internal sealed partial class CSharpVariables(SubmissionChain chain)
{
    /// <summary>The newest declaration of each name, in the order of declaration.</summary>
    public IReadOnlyList<KernelValue> Read()
    {
        var newest = Fields().Reverse().DistinctBy(entry => entry.Field.Name).Reverse();
        return [.. newest.Select(entry => new KernelValue(entry.Field.Name, entry.Field.FieldType, entry.Field.GetValue(entry.State)))];
    }

    /// <summary>Changes the variable if it has that type; else declares it, with that type or, where C# cannot name it, as <c>dynamic</c>.</summary>
    public void Write(string name, object? value, Type type)
    {
        if (!Identifier().IsMatch(name))
            throw new MagicException($"'{name}' is not a name for a variable in C#");
        var (state, field) = Fields().LastOrDefault(entry => entry.Field.Name == name);
        if (field is { IsInitOnly: false, IsLiteral: false } && field.FieldType == type)
        {
            field.SetValue(state, value);
            return;
        }
        if (CSharpSource.NameOf(type) is { } typeName)
        {
            try
            {
                Declare(name, value, $"{CSharpSource.ReferencesFor(type)}{typeName} @{name} = ({typeName})");
                return;
            }
            catch (CompilationException)
            {
                // A type that no cell can see, for instance of a library that is loaded but not referred to.
            }
        }
        Declare(name, value, $"dynamic @{name} = (object)");
    }

    private void Declare(string name, object? value, string declaration)
    {
        var code = $"{declaration}global::{typeof(SharedValue).FullName}.{nameof(SharedValue.Take)}({SharedValue.Put(value)})!;";
        if (chain.Append(CellCode.Parse(code, $"variable {name}")) is var (run, _))
            run().GetAwaiter().GetResult();
    }

    private IEnumerable<(object State, FieldInfo Field)> Fields() =>
        from state in chain.States
        from field in state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where !field.Name.StartsWith('<')
        select (state, field);

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]*$")]
    private static partial Regex Identifier();
}
