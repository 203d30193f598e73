namespace Workbench.Notebooks.Kernels;

/// <summary>What a magic line may look like: <c>#!name</c>, its options, and its help.</summary>
internal sealed record MagicSyntax(string Name, string Help, params IReadOnlyList<MagicOption> Options)
{
    /// <summary>Other names of it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Options of which at most one can be given.</summary>
    public IReadOnlyList<string> Exclusive { get; init; } = [];

    /// <summary>What <c>-h</c> shows.</summary>
    public string Usage
    {
        get
        {
            var forms = Options.Select(option => option.IsRequired ? option.Usage : $"[{option.Usage}]");
            var lines = new List<string> { Help, "", $"Usage: {string.Join(' ', [$"#!{Name}", .. forms])}" };
            if (Aliases.Count > 0)
                lines.Add($"Also:  {string.Join(", ", Aliases.Select(alias => "#!" + alias))}");
            if (Options.Count > 0)
                lines.Add("");
            var width = Options.Select(option => option.Usage.Length).DefaultIfEmpty().Max();
            lines.AddRange(Options.Select(option => $"  {option.Usage.PadRight(width)}  {option.Help}"));
            return string.Join('\n', lines);
        }
    }

    /// <summary>Reads what follows the name.</summary>
    /// <exception cref="MagicException">There is an option that the magic does not have, one too many, or one too few.</exception>
    public MagicCall Parse(IReadOnlyList<string> words)
    {
        var values = new Dictionary<string, string>();
        if (words.Any(word => word is "-h" or "--help" or "-?"))
            return new MagicCall(values) { IsHelp = true };
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=') : -1;
            var name = equals < 0 ? word : word[..equals];
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                var place = Options.FirstOrDefault(option => option.IsPositional && !values.ContainsKey(option.Name))
                    ?? throw Wrong($"does not take '{word}'");
                values.Add(place.Name, word);
                continue;
            }
            var option = Options.FirstOrDefault(option => option.Name == name)
                ?? throw Wrong($"has no option {name}{NearestName.Hint(name, Options.Where(option => !option.IsPositional).Select(option => option.Name))}");
            if (option.Value is null && equals >= 0)
                throw Wrong($"takes no value for {name}");
            if (option.Value is not null && equals < 0 && ++i == words.Count)
                throw Wrong($"needs a value after {name}");
            if (!values.TryAdd(name, option.Value is null ? "" : equals >= 0 ? word[(equals + 1)..] : words[i]))
                throw Wrong($"has {name} twice");
        }
        if (Options.FirstOrDefault(option => option.IsRequired && !values.ContainsKey(option.Name)) is { } missing)
            throw Wrong($"needs {missing.Usage}");
        if (Exclusive.Where(values.ContainsKey).ToArray() is [var first, var second, ..])
            throw new MagicException($"The {first} and {second} options cannot be used together.");
        return new MagicCall(values);
    }

    private MagicException Wrong(string problem) => new($"#!{Name} {problem}", Usage.Split('\n'));
}
