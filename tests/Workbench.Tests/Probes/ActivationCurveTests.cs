using Workbench.Probes;

namespace Workbench.Tests.Probes;

public class ActivationCurveTests
{
    private static readonly ActivationCurve EarlyPeak = new(900, 0.35, 2e-4, 1.3, 120);
    private static readonly ActivationCurve LogIncrease = new(150, 0.002, 1e-3, 1.05, 20);
    private static readonly double[] Steps = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, .. Enumerable.Range(1, 143).Select(i => 1000.0 * i)];

    [Fact]
    public void The_peak_is_where_a_grid_finds_it()
    {
        Assert.Equal(7436.39, EarlyPeak.PeakTime, 0.01);
        Assert.Equal(467.7918, EarlyPeak.At(EarlyPeak.PeakTime), 0.0001);
        var best = Enumerable.Range(0, 20_000).MaxBy(t => EarlyPeak.At(t));
        Assert.Equal(best, EarlyPeak.PeakTime, 0.5);
        Assert.Equal((EarlyPeak.At(3000.01) - EarlyPeak.At(2999.99)) / 0.02, EarlyPeak.Slope(3000), 1e-7);
        Assert.Equal(double.PositiveInfinity, (LogIncrease with { Decay = 0 }).PeakTime);
    }

    [Fact]
    public void Lambert_W_inverts_its_definition()
    {
        foreach (var w in new[] { 0, 1e-6, 0.1, 1, 5, 40 })
            Assert.Equal(w, ActivationCurve.LambertW(w * Math.Exp(w)), 1e-12 * Math.Max(1, w));
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationCurve.LambertW(-1));
    }

    [Fact]
    public void The_fitted_form_is_the_same_curve()
    {
        foreach (var curve in new[] { EarlyPeak, LogIncrease })
        {
            var (beta, tau0, a1, a2, k) = curve.ToFitForm();
            var back = ActivationCurve.FromFitForm(beta, tau0, a1, a2, k);
            Assert.Equal(curve.Amplitude, back.Amplitude, 1e-9 * curve.Amplitude);
            Assert.Equal(curve.TimeScale, back.TimeScale, 1e-9 * curve.TimeScale);
            Assert.Equal(curve.Decay, back.Decay, 1e-9 * curve.Decay);
            foreach (var t in Steps)
                Assert.Equal(curve.At(t), Math.Exp(-beta * t) * (a1 * Math.Log(t + tau0) + a2) + k, 1e-9);
        }
    }

    [Fact]
    public void Without_decay_it_is_a_logarithm()
    {
        foreach (var t in Steps)
            Assert.Equal(150 * Math.Log(1e-3 * t + 1.05) + 20, (LogIncrease with { Decay = 1e-12 }).At(t), 1e-6);
    }

    [Fact]
    public void A_planted_curve_is_recovered_and_beats_step_responses()
    {
        foreach (var planted in new[] { EarlyPeak, LogIncrease })
        {
            var fits = ActivationCurveFits.Of(Steps, [.. Steps.Select(planted.At)]);
            Assert.Equal(1, fits.Five.RSquared, 1e-6);
            Assert.Same(fits.Five, fits.Best);
            foreach (var t in Steps)
                Assert.Equal(planted.At(t), fits.Five.At(t), 0.5);
            foreach (var t in Steps)
                Assert.Equal(fits.Five.At(t), fits.Curve!.Value.At(t), 1e-6 * planted.Amplitude);
        }

        // Of a clean early peak the parameters themselves come back.
        var found = ActivationCurveFits.Of(Steps, [.. Steps.Select(EarlyPeak.At)]).Curve!.Value;
        Assert.Equal(EarlyPeak.PeakTime, found.PeakTime, 1);
        Assert.Equal(EarlyPeak.Decay * EarlyPeak.TimeScale, found.Decay * found.TimeScale, 1e-7);
        Assert.Equal(EarlyPeak.Limit, found.Limit, 0.1);
    }

    [Fact]
    public void A_planted_step_response_is_found_by_its_own_family()
    {
        double[] steps = [.. Enumerable.Range(0, 60).Select(i => 10.0 * i)];
        var one = ActivationCurveFits.Of(steps, [.. steps.Select((t, i) => 5 + 40 * (1 - Math.Exp(-t / 100)) + 0.3 * Math.Sin(7 * i))]);
        Assert.True(one.StepOne.RSquared > 0.99);
        Assert.True(one.StepOne.Converged);
        var two = ActivationCurveFits.Of(steps, [.. steps.Select(t => 3 + 10 * ActivationCurveFits.StepResponse(0.3, 0.05 * t))]);
        Assert.Equal(1, two.StepTwo.RSquared, 1e-9);
        Assert.Same(two.StepTwo, two.Best);
    }

    [Fact]
    public void A_second_order_response_solves_its_equation()
    {
        // y'' + 2ζy' + y = 1 with y(0) = y'(0) = 0, by small Euler steps.
        foreach (var damping in new[] { 0.2, 1.0, 3.0 })
        {
            double y = 0, slope = 0;
            const double h = 1e-5;
            for (var i = 0; i < 300_000; i++)
            {
                slope += h * (1 - y - (2 * damping * slope));
                y += h * slope;
            }

            Assert.Equal(y, ActivationCurveFits.StepResponse(damping, 3), 1e-4);
        }
    }

    [Fact]
    public void A_constant_series_has_no_R_squared_and_bad_series_are_refused()
    {
        var flat = ActivationCurveFits.Of([.. Enumerable.Range(0, 10).Select(i => (double)i)], [.. Enumerable.Repeat(5.0, 10)]);
        Assert.True(double.IsNaN(flat.Five.RSquared));
        Assert.False(flat.Five.Converged);
        Assert.Contains("did not converge", flat.Five.ToString());
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => ActivationCurveFits.Of([1, 2, 3, 4, 5, 6, 7], [1, 2, double.NaN, 4, 5, 6, 7])).Message);
        Assert.Throws<ArgumentException>(() => ActivationCurveFits.Of([1, 2, 3], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => ActivationCurveFits.Of([1, 1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6, 7]));
    }
}
