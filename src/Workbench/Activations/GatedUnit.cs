using TorchSharp;
using Workbench.Papers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// Gated linear unit (arXiv 2002.05202): a vector is cut into halves (a, b) and becomes a ⊙ g(b), the second half being the gate as in
/// libtorch's GLU. The expanded ones (arXiv 2405.20768) have a trained range, of first order (g(b) = gate) or second (g(b) = b·gate).
/// </summary>
/// <param name="Name">The name by which <see cref="ByName"/> finds it.</param>
/// <param name="Gate">g.</param>
public sealed record GatedUnit(string Name, Activation Gate)
{
    /// <summary>Every gated unit of the library.</summary>
    public static IReadOnlyList<GatedUnit> All { get; } =
    [
        new("glu", new Sigmoid()), new("bilinear", new Identity()), new("reglu", new Relu()), new("geglu", new Gelu()), new("swiglu", new Silu()),
        new("goglu", new Golu()),
        new("xatglu_1", new ExpandedGateActivation("atan")), new("xgeglu_1", new ExpandedGateActivation("phi")),
        new("xswiglu_1", new ExpandedGateActivation("sigma")),
        new("xatglu_2", new Xatlu()), new("xgeglu_2", new Xgelu()), new("xswiglu_2", new Xsilu()),
    ];

    /// <summary>The gated unit of that name.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No gated unit has the name; the message gives the nearest one.</exception>
    public static GatedUnit ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(u => string.Equals(u.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no gated unit '{name}'.{Nearest.Hint(name, All.Select(u => u.Name))}", nameof(name));
    }

    /// <summary>a ⊙ g(b).</summary>
    /// <param name="x">Any shape, even along the dimension.</param>
    /// <param name="dimension">Along which it is cut.</param>
    /// <returns>Half as long along the dimension.</returns>
    /// <exception cref="ArgumentException">The dimension is odd.</exception>
    public Tensor Apply(Tensor x, int dimension = -1)
    {
        using var scope = torch.NewDisposeScope();
        var (value, gate) = Halves(x, dimension);
        return (value * Gate.Apply(gate)).MoveToOuterDisposeScope();
    }

    /// <summary>A module of the unit, with the gate's trained parameters.</summary>
    /// <param name="dimension">Along which inputs are cut.</param>
    public Module<Tensor, Tensor> ToModule(int dimension = -1) => new GatedUnitModule(this, dimension);

    internal static (Tensor Value, Tensor Gate) Halves(Tensor x, int dimension)
    {
        ArgumentNullException.ThrowIfNull(x);
        var at = dimension < 0 ? dimension + (int)x.dim() : dimension;
        if (at < 0 || at >= x.dim())
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"The tensor has {x.dim()} dimensions.");
        var size = x.shape[at];
        if (size % 2 != 0)
            throw new ArgumentException($"A gated unit needs an even size along dimension {dimension}; got {size} of [{string.Join(", ", x.shape)}].", nameof(x));
        return (x.narrow(at, 0, size / 2), x.narrow(at, size / 2, size / 2));
    }
}

/// <summary>The module of a <see cref="GatedUnit"/>.</summary>
public sealed class GatedUnitModule : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> gate;
    private readonly int _dimension;

    internal GatedUnitModule(GatedUnit unit, int dimension)
        : base(unit.Name)
    {
        gate = unit.Gate.ToModule();
        _dimension = dimension;
        RegisterComponents();
    }

    /// <summary>a ⊙ g(b).</summary>
    /// <param name="input">Even along the unit's dimension.</param>
    /// <exception cref="ArgumentException">The dimension is odd.</exception>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var (a, b) = GatedUnit.Halves(input, _dimension);
        return (a * gate.call(b)).MoveToOuterDisposeScope();
    }
}

/// <summary>The expanded gate itself, u(1 + 2α) - α, for first-order gated units.</summary>
internal sealed class ExpandedGateActivation(string kind) : Activation($"{kind}_gate", ActivationParameter.Any("alpha", 0, 0, trained: true))
{
    public override string Formula => "u(1 + 2α) - α";

    public override string Reference => "arXiv 2405.20768";

    protected override ActivationFacts? DeclaredFacts => null;

    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        var u = kind switch
        {
            "atan" => x.atan() / Math.PI + 0.5,
            "phi" => ((x / Math.Sqrt(2)).erf() + 1) / 2,
            _ => torch.sigmoid(x),
        };
        return u + p[0] * (2 * u - 1);
    }
}
