using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.LibTorch.Generator;

/// <summary>
/// A file of member patterns, for families of overloads that differ in a type or a list of parameters:
/// <code>
/// class torch
/// let options = ScalarType? dtype = null, Device? device = null
///
/// for type = int | long
/// for sizes : list = {type} size : size | {type} rows, {type} columns : rows, columns
/// /// A tensor of zeros.
/// static Tensor zeros({sizes}, {options}) => zeros([{list}], dtype, device);
/// </code>
/// Every member is written once for each combination of the values of the <c>for</c> lines above it, up to the next empty line.
/// </summary>
internal static class MemberPattern
{
    private static readonly Regex Variable = new(@"\{(\w+)\}");

    /// <summary>The members of each class that the text asks for; throws <see cref="FormatException"/> with the line and the reason.</summary>
    public static Dictionary<string, StringBuilder> Expand(string text)
    {
        var classes = new Dictionary<string, StringBuilder>();
        StringBuilder? target = null;
        var lets = new Dictionary<string, string>();
        var loops = new List<List<Dictionary<string, string>>>();
        string? summary = null;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            try
            {
                if (line.Length == 0)
                {
                    loops.Clear();
                    summary = null;
                }
                else if (line[0] == '#') continue;
                else if (line.StartsWith("///", StringComparison.Ordinal)) summary = line.Substring(3).Trim();
                else if (Words(line, "class ") is { } name)
                {
                    if (!classes.TryGetValue(name, out target)) classes[name] = target = new StringBuilder();
                }
                else if (Words(line, "let ") is { } let) lets[Left(let)] = Right(let);
                else if (Words(line, "for ") is { } loop) loops.Add(Values(loop));
                else if (target is null) throw new FormatException("a 'class' line has to come first");
                else
                {
                    foreach (var values in Combinations(loops, lets))
                    {
                        if (summary is not null) target.Append("/// <summary>").Append(Replace(summary, values)).Append("</summary>\n");
                        target.Append("public ").Append(Replace(line, values)).Append('\n');
                    }
                }
            }
            catch (FormatException error)
            {
                throw new FormatException($"{line}: {error.Message}");
            }
        }
        return classes;
    }

    private static string? Words(string line, string start) => line.StartsWith(start, StringComparison.Ordinal) ? line.Substring(start.Length).Trim() : null;

    private static int EqualsSign(string text) => text.IndexOf(" = ", StringComparison.Ordinal) is var at and > 0 ? at : throw new FormatException("expected 'name = value'");

    private static string Left(string text) => text.Substring(0, EqualsSign(text)).Trim();

    private static string Right(string text) => text.Substring(EqualsSign(text) + 3).Trim();

    private static string[] Split(string text, string separator) => text.Split(new[] { separator }, StringSplitOptions.None).Select(part => part.Trim()).ToArray();

    /// <summary>The values of one loop, whose variables run in step: <c>a : b = 1 : x | 2 : y</c>.</summary>
    private static List<Dictionary<string, string>> Values(string loop)
    {
        var names = Split(Left(loop), " : ");
        return Split(Right(loop), " | ").Select(value =>
        {
            var parts = Split(value, " : ");
            if (parts.Length != names.Length) throw new FormatException($"'{value}' has {parts.Length} value(s) for {names.Length} variable(s)");
            return names.Zip(parts, (name, part) => (name, part)).ToDictionary(pair => pair.name, pair => pair.part);
        }).ToList();
    }

    private static IEnumerable<Dictionary<string, string>> Combinations(List<List<Dictionary<string, string>>> loops, Dictionary<string, string> lets)
    {
        IEnumerable<Dictionary<string, string>> all = new[] { lets };
        foreach (var loop in loops)
            all = all.SelectMany(outer => loop.Select(inner => outer.Concat(inner).ToDictionary(pair => pair.Key, pair => pair.Value)));
        return all;
    }

    /// <summary>Puts values in the place of variables; a value may name other variables.</summary>
    private static string Replace(string text, Dictionary<string, string> values)
    {
        for (int depth = 0; Variable.IsMatch(text); depth++)
        {
            if (depth > 8) throw new FormatException("a variable stands for itself");
            text = Variable.Replace(text, match =>
                values.TryGetValue(match.Groups[1].Value, out var value) ? value : throw new FormatException($"unknown variable '{match.Groups[1].Value}'"));
        }
        return text;
    }
}
