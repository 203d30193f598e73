using System.Collections;
using System.Data;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.DotNet.Interactive.Formatting.TabularData;

/// <summary>
/// A table with a description of its columns, as the Frictionless Data specification has it (profile <c>tabular-data-resource</c>).
/// Shown as a table; as JSON under <see cref="MimeType"/>.
/// </summary>
public sealed class TabularDataResource
{
    /// <summary>The MIME type of its JSON.</summary>
    public const string MimeType = "application/table-schema+json";

    /// <summary>Makes a resource of columns and rows.</summary>
    public TabularDataResource(TableSchema schema, IEnumerable<IEnumerable<KeyValuePair<string, object?>>> data)
    {
        Schema = schema ?? throw new ArgumentNullException(nameof(schema));
        Data = data ?? throw new ArgumentNullException(nameof(data));
    }

    /// <summary>The columns.</summary>
    public TableSchema Schema { get; }

    /// <summary>The rows, each as names and values.</summary>
    public IEnumerable<IEnumerable<KeyValuePair<string, object?>>> Data { get; }

    /// <summary><c>tabular-data-resource</c>.</summary>
    public string Profile { get; } = "tabular-data-resource";

    /// <summary>Its JSON.</summary>
    public JsonString ToJsonString() => new(new JsonObject
    {
        ["profile"] = Profile,
        ["schema"] = new JsonObject
        {
            ["fields"] = new JsonArray([.. Schema.Fields.Select(field => new JsonObject { ["name"] = field.Name, ["type"] = field.Type })]),
        },
        ["data"] = new JsonArray([.. Data.Select(row => new JsonObject(row.Select(cell => KeyValuePair.Create(cell.Key, Cell(cell.Value)))))]),
    }.ToJsonString(JsonFormatter.Options));

    internal TableView ToView(int limit)
    {
        string[] names = [.. Schema.Fields.Select(field => field.Name)];
        var (rows, more) = ValueShape.Take(Data.Select(row => row.ToDictionary()), limit, ValueShape.CountOf(Data), e => new Dictionary<string, object?> { [names.FirstOrDefault() ?? ""] = new FailedMember(e) });
        return new TableView(names, rows.ConvertAll(row => names.Select(name => row.GetValueOrDefault(name)).ToArray()), more);
    }

    private static JsonNode? Cell(object? value)
    {
        try
        {
            return JsonSerializer.SerializeToNode(value, JsonFormatter.Options);
        }
        catch (Exception e) when (e is NotSupportedException or JsonException)
        {
            return value.ToDisplayString();
        }
    }
}

/// <summary>The columns of a table.</summary>
public sealed class TableSchema
{
    /// <summary>The columns in order.</summary>
    public IList<TableSchemaField> Fields { get; } = [];
}

/// <summary>A column: its name and its type in the words of the specification (<c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>datetime</c>, <c>object</c>, <c>array</c>, <c>any</c>).</summary>
public sealed record TableSchemaField(string Name, string Type);

/// <summary>Makes tables of sequences.</summary>
public static class TabularDataResourceFormatter
{
    /// <summary>The MIME type of a table's JSON.</summary>
    public const string MimeType = TabularDataResource.MimeType;

    /// <summary>The rows of a sequence with a description of its columns; reads all of it.</summary>
    public static TabularDataResource ToTabularDataResource<T>(this IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Of(TableView.Of(source, [], int.MaxValue));
    }

    /// <summary>The rows of a table with a description of its columns.</summary>
    public static TabularDataResource ToTabularDataResource(this DataTable source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Of(TableView.Of(source, int.MaxValue));
    }

    /// <summary>The objects of a JSON array with a description of their keys.</summary>
    /// <exception cref="ArgumentException">The document is no array.</exception>
    public static TabularDataResource ToTabularDataResource(this JsonDocument source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.RootElement.ToTabularDataResource();
    }

    /// <summary>The objects of a JSON array with a description of their keys.</summary>
    /// <exception cref="ArgumentException">The element is no array.</exception>
    public static TabularDataResource ToTabularDataResource(this JsonElement source) => source.ValueKind == JsonValueKind.Array
        ? source.EnumerateArray().ToTabularDataResource()
        : throw new ArgumentException($"A table needs an array of objects, this JSON is of kind {source.ValueKind}.", nameof(source));

    private static TabularDataResource Of(TableView view)
    {
        var schema = new TableSchema();
        for (var column = 0; column < view.Columns.Count; column++)
            schema.Fields.Add(new TableSchemaField(view.Columns[column], TypeOf(view.Rows.Select(row => row[column]).FirstOrDefault(cell => cell is not null))));
        return new TabularDataResource(schema, [.. view.Rows.Select(row => view.Columns.Zip(row, KeyValuePair.Create).ToArray())]);
    }

    private static string TypeOf(object? value) => value switch
    {
        null => "any",
        bool or JsonElement { ValueKind: JsonValueKind.True or JsonValueKind.False } => "boolean",
        byte or sbyte or short or ushort or int or uint or long or ulong => "integer",
        float or double or decimal or Half or JsonElement { ValueKind: JsonValueKind.Number } => "number",
        string or char or Guid or Enum or JsonElement { ValueKind: JsonValueKind.String } => "string",
        DateTime or DateTimeOffset => "datetime",
        JsonElement { ValueKind: JsonValueKind.Array } => "array",
        IEnumerable and not IDictionary => "array",
        _ => "object",
    };
}
