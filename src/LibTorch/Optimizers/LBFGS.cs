using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>
/// The quasi-Newton method with limited memory (Liu and Nocedal, 1989), with fixed step length; <see cref="step"/> needs a
/// closure that computes the loss and its gradients.
/// </summary>
public partial class LBFGS : Optimizer, ILearningRateController
{
    private readonly List<Parameter> list;
    private readonly long iterations, evaluations, history;
    private readonly double gradientTolerance, changeTolerance;
    private readonly List<Tensor> steps = [], changes = [], inverses = [];
    private Tensor? direction, previousGradient;
    private double previousLoss, length, scale = 1;
    private long age;

    public LBFGS(IEnumerable<Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null,
        double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100)
    {
        list = parameters.ToList();
        if (list.Count == 0) throw new ArgumentException("optimizer got an empty parameter list", nameof(parameters));
        if (!(lr >= 0)) throw new ArgumentException(FormattableString.Invariant($"Invalid learning rate: {lr}, expected at least 0"), nameof(lr));
        Require.Positive(max_iter);
        Require.Positive(history_size);
        LearningRate = InitialLearningRate = lr;
        iterations = max_iter;
        evaluations = max_eval ?? max_iter * 5 / 4;
        history = history_size;
        gradientTolerance = tolerange_grad;
        changeTolerance = tolerance_change;
    }

    public double LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public override IEnumerable<ILearningRateController> ParamGroups => [this];

    public override IEnumerable<Parameter> parameters() => list;

    /// <summary>Up to max_iter iterations; returns the loss before them.</summary>
    /// <exception cref="ArgumentNullException">There is no closure.</exception>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        ArgumentNullException.ThrowIfNull(closure);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Tensor Evaluate()
        {
            using var gradients = enable_grad();
            return closure();
        }

        var first = Evaluate();
        var loss = first.to(ScalarType.Float64).item<double>();
        var evaluated = 1L;
        var gradient = Gradient();
        if (Largest(gradient) <= gradientTolerance) return first.MoveToOuterDisposeScope();

        for (var iteration = 1L; iteration <= iterations; iteration++)
        {
            age++;
            Turn(gradient);
            Keep(ref previousGradient, gradient.clone());
            previousLoss = loss;
            length = age == 1 ? Math.Min(1.0, 1.0 / gradient.abs().sum().to(ScalarType.Float64).item<double>()) * LearningRate
                : LearningRate;
            var slope = gradient.dot(direction!).to(ScalarType.Float64).item<double>();
            if (slope > -changeTolerance) break;

            Move();
            // After the last iteration nobody would use the new loss.
            if (iteration != iterations)
            {
                loss = Evaluate().to(ScalarType.Float64).item<double>();
                evaluated++;
                gradient = Gradient();
            }
            else break;
            if (evaluated >= evaluations || Largest(gradient) <= gradientTolerance) break;
            if (Largest(direction!) * length <= changeTolerance || Math.Abs(loss - previousLoss) < changeTolerance) break;
        }
        return first.MoveToOuterDisposeScope();
    }

    // The direction: minus the gradient through the inverse Hessian that the remembered steps imply.
    private void Turn(Tensor gradient)
    {
        if (age == 1)
        {
            Keep(ref direction, gradient.neg());
            scale = 1;
            return;
        }
        var change = gradient - previousGradient!;
        var moved = direction! * length;
        var curvature = change.dot(moved).to(ScalarType.Float64).item<double>();
        if (curvature > 1e-10)
        {
            if (steps.Count == history)
                foreach (var memory in new[] { steps, changes, inverses })
                {
                    memory[0].Dispose();
                    memory.RemoveAt(0);
                }
            steps.Add(moved.DetachFromDisposeScope());
            changes.Add(change.DetachFromDisposeScope());
            inverses.Add(change.dot(moved).reciprocal().DetachFromDisposeScope());
            scale = curvature / change.dot(change).to(ScalarType.Float64).item<double>();
        }
        var turned = gradient.neg();
        var weights = new Tensor[steps.Count];
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            weights[i] = steps[i].dot(turned) * inverses[i];
            turned = turned - changes[i] * weights[i];
        }
        turned = turned * scale;
        for (var i = 0; i < steps.Count; i++)
            turned = turned + steps[i] * (weights[i] - changes[i].dot(turned) * inverses[i]);
        Keep(ref direction, turned);
    }

    private Tensor Gradient() => cat([.. list.Select(p => p.grad is { } grad ? grad.reshape(-1) : zeros_like(p).reshape(-1))], 0);

    private void Move()
    {
        var place = 0L;
        foreach (var parameter in list)
        {
            var count = parameter.numel();
            parameter.add_(direction!.narrow(0, place, count).view_as(parameter), alpha: length);
            place += count;
        }
    }

    private static double Largest(Tensor tensor) => tensor.abs().max().to(ScalarType.Float64).item<double>();

    private static void Keep(ref Tensor? field, Tensor value)
    {
        var old = field;
        field = value.DetachFromDisposeScope();
        if (!ReferenceEquals(old, value)) old?.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var tensor in steps.Concat(changes).Concat(inverses).Append(direction).Append(previousGradient)) tensor?.Dispose();
        base.Dispose(disposing);
    }
}
