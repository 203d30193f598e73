namespace Workbench.Plots;

public static partial class Plot
{
    /// <summary>
    /// Points of the plane moving through time, with a slider and a play button: what a flow does to its samples. The still figure shows
    /// the last moment. Laid over <see cref="Trajectories(float[,,], IEnumerable{double}?, int)"/> the points run along their paths;
    /// side by side in a <see cref="Row"/>, animations of the same times move together.
    /// </summary>
    /// <param name="paths">Coordinates, [time, sample, 2], as solvers record them.</param>
    /// <param name="times">Times of the recorded states, increasing; null for evenly from 0 to 1.</param>
    /// <param name="most">Most points drawn; the first ones are taken.</param>
    /// <param name="frames">Most moments kept, evenly spread; 200 points in 21 moments are about 50 KB.</param>
    /// <param name="name">Name in the legend; the points keep one colour then instead of taking that of the time.</param>
    /// <exception cref="ArgumentException">Not two coordinates, fewer than two times, times that do not fit or do not increase.</exception>
    public static Figure Animation(float[,,] paths, IEnumerable<double>? times = null, int most = 120, int frames = 21, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 2);
        var all = PathTimes(paths, times);
        if (Enumerable.Range(1, all.Length - 1).FirstOrDefault(i => !(all[i] > all[i - 1])) is var odd and > 0)
            throw new ArgumentException($"times increase: {all[odd]} follows {all[odd - 1]}", nameof(times));
        var kept = Evenly(all.Length, frames);
        var drawn = Math.Min(most, paths.GetLength(1));
        double[][] Coordinate(int axis) => [.. kept.Select(i => Enumerable.Range(0, drawn).Select(s => (double)paths[i, s, axis]).ToArray())];
        return Of(new MovingTrace(Coordinate(0), Coordinate(1), [.. kept.Select(i => all[i])], 5) { Name = name }).EqualAspect()
            .Axes("x<sub>1</sub>", "x<sub>2</sub>");
    }

    private static double[] PathTimes(float[,,] paths, IEnumerable<double>? times)
    {
        var (steps, samples) = (paths.GetLength(0), paths.GetLength(1));
        if (paths.GetLength(2) != 2 || steps < 2 || samples < 1)
            throw new ArgumentException($"trajectories are [time ≥ 2, sample ≥ 1, 2], [{steps}, {samples}, {paths.GetLength(2)}] given", nameof(paths));
        double[] all = times is null ? [.. Enumerable.Range(0, steps).Select(i => i / (steps - 1.0))] : [.. times];
        return all.Length == steps ? all : throw new ArgumentException($"{all.Length} times for {steps} recorded states", nameof(times));
    }
}
