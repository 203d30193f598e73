using Microsoft.DotNet.Interactive;

namespace System;

/// <summary>Shows any value from a cell.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows the value, in the MIME types given or those preferred for its type.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => KernelInvocationContext.Required.Display(value, mimeTypes);

    /// <summary>Shows a text that is in a MIME type already.</summary>
    public static DisplayedValue DisplayAs(this string value, string mimeType) => KernelInvocationContext.Required.DisplayAs(value, mimeType);
}
