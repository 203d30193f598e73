namespace Workbench.Data;

/// <summary>Records as they were read: numbers and words.</summary>
/// <param name="Schema">The columns.</param>
/// <param name="Numbers">The values of each numeric feature by its name.</param>
/// <param name="Words">The values of each categorical feature by its name.</param>
/// <param name="Labels">The number of each record's class in the order of the label's levels.</param>
public sealed record RecordTable(
    RecordSchema Schema, IReadOnlyDictionary<string, double[]> Numbers, IReadOnlyDictionary<string, string[]> Words, int[] Labels)
{
    /// <summary>How many records.</summary>
    public int Count => Labels.Length;
}
