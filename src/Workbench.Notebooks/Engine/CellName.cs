namespace Workbench.Notebooks.Engine;

/// <summary>How cells are called in messages and stack traces.</summary>
internal static class CellName
{
    public static string Of(int number) => $"Cell [{number}]";
}
