using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Penalties on the slope of a discriminator, which keep adversarial training from running away.</summary>
public static class GradientPenalty
{
    /// <summary>R1, (γ/2)·E‖∇_x D(x)‖² over real points (arXiv 1801.04406, equation 9).</summary>
    /// <param name="discriminator">Maps points [batch, …] to scores, [batch] or [batch, 1], each of its own point.</param>
    /// <param name="real">Real points, [batch, …].</param>
    /// <param name="gamma">γ, not negative.</param>
    /// <returns>A scalar with a gradient with respect to the discriminator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">γ is negative or not finite.</exception>
    public static Tensor R1(nn.Module<Tensor, Tensor> discriminator, Tensor real, double gamma = 1)
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        ArgumentNullException.ThrowIfNull(real);
        if (!(gamma >= 0 && double.IsFinite(gamma)))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "γ must be finite and not negative.");
        var points = real.detach().requires_grad_();
        // Scores do not depend on each other's points, so that the gradient of their sum holds each one's own.
        var slope = torch.autograd.grad([discriminator.call(points).sum()], [points], create_graph: true)[0];
        return slope.flatten(1).square().sum(1).mean() * (gamma / 2);
    }
}
