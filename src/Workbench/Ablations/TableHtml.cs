using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>
/// Tables as HTML whose columns sort on a click. The script makes the headings buttons; without it (a sanitised page) they are plain.
/// </summary>
internal static class TableHtml
{
    private const int Height = 420;

    // Rows compare by data-v: as numbers where both are, else as text; cells without a number stay at the end either way.
    private const string Script = """
        document.querySelectorAll("table.ID").forEach(function(t){if(t.dataset.sorts)return;t.dataset.sorts=1;
        t.tHead.querySelectorAll("th").forEach(function(h,i){var b=document.createElement("button");b.type="button";b.title="sort";
        b.style.cssText="font:inherit;font-weight:bold;color:inherit;background:none;border:0;padding:0;cursor:pointer";
        b.textContent=h.textContent;h.replaceChildren(b);b.onclick=function(){
        var d=h.getAttribute("aria-sort")==="ascending"?-1:1,B=t.tBodies[0];
        t.tHead.querySelectorAll("th").forEach(function(o){o.removeAttribute("aria-sort")});
        h.setAttribute("aria-sort",d>0?"ascending":"descending");
        Array.from(B.rows).map(function(r,k){var c=r.cells[i];return{r:r,k:k,n:c.hasAttribute("data-v")?+c.getAttribute("data-v"):NaN,s:c.textContent}})
        .sort(function(x,y){var p=isNaN(x.n),q=isNaN(y.n);
        if(p!==q)return p?1:-1;var c=p?d*x.s.localeCompare(y.s):d*(x.n<y.n?-1:x.n>y.n?1:0);return c||x.k-y.k}).forEach(function(o){B.appendChild(o.r)})}})});
        """;

    /// <summary>The table, to be put into a page.</summary>
    public static string Write(CellGrid grid)
    {
        var body = new StringBuilder("<thead><tr>");
        foreach (var (name, i) in grid.Columns.Select((name, i) => (name, i)))
            body.Append($"<th scope=\"col\" style=\"text-align:{Align(grid, i)};padding:4px 10px\">{Safe(name)}</th>");
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
        // The class is made of the content: showing the same table again changes no file.
        var id = "ablation-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.ToString())))[..10];
        return $"<div style=\"padding:4px 10px;opacity:.75\">{Safe(grid.Caption)}</div>"
            + $"<div tabindex=\"0\" role=\"region\" aria-label=\"table\" style=\"max-height:{Height}px;overflow:auto\">{HtmlTable.Open.Replace("<table ", $"<table class=\"{id}\" ", StringComparison.Ordinal)}{body}</div>"
            + $"<script>{Script.Replace("ID", id, StringComparison.Ordinal)}</script>";
    }

    /// <summary>A page of its own.</summary>
    public static string Page(CellGrid grid) =>
        $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>{Safe(grid.Caption)}</title></head>"
        + $"<body style=\"font-family:system-ui,sans-serif\">{Write(grid)}</body></html>\n";

    private static string Align(CellGrid grid, int column) => grid.IsNumeric(column) ? "right" : "left";

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
