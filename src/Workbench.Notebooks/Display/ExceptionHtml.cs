namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>An exception as HTML: what it says, and behind a line that opens where it comes from.</summary>
internal static class ExceptionHtml
{
    public static void Write(Exception exception, FormatContext context)
    {
        var message = Html.Encode(context.Fit(FailedMember.Describe(exception)));
        var whole = ValueShape.TextOf(exception);
        context.Writer.Write($"<details class=\"dni-treeview\"><summary><span class=\"dni-code-hint\"><code>{message}</code></span></summary><div><pre>{Html.Encode(context.Fit(whole))}</pre></div></details>");
    }
}
