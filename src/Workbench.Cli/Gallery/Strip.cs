using System.Globalization;
using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>
/// One measured quantity on a line: the value, its 95 % interval, the threshold, and the side that the claim asks for. Places are percentages, so
/// that a strip is as wide as there is room and its marks keep their shape.
/// </summary>
internal static class Strip
{
    /// <summary>In the quantity's own unit.</summary>
    public static Html Of(ComparisonResult c)
    {
        if (c.Estimate is not { } value)
            return Html.Empty;
        double[] shown = [value, c.Threshold, c.Low ?? value, c.High ?? value];
        var (low, high) = (shown.Min(), shown.Max());
        var room = high > low ? (high - low) * 0.15 : Math.Max(Math.Abs(high), 1e-9);
        double Place(double x) => 100 * (x - low + room) / (high - low + 2 * room);
        return Draw(c, Place(value), Place(c.Low ?? value), Place(c.High ?? value), Place(c.Threshold), Html.Empty, Sentence(c));
    }

    /// <summary>On a scale shared with others; the side asked for is the right one.</summary>
    /// <param name="c">The comparison.</param>
    /// <param name="effect">Its distance from the threshold on the scale.</param>
    /// <param name="scale">The scale.</param>
    public static Html Of(ComparisonResult c, Effect effect, EffectScale scale) =>
        Draw(c with { Operator = ">=" }, scale.Place(effect.Value), scale.Place(effect.Low), scale.Place(effect.High), scale.Place(0),
            Html.Join("", scale.Ticks.Where(tick => tick != 0).Select(tick => Line("tick", scale.Place(tick), scale.Place(tick), 0, 28))), Sentence(c));

    /// <summary>holds, fails, or unclear: the interval holds the threshold, or some seeds agree and others do not.</summary>
    private static string Look(ComparisonResult c) => c.SeedsHolding is > 0 && c.Outcome == "fails" ? "unclear" : c.Outcome;

    /// <summary>What a strip shows, in words.</summary>
    public static string Sentence(ComparisonResult c) => $"{c.Quantity} = {Measured(c)}, asked {VerdictText.Symbol(c.Operator)} {VerdictText.Number(c.Threshold)}";

    /// <summary>The value with its interval.</summary>
    public static string Measured(ComparisonResult c) => c.Estimate is not { } value ? "not a number"
        : c is { Low: { } low, High: { } high } ? $"{VerdictText.Number(value)} [{VerdictText.Number(low)}, {VerdictText.Number(high)}]"
        : VerdictText.Number(value);

    private static Html Draw(ComparisonResult c, double value, double low, double high, double threshold, Html ticks, string sentence)
    {
        var below = c.Operator is "<" or "<=";
        return $"""
            <svg class="strip {Look(c)}" role="img" aria-label="{sentence}" width="100%" height="28"><rect class="asked" x="{(below ? 0 : threshold)}%" y="4" width="{(below ? threshold : 100 - threshold)}%" height="20"/>{ticks}{Line("axis", 0, 100, 14, 14)}{Line("threshold", threshold, threshold, 1, 27)}{Line("whisker", low, high, 14, 14)}<svg x="{value}%" y="14" overflow="visible"><path class="dot" d="{Mark(Look(c))}"/></svg></svg>
            """;
    }

    private static Html Line(string name, double x1, double x2, int y1, int y2) => $"<line class=\"{name}\" x1=\"{x1}%\" x2=\"{x2}%\" y1=\"{y1}\" y2=\"{y2}\"/>";

    /// <summary>A disc where it holds, a diamond where it fails, a ring where it is unclear.</summary>
    public static string Mark(string outcome) => outcome switch
    {
        "holds" => Disc(5),
        "fails" => "M0-6.5 6.5 0 0 6.5-6.5 0Z",
        _ => Disc(4.5),
    };

    private static string Disc(double r) => string.Create(CultureInfo.InvariantCulture, $"M{-r} 0A{r} {r} 0 1 1 {r} 0A{r} {r} 0 1 1 {-r} 0Z");
}
