using TorchSharp;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class AdversarialLossTests
{
    [Theory]
    // Real scores 2 and 0, generated ones -0.5 and 0.5, by hand.
    [InlineData("least-squares", 0.5 * (1 + 0.25), 0.5 * (2.25 + 0.25) / 2)]
    [InlineData("hinge", 0.5 + 1.0, 0.0)]
    [InlineData("non-saturating", (0.126928 + 0.693147) / 2 + (0.474077 + 0.974077) / 2, (0.974077 + 0.474077) / 2)]
    public void Losses_have_their_values(string name, double discriminator, double generator)
    {
        var (real, fake) = (torch.tensor(new[] { 2.0, 0 }), torch.tensor(new[] { -0.5, 0.5 }));
        var loss = AdversarialLoss.ByName(name);
        Assert.Equal(discriminator, loss.Discriminator(real, fake).item<double>(), 1e-5);
        Assert.Equal(generator, loss.Generator(fake).item<double>(), 1e-5);
        Assert.Contains("hinge", Assert.Throws<ArgumentException>(() => AdversarialLoss.ByName("hing")).Message);
    }

    [Fact]
    public void The_penalty_is_the_squared_gradient_by_finite_differences_and_so_are_its_own_gradients()
    {
        var discriminator = new VectorDiscriminator(3, seed: 0, width: 8, depth: 2);
        discriminator.to(ScalarType.Float64);
        var x = torch.randn([5, 3], dtype: ScalarType.Float64, generator: new Generator(0));
        double Numeric()
        {
            using var noGrad = torch.no_grad();
            const double h = 1e-6;
            return Enumerable.Range(0, 3).Sum(i =>
            {
                var step = torch.zeros(3, dtype: ScalarType.Float64);
                step[i] = torch.tensor(h);
                return ((discriminator.call(x + step) - discriminator.call(x - step)) / (2 * h)).square().mean().item<double>();
            });
        }

        var penalty = GradientPenalty.R1(discriminator, x, gamma: 2);
        Assert.Equal(Numeric(), penalty.item<double>(), 1e-8);

        penalty.backward();
        var weight = discriminator.parameters().First();
        var gradient = weight.grad![2, 1].item<double>();
        double Moved(double by)
        {
            using (torch.no_grad())
                weight[2, 1] = weight[2, 1] + by;
            return GradientPenalty.R1(discriminator, x, gamma: 2).item<double>();
        }

        // No unit of five points and sixteen units changes its side within the step.
        const double shift = 1e-5;
        var numeric = (Moved(shift) - Moved(-2 * shift)) / (2 * shift);
        Assert.Equal(numeric, gradient, 1e-7);
        Assert.True(Math.Abs(gradient) > 1e-6);
    }
}
