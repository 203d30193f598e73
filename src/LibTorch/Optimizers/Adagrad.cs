using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Steps divided by the root of the summed squared gradients (Duchi et al., 2011).</summary>
public class Adagrad : OptimizerHelper
{
    public Adagrad(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
        double initial_accumulator_value = 0, double eps = 1e-10)
        : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps)
    {
    }

    public Adagrad(IEnumerable<ParamGroup> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
        double initial_accumulator_value = 0, double eps = 1e-10)
    {
        Check("lr", lr, 0);
        Check("lr_decay", lr_decay, 0);
        Check("weight_decay", weight_decay, 0);
        Check("initial_accumulator_value", initial_accumulator_value, 0);
        Check("eps", eps, 0);
        Begin(new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            lr_decay = lr_decay,
            initial_accumulator_value = initial_accumulator_value,
            eps = eps,
            weight_decay = weight_decay,
        }, parameters);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public override Tensor? step(Func<Tensor>? closure = null) => Update<State>(closure, state => state.step, static (group, batch) =>
    {
        var options = (Options)group.Options!;
        foreach (var state in batch.States) state.step++;
        var lr = options.LearningRate!.Value / (1 + (batch.States[0].step - 1) * options.lr_decay!.Value);
        var grads = batch.Gradients(false, options.weight_decay!.Value);
        var sums = batch.Of(state => state.sum);
        Ops._foreach_addcmul__Scalar(sums, grads, grads, 1);
        var divisors = Ops._foreach_sqrt(sums);
        Ops._foreach_add__Scalar(divisors, options.eps!.Value);
        Ops._foreach_addcdiv__Scalar(batch.Parameters, grads, divisors, -lr);
    });

    /// <summary>What is remembered of a parameter.</summary>
    public sealed class State(Parameter parameter) : FieldState(parameter)
    {
        public long step;
        public Tensor sum = null!;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Zero(ref sum!);
            using var guard = no_grad();
            sum.fill_(((Options)options).initial_accumulator_value!.Value);
        }
    }

    public class Options : OptimizerOptions
    {
        public double? lr_decay;
        public double? initial_accumulator_value;
        public double? eps;
        public double? weight_decay;
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10)
            : base(parameters, new Options
            {
                LearningRate = lr,
                lr_decay = lr_decay,
                initial_accumulator_value = initial_accumulator_value,
                eps = eps,
                weight_decay = weight_decay,
            })
        {
        }
    }
}
