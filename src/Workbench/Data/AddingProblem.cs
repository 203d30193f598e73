using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber 1997): a sequence of numbers, two of them marked, one in each half; the target is the
/// sum of the marked ones. Whoever predicts the mean makes the squared error <see cref="TargetVariance"/>.
/// </summary>
public static class AddingProblem
{
    /// <summary>The variance of a sum of two independent uniform numbers of [0, 1), 1/12 each.</summary>
    public const double TargetVariance = 1.0 / 6;

    /// <summary>Draws sequences and their targets.</summary>
    /// <param name="count">How many.</param>
    /// <param name="length">Positions of each, at least 2.</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <returns>Inputs [count, length, 2]: the number, evenly from [0, 1), and the mark, 0 or 1. Targets [count, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">No sequences, or no two halves.</exception>
    public static (Tensor Inputs, Tensor Targets) Draw(int count, int length, Generator generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        ArgumentNullException.ThrowIfNull(generator);
        using var scope = torch.NewDisposeScope();
        var half = length / 2;
        var numbers = torch.rand([count, length], generator: generator);
        var first = torch.randint(0, half, [count, 1], ScalarType.Int64, generator: generator);
        var second = torch.randint(half, length, [count, 1], ScalarType.Int64, generator: generator);
        var places = torch.cat([first, second], 1);
        var marks = torch.zeros(count, length).scatter_(1, places, torch.ones(count, 2));
        return (torch.stack([numbers, marks], 2).MoveToOuterDisposeScope(), numbers.gather(1, places).sum(1, keepdim: true).MoveToOuterDisposeScope());
    }
}
