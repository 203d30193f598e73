using System;
using System.Collections.Generic;
using System.Text;

namespace Workbench.LibTorch.Generator;

/// <summary>One argument or result of an operator, as its schema declares it.</summary>
internal sealed class SchemaArgument
{
    public SchemaArgument(string type, string name, string? defaultValue, bool mutated)
    {
        Type = type;
        Name = name;
        Default = defaultValue;
        Mutated = mutated;
    }

    /// <summary>The type without aliasing marks and list lengths: <c>Tensor?[]</c>, <c>int[]?</c>, <c>Scalar</c>.</summary>
    public string Type { get; }
    public string Name { get; }
    public string? Default { get; }
    /// <summary>Whether the operator writes into it (<c>Tensor(a!)</c>).</summary>
    public bool Mutated { get; }
}

/// <summary>
/// One line of a schema file: <c>aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor | mt other=target</c>.
/// The part behind <c>|</c> asks for public members: <c>m</c> a method of Tensor, <c>t</c> a function of torch, <c>name=…</c> their name,
/// <c>argument=name</c> another parameter name (<c>m.argument=</c>, <c>t.argument=</c>: of the method or the function alone).
/// </summary>
internal sealed class Schema
{
    public string Name = "";
    public string Overload = "";
    public List<SchemaArgument> Arguments = new();
    public List<SchemaArgument> Returns = new();
    public bool AsMethod;
    public bool AsFunction;
    public string PublicName = "";
    public Dictionary<string, string> Renames = new();

    /// <summary>The generated method's name: the operator's own, with the overload behind an underscore.</summary>
    public string MethodName => (Name.Contains("::") ? Name.Substring(Name.IndexOf("::", StringComparison.Ordinal) + 2) : Name)
        + (Overload.Length == 0 ? "" : "_" + Overload);

    /// <summary>The argument that the operator writes into and returns: <c>self</c> of an in-place operator, <c>out</c>; null for others.</summary>
    public SchemaArgument? Written =>
        Returns.Count == 1 && Returns[0].Mutated && Returns[0].Type == "Tensor" ? Arguments.Find(a => a.Mutated && a.Type == "Tensor") : null;

    /// <summary>Parses one line; throws <see cref="FormatException"/> with the reason.</summary>
    public static Schema Parse(string line)
    {
        var schema = new Schema();
        int bar = line.IndexOf('|');
        if (bar >= 0)
        {
            foreach (var word in line.Substring(bar + 1).Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries))
                schema.ApplyMark(word);
            line = line.Substring(0, bar);
        }
        int open = line.IndexOf('(');
        int arrow = line.LastIndexOf("->", StringComparison.Ordinal);
        while (arrow > 0 && Depth(line, arrow) != 0) arrow = line.LastIndexOf("->", arrow - 1, StringComparison.Ordinal);
        if (open < 0 || arrow < open) throw new FormatException("expected 'namespace::name.overload(arguments) -> returns'");
        var full = line.Substring(0, open).Trim();
        int dot = full.IndexOf('.');
        schema.Name = dot < 0 ? full : full.Substring(0, dot);
        schema.Overload = dot < 0 ? "" : full.Substring(dot + 1);
        int close = line.LastIndexOf(')', arrow);
        foreach (var part in Split(line.Substring(open + 1, close - open - 1)))
            if (part != "*") schema.Arguments.Add(ParseArgument(part));
        var returns = line.Substring(arrow + 2).Trim();
        if (returns.StartsWith("(", StringComparison.Ordinal)) returns = returns.Substring(1, returns.Length - 2);
        int index = 0;
        foreach (var part in Split(returns)) schema.Returns.Add(ParseArgument(part.Contains(" ") && !part.EndsWith(")", StringComparison.Ordinal) ? part : part + " result" + index++));
        if (schema.PublicName.Length == 0) schema.PublicName = schema.Name.Substring(schema.Name.IndexOf("::", StringComparison.Ordinal) + 2);
        return schema;
    }

    private void ApplyMark(string word)
    {
        int equals = word.IndexOf('=');
        if (equals < 0)
        {
            foreach (var c in word)
            {
                if (c == 'm') AsMethod = true;
                else if (c == 't') AsFunction = true;
                else throw new FormatException($"unknown mark '{c}': m (method), t (function of torch), name=…, argument=…");
            }
        }
        else if (word.Substring(0, equals) == "name") PublicName = word.Substring(equals + 1);
        else Renames[word.Substring(0, equals)] = word.Substring(equals + 1);
    }

    /// <summary>The public name of an argument in the method or the function.</summary>
    public string ParameterName(string argument, bool asMethod) =>
        Renames.TryGetValue((asMethod ? "m." : "t.") + argument, out var own) ? own
        : Renames.TryGetValue(argument, out var both) ? both
        : argument == "self" ? "input" : argument;

    private static SchemaArgument ParseArgument(string text)
    {
        text = text.Trim();
        // The type ends at the first blank outside parentheses: "Tensor(a -> *)[] self" has one inside.
        int end = 0, depth = 0;
        for (; end < text.Length && (text[end] != ' ' || depth > 0); end++)
        {
            if (text[end] == '(') depth++;
            if (text[end] == ')') depth--;
        }
        var type = text.Substring(0, end);
        var rest = end < text.Length ? text.Substring(end + 1).Trim() : "";
        bool mutated = type.Contains("!");
        var clean = new StringBuilder();
        depth = 0;
        foreach (var c in type)
        {
            if (c == '(') depth++;
            if (depth == 0) clean.Append(c);
            if (c == ')') depth--;
        }
        var cleaned = clean.ToString().Replace("SymInt", "int");
        int bracket = cleaned.IndexOf('[');
        if (bracket >= 0) cleaned = cleaned.Substring(0, bracket + 1) + cleaned.Substring(cleaned.IndexOf(']'));
        int equals = rest.IndexOf('=');
        return new SchemaArgument(cleaned, equals < 0 ? rest : rest.Substring(0, equals), equals < 0 ? null : rest.Substring(equals + 1), mutated);
    }

    private static int Depth(string text, int position)
    {
        int depth = 0;
        for (int i = 0; i < position; i++)
        {
            if (text[i] == '(') depth++;
            if (text[i] == ')') depth--;
        }
        return depth;
    }

    private static IEnumerable<string> Split(string text)
    {
        int depth = 0, start = 0;
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c == '(' || c == '[') depth++;
            else if (c == ')' || c == ']') depth--;
            else if (c == ',' && depth == 0)
            {
                yield return text.Substring(start, i - start).Trim();
                start = i + 1;
            }
        }
        if (start < text.Length && text.Substring(start).Trim().Length > 0) yield return text.Substring(start).Trim();
    }
}
