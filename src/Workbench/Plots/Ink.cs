namespace Workbench.Plots;

/// <summary>What a figure is drawn on.</summary>
public enum Theme
{
    /// <summary>No background and mid-grey texts, which read on white and on dark; a page from <see cref="Figure.ToHtml"/> follows the reader's choice.</summary>
    Auto,

    /// <summary>Dark texts on white.</summary>
    Light,

    /// <summary>Light texts on near-black.</summary>
    Dark,
}

/// <summary>The colours of what is not data.</summary>
/// <param name="Text">Titles, ticks, legend.</param>
/// <param name="Grid">Grid lines.</param>
/// <param name="Faint">Axes, reference lines, thin context lines.</param>
/// <param name="Background">Behind everything; transparent for pages that bring their own.</param>
internal sealed record Ink(string Text, string Grid, string Faint, string Background)
{
    public static Ink Auto { get; } = new(Palette.Text, Palette.Grid, Palette.Faint, "rgba(0,0,0,0)");

    public static Ink Light { get; } = new("#3c4043", "#e4e6e9", "#9aa0a6", "#ffffff");

    public static Ink Dark { get; } = new("#d7dade", "#34383e", "#868c94", "#16181c");

    public static Ink Of(Theme theme) => theme switch { Theme.Light => Light, Theme.Dark => Dark, _ => Auto };
}
