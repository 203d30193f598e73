namespace Workbench.Ablations;

/// <summary>A table as it is shown or written: a caption, names of columns, rows of cells.</summary>
/// <param name="Caption">A line above.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
internal sealed record CellGrid(string Caption, string[] Columns, Cell[][] Rows)
{
    /// <summary>Whether a column holds numbers, which are set flush right.</summary>
    public bool IsNumeric(int column) => Rows.Length > 0 && Rows.All(r => r[column].Value is null or double or int) && Rows.Any(r => r[column].Number is not null);
}
