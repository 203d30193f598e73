using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// A layer of APTx neurons (arXiv 2507.14270): yⱼ = Σᵢ(αⱼᵢ + tanh(βⱼᵢxᵢ))·γⱼᵢxᵢ + δⱼ, 3n + 1 parameters each, or 2n + 1 with α fixed at 1. No
/// activation follows. α, β, γ start from N(0, 1), so that outputs grow with √n unless γ is drawn scaled.
/// </summary>
/// <remarks>The forward pass needs memory for batch·outputs·inputs numbers.</remarks>
public sealed class AptxNeuron : Module<Tensor, Tensor>
{
    private readonly Parameter? alpha;
    private readonly Parameter beta;
    private readonly Parameter gamma;
    private readonly Parameter delta;

    /// <summary>A layer with its own seed.</summary>
    /// <param name="inputs">n, inputs of a neuron.</param>
    /// <param name="outputs">Neurons.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="trainAlpha">Whether α is trained; else it is 1.</param>
    /// <param name="scaled">Whether γ starts from N(0, 1/n).</param>
    public AptxNeuron(long inputs, long outputs, int seed, bool trainAlpha = true, bool scaled = false)
        : base(nameof(AptxNeuron))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        using var generator = new Generator((ulong)seed);
        Parameter Draw(double deviation) => new(torch.randn([outputs, inputs], generator: generator).mul_(deviation));
        alpha = trainAlpha ? Draw(1) : null;
        beta = Draw(1);
        gamma = Draw(scaled ? 1 / Math.Sqrt(inputs) : 1);
        delta = new Parameter(torch.zeros(outputs));
        RegisterComponents();
    }

    /// <summary>The neurons' outputs.</summary>
    /// <param name="input">[…, n].</param>
    /// <returns>[…, neurons].</returns>
    /// <exception cref="ArgumentException">The last dimension is not n.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() == 0 || input.shape[^1] != beta.shape[1])
            throw new ArgumentException($"Expected [..., {beta.shape[1]}]; got [{string.Join(", ", input.shape)}].", nameof(input));
        using var scope = torch.NewDisposeScope();
        var x = input.unsqueeze(-2);
        var gate = (x * beta).tanh();
        // α needs no batch·outputs·inputs tensor of its own: its part is a linear layer.
        var linear = alpha is null ? gamma : alpha * gamma;
        return ((gate * gamma * x).sum(-1) + functional.linear(input, linear) + delta).MoveToOuterDisposeScope();
    }
}
