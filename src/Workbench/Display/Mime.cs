namespace Workbench.Display;

/// <summary>The MIME types the library's values are shown as.</summary>
public static class Mime
{
    /// <summary>Plain text; every value has it.</summary>
    public const string Text = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>Markdown.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>A plotly.js figure: data and layout as JSON.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>A verdict table as JSON, read back from executed notebooks.</summary>
    public const string Verdicts = "application/vnd.workbench.verdicts+json";
}
