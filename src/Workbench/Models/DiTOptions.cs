namespace Workbench.Models;

/// <summary>The sizes of a diffusion transformer. The defaults have 4.2 million parameters.</summary>
public sealed record DiTOptions
{
    /// <summary>Channels of the images.</summary>
    public long Channels { get; init; } = 1;

    /// <summary>Side of a square patch, which becomes a token; it divides the sides of the images.</summary>
    public long Patch { get; init; } = 4;

    /// <summary>Width of a token, a multiple of 4 and of the heads.</summary>
    public long Width { get; init; } = 192;

    /// <summary>Number of blocks.</summary>
    public int Depth { get; init; } = 6;

    /// <summary>Attention heads.</summary>
    public long Heads { get; init; } = 6;

    /// <summary>Units of a block's perceptron per value of a token.</summary>
    public long Ratio { get; init; } = 4;

    /// <summary>Whether queries and keys are normalised (QK-norm).</summary>
    public bool QkNorm { get; init; } = true;

    internal DiTOptions Required()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Depth, 1);
        if (Width < 4 || Width % 4 != 0)
            throw new ArgumentOutOfRangeException(nameof(Width), Width, "The width must be a multiple of 4: sines and cosines of two coordinates.");
        return this;
    }
}
