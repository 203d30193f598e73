using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>
/// Breaths of simulated patients on a ventilator, after the data of the Google Brain ventilator competition: 80 steps, the inlet valve open
/// by a varying amount for about a second, then the outlet valve open. R is 5, 20 or 50 cmH₂O·s/L, C is 10, 20 or 50 mL/cmH₂O.
/// </summary>
/// <remarks>
/// The inlet valve's opening u runs in straight lines between levels of [0, 1] that change every <see cref="KnotSteps"/> steps; the valve is a
/// resistance 20/u before a supply of 40 cmH₂O, and stays as it is during a step, so that each step has a closed form
/// (<see cref="Lung"/>). Noise leaves the breaths as they are and falsifies what is recorded of them.
/// <code>
/// using var breaths = Ventilator.Draw(2000, generator, readingNoise: 0.1);
/// var (train, test) = breaths.Split(1600);
/// </code>
/// </remarks>
public static class Ventilator
{
    /// <summary>Steps of a breath.</summary>
    public const int Steps = 80;

    /// <summary>Seconds of a step.</summary>
    public const double StepSeconds = 1.0 / 30;

    /// <summary>Steps from one level of the inlet valve to the next.</summary>
    public const int KnotSteps = 6;

    /// <summary>Pressure of the supply, cmH₂O.</summary>
    public const double Supply = 40;

    /// <summary>Resistance of the open inlet valve, cmH₂O·s/L.</summary>
    public const double Valve = 20;

    private const int Knots = (Steps / KnotSteps) + 3;

    /// <summary>The resistances of the patients, cmH₂O·s/L.</summary>
    public static IReadOnlyList<double> Resistances { get; } = [5, 20, 50];

    /// <summary>The compliances of the patients, mL/cmH₂O.</summary>
    public static IReadOnlyList<double> Compliances { get; } = [10, 20, 50];

    /// <summary>Draws breaths.</summary>
    /// <param name="count">How many.</param>
    /// <param name="generator">Source of the draws, on the CPU; the same breaths whatever the noise.</param>
    /// <param name="readingNoise">Standard deviation of what is added to every reading of the inlet valve, of its whole opening.</param>
    /// <param name="pressureNoise">Standard deviation of what is added to every pressure, cmH₂O.</param>
    /// <exception cref="ArgumentOutOfRangeException">No breaths, or a negative deviation.</exception>
    public static Breaths Draw(int count, Generator generator, double readingNoise = 0, double pressureNoise = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfNegative(readingNoise);
        ArgumentOutOfRangeException.ThrowIfNegative(pressureNoise);
        using var scope = torch.NewDisposeScope();
        double[] Drawn(Tensor draw) => draw.data<double>().ToArray();
        var levels = Drawn(torch.rand([count, Knots], ScalarType.Float64, generator: generator));
        var choices = torch.randint(0, 3, [count, 2], ScalarType.Int64, generator: generator).data<long>().ToArray();
        var ends = torch.randint(28, 37, [count], ScalarType.Int64, generator: generator).data<long>().ToArray();
        var phases = torch.randint(0, KnotSteps, [count], ScalarType.Int64, generator: generator).data<long>().ToArray();
        var noise = Drawn(torch.randn([2, count, Steps], ScalarType.Float64, generator: generator));

        var inputs = new float[count * Steps * 5];
        var (pressure, inspiration) = (new float[count * Steps], new float[count * Steps]);
        for (var breath = 0; breath < count; breath++)
        {
            var (resistance, compliance) = (Resistances[(int)choices[2 * breath]], Compliances[(int)choices[(2 * breath) + 1]]);
            var openings = Openings(levels.AsSpan(breath * Knots, Knots), (int)phases[breath], (int)ends[breath]);
            var course = Course(new Lung(resistance, compliance / 1000), openings, (int)ends[breath]);
            for (var step = 0; step < Steps; step++)
            {
                var at = (breath * Steps) + step;
                var outlet = step < ends[breath] ? 0 : 1;
                ReadOnlySpan<float> row =
                [
                    (float)(step * StepSeconds), (float)(openings[step] + (readingNoise * noise[at])), outlet, (float)(resistance / 20), (float)(compliance / 20),
                ];
                row.CopyTo(inputs.AsSpan(5 * at, 5));
                pressure[at] = (float)(course[step] + (pressureNoise * noise[(count * Steps) + at]));
                inspiration[at] = 1 - outlet;
            }
        }

        return new Breaths(
            torch.tensor(inputs).reshape(count, Steps, 5).MoveToOuterDisposeScope(), torch.tensor(pressure).reshape(count, Steps).MoveToOuterDisposeScope(),
            torch.tensor(inspiration).reshape(count, Steps).MoveToOuterDisposeScope());
    }

    /// <summary>Pressure in the airway at every step of a breath, from an empty lung.</summary>
    /// <param name="lung">The patient.</param>
    /// <param name="openings">Opening of the inlet valve at every step, in [0, 1].</param>
    /// <param name="inspiration">Steps before the outlet valve opens.</param>
    public static double[] Course(Lung lung, IReadOnlyList<double> openings, int inspiration)
    {
        ArgumentNullException.ThrowIfNull(openings);
        var (pressure, volume) = (new double[openings.Count], 0.0);
        for (var step = 0; step < pressure.Length; step++)
        {
            // With a shut valve the resistance is infinite, the flow 0 and the volume as it was.
            var valve = Valve / openings[step];
            var inhaling = step < inspiration;
            var flow = inhaling ? lung.ValveFlow(volume, Supply, valve) : -volume / (lung.Resistance * lung.Compliance);
            pressure[step] = lung.AirwayPressure(flow, volume);
            volume = inhaling ? lung.Inhaled(volume, Supply, valve, StepSeconds) : lung.Exhaled(volume, StepSeconds);
        }

        return pressure;
    }

    private static double[] Openings(ReadOnlySpan<double> levels, int phase, int inspiration)
    {
        var openings = new double[Steps];
        for (var step = 0; step < inspiration; step++)
        {
            var (knot, between) = Math.DivRem(step + phase, KnotSteps);
            openings[step] = levels[knot] + ((levels[knot + 1] - levels[knot]) * between / KnotSteps);
        }

        return openings;
    }
}
