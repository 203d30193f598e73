using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Export;

/// <summary>
/// Turns a notebook into one C# script (<c>.csx</c>): prose as comments, references and usings first, as a script wants them; lines for the
/// kernel and cells in other languages as comments. Nothing of the notebook runs.
/// </summary>
public static class ScriptExporter
{
    /// <summary>What every cell sees without saying so.</summary>
    private static readonly string[] Usings =
        ["System", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading", "System.Threading.Tasks"];

    /// <summary>The script.</summary>
    /// <param name="document">The notebook.</param>
    public static string Export(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var head = new List<string>();
        var usings = Usings.Select(name => $"using {name};").ToList();
        var parts = new List<string>();
        foreach (var cell in document.Cells)
        {
            var source = cell.Source.ReplaceLineEndings("\n").Trim('\n');
            if (source.Trim().Length == 0)
                continue;
            if (cell.Kind != CellKind.Code)
                parts.Add(Comment(source));
            else if (NotebookLanguage.KernelOf(document, cell) is var kernel && kernel != NotebookLanguage.CSharp)
                parts.Add(Comment($"({NotebookLanguage.DisplayName(kernel)})\n{source}"));
            else if (Code(source, head, usings) is { Length: > 0 } code)
                parts.Add(code);
        }
        if (parts.Exists(part => part.Contains("display(", StringComparison.Ordinal)))
            usings.Add("\nvoid display(object value, params string[] mimeTypes) => Console.WriteLine(value);");
        return string.Join('\n', [.. head.Distinct(), .. usings.Distinct()]) + "\n\n" + string.Join("\n\n", parts) + "\n";
    }

    private static string Code(string source, List<string> head, List<string> usings)
    {
        var lines = source.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.StartsWith("#r ", StringComparison.Ordinal) || line.StartsWith("#load ", StringComparison.Ordinal))
            {
                head.Add(line);
                lines[i] = "";
            }
            else if (line.StartsWith("#!", StringComparison.Ordinal) || line.StartsWith("#i ", StringComparison.Ordinal))
            {
                lines[i] = "// " + line;
            }
        }
        var root = CSharpSyntaxTree.ParseText(string.Join('\n', lines), new CSharpParseOptions(LanguageVersion.Preview, kind: SourceCodeKind.Script)).GetCompilationUnitRoot();
        var text = new StringBuilder(root.ToFullString());
        // From the end on, so that places before stay where they are.
        if (root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last })
            Finish(last.Expression, text);
        usings.AddRange(root.Usings.Select(directive => directive.ToString()));
        foreach (var directive in root.Usings.Reverse())
            text.Remove(directive.Span.Start, directive.Span.Length);
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd())).Trim('\n');
    }

    /// <summary>What a cell ends with is its value; a script has none, so it prints what is no statement.</summary>
    private static void Finish(ExpressionSyntax value, StringBuilder text)
    {
        var isStatement = value is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or ObjectCreationExpressionSyntax
            or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression };
        text.Insert(value.Span.End, isStatement ? ";" : ");");
        if (!isStatement)
            text.Insert(value.Span.Start, "Console.WriteLine(");
    }

    private static string Comment(string text) => string.Join('\n', text.Split('\n').Select(line => $"// {line}".TrimEnd()));
}
