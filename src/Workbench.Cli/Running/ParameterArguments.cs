using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Runner;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbench.Cli.Running;

/// <summary>Reads the values that a run sets: <c>-p name=value</c>, and files of them.</summary>
internal static class ParameterArguments
{
    /// <summary>The values of a file, then those of the arguments, which win.</summary>
    /// <exception cref="UsageException">One cannot be read.</exception>
    public static IReadOnlyList<RunParameter> Read(string? file, IReadOnlyList<string> arguments)
    {
        var parameters = new Dictionary<string, RunParameter>();
        foreach (var parameter in file is null ? [] : ReadFile(file))
            parameters[parameter.Name] = parameter;
        var given = arguments.Select(ReadArgument).ToList();
        var twice = given.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new UsageException($"-p {twice.Key}=… is given {twice.Count()} times.");
        foreach (var parameter in given)
            parameters[parameter.Name] = parameter;
        return [.. parameters.Values];
    }

    private static RunParameter ReadArgument(string argument)
    {
        var at = argument.IndexOf('=');
        if (at <= 0)
            throw new UsageException($"-p is '{argument}'; expected name=value, for instance -p steps=100.");
        var (name, text) = (Name(argument[..at].Trim(), "-p"), argument[(at + 1)..]);
        // A text in quotation marks is the way to say "text, whatever it looks like".
        if (text.StartsWith('"') || text.StartsWith('[') || text.StartsWith('{'))
        {
            var value = ReadValue(text, $"-p {name}");
            return new RunParameter(name, value, value as string);
        }
        return new RunParameter(name, RunParameter.Scalar(text), text);
    }

    private static IEnumerable<RunParameter> ReadFile(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--parameters-file: {problem.Message}");
        }
        if (ReadValue(text, $"--parameters-file {path}", out var words) is not IReadOnlyDictionary<string, object?> members)
            throw new UsageException($"--parameters-file {path}: expected names with values, one a line, for instance steps: 100.");
        return [.. members.Select(member => new RunParameter(Name(member.Key, $"--parameters-file {path}"), member.Value, words.GetValueOrDefault(member.Key)))];
    }

    private static string Name(string name, string where) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_')
        ? name
        : throw new UsageException($"{where}: '{name}' is no name of a variable; expected letters, digits and underscores.");

    private static object? ReadValue(string text, string where) => ReadValue(text, where, out _);

    /// <summary>JSON or YAML; <paramref name="words"/> has the members of the whole that are single words, as they were written.</summary>
    private static object? ReadValue(string text, string where, out Dictionary<string, string> words)
    {
        words = [];
        try
        {
            try
            {
                return FromJson(JsonNode.Parse(text));
            }
            catch (JsonException)
            {
                // YAML, then; nearly all JSON is YAML too, but not the other way round.
            }
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0)
                return new Dictionary<string, object?>();
            var root = stream.Documents[0].RootNode;
            if (root is YamlMappingNode members)
                words = members.Children.Where(member => member.Value is YamlScalarNode).ToDictionary(member => member.Key.ToString(), member => ((YamlScalarNode)member.Value).Value ?? "");
            return FromYaml(root, 0);
        }
        catch (YamlException problem)
        {
            throw new UsageException($"{where}: neither JSON nor YAML (line {problem.Start.Line}: {problem.Message.TrimEnd('.')}). A text that begins so is written in quotation marks.");
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"{where}: {problem.Message}");
        }
    }

    private static object? FromJson(JsonNode? node) => node switch
    {
        null => null,
        JsonArray items => items.Select(FromJson).ToList(),
        JsonObject members => members.ToDictionary(member => member.Key, member => FromJson(member.Value)),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => RunParameter.Scalar(value.ToJsonString()) is var number and not string
                ? number
                : throw new ArgumentException($"the number {value.ToJsonString()} is too large."),
        },
        _ => null,
    };

    private static object? FromYaml(YamlNode node, int depth)
    {
        // An anchor may point to what it stands in.
        if (depth > 100)
            throw new ArgumentException("the values are nested more than 100 deep.");
        return node switch
        {
            YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } word => RunParameter.Scalar(word.Value ?? ""),
            YamlScalarNode text => text.Value ?? "",
            YamlSequenceNode items => items.Children.Select(item => FromYaml(item, depth + 1)).ToList(),
            YamlMappingNode members => members.Children.ToDictionary(member => member.Key.ToString(), member => FromYaml(member.Value, depth + 1)),
            _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"line {node.Start.Line} holds what is no value.")),
        };
    }
}
