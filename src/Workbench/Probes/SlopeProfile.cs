using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Probes;

/// <summary>
/// What an activation does with the pre-activations of a layer: what it silences in the forward pass, and where it lets no gradient through. Unlike
/// counts of zeros, slopes say the same of smooth activations.
/// </summary>
/// <param name="Zeros">Share of pairs of neuron and sample with output exactly 0: the sparsity.</param>
/// <param name="Flat">Share of pairs whose slope is smaller in size than the threshold.</param>
/// <param name="Dead">Share of neurons that are flat on every sample, so that nothing changes what feeds them.</param>
public sealed record SlopeProfile(double Zeros, double Flat, double Dead)
{
    /// <summary>The profile of an activation at given inputs.</summary>
    /// <param name="activation">The activation; of one that looks at more than an entry, the slope is the sum of an input's effects.</param>
    /// <param name="inputs">Pre-activations [samples, neurons] or [samples, …]; every further entry is a neuron.</param>
    /// <param name="threshold">Slopes below it in size are flat.</param>
    /// <exception cref="ArgumentException">There is no sample or no neuron.</exception>
    public static SlopeProfile Of(Module<Tensor, Tensor> activation, Tensor inputs, double threshold = 0.01)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        if (inputs.dim() < 2 || inputs.numel() == 0)
            throw new ArgumentException($"Expected [samples, neurons]; got [{string.Join(", ", inputs.shape)}].", nameof(inputs));
        using var scope = torch.NewDisposeScope();
        var wasTraining = activation.training;
        activation.eval();
        try
        {
            using var record = torch.enable_grad();
            var x = inputs.detach().clone().requires_grad_();
            var y = activation.call(x);
            var slope = y.requires_grad ? autograd.grad([y.sum()], [x])[0] : torch.zeros_like(x);
            var flat = slope.abs().lt(threshold).flatten(1);
            double Share(Tensor which) => which.to_type(ScalarType.Float64).mean().item<double>();
            return new(Share(y.detach().eq(0)), Share(flat), Share(flat.all(0)));
        }
        finally
        {
            activation.train(wasTraining);
        }
    }
}
