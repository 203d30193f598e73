namespace Workbench.Notebooks.Kernels;

/// <summary>The languages of a notebook by all their names.</summary>
internal sealed class LanguageTable(IReadOnlyList<ISubkernel> languages)
{
    /// <summary>Editors of .NET notebooks write their own name where a language is asked for.</summary>
    private const string Polyglot = "polyglot-notebook";

    private const string Prefix = "dotnet-interactive.";

    private readonly Dictionary<string, ISubkernel> _byName = languages
        .SelectMany(language => language.Aliases.Append(language.Name), (language, name) => (language, name))
        .DistinctBy(entry => entry.name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(entry => entry.name, entry => entry.language, StringComparer.OrdinalIgnoreCase);

    /// <summary>The languages in the order in which they are listed.</summary>
    public IReadOnlyList<ISubkernel> All { get; } = languages;

    /// <summary>Names and aliases.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>The language of a name or alias, or null.</summary>
    public ISubkernel? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The language that a cell's metadata names; C# when they name none.</summary>
    /// <exception cref="MagicException">It is none of these.</exception>
    public ISubkernel Choose(string? language, string cell)
    {
        var name = language?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true ? language[Prefix.Length..] : language;
        if (name is null or Polyglot)
            return All[0];
        return Find(name) ?? throw new MagicException(
            $"{cell} is written in {language}: {MissingKernels.Explain(name.ToLowerInvariant()) ?? "this kernel does not know that language"}",
            $"Known: {string.Join(", ", All.Select(known => known.Name))}.");
    }
}
