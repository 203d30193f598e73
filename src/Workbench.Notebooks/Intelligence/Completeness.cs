namespace Workbench.Notebooks.Intelligence;

/// <summary>Whether a console should run a text or let the user go on typing.</summary>
/// <param name="Status">What the text is.</param>
/// <param name="Indent">White space to start the next line with, for an incomplete text; else empty.</param>
public sealed record Completeness(CompletenessStatus Status, string Indent = "");

/// <summary>Whether a text can be run.</summary>
public enum CompletenessStatus
{
    /// <summary>It can be run.</summary>
    Complete,

    /// <summary>More must follow.</summary>
    Incomplete,

    /// <summary>Nothing that follows can make it right.</summary>
    Invalid,

    /// <summary>Its language cannot tell.</summary>
    Unknown,
}
