using Workbench.Training;

namespace Workbench.Tests.Training;

public class LearningRatesTests
{
    [Fact]
    public void A_ramp_then_a_line_by_hand()
    {
        var rate = LearningRates.RampThenLinear(0.1, 2);

        // Two steps up, then eight down: 8/8, 7/8, … 1/8 of the peak.
        double[] expected = [0.05, 0.1, 0.1, 0.0875, 0.075, 0.0625, 0.05, 0.0375, 0.025, 0.0125];
        Assert.All(expected.Select((value, step) => (value, step)), pair => Assert.Equal(pair.value, rate(pair.step, 10), 12));
    }

    [Fact]
    public void Half_a_cosine_is_at_half_the_peak_in_its_middle()
    {
        var rate = LearningRates.RampThenCosine(0.2, 10);

        Assert.Equal(0.02, rate(0, 110), 12);
        Assert.Equal(0.2, rate(9, 110), 12);
        Assert.Equal(0.1, rate(60, 110), 12);
        Assert.True(rate(109, 110) < 1e-4);
    }

    [Fact]
    public void A_ramp_as_long_as_the_training_never_descends()
    {
        Assert.Equal(0.1, LearningRates.RampThenLinear(0.1, 5)(4, 5), 12);
    }
}
