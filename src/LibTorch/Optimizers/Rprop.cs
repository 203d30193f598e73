using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Steps whose lengths follow the agreement of successive gradients' signs (Riedmiller and Braun, 1993).</summary>
public class Rprop : OptimizerHelper
{
    public Rprop(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2,
        double min_step = 1e-6, double max_step = 50, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, etaminus, etaplus, min_step, max_step, maximize)
    {
    }

    public Rprop(IEnumerable<ParamGroup> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2,
        double min_step = 1e-6, double max_step = 50, bool maximize = false)
    {
        Check("lr", lr, 0);
        Check("etaminus", etaminus, 0, 1);
        Check("etaplus", etaplus, 1);
        Begin(new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            maximize = maximize,
            etaminus = etaminus,
            etaplus = etaplus,
            min_step = min_step,
            max_step = max_step,
        }, parameters);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public override Tensor? step(Func<Tensor>? closure = null) => Update<State>(closure, state => state.step, static (group, batch) =>
    {
        var options = (Options)group.Options!;
        foreach (var state in batch.States) state.step++;
        var parameters = batch.Parameters;
        var grads = batch.Gradients(options.maximize!.Value, 0);
        var previous = batch.Of(state => state.prev);
        var sizes = batch.Of(state => state.step_size);
        for (var i = 0; i < parameters.Length; i++)
        {
            var agreement = grads[i].mul(previous[i]);
            var turned = agreement.lt(0);
            var factor = ones_like(agreement).masked_fill_(agreement.gt(0), options.etaplus!.Value)
                .masked_fill_(turned, options.etaminus!.Value);
            sizes[i].mul_(factor).clamp_(options.min_step!.Value, options.max_step!.Value);
            // Where the sign has turned, no step is made and the next one counts as agreeing.
            var grad = grads[i].masked_fill(turned, 0);
            parameters[i].addcmul_(grad.sign(), sizes[i], -1);
            previous[i].copy_(grad);
        }
    });

    /// <summary>What is remembered of a parameter.</summary>
    public sealed class State(Parameter parameter) : FieldState(parameter)
    {
        public long step;
        public Tensor prev = null!;
        public Tensor step_size = null!;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Zero(ref prev!);
            Zero(ref step_size!);
            using var guard = no_grad();
            step_size.fill_(options.LearningRate!.Value);
        }
    }

    public class Options : OptimizerOptions
    {
        public bool? maximize;
        public double? etaminus;
        public double? etaplus;
        public double? min_step;
        public double? max_step;
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2,
            double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                maximize = maximize,
                etaminus = etaminus,
                etaplus = etaplus,
                min_step = min_step,
                max_step = max_step,
            })
        {
        }
    }
}
