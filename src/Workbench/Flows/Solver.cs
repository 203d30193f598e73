using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>One step of a solver, from the points at one time to the points at the next.</summary>
/// <param name="x">Points at <paramref name="time"/>, [batch, …]; left as they are.</param>
/// <param name="time">Where the step begins.</param>
/// <param name="next">Where it ends; earlier than <paramref name="time"/> on the way back.</param>
/// <returns>The points at <paramref name="next"/>, in the caller's dispose scope.</returns>
public delegate Tensor Stepper(Tensor x, double time, double next);

/// <summary>
/// Integrates dZ_t/dt = v(Z_t, t) over a grid of times, forward or backward, without recording gradients.
/// </summary>
/// <remarks>
/// A method declares its order and its evaluations a step, and says how one step is made; a one-step method is a
/// <see cref="RungeKutta"/> with its coefficients. Methods that remember earlier steps keep them in the
/// <see cref="Stepper"/> that <see cref="Start"/> returns.
/// <code>
/// var solution = Solver.Heun.Solve(field, x0, steps: 12, record: true);
/// var samples = solution.Final;      // [batch, …]
/// var path = solution.Path;          // [13, batch, …]
/// var nfe = solution.Evaluations;    // 24
/// </code>
/// </remarks>
public abstract class Solver
{
    /// <summary>Euler's method.</summary>
    public static Solver Euler { get; } = new Euler();

    /// <summary>The midpoint method.</summary>
    public static Solver Midpoint { get; } = new Midpoint();

    /// <summary>Heun's method.</summary>
    public static Solver Heun { get; } = new Heun();

    /// <summary>The classical Runge–Kutta method of order 4.</summary>
    public static Solver RungeKutta4 { get; } = new RungeKutta4();

    /// <summary>RF-Solver, the second-order Taylor step of arXiv 2411.04746.</summary>
    public static Solver RfSolver { get; } = new RfSolver();

    /// <summary>The Dormand–Prince method with steps of its own choice and tolerances 1e-5.</summary>
    public static Solver DormandPrince { get; } = new DormandPrince();

    /// <summary>The re-interpolating sampler for 2-rectified flows, arXiv 2405.20320.</summary>
    public static Solver Reinterpolation { get; } = new Reinterpolation();

    /// <summary>One instance of every solver of the library: what converges to the flow's own end as steps get smaller.</summary>
    public static IReadOnlyList<Solver> All { get; } =
    [
        Euler, Midpoint, Heun, RfSolver, new Kutta3(), RungeKutta4, new PseudoCorrector(), new AdamsBashforth(2), new AdamsBashforth(3),
        new AdamsBashforth(4), new Ddim(), DormandPrince,
    ];

    /// <summary>The name by which <see cref="ByName"/> finds the solver.</summary>
    public abstract string Name { get; }

    /// <summary>The order p: the error at the end falls as the p-th power of the step.</summary>
    public abstract int Order { get; }

    /// <summary>How often a step evaluates the field; for methods that remember earlier steps, once they have begun.</summary>
    public abstract int EvaluationsPerStep { get; }

    /// <summary>How many evaluations a solve takes beyond <see cref="EvaluationsPerStep"/> a step, before a method that remembers has begun.</summary>
    public virtual int EvaluationsToBegin => 0;

    /// <summary>Whether the method chooses its own steps; then a grid says only where the path is wanted.</summary>
    public virtual bool IsAdaptive => false;

    /// <summary>The solver of that name from <see cref="All"/>, or <see cref="Reinterpolation"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No solver has the name; the message gives the nearest one.</exception>
    public static Solver ByName(string name) => Named.Find([.. All, Reinterpolation], s => s.Name, name, "solver");

    /// <summary>The number of steps that takes a number of evaluations, to compare solvers at equal cost.</summary>
    /// <param name="evaluations">Evaluations of the field (NFE).</param>
    /// <exception cref="ArgumentException">No number of steps takes as many, or the method chooses its own steps.</exception>
    public int StepsFor(int evaluations)
    {
        if (IsAdaptive)
            throw new ArgumentException($"'{Name}' chooses its own steps: what they cost is known afterwards.", nameof(evaluations));
        var (steps, rest) = Math.DivRem(evaluations - EvaluationsToBegin, EvaluationsPerStep);
        return steps >= 1 && rest == 0
            ? steps
            : throw new ArgumentException(
                $"'{Name}' takes {EvaluationsPerStep} evaluations a step{(EvaluationsToBegin > 0 ? $" and {EvaluationsToBegin} to begin" : "")}; no number of steps takes {evaluations}.",
                nameof(evaluations));
    }

    /// <summary>Solves from the source (t = 0) to the data (t = 1) in equal steps.</summary>
    /// <param name="field">The velocity field.</param>
    /// <param name="x0">Points at t = 0, [batch, …].</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="record">Whether to keep the points at every time.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    /// <exception cref="ArithmeticException">The velocity is not finite; the message names the step and its times.</exception>
    public Solution Solve(VelocityField field, Tensor x0, int steps, bool record = false)
        => Solve(field, x0, TimeGrid.Uniform(steps), record);

    /// <summary>Solves from the data (t = 1) back to the source (t = 0) in equal steps.</summary>
    /// <param name="field">The velocity field.</param>
    /// <param name="x1">Points at t = 1, [batch, …].</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="record">Whether to keep the points at every time.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    /// <exception cref="ArithmeticException">The velocity is not finite; the message names the step and its times.</exception>
    public Solution SolveBackward(VelocityField field, Tensor x1, int steps, bool record = false)
        => Solve(field, x1, TimeGrid.Uniform(steps, from: 1, to: 0), record);

    /// <summary>Solves along a grid of times.</summary>
    /// <param name="field">The velocity field.</param>
    /// <param name="x">Points at the grid's first time, [batch, …].</param>
    /// <param name="grid">The times; a falling grid solves backward.</param>
    /// <param name="record">Whether to keep the points at every time.</param>
    /// <exception cref="ArithmeticException">The velocity is not finite; the message names the step and its times.</exception>
    public virtual Solution Solve(VelocityField field, Tensor x, TimeGrid grid, bool record = false)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(grid);
        using var scope = torch.NewDisposeScope();
        var (solution, finite) = Run(field, x, grid, record);
        if (finite is not null) RequireFinite(finite, grid);
        foreach (var state in solution.States)
            state.MoveToOuterDisposeScope();
        return record ? solution : solution with { Final = solution.Final.MoveToOuterDisposeScope() };
    }

    /// <summary>
    /// <see cref="Solve(VelocityField, Tensor, TimeGrid, bool)"/> without waiting for a device other than the CPU: there, whether each
    /// step's points were finite comes back as a tensor, [steps].
    /// </summary>
    internal (Solution Solution, Tensor? Finite) Run(VelocityField field, Tensor x, TimeGrid grid, bool record)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var counted = new CountedVelocity(field);
        var step = Start(counted);
        var current = x.alias();
        List<Tensor> states = record ? [current] : [];
        List<Tensor>? finite = x.device.type == DeviceType.CPU ? null : [];
        for (var i = 0; i < grid.Steps; i++)
        {
            var next = step(current, grid.Times[i], grid.Times[i + 1]);
            var isFinite = IsFinite(next);
            if (finite is null)
                RequireFinite(isFinite, i, grid);
            else
                finite.Add(isFinite);
            if (record)
                states.Add(next);
            else
                current.Dispose();
            current = next;
        }

        foreach (var state in states)
            state.MoveToOuterDisposeScope();
        var solution = new Solution(record ? current : current.MoveToOuterDisposeScope(), grid, states, counted.Evaluations);
        return (solution, finite is null ? null : torch.stack(finite).MoveToOuterDisposeScope());
    }

    /// <summary>Begins a solve: returns the function that makes its steps, one after another.</summary>
    /// <param name="field">The velocity field.</param>
    protected abstract Stepper Start(VelocityField field);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary><see cref="Start"/> for another method that begins with this one.</summary>
    internal Stepper Begin(VelocityField field) => Start(field);

    /// <summary>Throws for the first step whose points were not finite; waits for the device.</summary>
    internal void RequireFinite(Tensor finite, TimeGrid grid)
    {
        using var scope = torch.NewDisposeScope();
        var steps = finite.cpu().data<bool>().ToArray();
        if (Array.IndexOf(steps, false) is var first and >= 0)
            throw NotFinite(first, grid);
    }

    private static Tensor IsFinite(Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        return x.isfinite().all().MoveToOuterDisposeScope();
    }

    // On the CPU nothing is gained by looking later, and a solve that has gone wrong ends at once.
    private void RequireFinite(Tensor isFinite, int step, TimeGrid grid)
    {
        using (isFinite)
            if (!isFinite.item<bool>())
                throw NotFinite(step, grid);
    }

    private ArithmeticException NotFinite(int step, TimeGrid grid)
        => new($"The velocity is not finite in step {step + 1} of {grid.Steps} of '{Name}', from t = {grid.Times[step]:G6} to t = {grid.Times[step + 1]:G6}.");
}
