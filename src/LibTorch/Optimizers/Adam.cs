using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Steps scaled by running means of the gradient and its square (Kingma and Ba, arXiv:1412.6980).</summary>
public class Adam : OptimizerHelper, IBetas, ICapturable
{
    private readonly bool? fused;

    public Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false, bool? fused = null)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, fused)
    {
    }

    public Adam(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false, bool? fused = null)
    {
        this.fused = fused;
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
            amsgrad = amsgrad,
            maximize = maximize,
        }, parameters);
    }

    public (double, double) Betas
    {
        get => (Defaults.beta1!.Value, Defaults.beta2!.Value);
        set => (Defaults.beta1, Defaults.beta2) = value;
    }

    private Options Defaults => (Options)_defaults;

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public override Tensor? step(Func<Tensor>? closure = null) => Update<State>(closure, state => state.step, (group, batch) =>
    {
        var options = (Options)group.Options!;
        if (Clock is null)
            foreach (var state in batch.States) state.step++;
        new AdamStep(options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value,
            options.weight_decay!.Value, options.maximize!.Value, decoupled: false, fused == true, Clock).Apply(batch,
            batch.States[0].step, batch.Of(state => state.exp_avg), batch.Of(state => state.exp_avg_sq),
            options.amsgrad!.Value ? batch.Of(state => state.max_exp_avg_sq!) : null);
    });

    /// <inheritdoc/>
    public void begin_capturable(Tensor rate) => BeginClock(rate, state => ((State)state).step);

    /// <inheritdoc/>
    public void end_capturable() => EndClock((state, age) => ((State)state).step = age);

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> capturable_state() => ClockedState();

    /// <summary>The running moments of a parameter's gradient.</summary>
    public sealed class State(Parameter parameter) : FieldState(parameter)
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;
        public Tensor? max_exp_avg_sq;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Zero(ref exp_avg!);
            Zero(ref exp_avg_sq!);
            if (((Options)options).amsgrad == true) Zero(ref max_exp_avg_sq);
        }
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
        public bool? amsgrad;
        public bool? maximize;
    }

    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
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
