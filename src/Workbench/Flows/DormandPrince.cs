using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The Dormand–Prince method 5(4) with steps of its own choice: the difference of its two results estimates the error of a step,
/// which is repeated when it is above the tolerance. Order 5, six evaluations a step and one to begin.
/// </summary>
/// <remarks>
/// The grid says where the solution is wanted, not where the method stands: times between its steps come from its continuous
/// extension of order 4. All points of a batch share their steps; the error is the root mean square over the batch of
/// δ/(absolute + relative·max(|x|, |x'|)).
/// </remarks>
public sealed class DormandPrince : Solver
{
    private static readonly double[][] A =
    [
        [],
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    /// <summary>The result of order 5 minus that of order 4.</summary>
    private static readonly double[] Difference =
        [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];

    /// <summary>Shampine's extension: stage i has weight Σ_j P[i, j]·θ^(j+1) at the share θ of the step.</summary>
    private static readonly double[][] P =
    [
        [1, -8048581381.0 / 2820520608, 8663915743.0 / 2820520608, -12715105075.0 / 11282082432],
        [0, 0, 0, 0],
        [0, 131558114200.0 / 32700410799, -68118460800.0 / 10900136933, 87487479700.0 / 32700410799],
        [0, -1754552775.0 / 470086768, 14199869525.0 / 1410260304, -10690763975.0 / 1880347072],
        [0, 127303824393.0 / 49829197408, -318862633887.0 / 49829197408, 701980252875.0 / 199316789632],
        [0, -282668133.0 / 205662961, 2019193451.0 / 616988883, -1453857185.0 / 822651844],
        [0, 40617522.0 / 29380423, -110615467.0 / 29380423, 69997945.0 / 29380423],
    ];

    private readonly double _relative;
    private readonly double _absolute;
    private readonly long _mostEvaluations;

    /// <summary>A method with given tolerances.</summary>
    /// <param name="relative">The relative tolerance of a step, positive.</param>
    /// <param name="absolute">The absolute tolerance of a step, positive.</param>
    /// <param name="mostEvaluations">How often the field may be evaluated, at least 7.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public DormandPrince(double relative = 1e-5, double absolute = 1e-5, long mostEvaluations = 10_000)
    {
        if (!(relative > 0))
            throw new ArgumentOutOfRangeException(nameof(relative), relative, "The relative tolerance must be positive.");
        if (!(absolute > 0))
            throw new ArgumentOutOfRangeException(nameof(absolute), absolute, "The absolute tolerance must be positive.");
        if (mostEvaluations < 7)
            throw new ArgumentOutOfRangeException(nameof(mostEvaluations), mostEvaluations, "One step takes 7 evaluations.");
        (_relative, _absolute, _mostEvaluations) = (relative, absolute, mostEvaluations);
    }

    /// <inheritdoc/>
    public override string Name => "dopri5";

    /// <inheritdoc/>
    public override int Order => 5;

    /// <inheritdoc/>
    public override int EvaluationsPerStep => 6;

    /// <inheritdoc/>
    public override int EvaluationsToBegin => 1;

    /// <inheritdoc/>
    public override bool IsAdaptive => true;

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The velocity is not finite, or the evaluations do not suffice; the message says where.</exception>
    public override Solution Solve(VelocityField field, Tensor x, TimeGrid grid, bool record = false)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(grid);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var counted = new CountedVelocity(field);
        var (time, end) = (grid.Times[0], grid.Times[^1]);
        var current = x.alias();
        List<Tensor> states = record ? [current.alias()] : [];
        var reported = 1;
        var first = Evaluate(counted, current, time);
        var h = (end - time) * Math.Min(1, FirstShare(current, first, end - time));
        while (time != end)
        {
            if (Math.Abs(h) >= Math.Abs(end - time))
                h = end - time;
            if (time + h == time)
                throw new ArithmeticException($"'{Name}' needs steps below rounding at t = {time:G6}: the velocity has a jump or a pole there.");
            if (counted.Evaluations + 6 > _mostEvaluations)
                throw new ArithmeticException(
                    $"'{Name}' has used {counted.Evaluations} evaluations by t = {time:G6} and may use {_mostEvaluations}: raise mostEvaluations or the tolerances ({_relative:G3} relative, {_absolute:G3} absolute).");
            var step = Step(counted, current, first, time, h, h == end - time ? end : time + h);
            if (step.Error > 1)
            {
                foreach (var tensor in step.Stages.Skip(1).Append(step.Result))
                    tensor.Dispose();
                h *= Math.Max(0.2, 0.9 * Math.Pow(step.Error, -0.2));
                continue;
            }

            for (; record && reported < grid.Times.Count && Within(grid.Times[reported], time, step.To); reported++)
                states.Add(grid.Times[reported] == step.To ? step.Result.alias() : Between(current, step.Stages, h, (grid.Times[reported] - time) / h));
            current.Dispose();
            for (var i = 0; i < 6; i++)
                step.Stages[i].Dispose();
            (current, first, time) = (step.Result, step.Stages[6], step.To);
            h *= Math.Clamp(0.9 * Math.Pow(Math.Max(step.Error, 1e-10), -0.2), 0.2, 10);
        }

        foreach (var state in states)
            state.MoveToOuterDisposeScope();
        return new Solution(current.MoveToOuterDisposeScope(), grid, states, counted.Evaluations);
    }

    /// <inheritdoc/>
    protected override Stepper Start(VelocityField field) => throw new NotSupportedException($"'{Name}' chooses its own steps.");

    private Tensor Evaluate(VelocityField field, Tensor x, double time)
    {
        var velocity = field.Velocity(x, time);
        using var finite = velocity.isfinite().all();
        // An alias, because a field may return a tensor of its own, which is not this method's to dispose of.
        return finite.item<bool>() ? velocity.alias() : throw new ArithmeticException($"The velocity is not finite at t = {time:G6} ('{Name}').");
    }

    private (Tensor Result, Tensor[] Stages, double Error, double To) Step(VelocityField field, Tensor x, Tensor first, double time, double h, double to)
    {
        using var scope = torch.NewDisposeScope();
        var stages = new Tensor[7];
        stages[0] = first;
        var result = x;
        for (var i = 1; i < 7; i++)
        {
            result = Sum(x, stages, A[i], h);
            stages[i] = Evaluate(field, result, i >= 5 ? to : time + A[i].Sum() * h).MoveToOuterDisposeScope();
        }

        var delta = Sum(torch.zeros_like(x), stages, Difference, h);
        var tolerance = torch.maximum(x.abs(), result.abs()) * _relative + _absolute;
        var error = (delta / tolerance).square().mean().sqrt().to_type(ScalarType.Float64).item<double>();
        return (result.MoveToOuterDisposeScope(), stages, error, to);
    }

    private static Tensor Between(Tensor x, Tensor[] stages, double h, double share) =>
        Sum(x, stages, [.. P.Select(row => share * (row[0] + share * (row[1] + share * (row[2] + share * row[3]))))], h);

    private static Tensor Sum(Tensor x, Tensor[] stages, double[] weights, double h)
    {
        for (var j = 0; j < weights.Length; j++)
        {
            if (weights[j] != 0)
                x = x.add(stages[j], alpha: h * weights[j]);
        }

        return x;
    }

    /// <summary>A first step, as a share of the whole way, over which the points move by about a hundredth of their size.</summary>
    private double FirstShare(Tensor x, Tensor velocity, double length)
    {
        using var scope = torch.NewDisposeScope();
        var scale = x.abs() * _relative + _absolute;
        var size = (x / scale).square().mean().sqrt().to_type(ScalarType.Float64).item<double>();
        var speed = (velocity / scale).square().mean().sqrt().to_type(ScalarType.Float64).item<double>();
        return size < 1e-5 || speed < 1e-5 ? 1e-3 : 0.01 * size / speed / Math.Abs(length);
    }

    private static bool Within(double wanted, double from, double to) => from < to ? wanted <= to : wanted >= to;
}
