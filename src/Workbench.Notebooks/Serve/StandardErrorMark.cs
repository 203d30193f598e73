namespace Workbench.Notebooks.Serve;

/// <summary>What the kernel process writes to standard error when a cell has ended there.</summary>
internal static class StandardErrorMark
{
    public const char Delimiter = '\0';

    public static string Of(int cell) => $"{Delimiter}{cell}{Delimiter}";
}
