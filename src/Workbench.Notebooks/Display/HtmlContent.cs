namespace Microsoft.AspNetCore.Html;

/// <summary>Text that is HTML already and is not encoded again.</summary>
public interface IHtmlContent
{
    /// <summary>Writes the HTML as it is.</summary>
    void WriteTo(TextWriter writer, System.Text.Encodings.Web.HtmlEncoder encoder);
}

/// <summary>A string that is HTML already.</summary>
public sealed class HtmlString(string? value) : IHtmlContent
{
    /// <summary>The HTML.</summary>
    public string? Value { get; } = value;

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, System.Text.Encodings.Web.HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Value);
    }

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
