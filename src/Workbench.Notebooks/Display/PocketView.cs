using System.Collections;
using System.Dynamic;
using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// An HTML element written as C#: <c>div[@class: "note", style: "color:red"](b("x"), " is ", value)</c>, with the names of
/// <see cref="PocketViewTags"/>. Texts are encoded, other values are shown by their formatters, nothing that comes from data becomes
/// markup. Underscores in names of attributes stand for hyphens. Also without <c>dynamic</c>:
/// <c>new PocketView("div").With("class", "note").Containing(value)</c>.
/// </summary>
public sealed class PocketView : DynamicObject, IHtmlContent
{
    private static readonly HashSet<string> Void = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

    private readonly string? _name;
    private readonly IReadOnlyList<(string Name, object? Value)> _attributes;
    private readonly IReadOnlyList<object?> _children;

    /// <summary>An element without attributes and content; without a name only its content is written.</summary>
    /// <exception cref="ArgumentException">The name is none that HTML allows.</exception>
    public PocketView(string? name = null) : this(name is null ? null : Checked(name, "element"), [], [])
    {
    }

    private PocketView(string? name, IReadOnlyList<(string Name, object? Value)> attributes, IReadOnlyList<object?> children)
    {
        _name = name;
        _attributes = attributes;
        _children = children;
    }

    /// <summary>The element with one more attribute; null and false leave it out, true writes the name alone.</summary>
    /// <exception cref="ArgumentException">The name is none that HTML allows.</exception>
    public PocketView With(string attribute, object? value)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        var name = Checked(attribute.Replace('_', '-'), "attribute");
        return new PocketView(_name, [.. _attributes.Where(existing => existing.Name != name), (name, value)], _children);
    }

    /// <summary>The element with more content: texts, numbers, other elements, any values, sequences of them.</summary>
    public PocketView Containing(params object?[] children)
    {
        ArgumentNullException.ThrowIfNull(children);
        return new PocketView(_name, _attributes, [.. _children, .. children]);
    }

    /// <summary>Shows the element.</summary>
    public DisplayedValue Display() => KernelInvocationContext.Required.Display(this, HtmlFormatter.MimeType);

    /// <inheritdoc/>
    public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result)
    {
        ArgumentNullException.ThrowIfNull(binder);
        ArgumentNullException.ThrowIfNull(indexes);
        var names = binder.CallInfo.ArgumentNames;
        if (names.Count != indexes.Length)
            throw new ArgumentException("Attributes are given by name: div[@class: \"note\"].");
        var element = this;
        for (var i = 0; i < names.Count; i++)
            element = element.With(names[i], indexes[i]);
        result = element;
        return true;
    }

    /// <inheritdoc/>
    public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
    {
        result = Containing(args ?? [null]);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        ArgumentNullException.ThrowIfNull(binder);
        result = _name is null ? new PocketView(binder.Name) : null;
        return _name is null;
    }

    /// <inheritdoc/>
    public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
    {
        ArgumentNullException.ThrowIfNull(binder);
        result = _name is null ? new PocketView(binder.Name).Containing(args ?? [null]) : null;
        return _name is null;
    }

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => Write(new FormatContext(writer));

    /// <summary>The HTML.</summary>
    public override string ToString()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    private void Write(FormatContext context)
    {
        if (_name is not null)
        {
            context.Writer.Write('<');
            context.Writer.Write(_name);
            foreach (var (name, value) in _attributes)
                WriteAttribute(name, value, context.Writer);
            context.Writer.Write('>');
            if (Void.Contains(_name))
                return;
        }
        foreach (var child in _children)
            WriteChild(child, context);
        if (_name is not null)
            context.Writer.Write($"</{_name}>");
    }

    private static void WriteAttribute(string name, object? value, TextWriter writer)
    {
        if (value is null or false)
            return;
        writer.Write(value is true ? $" {name}" : $" {name}=\"{Html.Encode(Convert.ToString(value, CultureInfo.InvariantCulture))}\"");
    }

    private void WriteChild(object? child, FormatContext context)
    {
        switch (child)
        {
            case null:
                break;
            case PocketView element:
                element.Write(context);
                break;
            case string text:
                // A style sheet or a script is no text: its author's braces and signs are meant.
                context.Writer.Write(_name is "style" or "script" ? text : Html.Encode(text));
                break;
            case IEnumerable<PocketView> or IEnumerable<IHtmlContent>:
                foreach (var item in (IEnumerable)child)
                    WriteChild(item, context);
                break;
            case IEnumerable sequence when !Formatter.IsCustom(child, HtmlFormatter.MimeType) && sequence.Cast<object?>().Take(1).Any(item => item is IHtmlContent):
                foreach (var item in sequence)
                    WriteChild(item, context);
                break;
            case IHtmlContent or IMimeContent:
                context.WriteNested(child, HtmlFormatter.MimeType);
                break;
            default:
                if (ValueShape.ScalarText(child) is { } scalar && child is not Exception && !Formatter.IsCustom(child, HtmlFormatter.MimeType))
                    context.Writer.Write(Html.Encode(context.Fit(scalar)));
                else
                    context.WriteNested(child, HtmlFormatter.MimeType);
                break;
        }
    }

    private static string Checked(string name, string what) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or ':' or '.')
            ? name
            : throw new ArgumentException($"'{name}' is no name of an HTML {what}.", nameof(name));
}
