using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// An explicit Runge–Kutta method: k_i = v(x + h·Σ_{j&lt;i} a_ij·k_j, t + c_i·h) and x + h·Σ_i b_i·k_i, given by its
/// Butcher tableau (a, b, c).
/// </summary>
public abstract class RungeKutta : Solver
{
    private readonly double[][] _a;
    private readonly double[] _b;
    private readonly double[] _c;

    /// <summary>A method with a given tableau.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="order">Its order.</param>
    /// <param name="a">Row i holds the i weights of the earlier stages; the first row is empty.</param>
    /// <param name="b">The weights of the stages in the result; their sum is 1.</param>
    /// <exception cref="ArgumentException">The tableau is not that of a consistent explicit method.</exception>
    protected RungeKutta(string name, int order, double[][] a, double[] b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Length != b.Length || a.Where((row, i) => row.Length != i).Any() || Math.Abs(b.Sum() - 1) > 1e-12)
            throw new ArgumentException("Expected s rows of 0, 1, … s-1 weights and s result weights that sum to 1.", nameof(a));
        Name = name;
        Order = order;
        _a = a;
        _b = b;
        // A stage stands where its earlier stages have carried it.
        _c = [.. a.Select(row => row.Sum())];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Order { get; }

    /// <inheritdoc/>
    public override int EvaluationsPerStep => _b.Length;

    /// <inheritdoc/>
    protected override Stepper Start(VelocityField field) => (x, time, next) =>
    {
        using var scope = torch.NewDisposeScope();
        var h = next - time;
        var stages = new Tensor[_b.Length];
        for (var i = 0; i < stages.Length; i++)
            stages[i] = field.Velocity(Advance(x, stages, _a[i], h), _c[i] == 1 ? next : time + _c[i] * h);
        return Advance(x, stages, _b, h).MoveToOuterDisposeScope();
    };

    private static Tensor Advance(Tensor x, Tensor[] stages, double[] weights, double h)
    {
        for (var j = 0; j < weights.Length; j++)
        {
            if (weights[j] != 0)
                x = x.add(stages[j], alpha: h * weights[j]);
        }

        return x;
    }
}
