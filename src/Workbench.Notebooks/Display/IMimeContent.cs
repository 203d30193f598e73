namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A value that is a text in a MIME type of its own; <see cref="object.ToString"/> is its plain text.</summary>
internal interface IMimeContent
{
    string MimeType { get; }

    /// <summary>The text of that type; base64 for pictures.</summary>
    string Content { get; }

    /// <summary>Writes it as HTML, for a place inside other values.</summary>
    void WriteHtml(FormatContext context);
}
