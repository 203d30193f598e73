namespace TorchSharp;

/// <summary>
/// Counts how often this thread took values out of tensors: <c>item</c>, conversions to numbers, <c>data</c>, copies to the CPU,
/// operators whose result has a size that depends on values (<c>nonzero</c>, <c>masked_select</c>, <c>unique</c> …), and masks used as
/// indices (<c>x[mask]</c>), but for one number put where a mask says, as libtorch then picks nothing. Each makes the CPU wait for a GPU; on
/// the CPU they count all the same, so that a loop can be checked without one. What a backward pass does of this is not counted.
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

    /// <summary>Counts the masks among indices: how many entries each picks has to be known.</summary>
    internal static void NoteMasks(torch.Tensor?[] indices) => count += indices.Count(IsMask);

    internal static bool IsMask(torch.Tensor? index) => index?.dtype is torch.ScalarType.Bool or torch.ScalarType.Byte;
}
