namespace Workbench.Notebooks.Kernels;

/// <summary>An option of a magic line.</summary>
/// <param name="Name">Its name with dashes, or without for a word that stands by itself.</param>
/// <param name="Value">What its value is called in the help; null for an option that is there or not.</param>
/// <param name="Help">What it does.</param>
/// <param name="IsRequired">Whether the line is wrong without it.</param>
internal sealed record MagicOption(string Name, string? Value, string Help, bool IsRequired = false)
{
    /// <summary>True for a word that stands by itself, without a name before it.</summary>
    public bool IsPositional => !Name.StartsWith('-');

    /// <summary>How the help writes it.</summary>
    public string Usage => IsPositional ? $"<{Name}>" : Value is null ? Name : $"{Name} <{Value}>";
}
