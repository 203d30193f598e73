using TorchSharp;
using TorchSharp.Modules;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// Unpaired one-step translation between two domains, by adversarial fine-tuning of a pretrained flow: one evaluation of the network a
/// translation, a discriminator a domain, cycle and identity losses (TReFT, arXiv 2511.20307, after CycleGAN-Turbo, 2403.12036).
/// </summary>
/// <remarks>
/// A step updates the translator, then the discriminators on the same translations. Runs of adversarial training differ much by seed;
/// compare choices over five seeds at least.
/// <code>
/// var networks = new TranslationNetworks(new FixedCondition(flow, 0), new FixedCondition(flow, 1), new VectorDiscriminator(2, 1), new VectorDiscriminator(2, 2));
/// var translator = OneStepTranslation.Train(networks, domainA, domainB, new TranslationTraining { Seed = 0 });
/// var b = translator.ToB(a);
/// </code>
/// </remarks>
public static class OneStepTranslation
{
    /// <summary>Trains the networks, which are changed in place.</summary>
    /// <param name="networks">Translators and discriminators.</param>
    /// <param name="domainA">The law of domain A.</param>
    /// <param name="domainB">The law of domain B, with points of the same shape.</param>
    /// <param name="training">Steps, batch, seed, output and losses.</param>
    /// <exception cref="ArgumentException">The two domains have points of different shapes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step or no point to a step, or a weight is negative.</exception>
    /// <exception cref="DivergedException">A loss of the translator or of the discriminators is NaN or infinite.</exception>
    public static OneStepTranslator Train(TranslationNetworks networks, ISampler domainA, ISampler domainB, TranslationTraining training)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(domainA);
        ArgumentNullException.ThrowIfNull(domainB);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegative(training.R1);
        ArgumentOutOfRangeException.ThrowIfNegative(training.AdversarialWeight);
        ArgumentOutOfRangeException.ThrowIfNegative(training.CycleWeight);
        ArgumentOutOfRangeException.ThrowIfNegative(training.IdentityWeight);
        var device = training.Device ?? torch.CPU;
        nn.Module[] all = [networks.ToA, networks.ToB, networks.DiscriminatorA, networks.DiscriminatorB];
        foreach (var module in all)
        {
            module.to(device);
            module.train();
        }

        using var generator = new Generator((ulong)training.Seed, device);
        using var optimizer = training.DiscriminatorOptimizer(Distinct(networks.DiscriminatorA, networks.DiscriminatorB));
        using var waiting = new WaitingOutcomes();
        var discriminatorLosses = new List<double>(training.Steps);
        (Tensor A, Tensor B, TranslationLosses Losses)? last = null;
        var curve = TrainingLoop.Run(Distinct(networks.ToA, networks.ToB), training.Steps, _ =>
        {
            Tensor Draw(ISampler domain) => Transfer.To(domain.Sample(training.BatchSize, generator), device, training.PinnedTransfers);
            var (a, b) = (Draw(domainA), Draw(domainB));
            var losses = Losses(networks, a, b, training);
            last = (a, b, losses);
            var total = training.AdversarialWeight * losses.Adversarial;
            if (losses.Cycle is { } cycle)
                total = total + training.CycleWeight * cycle;
            if (losses.Identity is { } identity)
                total = total + training.IdentityWeight * identity;
            return new StepOutcome(total, losses.Cycle);
        }, training with
        {
            AfterStep = step =>
            {
                var (a, b, losses) = last!.Value;
                // This also drops what the translator's loss has left in the discriminators' gradients.
                optimizer.zero_grad();
                Tensor loss;
                using (MixedPrecision.Enter(training.Precision, device))
                    loss = DiscriminatorLoss(networks, a, b, losses.FakeA.detach(), losses.FakeB.detach(), training);
                loss.backward();
                optimizer.step();
                waiting.Keep(loss);
                if ((step + 1) % training.SyncEvery == 0 || step + 1 == training.Steps)
                    Read(waiting, discriminatorLosses);
                training.AfterStep?.Invoke(step);
            },
        });
        foreach (var module in all)
            module.eval();
        return new OneStepTranslator(networks, training.Output, curve, discriminatorLosses);
    }

    /// <summary>The losses of the translator on points of both domains, with gradients.</summary>
    /// <param name="networks">Translators and discriminators.</param>
    /// <param name="a">Points of domain A, [batch, …].</param>
    /// <param name="b">Points of domain B, of the same shape.</param>
    /// <param name="training">Output and losses.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static TranslationLosses Losses(TranslationNetworks networks, Tensor a, Tensor b, TranslationTraining training)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(training);
        Batches.RequirePaired(a, b, nameof(b));
        Tensor ToA(Tensor x) => training.Output.Of(networks.ToA, x);
        Tensor ToB(Tensor x) => training.Output.Of(networks.ToB, x);
        Tensor Gap(Tensor first, Tensor second) => training.Distance(first, second).mean();
        var (fakeA, fakeB) = (ToA(b), ToB(a));
        var adversarial = training.Adversarial.Generator(networks.DiscriminatorA.call(fakeA)) + training.Adversarial.Generator(networks.DiscriminatorB.call(fakeB));
        return new TranslationLosses(
            adversarial,
            training.CycleWeight > 0 ? Gap(ToA(fakeB), a) + Gap(ToB(fakeA), b) : null,
            training.IdentityWeight > 0 ? Gap(ToA(a), a) + Gap(ToB(b), b) : null,
            fakeA, fakeB);
    }

    /// <summary>The loss of both discriminators with its penalty, a scalar with gradients.</summary>
    /// <param name="networks">The discriminators.</param>
    /// <param name="a">Points of domain A, [batch, …].</param>
    /// <param name="b">Points of domain B.</param>
    /// <param name="fakeA">Translations into A, without gradients.</param>
    /// <param name="fakeB">Translations into B, without gradients.</param>
    /// <param name="training">The losses.</param>
    internal static Tensor DiscriminatorLoss(TranslationNetworks networks, Tensor a, Tensor b, Tensor fakeA, Tensor fakeB, TranslationTraining training)
    {
        var (ofA, ofB) = (networks.DiscriminatorA, networks.DiscriminatorB);
        var loss = training.Adversarial.Discriminator(ofA.call(a), ofA.call(fakeA)) + training.Adversarial.Discriminator(ofB.call(b), ofB.call(fakeB));
        return training.R1 > 0 ? loss + GradientPenalty.R1(ofA, a, training.R1) + GradientPenalty.R1(ofB, b, training.R1) : loss;
    }

    // Tensors compare by value, and shared weights must be stepped once.
    private static IEnumerable<Parameter> Distinct(nn.Module first, nn.Module second) =>
        first.parameters().Concat(second.parameters()).Distinct<Parameter>(ReferenceEqualityComparer.Instance);

    private static void Read(WaitingOutcomes waiting, List<double> losses)
    {
        var from = losses.Count;
        losses.AddRange(waiting.Take().Losses);
        for (var i = from; i < losses.Count; i++)
        {
            if (!double.IsFinite(losses[i]))
                throw new DivergedException(i, losses[i]);
        }
    }
}

/// <summary>A trained translator between two domains, one evaluation a translation.</summary>
public sealed class OneStepTranslator
{
    internal OneStepTranslator(TranslationNetworks networks, TranslationOutput output, TrainingCurve curve, IReadOnlyList<double> discriminatorLosses) =>
        (Networks, Output, Curve, DiscriminatorLosses) = (networks, output, curve, discriminatorLosses);

    /// <summary>The networks.</summary>
    public TranslationNetworks Networks { get; }

    /// <summary>What is read off them.</summary>
    public TranslationOutput Output { get; }

    /// <summary>The weighted loss of the translator at every step; its metric is the cycle loss, when that has a weight.</summary>
    public TrainingCurve Curve { get; }

    /// <summary>The discriminators' loss at every step, with its penalty.</summary>
    public IReadOnlyList<double> DiscriminatorLosses { get; }

    /// <summary>Translates points into domain A, without recording gradients.</summary>
    /// <param name="x">Points, [batch, …].</param>
    public Tensor ToA(Tensor x) => Translate(Networks.ToA, x);

    /// <summary>Translates points into domain B, without recording gradients.</summary>
    /// <param name="x">Points, [batch, …].</param>
    public Tensor ToB(Tensor x) => Translate(Networks.ToB, x);

    private Tensor Translate(nn.Module<Tensor, Tensor, Tensor> network, Tensor x)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return Output.Of(network, x).MoveToOuterDisposeScope();
    }
}
