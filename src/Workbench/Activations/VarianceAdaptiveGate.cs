using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// Variance-adaptive gate, λ·x·σ(s·x) with s = min(max(γ/(std + 10⁻³), ½), 2), std that of the whole input. A stand-in inspired by VeLU
/// (arXiv 2504.15051), whose formula could not be verified: results of it say nothing about that paper.
/// </summary>
public sealed class VarianceAdaptiveGate : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="lambda">λ, the trained scale.</param>
    /// <param name="gamma">γ, the spread at which the gate is that of SiLU.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is not positive.</exception>
    public VarianceAdaptiveGate(double lambda = 1, double gamma = 1)
        : base("variance_adaptive_gate", ActivationParameter.Any("lambda", lambda, 1, trained: true), ActivationParameter.Positive("gamma", gamma, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "λ·x·σ(s·x), s = γ/(std + 10⁻³) in [½, 2]";

    /// <inheritdoc/>
    public override string Reference => "inspired by arXiv 2504.15051";

    /// <inheritdoc/>
    public override bool IsPointwise => false;

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = false, Lipschitz = double.NaN, SecondMoment = 0.355737 };

    /// <summary>The squared Wasserstein distance of N(m, s²) to N(0, 1), m² + (s - 1)², averaged over channels: the penalty that goes with it.</summary>
    /// <param name="output">[batch, channels, …], more than one value a channel.</param>
    /// <returns>A scalar.</returns>
    public static Tensor NormalPenalty(Tensor output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var scope = torch.NewDisposeScope();
        var channels = output.transpose(0, 1).flatten(1);
        return (channels.mean([1L]).square() + (channels.std([1L], unbiased: false) - 1).square()).mean().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> ToModule(long channels = 1, int dimension = 1) => new VarianceAdaptiveGateModule(this);

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => Gate(x, p[0], p[1].Number!.Value, x.detach().std(unbiased: false));

    internal static Tensor Gate(Tensor x, Coefficient lambda, double gamma, Tensor spread)
        => lambda * x * torch.sigmoid(x * ((spread + 1e-3).reciprocal() * gamma).clamp((Scalar)0.5, (Scalar)2.0));
}

/// <summary>The module of <see cref="VarianceAdaptiveGate"/>: the batch's spread in training, a running one otherwise.</summary>
public sealed class VarianceAdaptiveGateModule : Module<Tensor, Tensor>
{
    private const double Momentum = 0.1;
    private readonly Parameter lambda;
    private readonly Tensor running_std;
    private readonly double _gamma;

    internal VarianceAdaptiveGateModule(VarianceAdaptiveGate activation)
        : base(activation.Name)
    {
        lambda = new Parameter(torch.tensor((float)activation["lambda"]), activation.Parameters[0].IsTrained);
        running_std = torch.ones([]);
        _gamma = activation["gamma"];
        RegisterComponents();
    }

    /// <summary>The gated input.</summary>
    /// <param name="input">Any shape.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var spread = running_std;
        if (training)
        {
            spread = input.detach().std(unbiased: false);
            using var noGrad = torch.no_grad();
            running_std.mul_(1 - Momentum).add_(spread.to_type(running_std.dtype) * Momentum);
        }

        return VarianceAdaptiveGate.Gate(input, lambda, _gamma, spread).MoveToOuterDisposeScope();
    }
}
