using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>How a verdict looks: a sign and its words, with a colour that adds to them and is never alone.</summary>
internal static class Badge
{
    /// <summary>The verdict without its qualifications.</summary>
    public static string Kind(LedgerRow row) => Ledger.CountedAs(row);

    /// <summary>Sign and words.</summary>
    public static Html Of(LedgerRow row) => $"<span class=\"badge {Class(Kind(row))}\">{Sign(Kind(row))}{row.Verdict}</span>";

    /// <summary>The claim's name with its sign, as a link.</summary>
    public static Html Link(LedgerRow row, string address) =>
        $"<a class=\"badge {Class(Kind(row))}\" href=\"{address}\" title=\"{row.Claim.Title}: {row.Verdict}\">{Sign(Kind(row))}{row.Claim.Id}<span class=\"unseen\">: {row.Verdict}</span></a>";

    /// <summary>The sign alone, for places where the words stand beside it.</summary>
    public static Html Sign(string kind) => $"<svg class=\"sign\" width=\"13\" height=\"13\" fill=\"none\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"{Shape(kind)}\"/></svg>";

    /// <summary>The class that colours it.</summary>
    public static string Class(string kind) => kind switch
    {
        "reproduced" => "yes",
        "not reproduced" => "no",
        "inconclusive" => "open",
        _ => "none",
    };

    // A tick, a cross, a wave, a turned arrow, an empty ring.
    private static string Shape(string kind) => kind switch
    {
        "reproduced" => "M3 8.5 6.5 12 13 4.5",
        "not reproduced" => "M4 4 12 12 M12 4 4 12",
        "inconclusive" => "M2.5 9.5C4.5 5.5 6.5 6 8 8S11.5 10.5 13.5 6.5",
        "stale" => "M13 8A5 5 0 1 1 11 4 M11.2 1.2V4.4H8",
        _ => "M13 8A5 5 0 1 1 3 8A5 5 0 1 1 13 8",
    };
}
