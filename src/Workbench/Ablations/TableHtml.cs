using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>
/// Tables as HTML whose columns sort on a click. Without scripts (a sanitised page) the table is still there; nothing is fetched.
/// </summary>
internal static class TableHtml
{
    private const int Height = 420;

    // Rows compare by data-v: as numbers where both are, else as text; cells without a number stay at the end either way.
    private const string Script = """
        (function(){var t=document.getElementById("ID");if(!t||!t.tHead)return;
        t.tHead.querySelectorAll("button").forEach(function(b,i){b.onclick=function(){
        var h=b.parentNode,d=h.getAttribute("aria-sort")==="ascending"?-1:1,B=t.tBodies[0];
        t.tHead.querySelectorAll("th").forEach(function(o){o.removeAttribute("aria-sort")});
        h.setAttribute("aria-sort",d>0?"ascending":"descending");
        Array.from(B.rows).map(function(r,k){var c=r.cells[i];return{r:r,k:k,n:c.hasAttribute("data-v")?+c.getAttribute("data-v"):NaN,s:c.textContent}})
        .sort(function(x,y){var p=isNaN(x.n),q=isNaN(y.n);
        if(p!==q)return p?1:-1;var c=p?d*x.s.localeCompare(y.s):d*(x.n<y.n?-1:x.n>y.n?1:0);return c||x.k-y.k}).forEach(function(o){B.appendChild(o.r)})}})})();
        """;

    /// <summary>The table, to be put into a page.</summary>
    public static string Write(CellGrid grid)
    {
        var body = new StringBuilder($"<caption style=\"text-align:left;padding:4px 10px;opacity:.75\">{Safe(grid.Caption)}</caption><thead><tr>");
        foreach (var (name, i) in grid.Columns.Select((name, i) => (name, i)))
        {
            body.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" style=\"text-align:{Align(grid, i)};padding:4px 10px\">")
                .Append("<button type=\"button\" title=\"sort\" style=\"font:inherit;font-weight:bold;color:inherit;background:none;border:0;padding:0;cursor:pointer\">")
                .Append($"{Safe(name)}</button></th>");
        }

        body.Append("</tr></thead><tbody>");
        foreach (var row in grid.Rows)
        {
            body.Append("<tr>");
            foreach (var (cell, i) in row.Select((cell, i) => (cell, i)))
            {
                body.Append($"<td style=\"text-align:{Align(grid, i)};padding:3px 10px;border-top:1px solid rgba(128,128,128,.3)\"");
                if (cell.Number is { } number && double.IsFinite(number))
                    body.Append(CultureInfo.InvariantCulture, $" data-v=\"{number:R}\"");
                body.Append($">{Safe(cell.Text)}</td>");
            }

            body.Append("</tr>");
        }

        body.Append("</tbody></table>");
        // The id is made of the content: showing the same table again changes no file.
        var id = "ablation-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.ToString())))[..10];
        return $"<div style=\"max-height:{Height}px;overflow:auto\">{HtmlTable.Open.Replace("<table ", $"<table id=\"{id}\" ", StringComparison.Ordinal)}{body}</div>"
            + $"<script>{Script.Replace("ID", id, StringComparison.Ordinal)}</script>";
    }

    /// <summary>A page of its own.</summary>
    public static string Page(CellGrid grid) =>
        $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>{Safe(grid.Caption)}</title></head>"
        + $"<body style=\"font-family:system-ui,sans-serif\">{Write(grid)}</body></html>\n";

    private static string Align(CellGrid grid, int column) => grid.IsNumeric(column) ? "right" : "left";

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
