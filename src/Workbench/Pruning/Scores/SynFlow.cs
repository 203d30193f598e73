using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// SynFlow, synaptic flow: <c>|w| · ∂R/∂|w|</c> with <c>R = 1ᵀ (Π_l |W_l|) 1</c>, the sum over all paths of the products of
/// their absolute weights. No data: it takes only the shape of a sample from the calibration. Biases and the
/// running statistics of normalisations are left out of R. The scores of every layer sum to R, so none is emptied when the
/// pruning proceeds in rounds: the paper takes 100 (<see cref="PruningMethod.PruneTo"/>).
/// </summary>
public sealed class SynFlow : IPruningScore
{
    /// <inheritdoc/>
    public string Name => "synflow";

    /// <inheritdoc/>
    public string Reference => "Tanaka et al. 2020, arXiv:2006.05467";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no calibration, or R leaves the range of the weights' type.</exception>
    public IReadOnlyDictionary<string, Tensor> Scores(PruningState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var sample = WeightGradients.Examples(state, Name).Inputs;
        using var scope = torch.NewDisposeScope();
        using var trained = new WeightSnapshot(state.Model);
        var wasTraining = state.Model.training;
        state.Model.eval();
        try
        {
            Linearise(state.Model);
            using var grad = torch.enable_grad();
            var weights = state.Masks.Names.Select(name => (Tensor)state.Masks.Weight(name)).ToList();
            var paths = state.Model.call(torch.ones([1, .. sample.shape.AsSpan(1)], dtype: sample.dtype, device: sample.device)).sum();
            if (!paths.isfinite().item<bool>())
                throw new InvalidOperationException($"SynFlow's sum over paths is {paths.to_type(ScalarType.Float64).item<double>()}: the network is too deep or wide for {sample.dtype}.");
            var gradients = torch.autograd.grad([paths], weights);
            using var noGrad = torch.no_grad();
            return state.Masks.Names.Select((name, i) => (name, Score: (weights[i] * gradients[i]).MoveToOuterDisposeScope()))
                .ToDictionary(pair => pair.name, pair => pair.Score);
        }
        finally
        {
            trained.Restore(state.Model);
            state.Model.train(wasTraining);
        }
    }

    // |w| in place of w, no shifts: what is left of a ReLU network is linear in every layer.
    private static void Linearise(nn.Module model)
    {
        using var noGrad = torch.no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal)) parameter.zero_();
            else parameter.abs_();
        }

        foreach (var (name, buffer) in model.named_buffers())
        {
            if (name.EndsWith("running_mean", StringComparison.Ordinal)) buffer.zero_();
            if (name.EndsWith("running_var", StringComparison.Ordinal)) buffer.fill_(1);
        }
    }
}
