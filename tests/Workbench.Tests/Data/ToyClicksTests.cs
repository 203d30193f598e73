using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class ToyClicksTests
{
    [Fact]
    public void Logits_have_the_mean_and_deviation_asked_for()
    {
        using var generator = new Generator(2);
        using var rows = new ToyClicks(7, mean: -0.5, deviation: 1.5).Draw(40_000, generator);
        var p = rows.Probabilities.to_type(ScalarType.Float64);
        var logits = (p / (1 - p)).log();
        Assert.Equal(-0.5, logits.mean().item<double>(), 4 * 1.5 / 200);
        Assert.Equal(1.5, logits.std().item<double>(), 0.05);
        Assert.Equal([40_000, 20], rows.Features.shape);
    }

    [Fact]
    public void Clicks_come_with_their_probabilities()
    {
        using var generator = new Generator(2);
        using var rows = new ToyClicks(7).Draw(40_000, generator);
        var (p, residual) = (rows.Probabilities.to_type(ScalarType.Float64), (rows.Clicks - rows.Probabilities).to_type(ScalarType.Float64));
        // Residuals are uncorrelated with anything, of variance p(1 - p).
        Assert.Equal(0, residual.mean().item<double>(), 4 * 0.5 / 200);
        Assert.Equal(0, (residual * p).mean().item<double>(), 4 * 0.5 / 200);
        Assert.Equal((p * (1 - p)).mean().item<double>(), residual.square().mean().item<double>(), 4 * 0.5 / 200);
    }

    [Fact]
    public void Seeds_give_teacher_and_rows()
    {
        float[] Draw(int teacher, ulong rows)
        {
            using var generator = new Generator(rows);
            using var drawn = new ToyClicks(teacher).Draw(50, generator);
            return drawn.Probabilities.data<float>().ToArray();
        }

        Assert.Equal(Draw(1, 2), Draw(1, 2));
        Assert.NotEqual(Draw(1, 2), Draw(3, 2));
        Assert.NotEqual(Draw(1, 2), Draw(1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ToyClicks(1, deviation: 0));
    }
}
