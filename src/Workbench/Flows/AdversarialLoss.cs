using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The two losses of a generative adversarial training, on the scores that a discriminator gives.</summary>
public abstract class AdversarialLoss
{
    /// <summary>The least-squares GAN (arXiv 1611.04076): real scores are drawn to 1, others to 0.</summary>
    public static AdversarialLoss LeastSquares { get; } = new LeastSquaresGan();

    /// <summary>The hinge GAN (arXiv 1705.02894): real scores above 1 and others below -1 count no more.</summary>
    public static AdversarialLoss Hinge { get; } = new HingeGan();

    /// <summary>The logistic GAN with the non-saturating loss of the generator (arXiv 1406.2661).</summary>
    public static AdversarialLoss NonSaturating { get; } = new NonSaturatingGan();

    /// <summary>One instance of every adversarial loss of the library.</summary>
    public static IReadOnlyList<AdversarialLoss> All { get; } = [LeastSquares, Hinge, NonSaturating];

    /// <summary>The name by which <see cref="ByName"/> finds the loss.</summary>
    public abstract string Name { get; }

    /// <summary>What the discriminator descends, a scalar.</summary>
    /// <param name="real">Scores of real points, of any shape.</param>
    /// <param name="fake">Scores of generated points.</param>
    public abstract Tensor Discriminator(Tensor real, Tensor fake);

    /// <summary>What the generator descends, a scalar.</summary>
    /// <param name="fake">Scores of generated points.</param>
    public abstract Tensor Generator(Tensor fake);

    /// <summary>The adversarial loss of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No loss has the name; the message gives the nearest one.</exception>
    public static AdversarialLoss ByName(string name) => Named.Find(All, l => l.Name, name, "adversarial loss");

    /// <inheritdoc/>
    public override string ToString() => Name;

    private sealed class LeastSquaresGan : AdversarialLoss
    {
        public override string Name => "least-squares";

        public override Tensor Discriminator(Tensor real, Tensor fake) => 0.5 * ((real - 1).square().mean() + fake.square().mean());

        public override Tensor Generator(Tensor fake) => 0.5 * (fake - 1).square().mean();
    }

    private sealed class HingeGan : AdversarialLoss
    {
        public override string Name => "hinge";

        public override Tensor Discriminator(Tensor real, Tensor fake) => nn.functional.relu(1 - real).mean() + nn.functional.relu(1 + fake).mean();

        public override Tensor Generator(Tensor fake) => -fake.mean();
    }

    private sealed class NonSaturatingGan : AdversarialLoss
    {
        public override string Name => "non-saturating";

        public override Tensor Discriminator(Tensor real, Tensor fake) => nn.functional.softplus(-real).mean() + nn.functional.softplus(fake).mean();

        public override Tensor Generator(Tensor fake) => nn.functional.softplus(-fake).mean();
    }
}
