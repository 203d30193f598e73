using Workbench.Notebooks.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>LaTeX, shown typeset: <c>(LaTeXString)@"\begin{align} … \end{align}"</c>.</summary>
public class LaTeXString : IMimeContent
{
    private readonly string _latex;

    /// <summary>Marks a text as LaTeX.</summary>
    public LaTeXString(string latexCode) => _latex = latexCode ?? throw new ArgumentNullException(nameof(latexCode));

    string IMimeContent.MimeType => "text/latex";

    string IMimeContent.Content => _latex;

    /// <summary>Marks a text as LaTeX.</summary>
    public static implicit operator LaTeXString(string latexCode) => new(latexCode);

    /// <summary>The source.</summary>
    public override string ToString() => _latex;

    void IMimeContent.WriteHtml(FormatContext context) => context.Writer.Write(LatexMarkup.Render(_latex));
}

/// <summary>A formula, shown typeset: <c>(MathString)@"\frac{1}{2}"</c>; dollar signs are put around it where it has none.</summary>
public sealed class MathString : LaTeXString
{
    /// <summary>Marks a text as a formula.</summary>
    public MathString(string latexCode) : base(Delimited(latexCode))
    {
    }

    /// <summary>Marks a text as a formula.</summary>
    public static implicit operator MathString(string latexCode) => new(latexCode);

    private static string Delimited(string latexCode)
    {
        ArgumentNullException.ThrowIfNull(latexCode);
        return latexCode.StartsWith("$$", StringComparison.Ordinal) && latexCode.EndsWith("$$", StringComparison.Ordinal) && latexCode.Length > 3 ? latexCode : $"$${latexCode}$$";
    }
}
