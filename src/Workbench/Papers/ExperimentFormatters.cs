using System.Collections;
using System.Net;
using Workbench.Display;

namespace Workbench.Papers;

/// <summary>How an experiment is shown: its setting in a line, then the card's claims.</summary>
internal sealed class ExperimentFormatters
{
    public IEnumerable CreateTypeFormatters() => new object[]
    {
        new ConventionFormatter<Experiment>(Mime.Html, e => $"<p>{WebUtility.HtmlEncode(Setting(e))}</p>{CardFormatters.Html(e.Card, e.Protocol == Protocol.Smoke ? null : e.Protocol)}"),
        new ConventionFormatter<Experiment>(Mime.Text, Text),
    };

    public static string Text(Experiment experiment) => $"{Setting(experiment)}\n{CardFormatters.Text(experiment.Card)}";

    private static string Setting(Experiment e) =>
        $"Protocol {e.Protocol.Name()} on {e.Device}, seeds {string.Join(", ", e.Seeds)}{(e.Protocol == Protocol.Smoke ? "; nothing is judged" : "")}";
}
