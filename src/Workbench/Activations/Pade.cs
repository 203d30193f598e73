using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>How the denominator of a Padé unit is kept from 0.</summary>
public enum PadeVersion
{
    /// <summary>Q = 1 + Σ|bₖxᵏ|: the official code, and the default.</summary>
    A,

    /// <summary>Q = 1 + |Σbₖxᵏ|: the paper's equation.</summary>
    B,
}

/// <summary>
/// Padé activation unit (arXiv 1907.06732): R(x) = Σaⱼxʲ/Q(x), trained, one a layer. It starts as leaky ReLU 0.01, of which it is within
/// 0.034 on [-3, 3] only: R(0) = 0.0336, and beyond it goes on with slope 0.505 on both sides. Keep inputs there, and give it no weight decay.
/// </summary>
public sealed class Pade : Activation
{
    private static readonly double[] StartNumerator = [3.35583603e-2, 5.05000375e-1, 1.65343934, 2.01001052, 9.31901999e-1, 1.52424124e-1];
    private static readonly double[] StartDenominator = [3.30847488e-6, 3.98021568, 5.12471206e-7, 3.01830109e-1];

    private readonly int _numerators;

    /// <summary>The unit of degrees (5, 4) that starts as leaky ReLU.</summary>
    /// <param name="version">The denominator.</param>
    public Pade(PadeVersion version = PadeVersion.A)
        : this(version, StartNumerator, StartDenominator)
    {
    }

    /// <summary>A unit with given coefficients.</summary>
    /// <param name="version">The denominator.</param>
    /// <param name="numerator">a₀ … aₘ.</param>
    /// <param name="denominator">b₁ … bₙ.</param>
    /// <exception cref="ArgumentException">A list is empty or a coefficient is not finite.</exception>
    public Pade(PadeVersion version, IReadOnlyList<double> numerator, IReadOnlyList<double> denominator)
        : base(version == PadeVersion.A ? "pau" : "pau_b", Declare(numerator, denominator)) => (Version, _numerators) = (version, numerator.Count);

    /// <summary>The denominator.</summary>
    public PadeVersion Version { get; }

    /// <summary>a₀ … aₘ.</summary>
    public IReadOnlyList<double> Numerator => [.. Parameters.Take(_numerators).Select(p => p.Value)];

    /// <summary>b₁ … bₙ.</summary>
    public IReadOnlyList<double> Denominator => [.. Parameters.Skip(_numerators).Select(p => p.Value)];

    /// <inheritdoc/>
    public override string Formula => Version == PadeVersion.A ? "Σaⱼxʲ/(1 + Σ|bₖxᵏ|)" : "Σaⱼxʲ/(1 + |Σbₖxᵏ|)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1907.06732";

    /// <inheritdoc/>
    protected override ActivationFacts? DeclaredFacts
        => Parameters.Count == 10 ? new() { Monotone = false, Lipschitz = 1.06922994, SecondMoment = 0.499625558 } : null;

    /// <summary>The unit of the same class that is R(x) + x for x &gt; 0 (version A): what makes a rational with a residual connection a rational again.</summary>
    /// <exception cref="InvalidOperationException">The numerator's degree does not exceed the denominator's (arXiv 2102.09407), or the version is B.</exception>
    public Pade PlusIdentity()
    {
        if (Version != PadeVersion.A || _numerators - 1 <= Denominator.Count)
            throw new InvalidOperationException($"R(x) + x is of the class only for version A with degrees m > n; these are ({_numerators - 1}, {Denominator.Count}).");
        var sum = Numerator.ToArray();
        sum[1] += 1;
        for (var k = 0; k < Denominator.Count; k++)
            sum[k + 2] += Math.Abs(Denominator[k]);
        return new Pade(Version, sum, Denominator);
    }

    /// <summary>The unit closest to a function (<see cref="PadeFit"/>).</summary>
    /// <param name="target">A function of a vector of points.</param>
    /// <param name="low">Where the fit begins.</param>
    /// <param name="high">Where it ends.</param>
    /// <param name="version">The denominator.</param>
    public static Pade Fit(Func<Tensor, Tensor> target, double low = -3, double high = 3, PadeVersion version = PadeVersion.A)
        => PadeFit.To(target, low, high, version, StartNumerator, StartDenominator);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> ToModule(long channels = 1, int dimension = 1)
        => channels == 1 ? new PadeModule(this) : base.ToModule(channels, dimension);

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        if (FusedPointwise.Applies(x) && p.Numbers() is { } numbers)
            return PadeFunction.apply(x, Vector(numbers.AsSpan(0, _numerators)), Vector(numbers.AsSpan(_numerators)), Version);
        return CudaKernels.Applies(x) && p.Numbers() is { } constants
            ? CudaKernels.Apply(x, CudaPade.Of(_numerators, constants.Length - _numerators, Version).Rational, constants, Compose)
            : Compose(x);

        Tensor Compose(Tensor t) => Rational(t, [.. Enumerable.Range(0, Parameters.Count).Select(i => p[i])], _numerators, Version);
    }

    internal static Tensor Rational(Tensor x, IReadOnlyList<Coefficient> p, int numerators, PadeVersion version)
    {
        var top = Horner(x, [.. p.Take(numerators)]);
        var below = p.Skip(numerators).ToArray();
        var bottom = version == PadeVersion.A
            ? Horner(x.abs(), [0.0, .. below.Select(b => b.Abs())])
            : Horner(x, [0.0, .. below]).abs();
        return top / (1 + bottom);
    }

    private static Tensor Vector(ReadOnlySpan<double> values) => torch.tensor(values.ToArray(), dtype: ScalarType.Float32);

    private static Tensor Horner(Tensor x, Coefficient[] c)
    {
        var y = c.Length == 1 ? torch.zeros_like(x) + c[0] : c[^1] * x + c[^2];
        for (var j = c.Length - 3; j >= 0; j--)
            y = y * x + c[j];
        return y;
    }

    private static ActivationParameter[] Declare(IReadOnlyList<double> numerator, IReadOnlyList<double> denominator)
    {
        ArgumentNullException.ThrowIfNull(numerator);
        ArgumentNullException.ThrowIfNull(denominator);
        if (numerator.Count == 0)
            throw new ArgumentException("A Padé unit has at least one coefficient above.", nameof(numerator));
        if (denominator.Count == 0)
            throw new ArgumentException("A Padé unit has at least one coefficient below.", nameof(denominator));
        static double Start(double[] start, int index) => index < start.Length ? start[index] : 0;
        return [.. numerator.Select((a, j) => ActivationParameter.Any($"a{j}", a, Start(StartNumerator, j), trained: true)),
            .. denominator.Select((b, k) => ActivationParameter.Any($"b{k + 1}", b, Start(StartDenominator, k), trained: true))];
    }
}

/// <summary>The module of a <see cref="Pade"/> unit: parameters <c>numerator</c> [m + 1] and <c>denominator</c> [n]; frozen ones take no gradient.</summary>
public sealed class PadeModule : Module<Tensor, Tensor>
{
    private readonly Parameter numerator;
    private readonly Parameter denominator;
    private readonly Pade _start;

    internal PadeModule(Pade start)
        : base(start.Name)
    {
        _start = start;
        numerator = new Parameter(torch.tensor(start.Numerator.ToArray(), dtype: ScalarType.Float32), start.Parameters[0].IsTrained);
        denominator = new Parameter(torch.tensor(start.Denominator.ToArray(), dtype: ScalarType.Float32), start.Parameters[^1].IsTrained);
        RegisterComponents();
    }

    /// <summary>The unit as it is now.</summary>
    public Pade Present => new(_start.Version, Numbers(numerator), Numbers(denominator));

    /// <summary>R of every entry.</summary>
    /// <param name="input">Any shape.</param>
    public override Tensor forward(Tensor input)
    {
        if (FusedPointwise.Applies(input) && numerator.dtype == ScalarType.Float32 && numerator.device_type == DeviceType.CPU)
            return PadeFunction.apply(input, numerator, denominator, _start.Version);
        if (CudaPadeFunction.Applies(input, numerator, denominator)
            && CudaKernels.Try(() => CudaPadeFunction.apply(input, numerator, denominator, _start.Version)) is { } fused)
            return fused;
        using var scope = torch.NewDisposeScope();
        Coefficient[] values = [.. numerator.unbind(0), .. denominator.unbind(0)];
        return Pade.Rational(input, values, (int)numerator.shape[0], _start.Version).MoveToOuterDisposeScope();
    }

    private static double[] Numbers(Tensor values) => values.detach().cpu().to_type(ScalarType.Float64).data<double>().ToArray();
}
