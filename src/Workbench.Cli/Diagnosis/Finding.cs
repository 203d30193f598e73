namespace Workbench.Cli.Diagnosis;

/// <summary>What a finding means for the work.</summary>
internal enum Weight
{
    /// <summary>All is well.</summary>
    Fine,

    /// <summary>Notebooks run, but something is slower, smaller or left out.</summary>
    Lacking,

    /// <summary>No notebook can run.</summary>
    Fatal,
}

/// <summary>One thing that was looked for on this machine.</summary>
/// <param name="Name">What was looked for.</param>
/// <param name="Weight">What it means.</param>
/// <param name="Text">What was found, or what its absence costs.</param>
/// <param name="Remedy">The command that brings it, when there is one.</param>
internal sealed record Finding(string Name, Weight Weight, string Text, string? Remedy = null)
{
    /// <summary>Something that is there.</summary>
    public static Finding Fine(string name, string text) => new(name, Weight.Fine, text);
}
