using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive;

namespace Workbench.Notebooks.Kernels;

/// <summary>
/// What an option can be given instead of a text: <c>@input:"question"</c>, <c>@password:"question"</c>, <c>@input:{"prompt":"…","type":"password","saveAs":"name"}</c>,
/// or a variable: <c>@language:name</c>, <c>@name</c> for one of C#.
/// </summary>
internal static partial class ValueExpression
{
    /// <summary>The value of an option and its type.</summary>
    /// <exception cref="MagicException">There is no such variable, or nobody answers.</exception>
    public static (object? Value, Type Type) Evaluate(string text, CellRun run)
    {
        if (Reference().Match(text) is not { Success: true } reference)
            return (text, typeof(string));
        var (source, rest) = (reference.Groups["source"].Value, reference.Groups["rest"]);
        if (source is "input" or "password")
            return Ask(source == "password", rest.Value, run);
        var value = rest.Success ? Variable(run, source, rest.Value) : Variable(run, "csharp", source);
        return (value.Value, value.Type);
    }

    /// <summary>A variable of another language.</summary>
    /// <exception cref="MagicException">There is no such language or variable.</exception>
    public static KernelValue Variable(CellRun run, string language, string name)
    {
        var source = run.Kernel.Languages.Find(language)
            ?? throw new MagicException($"there is no kernel '{language}'{NearestName.Hint(language, run.Kernel.Languages.Names)}");
        return source.Values.FirstOrDefault(value => value.Name == name)
            ?? throw new MagicException($"Value '{name}' not found in kernel {source.Name}{NearestName.Hint(name, source.Values.Select(value => value.Name))}");
    }

    private static (object?, Type) Ask(bool isPassword, string question, CellRun run)
    {
        string? saveAs = null;
        if (question.StartsWith('{'))
        {
            var form = JsonValues.Document(question).RootElement;
            isPassword |= Field(form, "type") == "password";
            saveAs = Field(form, "saveAs");
            question = Field(form, "prompt") ?? "";
        }
        string answer;
        try
        {
            answer = run.ReadInput(question, isPassword) ?? throw new MagicException("nobody answers: the front end has no more input");
        }
        catch (InvalidOperationException e)
        {
            throw new MagicException(e.Message);
        }
        (object, Type) value = isPassword ? (new PasswordString(answer), typeof(PasswordString)) : (answer, typeof(string));
        if (saveAs is not null)
            run.Kernel.Languages.Find("value")!.SetValue(saveAs, value.Item1, value.Item2);
        return value;
    }

    private static string? Field(JsonElement form, string name) =>
        form.ValueKind == JsonValueKind.Object && form.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;

    [GeneratedRegex(@"^@(?<source>[\w#-]+)(:(?<rest>.*))?$", RegexOptions.Singleline)]
    private static partial Regex Reference();
}
