using System.Collections;
using Workbench.Display;

namespace Workbench.Ablations;

/// <summary>How tables of results are shown.</summary>
internal sealed class ResultTableFormatters
{
    public IEnumerable CreateTypeFormatters() => new object[]
    {
        new ConventionFormatter<ResultTable>(Mime.Html, t => TableHtml.Write(t.ShownGrid())),
        new ConventionFormatter<ResultTable>(Mime.Markdown, t => t.ToMarkdown()),
        new ConventionFormatter<ResultTable>(Mime.Text, t => t.ToString()),
    };
}
