using System.Globalization;
using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>Where a result comes from: everything needed to believe it or to run it again.</summary>
internal static class Provenance
{
    /// <summary>The list.</summary>
    public static Html Of(ClaimResult r)
    {
        Html[] facts =
        [
            Fact("Command", $"<code>{r.Command}</code>"),
            Fact("Machine", Html.Of(string.Create(CultureInfo.InvariantCulture, $"{r.Machine.Cpu}, {r.Machine.Cores} cores, {r.Machine.MemoryGb:0.#} GB, {r.Machine.Os}"))),
            Fact("Device", Html.Of(r.Device)),
            Fact("libtorch", Html.Of(r.Libtorch)),
            Fact("Seeds", Html.Of(string.Join(", ", r.Seeds))),
            Fact("Commit", $"<code>{r.Commit}</code>"),
            Fact("Judged", Html.Of(r.Date.Replace('T', ' ').Replace("Z", " UTC", StringComparison.Ordinal))),
            Fact("Duration", Html.Of(string.Create(CultureInfo.InvariantCulture, $"{r.Seconds:0} s for the whole notebook"))),
            Fact("Definition", $"<code>{r.Definition}</code> <span class=\"soft\">hash of what was judged</span>"),
            Fact("Experiment", r.Experiment is null ? (Html)$"<span class=\"soft\">not recorded: a change of the notebook's code since would not be seen</span>"
                : $"<code>{r.Experiment}</code> <span class=\"soft\">hash of the code of {r.Notebook}</span>"),
        ];
        return $"<details><summary>Provenance</summary><dl class=\"facts\">{facts}</dl></details>\n{Values(r)}";
    }

    /// <summary>The day it was judged.</summary>
    public static string Day(ClaimResult r) => r.Date.Length >= 10 ? r.Date[..10] : r.Date;

    /// <summary>The commit, short.</summary>
    public static string Commit(ClaimResult r)
    {
        var hash = r.Commit.Split('+')[0];
        return (hash.Length > 7 ? hash[..7] : hash) + r.Commit[hash.Length..];
    }

    private static Html Values(ClaimResult r) => r.Measurements.Count == 0 ? Html.Empty : $"""
        <details><summary>Values of each seed</summary><div class="scroll"><table><caption class="unseen">Values of each seed</caption>
        <thead><tr><th scope="col">seed</th>{r.Measurements.Keys.Select(name => (Html)$"<th scope=\"col\"><code>{name}</code></th>")}</tr></thead>
        <tbody>{r.Seeds.Select((seed, i) => (Html)$"<tr><th scope=\"row\">{seed}</th>{r.Measurements.Values.Select(values => (Html)$"<td class=\"value\">{Value(values, i)}</td>")}</tr>")}</tbody></table></div></details>

        """;

    private static string Value(IReadOnlyList<double?> values, int i) => i < values.Count && values[i] is { } value ? VerdictText.Number(value) : "–";

    private static Html Fact(string name, Html value) => $"<div><dt>{name}</dt><dd>{value}</dd></div>";
}
