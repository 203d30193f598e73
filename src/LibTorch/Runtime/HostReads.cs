namespace TorchSharp;

/// <summary>
/// Counts how often this thread took values out of tensors: <c>item</c>, conversions to numbers, <c>data</c>, copies to the CPU,
/// and operators whose result has a size that depends on values (<c>nonzero</c>, <c>masked_select</c>, <c>unique</c> …). Each makes
/// the CPU wait for a GPU; on the CPU they count all the same, so that a loop can be checked without one.
/// </summary>
/// <example>
/// <code>
/// var before = HostReads.Count;
/// Step();
/// Console.WriteLine($"{HostReads.Count - before} reads");
/// </code>
/// </example>
public static class HostReads
{
    [ThreadStatic] private static long count;

    /// <summary>Reads of this thread since it began; the difference of two values is what counts.</summary>
    public static long Count => count;

    internal static void Note() => count++;
}
