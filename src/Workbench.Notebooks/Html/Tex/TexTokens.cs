namespace Workbench.Notebooks.Html.Tex;

/// <summary>TeX cut into tokens: a command with its backslash, or one character. Spaces separate and are dropped, comments too.</summary>
internal sealed class TexTokens(string source)
{
    private int _position;

    /// <summary>The next token without taking it, or null at the end.</summary>
    public string? Peek()
    {
        var position = _position;
        var token = Take();
        _position = position;
        return token;
    }

    public string? Take()
    {
        SkipSpace();
        if (_position >= source.Length)
            return null;
        var start = _position++;
        if (source[start] != '\\')
        {
            if (char.IsHighSurrogate(source[start]) && _position < source.Length)
                _position++;
            return source[start.._position];
        }
        if (_position >= source.Length)
            throw new TexException("a backslash at the end");
        if (!char.IsAsciiLetter(source[_position++]))
            return source[start.._position];
        while (_position < source.Length && char.IsAsciiLetter(source[_position]))
            _position++;
        if (source[start.._position] == "\\operatorname" && _position < source.Length && source[_position] == '*')
            _position++;
        return source[start.._position];
    }

    /// <summary>The text between braces as it stands, for names and words.</summary>
    public string TakeRawGroup()
    {
        SkipSpace();
        if (_position >= source.Length || source[_position] != '{')
            return Take() ?? throw new TexException("an argument is missing");
        var start = ++_position;
        for (var depth = 1; _position < source.Length; _position++)
        {
            if (source[_position] == '\\')
                _position++;
            else if (source[_position] == '{')
                depth++;
            else if (source[_position] == '}' && --depth == 0)
                return source[start.._position++];
        }
        throw new TexException("a brace is not closed");
    }

    public void Expect(string token)
    {
        if (Take() is var taken && taken != token)
            throw new TexException($"expected {token}, found {taken ?? "the end"}");
    }

    private void SkipSpace()
    {
        while (_position < source.Length)
        {
            if (char.IsWhiteSpace(source[_position]))
                _position++;
            else if (source[_position] == '%')
                while (_position < source.Length && source[_position] != '\n')
                    _position++;
            else
                return;
        }
    }
}
