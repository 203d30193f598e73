using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class VentilatorTests
{
    [Fact]
    public void Constant_flow_gives_the_pressure_worked_out_by_hand()
    {
        // R = 20, q = 0.5, C = 10, t = 1, PEEP = 5: 20 · 0.5 + 0.5 · 1 / 10 + 5.
        var lung = new Lung(20, 10, 5);
        Assert.Equal(15.05, lung.AirwayPressure(0.5, 0.5 * 1), 12);
        Assert.Equal(5.05, lung.AlveolarPressure(0.5), 12);
    }

    [Fact]
    public void Breathing_out_is_exponential_and_in_the_solution_of_its_equation()
    {
        var lung = new Lung(20, 0.05);
        Assert.Equal(0.6 * Math.Exp(-1), lung.Exhaled(0.6, 1), 12);
        // Euler's method with ten thousand steps as the other way to the same volumes.
        var (inhaled, exhaled) = (0.1, 0.6);
        for (var i = 0; i < 10_000; i++)
        {
            inhaled += lung.ValveFlow(inhaled, 40, 30) * 5e-5;
            exhaled -= exhaled / (20 * 0.05) * 5e-5;
        }

        Assert.Equal(inhaled, lung.Inhaled(0.1, 40, 30, 0.5), 4);
        Assert.Equal(exhaled, lung.Exhaled(0.6, 0.5), 4);
        Assert.Equal(0.05 * (40 - 5), lung.Inhaled(0.1, 40, 30, 1e6), 12);
        Assert.Equal(0.1, lung.Inhaled(0.1, 40, double.PositiveInfinity, 0.5), 12);
        Assert.Equal(0, lung.ValveFlow(0.1, 40, double.PositiveInfinity));
    }

    [Fact]
    public void A_course_holds_its_breath_behind_a_shut_valve_and_breathes_out_to_the_end_pressure()
    {
        var lung = new Lung(20, 0.02);
        double[] openings = [.. Enumerable.Repeat(1.0, 20), .. Enumerable.Repeat(0.0, 20)];
        var pressure = Ventilator.Course(lung, openings, inspiration: 30);
        // Both resistances are 20: half of the drop from 40 to 5 lies over the airway at the start.
        Assert.Equal(22.5, pressure[0], 10);
        var volume = 0.02 * 35 * (1 - Math.Exp(-20 * Ventilator.StepSeconds / (0.02 * 40)));
        Assert.All(pressure[20..30], p => Assert.Equal(5 + (volume / 0.02), p, 10));
        // Out through the airway alone, its drop and the lung's pressure cancel at the open end.
        Assert.All(pressure[30..], p => Assert.Equal(5, p, 10));
        Assert.All(pressure, p => Assert.InRange(p, 5 - 1e-9, Ventilator.Supply));
    }

    [Fact]
    public void Recorded_pressures_are_those_of_the_recorded_valves()
    {
        using var breaths = Ventilator.Draw(50, new Generator(2));
        Assert.Equal([50, 80, 5], breaths.Inputs.shape);
        var inputs = breaths.Inputs.data<float>().ToArray();
        var pressure = breaths.Pressure.data<float>().ToArray();
        var inspiration = breaths.Inspiration.data<float>().ToArray();
        float At(int breath, int step, int channel) => inputs[(5 * ((80 * breath) + step)) + channel];
        for (var b = 0; b < 50; b++)
        {
            var breathed = (int)inspiration[(80 * b)..(80 * (b + 1))].Sum();
            Assert.InRange(breathed, 28, 36);
            Assert.All(Enumerable.Range(0, 80), t => Assert.Equal(t < breathed ? 0 : 1, At(b, t, 2)));
            Assert.All(Enumerable.Range(0, 80), t => Assert.InRange(At(b, t, 1), 0, 1));
            var lung = new Lung(20 * At(b, 0, 3), 20 * At(b, 0, 4) / 1000.0);
            Assert.Contains(lung.Resistance, Ventilator.Resistances);
            var course = Ventilator.Course(lung, [.. Enumerable.Range(0, 80).Select(t => (double)At(b, t, 1))], breathed);
            // Openings are stored in single precision.
            for (var t = 0; t < 80; t++) Assert.Equal(course[t], pressure[(80 * b) + t], tolerance: 1e-4);
        }
    }

    [Fact]
    public void Noise_leaves_the_breaths_as_they_are()
    {
        using var clean = Ventilator.Draw(500, new Generator(3));
        using var reading = Ventilator.Draw(500, new Generator(3), readingNoise: 0.1);
        using var both = Ventilator.Draw(500, new Generator(3), readingNoise: 0.1, pressureNoise: 0.2);
        Assert.True(clean.Pressure.eq(reading.Pressure).all().item<bool>());
        Assert.InRange((reading.Inputs - clean.Inputs).select(2, 1).std().item<float>(), 0.098, 0.102);
        Assert.True(reading.Inputs.eq(both.Inputs).all().item<bool>());
        Assert.InRange((both.Pressure - clean.Pressure).std().item<float>(), 0.196, 0.204);
        foreach (var channel in new[] { 0, 2, 3, 4 })
            Assert.True(clean.Inputs.select(2, channel).eq(reading.Inputs.select(2, channel)).all().item<bool>());
    }

    [Fact]
    public void No_breath_has_steps_in_both_parts()
    {
        using var breaths = Ventilator.Draw(40, new Generator(4), readingNoise: 0.1);
        var (train, test) = breaths.Split(30);
        Assert.Equal((30, 10), (train.Count, test.Count));
        var same = (train.Inputs.select(2, 1).unsqueeze(1) - test.Inputs.select(2, 1).unsqueeze(0)).abs().amax([2]).eq(0);
        Assert.False(same.any().item<bool>());
        Assert.True(torch.cat([train.Pressure, test.Pressure]).eq(breaths.Pressure).all().item<bool>());
        Assert.True(breaths.At(torch.tensor(new long[] { 31 })).Inputs.eq(test.Inputs.narrow(0, 1, 1)).all().item<bool>());
        Assert.Throws<ArgumentOutOfRangeException>("train", () => breaths.Split(40));
        Assert.Equal(breaths.Inspiration.sum().item<float>(), breaths.First(36).Inspiration.sum().item<float>());
        Assert.Equal([40, 36, 5], breaths.First(36).Inputs.shape);
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => breaths.First(81));
    }

    [Fact]
    public void The_error_counts_inspiration_only()
    {
        using var breaths = new Breaths(torch.zeros(1, 4, 5), torch.tensor(new[] { 1f, 2, 3, 4 }).reshape(1, 4), torch.tensor(new[] { 1f, 1, 0, 0 }).reshape(1, 4));
        // |1 − 2| and |2 − 5|; what lies in the exhalation is off by a thousand.
        var error = breaths.MeanAbsoluteError(torch.tensor(new[] { 2f, 5, 1003, 1004 }).reshape(1, 4));
        Assert.Equal(2, error.item<float>());
        Assert.Throws<ArgumentException>("prediction", () => breaths.MeanAbsoluteError(torch.zeros(1, 4, 1)));
    }
}
