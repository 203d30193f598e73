using System.Text.Json;
using Workbench.Notebooks.Display;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Kernels.Languages;

/// <summary>Keeps texts under names, to be shared with the other languages: what follows the line, a file, a page, or a value.</summary>
internal sealed class ValueKernel : ISubkernel
{
    private const string FromFile = "--from-file";
    private const string FromUrl = "--from-url";
    private const string FromValue = "--from-value";

    private readonly List<KernelValue> _values = [];

    public string Name => "value";

    public IReadOnlyList<string> Aliases => [];

    public MagicSyntax Syntax => new(Name, "Keeps a text under a name: the rest of the cell, or where the options say it is.",
        new MagicOption("--name", "name", "The name.", IsRequired: true),
        new MagicOption(FromFile, "file", "Reads the text from a file."),
        new MagicOption(FromUrl, "url", "Fetches the text."),
        new MagicOption(FromValue, "value", "The text itself; @input:\"question\" and @password:\"question\" ask for it, @language:name takes a variable."),
        new MagicOption("--mime-type", "type", "What the text is; it is then shown. JSON is shared as a document instead of a text."))
    {
        Exclusive = [FromFile, FromUrl, FromValue],
    };

    public IReadOnlyList<KernelValue> Values => _values;

    public async Task RunAsync(Submission submission, CellScope scope)
    {
        var call = submission.Chooser ?? throw new MagicException("text for a value needs a line that names it: #!value --name <name>");
        var text = submission.Code.ReplaceLineEndings("\n").Trim('\n');
        var source = Syntax.Exclusive.FirstOrDefault(call.Has);
        if (source is not null && !string.IsNullOrWhiteSpace(text))
            throw new MagicException($"The {source} option cannot be used in combination with a content submission.");
        var run = CellRun.Current!;
        text = source switch
        {
            FromFile => await ReadAsync(Path.GetFullPath(call[FromFile]!, run.Folder), scope.Cancellation),
            FromUrl => await FetchAsync(call[FromUrl]!, scope.Cancellation),
            FromValue => Convert.ToString(ValueExpression.Evaluate(call[FromValue]!, run).Value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
            _ => text,
        };
        var mimeType = call["--mime-type"];
        var isJson = mimeType == JsonValues.MimeType;
        Keep(call["--name"]!, isJson ? JsonValues.Document(text) : text, isJson ? typeof(JsonDocument) : typeof(string));
        if (mimeType is not null)
            scope.Display(MimeBundle.Raw(text, mimeType), Guid.NewGuid().ToString("N"));
    }

    public void SetValue(string name, object? value, Type type) => Keep(name, value, type);

    private void Keep(string name, object? value, Type type)
    {
        _values.RemoveAll(known => known.Name == name);
        _values.Add(new KernelValue(name, type, value));
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await System.IO.File.ReadAllTextAsync(path, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MagicException($"the file cannot be read: {e.Message}");
        }
    }

    private static async Task<string> FetchAsync(string url, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new MagicException($"'{url}' is not an address of a page: expected http://… or https://…");
        try
        {
            using var client = new HttpClient();
            return await client.GetStringAsync(address, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new MagicException($"'{url}' cannot be fetched: {e.Message}");
        }
    }
}
