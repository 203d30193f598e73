using System.Text;

namespace Workbench.Notebooks.Html.Tex;

/// <summary>What stands between <c>\begin</c> and <c>\end</c>: rows of cells.</summary>
internal sealed class TexEnvironment(TexTokens tokens, Func<Func<string, bool>, string> sequence)
{
    public string Read()
    {
        var name = tokens.TakeRawGroup();
        var plain = name.TrimEnd('*');
        var (open, close, attributes) = plain switch
        {
            "aligned" or "align" or "split" or "alignedat" or "eqnarray" => ("", "", " class=\"aligned\" displaystyle=\"true\""),
            "gathered" or "gather" or "equation" or "multline" => ("", "", " displaystyle=\"true\""),
            "cases" => ("{", "", " class=\"cases\""),
            "matrix" or "smallmatrix" or "array" => ("", "", ""),
            "pmatrix" => ("(", ")", ""),
            "bmatrix" => ("[", "]", ""),
            "Bmatrix" => ("{", "}", ""),
            "vmatrix" => ("|", "|", ""),
            "Vmatrix" => ("‖", "‖", ""),
            _ => throw new TexException($"unknown environment {name}"),
        };
        if (plain is "array" or "alignedat")
            tokens.TakeRawGroup();
        var rows = Rows();
        if (tokens.TakeRawGroup() is var ended && ended != name)
            throw new TexException($"\\end{{{ended}}} where \\end{{{name}}} was expected");
        return $"<mrow>{Fence(open)}<mtable{attributes}>{rows}</mtable>{Fence(close)}</mrow>";
    }

    private string Rows()
    {
        var rows = new StringBuilder("<mtr>");
        var isEmptyRow = true;
        while (true)
        {
            var cell = sequence(next => next is "&" or "\\\\" or "\\end");
            var separator = tokens.Take();
            if (separator == "\\end" && isEmptyRow && cell.Length == 0 && rows.Length > "<mtr>".Length)
                return rows.ToString()[..^"<mtr>".Length];
            rows.Append($"<mtd>{cell}</mtd>");
            switch (separator)
            {
                case "\\end":
                    return rows.Append("</mtr>").ToString();
                case "\\\\":
                    SkipRowSpacing();
                    rows.Append("</mtr><mtr>");
                    isEmptyRow = true;
                    break;
                default:
                    isEmptyRow = false;
                    break;
            }
        }
    }

    private void SkipRowSpacing()
    {
        if (tokens.Peek() != "[")
            return;
        while (tokens.Take() is not ("]" or null))
        {
        }
    }

    private static string Fence(string symbol) => symbol.Length == 0 ? "" : $"<mo fence=\"true\" stretchy=\"true\">{symbol}</mo>";
}
