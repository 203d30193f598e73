using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DotNet.Interactive.Formatting.TabularData;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Values as <c>application/json</c>.</summary>
public static class JsonFormatter
{
    /// <summary>The MIME type.</summary>
    public const string MimeType = "application/json";

    internal static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IncludeFields = true,
    };

    /// <summary>What shows values of a type as JSON.</summary>
    public static ITypeFormatter GetPreferredFormatterFor(Type type) => Formatter.GetPreferredFormatterFor(type, MimeType);

    /// <summary>What shows values of a type as JSON.</summary>
    public static ITypeFormatter GetPreferredFormatterFor<T>() => GetPreferredFormatterFor(typeof(T));

    internal static void Write(object? value, FormatContext context)
    {
        switch (value)
        {
            case JsonString json:
                context.Writer.Write(json.ToString());
                return;
            case TabularDataResource table:
                context.Writer.Write(table.ToJsonString());
                return;
        }
        try
        {
            context.Writer.Write(JsonSerializer.Serialize(value, Options));
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"{CSharpTypeName.Of(value!.GetType())} cannot be written as JSON; register a formatter for it with Formatter.Register. {e.Message}", e);
        }
    }
}
