using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adam with the running maximum of the gradient in place of its square (Kingma and Ba, arXiv:1412.6980).</summary>
public class Adamax : OptimizerHelper, IBetas
{
    public Adamax(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay)
    {
    }

    public Adamax(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weight_decay = 0)
    {
        Check("lr", lr, 0);
        Check("beta1", beta1, 0, 1);
        Check("beta2", beta2, 0, 1);
        Check("eps", eps, 0);
        Check("weight_decay", weight_decay, 0);
        Begin(new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
        }, parameters);
    }

    public (double, double) Betas
    {
        get => (Defaults.beta1!.Value, Defaults.beta2!.Value);
        set => (Defaults.beta1, Defaults.beta2) = value;
    }

    private Options Defaults => (Options)_defaults;

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public override Tensor? step(Func<Tensor>? closure = null) => Update<State>(closure, state => state.step, static (group, batch) =>
    {
        var options = (Options)group.Options!;
        foreach (var state in batch.States) state.step++;
        var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
        var grads = batch.Gradients(false, options.weight_decay!.Value);
        var means = batch.Of(state => state.exp_avg);
        var largest = batch.Of(state => state.exp_inf);
        Ops._foreach_mul__Scalar(means, beta1);
        Ops._foreach_add__List(means, grads, 1 - beta1);
        Ops._foreach_mul__Scalar(largest, beta2);
        var sizes = Ops._foreach_abs(grads);
        Ops._foreach_add__Scalar(sizes, options.eps!.Value);
        var larger = Ops._foreach_maximum_List(largest, sizes);
        for (var i = 0; i < largest.Length; i++) largest[i].copy_(larger[i]);
        var lr = options.LearningRate!.Value / (1 - Math.Pow(beta1, batch.States[0].step));
        Ops._foreach_addcdiv__Scalar(batch.Parameters, means, largest, -lr);
    });

    /// <summary>What is remembered of a parameter.</summary>
    public sealed class State(Parameter parameter) : FieldState(parameter)
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_inf = null!;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Zero(ref exp_avg!);
            Zero(ref exp_inf!);
        }
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
    }

    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
            })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
