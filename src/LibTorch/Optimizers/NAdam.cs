using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adam with Nesterov momentum (Dozat, 2016).</summary>
public class NAdam : OptimizerHelper, IBetas
{
    public NAdam(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, double momentum_decay = 4e-3)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, momentum_decay)
    {
    }

    public NAdam(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
    {
        Check("lr", lr, 0);
        Check("beta1", beta1, 0, 1);
        Check("beta2", beta2, 0, 1);
        Check("eps", eps, 0);
        Check("weight_decay", weight_decay, 0);
        Check("momentum_decay", momentum_decay, 0);
        Begin(new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            momentum_decay = momentum_decay,
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
        var lr = options.LearningRate!.Value;
        var age = batch.States[0].step;
        var parameters = batch.Parameters;
        var grads = batch.Gradients(false, options.weight_decay!.Value);
        var means = batch.Of(state => state.exp_avg);
        var squares = batch.Of(state => state.exp_avg_sq);
        var mu = beta1 * (1 - 0.5 * Math.Pow(0.96, age * options.momentum_decay!.Value));
        var next = beta1 * (1 - 0.5 * Math.Pow(0.96, (age + 1) * options.momentum_decay!.Value));
        foreach (var state in batch.States) state.mu_product *= mu;
        var product = batch.States[0].mu_product;

        AdamStep.Moments(means, squares, grads, beta1, beta2);
        var divisors = Ops._foreach_div_Scalar(squares, 1 - Math.Pow(beta2, age));
        Ops._foreach_sqrt_(divisors);
        Ops._foreach_add__Scalar(divisors, options.eps!.Value);
        Ops._foreach_addcdiv__Scalar(parameters, grads, divisors, -lr * (1 - mu) / (1 - product));
        Ops._foreach_addcdiv__Scalar(parameters, means, divisors, -lr * next / (1 - product * next));
    });

    /// <summary>What is remembered of a parameter.</summary>
    public sealed class State(Parameter parameter) : FieldState(parameter)
    {
        public long step;
        public double mu_product;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            mu_product = 1;
            Zero(ref exp_avg!);
            Zero(ref exp_avg_sq!);
        }
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
        public double? momentum_decay;
    }

    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                momentum_decay = momentum_decay,
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
