using System.Text;

namespace Workbench.Notebooks.Html.Tex;

/// <summary>
/// Letters of mathematical alphabets. MathML Core knows no variants, so a bold x is a character of its own.
/// </summary>
internal static class MathAlphabet
{
    private static readonly Dictionary<string, (int Upper, int Lower, int Digit, int Greek)> Starts = new()
    {
        ["mathbf"] = (0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8),
        ["bm"] = (0x1D468, 0x1D482, 0x1D7CE, 0x1D71C),
        ["boldsymbol"] = (0x1D468, 0x1D482, 0x1D7CE, 0x1D71C),
        ["mathbb"] = (0x1D538, 0x1D552, 0x1D7D8, 0),
        ["mathcal"] = (0x1D49C, 0x1D4B6, 0, 0),
        ["mathscr"] = (0x1D49C, 0x1D4B6, 0, 0),
        ["mathfrak"] = (0x1D504, 0x1D51E, 0, 0),
        ["mathsf"] = (0x1D5A0, 0x1D5BA, 0x1D7E2, 0),
        ["mathtt"] = (0x1D670, 0x1D68A, 0x1D7F6, 0),
    };

    /// <summary>Letters that Unicode had before it had the alphabets, whose places there are empty.</summary>
    private static readonly Dictionary<int, char> Older = new()
    {
        [0x1D53A] = 'ℂ',
        [0x1D53F] = 'ℍ',
        [0x1D545] = 'ℕ',
        [0x1D547] = 'ℙ',
        [0x1D548] = 'ℚ',
        [0x1D549] = 'ℝ',
        [0x1D551] = 'ℤ',
        [0x1D49D] = 'ℬ',
        [0x1D4A0] = 'ℰ',
        [0x1D4A1] = 'ℱ',
        [0x1D4A3] = 'ℋ',
        [0x1D4A4] = 'ℐ',
        [0x1D4A7] = 'ℒ',
        [0x1D4A8] = 'ℳ',
        [0x1D4AD] = 'ℛ',
        [0x1D4BA] = 'ℯ',
        [0x1D4BC] = 'ℊ',
        [0x1D4C4] = 'ℴ',
        [0x1D506] = 'ℭ',
        [0x1D50B] = 'ℌ',
        [0x1D50C] = 'ℑ',
        [0x1D515] = 'ℜ',
        [0x1D51D] = 'ℨ',
    };

    private const string Greek = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ";

    public static bool Knows(string name) => Starts.ContainsKey(name);

    /// <summary>The letters in the alphabet; a character that it lacks stays.</summary>
    public static string Map(string text, string alphabet)
    {
        var (upper, lower, digit, greek) = Starts[alphabet];
        var mapped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var c = rune.Value;
            var at = c is >= 'A' and <= 'Z' ? upper + c - 'A'
                : c is >= 'a' and <= 'z' ? lower + c - 'a'
                : c is >= '0' and <= '9' && digit != 0 ? digit + c - '0'
                : greek != 0 && c < 0x10000 && Greek.IndexOf((char)c) is >= 0 and var index ? greek + index
                : c;
            mapped.Append(Older.TryGetValue(at, out var older) ? older : new Rune(at));
        }
        return mapped.ToString();
    }
}
