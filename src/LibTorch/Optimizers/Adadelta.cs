using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Steps in the ratio of running root mean squares of updates and gradients (Zeiler, arXiv:1212.5701).</summary>
public class Adadelta : OptimizerHelper
{
    public Adadelta(IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, rho, eps, weight_decay, maximize)
    {
    }

    public Adadelta(IEnumerable<ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6,
        double weight_decay = 0, bool maximize = false)
    {
        Check("lr", lr, 0);
        Check("rho", rho, 0, Math.BitIncrement(1.0));
        Check("eps", eps, 0);
        Check("weight_decay", weight_decay, 0);
        Begin(new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            rho = rho,
            eps = eps,
            weight_decay = weight_decay,
            maximize = maximize,
        }, parameters);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public override Tensor? step(Func<Tensor>? closure = null) => Update<State>(closure, state => state.step, static (group, batch) =>
    {
        var options = (Options)group.Options!;
        foreach (var state in batch.States) state.step++;
        var (rho, eps) = (options.rho!.Value, options.eps!.Value);
        var grads = batch.Gradients(options.maximize!.Value, options.weight_decay!.Value);
        var squares = batch.Of(state => state.square_avg);
        var updates = batch.Of(state => state.acc_delta);
        Ops._foreach_mul__Scalar(squares, rho);
        Ops._foreach_addcmul__Scalar(squares, grads, grads, 1 - rho);
        var divisors = Ops._foreach_sqrt(Ops._foreach_add_Scalar(squares, eps));
        var deltas = Ops._foreach_sqrt(Ops._foreach_add_Scalar(updates, eps));
        Ops._foreach_div__List(deltas, divisors);
        deltas = Ops._foreach_mul_List(deltas, grads);
        Ops._foreach_add__List(batch.Parameters, deltas, -options.LearningRate!.Value);
        Ops._foreach_mul__Scalar(updates, rho);
        Ops._foreach_addcmul__Scalar(updates, deltas, deltas, 1 - rho);
    });

    /// <summary>What is remembered of a parameter.</summary>
    public sealed class State(Parameter parameter) : FieldState(parameter)
    {
        public long step;
        public Tensor square_avg = null!;
        public Tensor acc_delta = null!;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Zero(ref square_avg!);
            Zero(ref acc_delta!);
        }
    }

    public class Options : OptimizerOptions
    {
        public double? rho;
        public double? eps;
        public double? weight_decay;
        public bool? maximize;
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6,
            double weight_decay = 0, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                rho = rho,
                eps = eps,
                weight_decay = weight_decay,
                maximize = maximize,
            })
        {
        }
    }
}
