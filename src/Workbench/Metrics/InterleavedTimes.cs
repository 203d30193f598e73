namespace Workbench.Metrics;

/// <summary>
/// Wall-clock times of computations that are to be compared. They take turns, so that whatever slows the machine for a while slows all of
/// them alike, and the order within a round rotates, so that none always follows the same other.
/// </summary>
/// <remarks>
/// <code>
/// torch.set_num_threads(1);
/// var times = InterleavedTimes.Seconds([() => first.call(x), () => second.call(x)], rounds: 31);
/// var ratio = Quantile.Median(times[1]) / Quantile.Median(times[0]);
/// </code>
/// </remarks>
public static class InterleavedTimes
{
    /// <summary>Times every computation once a round, one after another.</summary>
    /// <param name="runs">
    /// What is timed. On a GPU each must read a number of its result, or it is over before the device has begun.
    /// </param>
    /// <param name="rounds">How many rounds are timed.</param>
    /// <param name="warmUp">How many rounds run before, untimed: caches, compiled code, memory pools.</param>
    /// <param name="clock">What is read; the system's clock when null.</param>
    /// <returns>Seconds, [computation][round].</returns>
    /// <exception cref="ArgumentException">There is nothing to time.</exception>
    public static double[][] Seconds(IReadOnlyList<Action> runs, int rounds = 21, int warmUp = 3, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        ArgumentOutOfRangeException.ThrowIfNegative(warmUp);
        if (runs.Count == 0 || runs.Any(run => run is null))
            throw new ArgumentException($"Expected at least one computation, and none of them null; got {runs.Count}.", nameof(runs));
        clock ??= TimeProvider.System;
        var times = runs.Select(_ => new double[rounds]).ToArray();
        for (var round = -warmUp; round < rounds; round++)
        {
            for (var turn = 0; turn < runs.Count; turn++)
            {
                var which = (turn + round + warmUp) % runs.Count;
                var start = clock.GetTimestamp();
                runs[which]();
                if (round >= 0)
                    times[which][round] = clock.GetElapsedTime(start).TotalSeconds;
            }
        }

        return times;
    }
}
