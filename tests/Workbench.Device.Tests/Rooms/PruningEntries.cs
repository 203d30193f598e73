using TorchSharp;
using Workbench.Models;
using Workbench.Probes;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Device.Tests.Rooms;

/// <summary>Scores, scopes and structures of pruning, and what is read off activations.</summary>
internal static class PruningEntries
{
    private const string Sums = "means over examples";

    public static IEnumerable<Entry> All =>
    [
        .. PruningScores.All.Select(score => new Entry($"score {score.Name}", at => With(at, state => [.. score.Scores(state).Values])) { NoBFloat16 = Sums }),
        .. from scope in PruningScope.All
           from structure in PruningStructure.All
           select new Entry($"prune {scope.Name} {structure.Name}", at => With(at, state =>
           {
               new PruningMethod { Rate = 0.4, Scope = scope, Structure = structure }.Prune(state);
               return [.. state.Masks.Names.Select(name => state.Masks[name])];
           }))
           { Float32 = "masks may be of any dtype", NoBFloat16 = "decides between weights that round to one" },
        new Entry("activation pruning", at => With(at, state =>
        {
            new ActivationPruning { Rate = 0.2 }.Prune(state, state.Masks.Alive);
            return [.. state.Masks.Names.Select(name => state.Masks[name])];
        }))
        { Float32 = "masks may be of any dtype", NoBFloat16 = "decides between weights that round to one" },
        new Entry("semi-structured", at => With(at, state =>
        {
            SemiStructured.Prune(state, new Magnitude(), 1, 2);
            return [.. state.Masks.Names.Select(name => state.Masks[name])];
        }))
        { Float32 = "masks may be of any dtype", NoBFloat16 = "decides between weights that round to one" },
        new Entry("lottery ticket, shuffled", at => With(at, state =>
        {
            new PruningMethod { Rate = 0.4 }.Prune(state);
            using var snapshot = new WeightSnapshot(state.Model);
            using var ticket = new LotteryTicket(state.Masks, snapshot);
            using var shuffled = ticket.Shuffled(1);
            var masks = shuffled.Mask(state.Model);
            return [.. masks.Names.Select(name => masks[name])];
        }))
        { Float32 = "masks may be of any dtype", NoBFloat16 = "decides between weights that round to one" },
        new Entry("percentile", at => Percentile.Of(at.Normal(1, 40), 0.3).Value) { NoBFloat16 = "decides between values that round to one" },
        new Entry("dead neurons", at =>
        {
            using var model = at.Module(new FashionMlp(0, 8, 6, 5, 3));
            var report = DeadNeuronRate.Measure(model, at.Normal(1, 20, 8));
            return (IEnumerable<object>)[.. report.Layers.Select(layer => (double)layer.AlwaysDead), .. report.Layers.Select(layer => layer.Rate)];
        })
        { NoBFloat16 = "signs of sums" },
        new Entry("firing", at => Add(new FiringCount("gate"), at.Normal(1, 3, 4, 5), firing => [firing.NonZeroShare, firing.Mean])),
        new Entry("largest activations", at => Add(new LargestActivations(4), at.Normal(1, 3, 4, 5), largest => [.. largest.Select(one => one.Value)])),
        new Entry("massive activations", at => Add(new MassiveActivations("gate"), at.Normal(1, 3, 4, 5), massive => massive.Top)) { NoBFloat16 = Sums },
        new Entry("attention shape", at => Add(new AttentionShape("attention"), at.Normal(1, 2, 3, 4, 4).softmax(-1), heads => heads.Entropy)) { NoBFloat16 = Sums },
        new Entry("token mean", at => Add(new TokenMean(x => x.square().mean([-1])), at.Normal(1, 3, 4, 5), mean => [mean])) { NoBFloat16 = Sums },
        new Entry("sparsity measures", at =>
        {
            var x = at.Normal(1, 6, 8);
            return (IEnumerable<object>)[SparsityMeasures.Hoyer(x), SparsityMeasures.Gini(x), SparsityMeasures.TopMass(x, 3), SparsityMeasures.EffectiveRank(x)];
        })
        { NoBFloat16 = Sums },
        new Entry("residual stream", at => ResidualStream.RelativeVelocity([at.Normal(1, 4, 5), at.Normal(2, 4, 5), at.Normal(3, 4, 5)])) { NoBFloat16 = Sums },
        new Entry("residual stream, directions", at => ResidualStream.DirectionKept([at.Normal(1, 4, 5), at.Normal(2, 4, 5), at.Normal(3, 4, 5)], 1)) { NoBFloat16 = Sums },
        new Entry("principal components", at => PrincipalComponents.Of(at.Normal(1, 12, 5), 2).Shares) { NoBFloat16 = Sums },
        new Entry("slopes", at =>
        {
            using var relu = nn.ReLU();
            var slopes = SlopeProfile.Of(relu, at.Normal(1, 40, 3));
            return (IEnumerable<object>)[slopes.Dead];
        }),
        new Entry("probe", at =>
        {
            using var model = at.Module(new FashionMlp(0, 8, 6, 5, 3));
            using var probe = new Probe(model);
            var firing = probe.Reduce("*", name => new FiringCount(name));
            model.call(at.Normal(1, 20, 8));
            return (IEnumerable<object>)[.. firing.Take().Select(one => one.NonZeroShare)];
        })
        { NoBFloat16 = "signs of sums" },
    ];

    private static IEnumerable<object> With(Place at, Func<PruningState, Tensor[]> run)
    {
        using var model = at.Module(new FashionMlp(0, 8, 6, 8, 4));
        using var start = new WeightSnapshot(model);
        using var masks = new PruningMasks(model);
        using (no_grad())
        {
            foreach (var parameter in model.parameters())
                parameter.mul_(1.5).add_(0.01);
        }

        var results = run(new PruningState(model, masks, start) { Calibration = new Calibration(at.Normal(1, 12, 8), at.Whole(2, 4, 12)) });
        return [.. results.Select(tensor => tensor.clone())];
    }

    private static IEnumerable<object> Add<T>(ActivationStatistic<T> statistic, Tensor values, Func<T, IEnumerable<double>> read)
    {
        using (statistic)
        {
            statistic.Add(values);
            return [.. read(statistic.Result()).Select(value => (object)value)];
        }
    }
}
