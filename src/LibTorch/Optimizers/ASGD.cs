using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Gradient descent that also averages the parameters (Polyak and Juditsky, 1992).</summary>
public class ASGD : OptimizerHelper
{
    public ASGD(IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
        double weight_decay = 0, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, lambd, alpha, t0, weight_decay, maximize)
    {
    }

    public ASGD(IEnumerable<ParamGroup<ASGD.Options>> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75,
        double t0 = 1e6, double weight_decay = 0, bool maximize = false)
    {
        Check("lr", lr, 0);
        Check("weight_decay", weight_decay, 0);
        Begin(new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            maximize = maximize,
            lambd = lambd,
            alpha = alpha,
            weight_decay = weight_decay,
            t0 = t0,
        }, parameters);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public override Tensor? step(Func<Tensor>? closure = null) => Update<State>(closure, state => state.step, static (group, batch) =>
    {
        var options = (Options)group.Options!;
        foreach (var state in batch.States) state.step++;
        var lr = options.LearningRate!.Value;
        var lambd = options.lambd!.Value;
        var parameters = batch.Parameters;
        var grads = batch.Gradients(options.maximize!.Value, options.weight_decay!.Value);
        var averages = batch.Of(state => state.ax);
        var (eta, mu, age) = (batch.States[0].eta, batch.States[0].mu, batch.States[0].step);
        Ops._foreach_mul__Scalar(parameters, 1 - lambd * eta);
        Ops._foreach_add__List(parameters, grads, -eta);
        if (mu != 1) Ops._foreach_add__List(averages, Ops._foreach_sub_List(parameters, averages), mu);
        else for (var i = 0; i < averages.Length; i++) averages[i].copy_(parameters[i]);
        foreach (var state in batch.States)
        {
            state.eta = lr / Math.Pow(1 + lambd * lr * age, options.alpha!.Value);
            state.mu = 1 / Math.Max(1, age - options.t0!.Value);
        }
    });

    /// <summary>What is remembered of a parameter.</summary>
    public sealed class State(Parameter parameter) : FieldState(parameter)
    {
        public long step;
        public double eta;
        public double mu;
        public Tensor ax = null!;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            eta = options.LearningRate!.Value;
            mu = 1;
            Zero(ref ax!);
        }
    }

    public class Options : OptimizerOptions
    {
        public bool? maximize;
        public double? lambd;
        public double? alpha;
        public double? weight_decay;
        public double? t0;
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75,
            double t0 = 1e6, double weight_decay = 0)
            : base(parameters, new Options
            {
                LearningRate = lr,
                lambd = lambd,
                alpha = alpha,
                weight_decay = weight_decay,
                t0 = t0,
            })
        {
        }
    }
}
