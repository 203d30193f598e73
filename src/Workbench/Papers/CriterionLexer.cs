using System.Globalization;

namespace Workbench.Papers;

internal enum TokenKind
{
    Number,
    Word,
    Symbol,
    End,
}

/// <summary>A piece of a criterion's text with its place.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, double Number = 0)
{
    public int End => Start + Text.Length;

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}

/// <summary>Cuts a criterion into numbers, words and symbols.</summary>
internal static class CriterionLexer
{
    private static readonly string[] Symbols = ["<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", ","];

    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }

            var token = char.IsAsciiDigit(c) || c == '.' ? Number(text, at)
                : char.IsAsciiLetter(c) || c == '_' ? Word(text, at)
                : Symbol(text, at);
            tokens.Add(token);
            at = token.End;
        }

        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static Token Number(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + 1;
            if (exponent < text.Length && text[exponent] is '+' or '-')
                exponent++;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                end = exponent;
                while (end < text.Length && char.IsAsciiDigit(text[end]))
                    end++;
            }
        }

        var digits = text[start..end];
        if (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '_'))
            throw new CriterionException($"'{digits}' runs into '{text[end]}': a name starts with a letter", text, start);
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? new(TokenKind.Number, digits, start, value)
            : throw new CriterionException($"'{digits}' is not a number", text, start);
    }

    private static Token Word(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        return new(TokenKind.Word, text[start..end], start);
    }

    private static Token Symbol(string text, int start)
    {
        var symbol = Array.Find(Symbols, s => string.CompareOrdinal(text, start, s, 0, s.Length) == 0);
        if (symbol is not null)
            return new(TokenKind.Symbol, symbol, start);
        var hint = text[start] switch
        {
            '=' or '!' => ": measured numbers are compared with <, <=, > or >=",
            '≤' or '≥' => ": write <= or >=",
            '&' or '|' => ": write 'and' or 'or'",
            '%' => ": write the share as a number, 5 % as 0.05",
            _ => "",
        };
        throw new CriterionException($"'{text[start]}' is not part of a criterion{hint}", text, start);
    }
}
