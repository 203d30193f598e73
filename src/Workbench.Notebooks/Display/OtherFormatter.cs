namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Values in a MIME type without built-in rules: texts as they are, bytes as base64.</summary>
internal static class OtherFormatter
{
    public static void Write(object? value, string mimeType, FormatContext context)
    {
        context.Writer.Write(value switch
        {
            string text => text,
            byte[] bytes => Convert.ToBase64String(bytes),
            _ when mimeType.EndsWith("+json", StringComparison.Ordinal) => value.ToDisplayString(JsonFormatter.MimeType),
            _ => throw new ArgumentException(
                $"No formatter shows {(value is null ? "null" : CSharpTypeName.Of(value.GetType()))} as '{mimeType}'; register one with Formatter.Register.", nameof(mimeType)),
        });
    }
}
