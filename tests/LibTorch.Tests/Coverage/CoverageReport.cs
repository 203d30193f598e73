using System.Globalization;
using System.Reflection;
using System.Text;
using Workbench.LibTorch.Tests.PublicApi;

namespace Workbench.LibTorch.Tests.Coverage;

/// <summary>How much of TorchSharp's surface the binding has, area by area, and what it lacks.</summary>
internal sealed class CoverageReport
{
    /// <summary>A member that is not there, and the reason if there is one.</summary>
    public sealed record Gap(string Area, string Type, SurfaceMember Member, LeftOut? Reason);

    private readonly IReadOnlyList<SurfaceReference.Entry> _reference;

    private readonly string _differences;

    /// <param name="reference">TorchSharp's surface.</param>
    /// <param name="assembly">The binding.</param>
    /// <param name="reasons">Why members are left out.</param>
    /// <param name="differences">A section of the page on members that are there and do something else, as Markdown.</param>
    public CoverageReport(IReadOnlyList<SurfaceReference.Entry> reference, Assembly assembly, IReadOnlyList<LeftOut> reasons, string differences)
    {
        (_reference, _differences) = (reference, differences);
        var own = PublicApiText.Callable(assembly).ToDictionary(lines => lines.Key, lines => lines.Select(SurfaceMember.Parse).ToLookup(member => member.Name));
        Gaps = [.. from entry in reference
                   from member in entry.Members
                   where !own.TryGetValue(entry.Type, out var members) || !members[member.Name].Any(candidate => candidate.Covers(member))
                   select new Gap(entry.Area, entry.Type, member, reasons.FirstOrDefault(reason => reason.Holds(entry.Type, member)))];
    }

    /// <summary>The members that are not there.</summary>
    public IReadOnlyList<Gap> Gaps { get; }

    /// <summary>Members of TorchSharp and those of them that are there, by area.</summary>
    public IReadOnlyList<(string Area, int Members, int There)> Areas =>
        [.. from entry in _reference
            group entry by entry.Area into area
            let members = area.Sum(entry => entry.Members.Count)
            orderby area.Key
            select (area.Key, members, members - Gaps.Count(gap => gap.Area == area.Key))];

    /// <summary>The page.</summary>
    public string ToMarkdown()
    {
        var page = new StringBuilder();
        var (all, there) = (Areas.Sum(area => area.Members), Areas.Sum(area => area.There));
        page.Append(CultureInfo.InvariantCulture, $"""
            # What of TorchSharp 0.107 is here

            Written by a test (`CoverageTests`) from the public surface of this assembly and TorchSharp's, overload by overload. A member counts as there when every call of it, by position or by name, binds here too.
            TorchVision, TorchAudio and the generated protobuf classes of TensorBoard (namespace `Tensorboard`) are not counted: they are other libraries.

            | area | members | there | share | left out, with a reason | missing |
            | --- | ---: | ---: | ---: | ---: | ---: |

            """);
        foreach (var (area, members, have) in Areas)
            Row(area, members, have, Gaps.Count(gap => gap.Area == area && gap.Reason is not null));
        Row("**all**", all, there, Gaps.Count(gap => gap.Reason is not null));
        page.Append("\n## Left out\n\n");
        foreach (var group in Gaps.Where(gap => gap.Reason is not null).GroupBy(gap => gap.Reason!.Reason).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"**{group.Key}** ({group.Count()})\n\n");
            foreach (var type in group.GroupBy(gap => gap.Type))
                page.Append(CultureInfo.InvariantCulture, $"- `{type.Key}`: {string.Join(", ", type.Select(gap => $"`{gap.Member.Name}`").Distinct())}\n");
            page.Append('\n');
        }
        page.Append(_differences).Append('\n');
        page.Append("## Missing\n\n");
        var missing = Gaps.Where(gap => gap.Reason is null).ToList();
        if (missing.Count == 0) page.Append("Nothing.\n");
        foreach (var type in missing.GroupBy(gap => gap.Type))
        {
            page.Append(CultureInfo.InvariantCulture, $"- `{type.Key}`\n");
            foreach (var gap in type) page.Append(CultureInfo.InvariantCulture, $"  - `{gap.Member.Text}`\n");
        }
        return page.ToString();

        void Row(string area, int members, int have, int leftOut) => page.Append(CultureInfo.InvariantCulture,
            $"| {area} | {members} | {have} | {Math.Floor(1000.0 * have / members) / 10:0.0} % | {leftOut} | {members - have - leftOut} |\n");
    }
}
