namespace Workbench.Papers;

/// <summary>The look of the HTML tables: no rules of a page are needed, and both light and dark pages work.</summary>
internal static class HtmlTable
{
    public const string Open = "<table style=\"border-collapse:collapse;color:inherit\">";

    public const string Head = "style=\"text-align:left;padding:4px 10px\"";

    public const string Cell = "style=\"text-align:left;vertical-align:top;padding:6px 10px;border-top:1px solid rgba(128,128,128,.3)\"";
}
