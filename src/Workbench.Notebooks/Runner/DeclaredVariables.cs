using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Runner;

/// <summary>The variables that a cell declares, with their types as far as the text tells them.</summary>
internal static partial class DeclaredVariables
{
    /// <summary>Names with the type as C# writes it; null where only the compiler knows it.</summary>
    public static IReadOnlyDictionary<string, string?> Of(string source, string kernel)
    {
        var variables = new Dictionary<string, string?>();
        if (kernel != NotebookLanguage.CSharp)
        {
            foreach (Match match in Let().Matches(source))
                variables[match.Groups[1].Value] = null;
            return variables;
        }
        // Lines for the kernel are none for the compiler.
        var code = string.Join('\n', source.Split('\n').Select(line => line.StartsWith('#') ? "" : line));
        var tree = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Preview, kind: SourceCodeKind.Script));
        foreach (var field in tree.GetCompilationUnitRoot().Members.OfType<FieldDeclarationSyntax>())
        {
            foreach (var variable in field.Declaration.Variables)
                variables[variable.Identifier.ValueText] = field.Declaration.Type.IsVar ? TypeOf(variable.Initializer?.Value) : field.Declaration.Type.ToString();
        }
        return variables;
    }

    private static string? TypeOf(ExpressionSyntax? value) => value switch
    {
        PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax operand } => TypeOf(operand),
        LiteralExpressionSyntax { Token.Value: { } literal } => literal switch
        {
            int => "int",
            uint => "uint",
            long => "long",
            ulong => "ulong",
            float => "float",
            double => "double",
            decimal => "decimal",
            bool => "bool",
            char => "char",
            string => "string",
            _ => null,
        },
        InterpolatedStringExpressionSyntax => "string",
        _ => null,
    };

    [GeneratedRegex(@"^let\s+(?:mutable\s+)?([\w']+)\s*(?::[^=]*)?=", RegexOptions.Multiline)]
    private static partial Regex Let();
}
