using System.Text;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html.Tex;

/// <summary>
/// Turns the TeX mathematics of papers into MathML, which browsers draw themselves: nothing to load, nothing to run.
/// </summary>
internal sealed class TexToMathMl
{
    /// <summary>No formula goes so deep; a text made to break its reader does.</summary>
    private const int Deepest = 50;

    private readonly TexTokens _tokens;
    private readonly bool _isDisplay;
    private int _depth;

    private TexToMathMl(string tex, bool isDisplay)
    {
        _tokens = new TexTokens(tex);
        _isDisplay = isDisplay;
    }

    /// <summary>A <c>math</c> element; the TeX source, marked as such, where it says something unknown.</summary>
    public static string Convert(string tex, bool isDisplay)
    {
        try
        {
            var converter = new TexToMathMl(tex, isDisplay);
            var content = converter.Sequence(null);
            return $"<math{(isDisplay ? " display=\"block\"" : "")}><mrow>{content}</mrow></math>";
        }
        catch (TexException e)
        {
            var tag = isDisplay ? "pre" : "code";
            return $"<{tag} class=\"tex\" title=\"{Encode(e.Message)}\">{Encode(tex)}</{tag}>";
        }
    }

    /// <summary>Everything up to one of the given tokens, which is left in place; up to the end when none are given.</summary>
    private string Sequence(Func<string, bool>? isEnd)
    {
        var content = new StringBuilder();
        while (_tokens.Peek() is { } token)
        {
            if (isEnd?.Invoke(token) == true)
                return content.ToString();
            if (token is "}" or "&" or "\\\\" or "\\right" or "\\end")
                throw new TexException($"{token} without its beginning");
            content.Append(WithScripts());
        }
        return isEnd is null ? content.ToString() : throw new TexException("something is not closed");
    }

    private string WithScripts()
    {
        var (markup, limits) = _tokens.Peek() is "^" or "_" or "'" ? ("<mrow></mrow>", false) : Atom();
        string? lower = null, upper = null;
        while (_tokens.Peek() is "^" or "_" or "'" or "\\limits" or "\\nolimits")
        {
            switch (_tokens.Take())
            {
                case "^":
                    upper += Argument();
                    break;
                case "_":
                    lower = lower is null ? Argument() : throw new TexException("two subscripts");
                    break;
                case "'":
                    upper += "<mo>′</mo>";
                    break;
                case "\\limits":
                    limits = true;
                    break;
                default:
                    limits = false;
                    break;
            }
        }
        if (upper is not null)
            upper = $"<mrow>{upper}</mrow>";
        return (lower, upper, limits) switch
        {
            (null, null, _) => markup,
            (null, _, true) => $"<mover>{markup}{upper}</mover>",
            (_, null, true) => $"<munder>{markup}{lower}</munder>",
            (_, _, true) => $"<munderover>{markup}{lower}{upper}</munderover>",
            (null, _, _) => $"<msup>{markup}{upper}</msup>",
            (_, null, _) => $"<msub>{markup}{lower}</msub>",
            _ => $"<msubsup>{markup}{lower}{upper}</msubsup>",
        };
    }

    /// <summary>One token or one group, as a single element.</summary>
    private string Argument()
    {
        var next = _tokens.Peek() ?? throw new TexException("an argument is missing");
        // Without braces, 12 is two arguments.
        return char.IsAsciiDigit(next[0]) ? $"<mn>{_tokens.Take()}</mn>" : Atom().Markup;
    }

    private (string Markup, bool Limits) Atom()
    {
        if (++_depth > Deepest)
            throw new TexException("nested too deeply");
        try
        {
            return AtomInside();
        }
        finally
        {
            _depth--;
        }
    }

    private (string Markup, bool Limits) AtomInside()
    {
        var token = _tokens.Take()!;
        if (token == "{")
        {
            var content = Sequence(next => next == "}");
            _tokens.Expect("}");
            return ($"<mrow>{content}</mrow>", false);
        }
        if (TexSymbols.Spaces.TryGetValue(token, out var width))
            return ($"<mspace width=\"{width}\"></mspace>", false);
        if (token[0] == '\\')
            return Command(token, token.Length > 1 && char.IsAsciiLetter(token[1]) ? token[1..].TrimEnd('*') : token[1..]);
        return (Character(token), false);
    }

    private string Character(string token)
    {
        if (char.IsAsciiDigit(token[0]))
        {
            var number = new StringBuilder(token);
            while (_tokens.Peek() is [var next] && (char.IsAsciiDigit(next) || (next == '.' && !number.ToString().Contains('.'))))
                number.Append(_tokens.Take());
            // A full stop after a number ends the sentence, not the number.
            var text = number.ToString();
            return text.EndsWith('.') ? $"<mn>{text[..^1]}</mn><mo separator=\"true\">.</mo>" : $"<mn>{text}</mn>";
        }
        return token switch
        {
            "-" => "<mo>−</mo>",
            "*" => "<mo>∗</mo>",
            "," or ";" or "." => $"<mo separator=\"true\">{token}</mo>",
            "(" or ")" or "[" or "]" => Fence(token, "stretchy=\"false\""),
            "|" => "<mo stretchy=\"false\" lspace=\"0.1em\" rspace=\"0.1em\">|</mo>",
            _ when char.IsLetter(token[0]) || char.IsSurrogate(token[0]) => $"<mi>{Encode(token)}</mi>",
            _ => $"<mo>{Encode(token)}</mo>",
        };
    }

    private (string, bool) Command(string token, string name)
    {
        if (TexSymbols.Letters.TryGetValue(name, out var letter))
            return (name[0] is >= 'A' and <= 'Z' ? $"<mi mathvariant=\"normal\">{letter}</mi>" : $"<mi>{letter}</mi>", false);
        if (TexSymbols.Operators.TryGetValue(name, out var symbol))
            return ($"<mo{(name == "colon" ? " lspace=\"0\"" : "")}>{Encode(symbol)}</mo>", false);
        if (TexSymbols.Large.TryGetValue(name, out var large))
            return ($"<mo largeop=\"{(_isDisplay ? "true" : "false")}\" movablelimits=\"{(large.Limits && !_isDisplay ? "true" : "false")}\">{large.Symbol}</mo>", large.Limits && _isDisplay);
        if (TexSymbols.Functions.TryGetValue(name, out var limits))
            return (Function(name is "liminf" or "limsup" ? name[..3] + " " + name[3..] : name), limits && _isDisplay);
        if (TexSymbols.Accents.TryGetValue(name, out var accent))
            return (Accent(accent.Mark, accent.Wide, accent.Under), accent is { Wide: true } && name.EndsWith("brace", StringComparison.Ordinal));
        if (TexSymbols.Fences.ContainsKey(token))
            return (Fence(token, "stretchy=\"false\""), false);
        if (MathAlphabet.Knows(name))
            return (Letters(name), false);
        return (Structure(token, name), name is "operatorname" && token.EndsWith('*') && _isDisplay);
    }

    private string Structure(string token, string name)
    {
        switch (name)
        {
            case "frac" or "dfrac" or "tfrac" or "cfrac":
                return $"<mfrac>{Argument()}{Argument()}</mfrac>";
            case "binom":
                return $"<mrow><mo>(</mo><mfrac linethickness=\"0\">{Argument()}{Argument()}</mfrac><mo>)</mo></mrow>";
            case "sqrt":
                return Root();
            case "text" or "textrm" or "mbox" or "textnormal":
                return $"<mtext>{Words(_tokens.TakeRawGroup())}</mtext>";
            case "textbf":
                return $"<mtext><b>{Words(_tokens.TakeRawGroup())}</b></mtext>";
            case "textit" or "emph":
                return $"<mtext><i>{Words(_tokens.TakeRawGroup())}</i></mtext>";
            case "operatorname":
                return Function(_tokens.TakeRawGroup().Replace("\\,", " ").Trim());
            case "mathrm" or "rm" or "mathit" or "mathnormal":
                return $"<mi mathvariant=\"normal\">{Encode(_tokens.TakeRawGroup().Replace("~", " "))}</mi>";
            case "left":
                return Delimited();
            case "big" or "Big" or "bigg" or "Bigg" or "bigl" or "bigr" or "Bigl" or "Bigr" or "biggl" or "biggr" or "bigm" or "Bigm":
                var size = name.StartsWith("bigg", StringComparison.Ordinal) ? "2.4em" : name[0] == 'B' ? "1.8em" : "1.2em";
                return Fence(_tokens.Take() ?? "", $"minsize=\"{size}\" maxsize=\"{size}\"");
            case "begin":
                return new TexEnvironment(_tokens, Sequence).Read();
            case "overset" or "stackrel":
                var above = Argument();
                return $"<mover>{Argument()}{above}</mover>";
            case "underset":
                var below = Argument();
                return $"<munder>{Argument()}{below}</munder>";
            case "not":
                return $"<mo>{Encode(Negated(_tokens.Take()))}</mo>";
            case "mathop" or "mathrel" or "mathbin" or "mathord":
                return Argument();
            case "tag":
                return $"<mspace width=\"2em\"></mspace><mtext>({Words(_tokens.TakeRawGroup())})</mtext>";
            case "label":
                _tokens.TakeRawGroup();
                return "";
            case "displaystyle":
                return $"<mstyle displaystyle=\"true\">{Sequence(next => next is "}" or "&" or "\\\\" or "\\right" or "\\end", orEnd: true)}</mstyle>";
            case "textstyle" or "scriptstyle" or "nonumber" or "notag" or "limits" or "nolimits":
                return "";
            case "%" or "#" or "&" or "$" or "_":
                return $"<mo>{Encode(name)}</mo>";
            default:
                throw new TexException($"unknown command {token}");
        }
    }

    private string Sequence(Func<string, bool> isEnd, bool orEnd)
    {
        var content = new StringBuilder();
        while (_tokens.Peek() is { } token && !isEnd(token))
            content.Append(WithScripts());
        return orEnd || _tokens.Peek() is not null ? content.ToString() : throw new TexException("something is not closed");
    }

    private string Delimited()
    {
        var open = Fence(_tokens.Take() ?? "", "stretchy=\"true\"");
        var content = new StringBuilder();
        while (true)
        {
            content.Append(Sequence(next => next is "\\right" or "\\middle"));
            var isMiddle = _tokens.Take() == "\\middle";
            var fence = Fence(_tokens.Take() ?? "", "stretchy=\"true\"");
            content.Append(fence);
            if (!isMiddle)
                return $"<mrow>{open}{content}</mrow>";
        }
    }

    private static string Fence(string token, string attributes) => TexSymbols.Fences.TryGetValue(token, out var symbol)
        ? symbol.Length == 0 ? "" : $"<mo fence=\"true\" {attributes}>{Encode(symbol)}</mo>"
        : throw new TexException($"{token} is no bracket");

    private string Accent(string mark, bool isWide, bool isUnder)
    {
        var element = isUnder ? "munder" : "mover";
        return $"<{element} accent=\"{(isUnder ? "false" : "true")}\">{Argument()}<mo stretchy=\"{(isWide ? "true" : "false")}\">{mark}</mo></{element}>";
    }

    private string Root()
    {
        if (_tokens.Peek() != "[")
            return $"<msqrt>{Argument()}</msqrt>";
        _tokens.Take();
        var degree = Sequence(next => next == "]");
        _tokens.Expect("]");
        return $"<mroot>{Argument()}<mrow>{degree}</mrow></mroot>";
    }

    private string Letters(string alphabet)
    {
        var raw = _tokens.TakeRawGroup().Trim();
        var text = raw.StartsWith('\\') && TexSymbols.Letters.TryGetValue(raw[1..], out var letter) ? letter : raw;
        if (text.Contains('\\'))
            throw new TexException($"\\{alphabet} of {text}");
        return $"<mi>{Encode(MathAlphabet.Map(text, alphabet))}</mi>";
    }

    private string Function(string name)
    {
        // A name stands apart from an argument without brackets; scripts and brackets follow it closely.
        var apart = _tokens.Peek() is not (null or "(" or "[" or "{" or "^" or "_" or "\\left" or "}" or "," or ")" or "\\{" or "\\,");
        return $"<mi mathvariant=\"normal\">{Encode(name)}</mi>" + (apart ? "<mspace width=\"0.167em\"></mspace>" : "");
    }

    private static string Negated(string? token) => token switch
    {
        "=" => "≠",
        "\\in" => "∉",
        "\\sim" => "≁",
        "\\equiv" => "≢",
        "\\subset" => "⊄",
        _ => throw new TexException($"\\not {token}"),
    };

    private static string Words(string text) =>
        Encode(text.Replace("\\%", "%").Replace("\\_", "_").Replace("\\&", "&").Replace("~", " ").Replace("$", "")).Replace(" ", "\u00a0");
}
