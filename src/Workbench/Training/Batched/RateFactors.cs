using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// Learning rates that differ between networks, for any optimiser whose update is proportional to its rate (SGD, Adam, AdamW):
/// the update of network k is multiplied with its factor, θ ← θ + f_k · Δθ.
/// </summary>
internal sealed class RateFactors : IDisposable
{
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly Tensor[] _before;
    private readonly Tensor[] _factors;

    public RateFactors(IReadOnlyList<Parameter> parameters, IReadOnlyList<double> factors)
    {
        if (factors.FirstOrDefault(factor => !double.IsFinite(factor) || factor < 0, 0) is var wrong && wrong != 0)
            throw new ArgumentOutOfRangeException(nameof(factors), wrong, "A factor of a learning rate is finite and not negative.");
        using var noGrad = torch.no_grad();
        _parameters = parameters;
        _before = [.. parameters.Select(parameter => torch.empty_like(parameter).DetachFromDisposeScope())];
        _factors = [.. parameters.Select(parameter => torch.tensor(factors.ToArray(), dtype: parameter.dtype, device: parameter.device)
            .reshape([factors.Count, .. Enumerable.Repeat(1L, (int)parameter.dim() - 1)]).DetachFromDisposeScope())];
    }

    public void BeforeStep()
    {
        using var noGrad = torch.no_grad();
        for (var i = 0; i < _parameters.Count; i++) _before[i].copy_(_parameters[i]);
    }

    public void AfterStep()
    {
        using var noGrad = torch.no_grad();
        for (var i = 0; i < _parameters.Count; i++) _parameters[i].copy_(_before[i].lerp_(_parameters[i], _factors[i]));
    }

    public void Dispose()
    {
        foreach (var tensor in _before.Concat(_factors)) tensor.Dispose();
    }
}
