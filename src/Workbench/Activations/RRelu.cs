using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// Leaky ReLU whose left slope is drawn evenly from [lower, upper] for every entry in training (arXiv 1505.00853); outside training, and in
/// the functional form, it is their mean.
/// </summary>
public sealed class RRelu : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="lower">The smallest slope.</param>
    /// <param name="upper">The largest slope, at least the smallest.</param>
    /// <param name="seed">Seed of the draws of its modules; each module goes on from its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slopes cross.</exception>
    public RRelu(double lower = 1.0 / 8, double upper = 1.0 / 3, int seed = 0)
        : base("rrelu", ActivationParameter.Any("lower", lower, 1.0 / 8), ActivationParameter.Any("upper", upper, 1.0 / 3)) => Seed = seed;

    /// <summary>Seed of the draws.</summary>
    public int Seed { get; }

    /// <inheritdoc/>
    public override string Formula => "x > 0 ? x : a·x, a ~ U(lower, upper) in training";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1505.00853";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Monotone = true, Lipschitz = 1, SecondMoment = 0.526258681, Kinks = [0] };

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> ToModule(long channels = 1, int dimension = 1) => new RReluModule(this);

    /// <inheritdoc/>
    private protected override void RequireTogether()
    {
        if (Parameters[0].Value > Parameters[1].Value)
            throw new ArgumentOutOfRangeException("upper", Parameters[1].Value, $"The largest slope must be at least the smallest, {Parameters[0].Value}.");
    }

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => LeakySlope.Evaluate(x, (p[0] + p[1]) / 2);
}

/// <summary>The module of <see cref="RRelu"/>: random slopes in training, their mean otherwise.</summary>
public sealed class RReluModule : Module<Tensor, Tensor>
{
    private readonly RRelu _activation;
    private readonly System.Random _seeds;

    internal RReluModule(RRelu activation)
        : base("rrelu") => (_activation, _seeds) = (activation, new System.Random(activation.Seed));

    /// <summary>The activation of every entry.</summary>
    /// <param name="input">Any shape.</param>
    public override Tensor forward(Tensor input)
    {
        if (!training)
            return _activation.Apply(input);
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator((ulong)_seeds.Next(), input.device);
        var slopes = torch.rand(input.shape, dtype: input.dtype, device: input.device, generator: generator);
        var (lower, upper) = (_activation["lower"], _activation["upper"]);
        return LeakySlope.Evaluate(input, slopes * (upper - lower) + lower).MoveToOuterDisposeScope();
    }
}
