using Workbench.Display;

namespace Workbench.Papers;

/// <summary>One row of a verdict table.</summary>
/// <param name="Id">The claim's id.</param>
/// <param name="Title">The claim in a line.</param>
/// <param name="Verdict">The verdict's words.</param>
/// <param name="Paper">What the paper reports.</param>
/// <param name="Ours">What was measured, with 95 % intervals.</param>
/// <param name="Reason">Why.</param>
public sealed record VerdictRow(string Id, string Title, string Verdict, string Paper, string Ours, string Reason);

/// <summary>
/// The verdicts of a run, as text, HTML and JSON (<c>application/vnd.workbench.verdicts+json</c>, from which the command line reads them
/// back out of an executed notebook).
/// </summary>
/// <param name="Card">Slug of the card.</param>
/// <param name="Title">The paper's title.</param>
/// <param name="Protocol">smoke, quick or full.</param>
/// <param name="Device">The device.</param>
/// <param name="Seconds">Duration of the run.</param>
/// <param name="Rows">One per claim, in the card's order.</param>
[TypeFormatterSource(typeof(VerdictTableFormatters), PreferredMimeTypes = [Mime.Html, Mime.Text, Mime.Verdicts])]
public sealed record VerdictTable(string Card, string Title, string Protocol, string Device, double Seconds, IReadOnlyList<VerdictRow> Rows)
{
    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is something else.</exception>
    public static VerdictTable FromJson(string json) => VerdictTableFormatters.FromJson(json);

    /// <summary>The table as JSON.</summary>
    public string ToJson() => VerdictTableFormatters.ToJson(this);

    /// <summary>The table as aligned text.</summary>
    public override string ToString() => VerdictTableFormatters.Text(this);
}
