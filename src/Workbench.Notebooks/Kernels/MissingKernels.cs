namespace Workbench.Notebooks.Kernels;

/// <summary>What .NET Interactive's notebooks may ask for and this kernel does not have, so that the message can say so.</summary>
internal static class MissingKernels
{
    /// <summary>Why <c>#!word</c> cannot be obeyed; null when nobody knows the word.</summary>
    public static string? Explain(string word) => word switch
    {
        "pwsh" or "powershell" => $"'#!{word}' needs the PowerShell kernel, which is not part of this kernel",
        "sql" or "kql" => $"'#!{word}' needs the {word.ToUpperInvariant()} kernel, which is not part of this kernel; use a database library from C#",
        "http" => "'#!http' needs the HTTP kernel, which is not part of this kernel; use HttpClient from C#",
        "connect" => "'#!connect' adds kernels for databases and other programs, which are not part of this kernel",
        _ => null,
    };
}
