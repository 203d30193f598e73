namespace Workbench.Plots;

/// <summary>
/// The one colour system of all figures. Series take Okabe and Ito's colours, which stay apart for colour-blind readers; texts and grid
/// are mid-greys and backgrounds transparent, so that a figure reads on white and on dark.
/// </summary>
public static class Palette
{
    /// <summary>Colours of series, in the order they are given out. Okabe and Ito's black is a grey here, and their yellow comes last.</summary>
    public static IReadOnlyList<string> Series { get; } =
        ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A8A8A", "#F0E442"];

    /// <summary>Titles, ticks and legend: contrast of about 4 on white and on dark grey.</summary>
    public const string Text = "#7c7c7c";

    /// <summary>Grid lines.</summary>
    public const string Grid = "rgba(128,128,128,0.22)";

    /// <summary>Zero lines, axes and thin context lines.</summary>
    public const string Faint = "rgba(128,128,128,0.5)";

    /// <summary>Time from 0 (noise) to 1 (data); every stop is visible on white and on dark.</summary>
    internal static (double At, string Colour)[] Time { get; } = [(0, "#4C8FDB"), (0.35, "#8C7BD6"), (0.65, "#D0609E"), (1, "#E66100")];

    /// <summary>Quantities that grow (viridis, five stops).</summary>
    internal static (double At, string Colour)[] Sequential { get; } =
        [(0, "#440154"), (0.25, "#3b528b"), (0.5, "#21918c"), (0.75, "#5ec962"), (1, "#fde725")];

    /// <summary>Quantities with a sign, around zero.</summary>
    internal static (double At, string Colour)[] Diverging { get; } =
        [(0, "#0072B2"), (0.25, "#7fb8d8"), (0.5, "#f5f5f5"), (0.75, "#eaae7f"), (1, "#D55E00")];

    /// <summary>The colour of a scale at a share of it, as "#rrggbb".</summary>
    /// <param name="scale">Stops from 0 to 1.</param>
    /// <param name="share">Where; clipped to [0, 1].</param>
    internal static string At((double At, string Colour)[] scale, double share)
    {
        share = Math.Clamp(share, 0, 1);
        var above = Math.Max(1, Array.FindIndex(scale, s => s.At >= share));
        var ((low, from), (high, to)) = (scale[above - 1], scale[above]);
        var mix = (share - low) / (high - low);
        int Channel(int at) => (int)Math.Round(Convert.ToInt32(from[at..(at + 2)], 16) * (1 - mix) + Convert.ToInt32(to[at..(at + 2)], 16) * mix);
        return $"#{Channel(1):X2}{Channel(3):X2}{Channel(5):X2}";
    }

    /// <summary>"#rrggbb" with an opacity, as plotly wants it.</summary>
    /// <param name="colour">A colour as "#rrggbb".</param>
    /// <param name="alpha">Opacity in [0, 1].</param>
    internal static string Fade(string colour, double alpha) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"rgba({Convert.ToInt32(colour[1..3], 16)},{Convert.ToInt32(colour[3..5], 16)},{Convert.ToInt32(colour[5..7], 16)},{alpha})");
}
