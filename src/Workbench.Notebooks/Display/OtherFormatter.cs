using System.Collections;
using System.Data;
using Microsoft.DotNet.Interactive.Formatting.TabularData;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Values in a MIME type without built-in rules: texts as they are, bytes as base64, sequences as comma-separated values.</summary>
internal static class OtherFormatter
{
    private const string Csv = "text/csv";

    public static void Write(object? value, string mimeType, FormatContext context)
    {
        context.Writer.Write(value switch
        {
            string text => text,
            IMimeContent own when own.MimeType == mimeType => own.Content,
            byte[] bytes when mimeType != Csv => Convert.ToBase64String(bytes),
            DataTable table when mimeType == Csv => TableView.Of(table, int.MaxValue).ToCsv(),
            TabularDataResource table when mimeType == Csv => table.ToView(int.MaxValue).ToCsv(),
            IEnumerable items when mimeType == Csv => TableView.Of(items, [], int.MaxValue).ToCsv(),
            IEnumerable<object> items when mimeType == TabularDataResource.MimeType => items.ToTabularDataResource().ToJsonString().ToString(),
            _ when mimeType.EndsWith("+json", StringComparison.Ordinal) => value.ToDisplayString(JsonFormatter.MimeType),
            _ => throw new ArgumentException(
                $"No formatter shows {(value is null ? "null" : CSharpTypeName.Of(value.GetType()))} as '{mimeType}'; register one with Formatter.Register.", nameof(mimeType)),
        });
    }
}
