using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Activations;

/// <summary>
/// Trainable matrix activation, diagonal (arXiv 2109.09948): f(x) = t(x)·x, t constant on the intervals between fixed breakpoints, one trained
/// set a neuron (<c>ToModule(channels: width)</c>). Intervals include their right end; it starts as ReLU, and jumps where neighbouring t differ.
/// </summary>
public sealed class MatrixActivation : Activation
{
    private static readonly double[] StartBreakpoints = [-1, -0.5, 0, 0.5, 1];
    private readonly double[] _breakpoints;

    /// <summary>The activation that starts as ReLU, with breakpoints -1, -½, 0, ½, 1.</summary>
    public MatrixActivation()
        : this(StartBreakpoints)
    {
    }

    /// <summary>An activation with given breakpoints.</summary>
    /// <param name="breakpoints">s₁ &lt; … &lt; sₘ.</param>
    /// <param name="values">t₀ … tₘ; 0 up to a breakpoint at or below 0 and 1 beyond when null.</param>
    /// <exception cref="ArgumentException">The breakpoints do not rise, or the values are not one more.</exception>
    public MatrixActivation(IReadOnlyList<double> breakpoints, IReadOnlyList<double>? values = null)
        : base("tmaf", Declare(breakpoints, values)) => _breakpoints = [.. breakpoints];

    /// <summary>s₁ … sₘ.</summary>
    public IReadOnlyList<double> Breakpoints => _breakpoints;

    /// <inheritdoc/>
    public override string Formula => "t_k·x for s_k < x ≤ s_{k+1}";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2109.09948";

    /// <inheritdoc/>
    protected override ActivationFacts? DeclaredFacts => _breakpoints.SequenceEqual(StartBreakpoints)
        ? new() { Lowest = 0, Monotone = true, Lipschitz = 1, SecondMoment = 0.5, Kinks = [0] } : null;

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p)
    {
        var values = p;
        return StepOf(x, _breakpoints, k => values[k]) * x;
    }

    /// <summary>t(x), by comparisons alone: t₀ + Σ(t_k - t_{k-1})·1{x > s_k}.</summary>
    internal static Tensor StepOf(Tensor x, IReadOnlyList<double> breakpoints, Func<int, Coefficient> values)
    {
        var t = torch.zeros_like(x) + values(0);
        for (var k = 1; k <= breakpoints.Count; k++)
            t = t + (values(k) - values(k - 1)) * (x > breakpoints[k - 1]).to_type(x.dtype);
        return t;
    }

    internal static double[] Start(IReadOnlyList<double> breakpoints)
        => [0, .. breakpoints.Select(s => s >= 0 ? 1.0 : 0.0)];

    private static ActivationParameter[] Declare(IReadOnlyList<double> breakpoints, IReadOnlyList<double>? values)
    {
        ArgumentNullException.ThrowIfNull(breakpoints);
        if (breakpoints.Count == 0 || breakpoints.Zip(breakpoints.Skip(1)).Any(pair => !(pair.First < pair.Second)))
            throw new ArgumentException($"Expected rising breakpoints; got {string.Join(", ", breakpoints)}.", nameof(breakpoints));
        var start = Start(breakpoints);
        if (values is not null && values.Count != start.Length)
            throw new ArgumentException($"{breakpoints.Count} breakpoints part {start.Length} intervals; got {values.Count} values.", nameof(values));
        return [.. start.Select((t, k) => ActivationParameter.Any($"t{k}", values?[k] ?? t, t, trained: true))];
    }
}

/// <summary>
/// Tri-diagonal trainable matrix activation: outᵢ = αᵢ(xᵢ)xᵢ + βᵢ(xᵢ₊₁)xᵢ₊₁ + γᵢ(xᵢ₋₁)xᵢ₋₁, all three constant between the breakpoints;
/// it starts as ReLU, with neighbours switched off.
/// </summary>
public sealed class TridiagonalMatrixActivation : Module<Tensor, Tensor>
{
    private readonly Parameter diagonal;
    private readonly Parameter upper;
    private readonly Parameter lower;
    private readonly double[] _breakpoints;

    /// <summary>An activation for vectors of a given width.</summary>
    /// <param name="width">d, the neurons.</param>
    /// <param name="breakpoints">s₁ &lt; … &lt; sₘ; -1, -½, 0, ½, 1 when null.</param>
    /// <exception cref="ArgumentException">The breakpoints do not rise.</exception>
    public TridiagonalMatrixActivation(long width, IReadOnlyList<double>? breakpoints = null)
        : base("tmaf_tridiagonal")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var checkedPoints = breakpoints is null ? new MatrixActivation() : new MatrixActivation(breakpoints);
        _breakpoints = [.. checkedPoints.Breakpoints];
        var start = MatrixActivation.Start(_breakpoints);
        diagonal = new Parameter(torch.tensor(start, dtype: ScalarType.Float32).repeat([width, 1]));
        upper = new Parameter(torch.zeros(width, start.Length));
        lower = new Parameter(torch.zeros(width, start.Length));
        RegisterComponents();
    }

    /// <summary>The activation.</summary>
    /// <param name="input">[…, d].</param>
    /// <returns>[…, d].</returns>
    /// <exception cref="ArgumentException">The last dimension is not d.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var width = diagonal.shape[0];
        if (input.dim() == 0 || input.shape[^1] != width)
            throw new ArgumentException($"Expected [..., {width}]; got [{string.Join(", ", input.shape)}].", nameof(input));
        using var scope = torch.NewDisposeScope();
        var zero = torch.zeros_like(input.narrow(-1, 0, 1));
        var next = torch.cat([input.narrow(-1, 1, width - 1), zero], -1);
        var previous = torch.cat([zero, input.narrow(-1, 0, width - 1)], -1);
        return (Term(input, diagonal) + Term(next, upper) + Term(previous, lower)).MoveToOuterDisposeScope();
    }

    private Tensor Term(Tensor x, Tensor values) => MatrixActivation.StepOf(x, _breakpoints, k => values.select(1, k)) * x;
}
