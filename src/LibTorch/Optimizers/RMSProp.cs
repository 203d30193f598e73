using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Steps divided by a running root mean square of the gradient (Hinton, lecture 6e).</summary>
public class RMSProp : OptimizerHelper, IMomentum
{
    public RMSProp(IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8,
        double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
    {
    }

    public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8,
        double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
    {
        Check("lr", lr, 0);
        Check("momentum", momentum, 0);
        Check("alpha", alpha, 0);
        Check("eps", eps, 0);
        Check("weight_decay", weight_decay, 0);
        Begin(new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            maximize = maximize,
            momentum = momentum,
            alpha = alpha,
            eps = eps,
            weight_decay = weight_decay,
            centered = centered,
        }, parameters);
    }

    public double Momentum { get => Defaults.momentum!.Value; set => Defaults.momentum = value; }

    private Options Defaults => (Options)_defaults;

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public override Tensor? step(Func<Tensor>? closure = null) => Update<State>(closure, state => state.step, static (group, batch) =>
    {
        var options = (Options)group.Options!;
        foreach (var state in batch.States)
        {
            state.step++;
            state.Complete(options);
        }
        var alpha = options.alpha!.Value;
        var lr = options.LearningRate!.Value;
        var parameters = batch.Parameters;
        var grads = batch.Gradients(options.maximize!.Value, options.weight_decay!.Value);
        var squares = batch.Of(state => state.square_avg);
        Ops._foreach_mul__Scalar(squares, alpha);
        Ops._foreach_addcmul__Scalar(squares, grads, grads, 1 - alpha);
        if (options.centered!.Value)
        {
            var means = batch.Of(state => state.grad_avg!);
            Ops._foreach_mul__Scalar(means, alpha);
            Ops._foreach_add__List(means, grads, 1 - alpha);
            squares = Ops._foreach_addcmul_Scalar(squares, means, means, -1);
        }
        var divisors = Ops._foreach_sqrt(squares);
        Ops._foreach_add__Scalar(divisors, options.eps!.Value);
        if (options.momentum!.Value > 0)
        {
            var buffers = batch.Of(state => state.momentum_buffer!);
            Ops._foreach_mul__Scalar(buffers, options.momentum!.Value);
            Ops._foreach_addcdiv__Scalar(buffers, grads, divisors, 1);
            Ops._foreach_add__List(parameters, buffers, -lr);
        }
        else Ops._foreach_addcdiv__Scalar(parameters, grads, divisors, -lr);
    });

    /// <summary>What is remembered of a parameter.</summary>
    public sealed class State(Parameter parameter) : FieldState(parameter)
    {
        public long step;
        public Tensor square_avg = null!;
        public Tensor? momentum_buffer;
        public Tensor? grad_avg;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Zero(ref square_avg!);
            momentum_buffer?.Dispose();
            grad_avg?.Dispose();
            momentum_buffer = grad_avg = null;
            Complete((Options)options);
        }

        // A schedule may bring in a momentum that was not there at the start.
        internal void Complete(Options options)
        {
            if (options.momentum > 0 && momentum_buffer is null) Zero(ref momentum_buffer);
            if (options.centered == true && grad_avg is null) Zero(ref grad_avg);
        }
    }

    public class Options : OptimizerOptions
    {
        public bool? maximize;
        public double? momentum;
        public double? alpha;
        public double? eps;
        public double? weight_decay;
        public bool? centered;
    }

    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99,
            double weight_decay = 0, double momentum = 0.0, bool centered = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                momentum = momentum,
                alpha = alpha,
                eps = eps,
                weight_decay = weight_decay,
                centered = centered,
            })
        {
        }

        public double Momentum { get => Options.momentum!.Value; set => Options.momentum = value; }
    }
}
