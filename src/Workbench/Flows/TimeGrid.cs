namespace Workbench.Flows;

/// <summary>The times at which a solver stands: strictly rising from source to data, or strictly falling for the way back.</summary>
public sealed partial class TimeGrid
{
    /// <summary>A grid of given times.</summary>
    /// <param name="times">At least two times in [0, 1], strictly rising or strictly falling.</param>
    /// <exception cref="ArgumentException">There are fewer than two times, one is outside [0, 1], or they turn back.</exception>
    public TimeGrid(IEnumerable<double> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        double[] grid = [.. times];
        if (grid.Length < 2)
            throw new ArgumentException($"A grid needs at least two times; got {grid.Length}.", nameof(times));
        var sign = Math.Sign(grid[1] - grid[0]);
        for (var i = 0; i < grid.Length; i++)
        {
            if (!(grid[i] >= 0 && grid[i] <= 1))
                throw new ArgumentException($"Times must lie in [0, 1]; time {i} is {grid[i]:G6}.", nameof(times));
            if (i > 0 && (sign == 0 || Math.Sign(grid[i] - grid[i - 1]) != sign))
                throw new ArgumentException(
                    $"Times must strictly rise or strictly fall; got {grid[i - 1]:G6} and then {grid[i]:G6} at time {i}.", nameof(times));
        }

        Times = grid;
    }

    /// <summary>The times, from the first to the last, one more than <see cref="Steps"/>.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>The number of steps between the times.</summary>
    public int Steps => Times.Count - 1;

    /// <summary>Equal steps.</summary>
    /// <param name="steps">How many, at least 1.</param>
    /// <param name="from">The first time.</param>
    /// <param name="to">The last time.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    public static TimeGrid Uniform(int steps, double from = 0, double to = 1)
    {
        Batches.RequirePositive(steps, nameof(steps));
        // The last time is set, not computed, so that it is exact.
        return new TimeGrid(Enumerable.Range(0, steps + 1).Select(i => i == steps ? to : from + (to - from) * i / steps));
    }

    /// <summary>The same times in the opposite order.</summary>
    public TimeGrid Reversed() => new(Times.Reverse());
}
