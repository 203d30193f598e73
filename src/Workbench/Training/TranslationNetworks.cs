using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>The networks of a translation between two domains A and B.</summary>
/// <param name="ToA">
/// The velocity network of domain A, of points [batch, …] and times [batch]. Both may be one network under two conditions
/// (<see cref="Workbench.Models.FixedCondition"/>), as in the paper: shared weights are trained once.
/// </param>
/// <param name="ToB">The velocity network of domain B.</param>
/// <param name="DiscriminatorA">Scores points [batch, …] by whether they are of domain A.</param>
/// <param name="DiscriminatorB">Scores points by whether they are of domain B.</param>
public sealed record TranslationNetworks(
    nn.Module<Tensor, Tensor, Tensor> ToA, nn.Module<Tensor, Tensor, Tensor> ToB,
    nn.Module<Tensor, Tensor> DiscriminatorA, nn.Module<Tensor, Tensor> DiscriminatorB);

/// <summary>The losses of one step of a translator, scalars, not weighted.</summary>
/// <param name="Adversarial">Of both directions together.</param>
/// <param name="Cycle">Of both directions together; null when it has no weight.</param>
/// <param name="Identity">Of both directions together; null when it has no weight.</param>
/// <param name="FakeA">The translations into A, [batch, …], with gradients.</param>
/// <param name="FakeB">The translations into B.</param>
public sealed record TranslationLosses(Tensor Adversarial, Tensor? Cycle, Tensor? Identity, Tensor FakeA, Tensor FakeB);
