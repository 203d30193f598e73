using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, optionally with (Nesterov) momentum.</summary>
public class SGD : OptimizerHelper, IMomentum, ICapturable
{
    private readonly bool? fused;

    public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false, bool? fused = null)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize, fused)
    {
    }

    public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false, bool? fused = null)
    {
        this.fused = fused;
        Check("lr", lr, 0);
        Check("momentum", momentum, 0);
        Check("weight_decay", weight_decay, 0);
        if (nesterov && (momentum <= 0 || dampening != 0))
            throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening", nameof(nesterov));
        Begin(new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        }, parameters);
    }

    public double Momentum { get => Defaults.momentum!.Value; set => Defaults.momentum = value; }

    private Options Defaults => (Options)_defaults;

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public override Tensor? step(Func<Tensor>? closure = null) => Update<State>(closure, null, (group, batch) =>
    {
        var options = (Options)group.Options!;
        var lr = options.LearningRate!.Value;
        if (fused == true && Clock is null && TryFused(options, batch)) return;
        var momentum = options.momentum!.Value;
        var directions = batch.Gradients(options.maximize!.Value, options.weight_decay!.Value);
        if (momentum != 0)
        {
            var fresh = new bool[directions.Length];
            for (var i = 0; i < directions.Length; i++)
            {
                var state = batch.States[i];
                fresh[i] = state.momentum_buffer is null;
                if (fresh[i]) state.momentum_buffer = directions[i].clone().DetachFromDisposeScope();
            }
            var buffers = batch.Of(state => state.momentum_buffer!);
            var (older, news) = (buffers.Where((_, i) => !fresh[i]).ToArray(), directions.Where((_, i) => !fresh[i]).ToArray());
            if (older.Length > 0)
            {
                Ops._foreach_mul__Scalar(older, momentum);
                Ops._foreach_add__List(older, news, 1 - options.dampening!.Value);
            }
            directions = options.nesterov!.Value ? Ops._foreach_add_List(directions, buffers, momentum) : buffers;
        }
        if (Clock is not { } clock)
        {
            Ops._foreach_add__List(batch.Parameters, directions, -lr);
            return;
        }

        var size = -clock.Rate;
        for (var i = 0; i < directions.Length; i++) batch.Parameters[i].addcmul_(directions[i], size, 1);
    });

    /// <inheritdoc/>
    public void begin_capturable(Tensor rate) => BeginClock(rate, _ => 0);

    /// <inheritdoc/>
    public void end_capturable() => EndClock((_, _) => { });

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> capturable_state() => ClockedState();

    // One kernel for all; parameters whose momentum begins later than that of others take the other way.
    private static bool TryFused(Options options, Batch<State> batch)
    {
        int fresh = batch.States.Count(state => state.momentum_buffer is null);
        bool remembers = options.momentum!.Value != 0;
        if (!FusedSteps.Available(FusedSteps.Sgd, batch.Parameters) || (remembers && fresh != 0 && fresh != batch.States.Count)) return false;
        if (remembers && fresh > 0)
            for (int i = 0; i < batch.States.Count; i++) batch.States[i].momentum_buffer = zeros_like(batch.Parameters[i]).DetachFromDisposeScope();
        Ops._fused_sgd_(batch.Parameters, batch.Gradients(false, 0), remembers ? batch.Of(state => state.momentum_buffer!) : [], options.weight_decay!.Value,
            options.momentum!.Value, options.LearningRate!.Value, options.dampening!.Value, options.nesterov!.Value, options.maximize!.Value, fresh > 0);
        return true;
    }

    /// <summary>The momentum of a parameter; null before the first step.</summary>
    public sealed class State(Parameter parameter) : FieldState(parameter)
    {
        public Tensor? momentum_buffer;

        public override void Initialize(OptimizerOptions options)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = null;
        }
    }

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;
    }

    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0,
            double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            })
        {
        }

        public double Momentum { get => Options.momentum!.Value; set => Options.momentum = value; }
    }
}
