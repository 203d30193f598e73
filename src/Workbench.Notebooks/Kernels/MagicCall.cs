namespace Workbench.Notebooks.Kernels;

/// <summary>A magic line with what was given to it.</summary>
/// <param name="Values">The options given, by name; those without a value hold an empty text.</param>
internal sealed record MagicCall(IReadOnlyDictionary<string, string> Values)
{
    /// <summary>True when the line asks how it is used.</summary>
    public bool IsHelp { get; init; }

    /// <summary>What was given for an option, or null.</summary>
    public string? this[string option] => Values.GetValueOrDefault(option);

    public bool Has(string option) => Values.ContainsKey(option);
}
