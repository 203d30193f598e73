namespace Workbench.Models;

/// <summary>What a conditional network is told beside points and times: one of several classes, or a vector of numbers.</summary>
/// <remarks>
/// "No condition", which classifier-free guidance needs, is a value of its own: for labels the number of classes (one beyond the
/// last class), for vectors a row of NaN.
/// </remarks>
public sealed record Conditions
{
    private Conditions(long size, bool areLabels) => (Size, AreLabels) = (size, areLabels);

    /// <summary>The number of classes, or of values of a vector.</summary>
    public long Size { get; }

    /// <summary>Whether conditions are labels, int64 [batch], not vectors [batch, size].</summary>
    public bool AreLabels { get; }

    /// <summary>Labels 0 … classes - 1 as int64 [batch]; the label <paramref name="classes"/> stands for none.</summary>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no class.</exception>
    public static Conditions Labels(long classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return new Conditions(classes, areLabels: true);
    }

    /// <summary>Vectors [batch, dimension] of floating-point numbers; a row of NaN stands for none.</summary>
    /// <param name="dimension">The number of values of a vector, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no value.</exception>
    public static Conditions Vectors(long dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return new Conditions(dimension, areLabels: false);
    }
}
