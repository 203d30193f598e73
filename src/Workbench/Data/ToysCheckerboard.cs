using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Data;

/// <summary>The uniform law on the dark squares of a checkerboard over [-2, 2]², of which the lower left square is one.</summary>
public sealed class Checkerboard : ISampler
{
    private readonly int _squares;

    /// <summary>A board with a given number of squares.</summary>
    /// <param name="squares">Squares along a side, even and at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is odd or below 2.</exception>
    public Checkerboard(int squares = 4)
    {
        if (squares < 2 || squares % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(squares), squares, "A board has an even number of squares along a side, at least 2.");
        _squares = squares;
    }

    /// <inheritdoc/>
    public Tensor Sample(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Batches.RequirePositive(count, nameof(count));
        using var scope = torch.NewDisposeScope();
        var column = torch.randint(_squares, [count], dtype: ScalarType.Float32, device: generator.device, generator: generator);
        var half = torch.randint(_squares / 2, [count], dtype: ScalarType.Float32, device: generator.device, generator: generator);
        var within = torch.rand([count, 2], device: generator.device, generator: generator);
        // A square is dark when its column and row are both even or both odd.
        var parity = column - 2 * (column / 2).floor();
        var corner = torch.stack([column, 2 * half + parity], 1);
        return ((corner + within) * (4.0 / _squares) - 2).MoveToOuterDisposeScope();
    }
}
