namespace Workbench.Notebooks.Intelligence;

/// <summary>How deep brackets, prefix operators and lambdas of a text are nested. Roslyn calls itself for each, and a few thousand end the process.</summary>
internal static class Nesting
{
    private const int Deepest = 200;

    /// <summary>True when parsing the text could overflow the stack; brackets in comments and texts count too.</summary>
    public static bool IsTooDeep(string code)
    {
        var (brackets, angles, questions, stars, prefixes, arrows) = (0, 0, 0, 0, 0, 0);
        var before = ' ';
        foreach (var c in code)
        {
            stars = c == '*' ? stars + 1 : 0;
            // The parser gets through a row of them that the binder, whose frames are larger, does not.
            prefixes = c is '!' or '~' or '-' or '+' or '&' or '^' ? prefixes + 1 : char.IsWhiteSpace(c) ? prefixes : 0;
            arrows += before == '=' && c == '>' ? 1 : 0;
            before = c;
            switch (c)
            {
                case '(' or '[' or '{':
                    brackets++;
                    break;
                case ')' or ']' or '}':
                    brackets = Math.Max(0, brackets - 1);
                    break;
                case '<':
                    angles++;
                    break;
                case '>':
                    angles = Math.Max(0, angles - 1);
                    break;
                // In a?.b?.c, each access holds all that follow it.
                case '?':
                    questions++;
                    break;
                case ';':
                    angles = questions = arrows = 0;
                    break;
                case '\n':
                    angles = 0;
                    break;
            }
            if (brackets > Deepest || angles > Deepest || questions > Deepest || stars > 10 * Deepest || prefixes > Deepest || arrows > Deepest)
                return true;
        }
        return false;
    }
}
