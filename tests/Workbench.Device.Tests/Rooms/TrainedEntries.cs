using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Pruning;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Device.Tests.Rooms;

/// <summary>What is done with trained networks, and several networks trained as one.</summary>
internal static class TrainedEntries
{
    private const string Layers = "layers of rounding";

    public static IEnumerable<Entry> All => new Entry[]
    {
        new Entry("accuracy", at =>
        {
            using var images = new LabelledImages(at.Normal(1, 7, 8), at.Whole(2, 3, 7));
            return Classifier.Accuracy(at.Module(Mlp(0)), images, 3);
        }),
        new Entry("consistency function", at =>
        {
            var trained = ConsistencyFunction.Train(new VelocityMlp(2, 0, width: 8), Coupling.Independent(new StandardNormal(2), Toys.EightGaussians()), new ConsistencyTraining { Seed = 0, Steps = 1, BatchSize = 4, Device = at.Device });
            at.Module(trained.Network);
            return (IEnumerable<object>)[trained.At(at.Normal(1, 6, 2), 0.3), trained.Sample(at.Normal(1, 6, 2), [0.5], at.Generator(3))];
        })
        { Draws = true },
        new Entry("a class that is given", at =>
        {
            var flow = new NetworkConditionalField(at.Module(new ConditionalVelocityMlp(2, 0, Conditions.Labels(3), width: 8)));
            return (IEnumerable<object>)[flow.Given(1).Velocity(at.Normal(1, 6, 2), 0.3), flow.Given(arange(6) % 3).Velocity(at.Normal(1, 6, 2), 0.3), flow.Unconditional.Velocity(at.Normal(1, 6, 2), 0.3)];
        }),
        new Entry("no vector is given", at => new NetworkConditionalField(at.Module(new ConditionalVelocityMlp(2, 0, Conditions.Vectors(3), width: 8))).Unconditional.Velocity(at.Normal(1, 6, 2), 0.3)),
        new Entry("a class that is fixed", at => new FixedCondition(at.Module(new ConditionalVelocityMlp(2, 0, Conditions.Labels(3), width: 8)), 2).call(at.Normal(1, 6, 2), at.Uniform(2, 6))),
        new Entry("permuted task", at =>
        {
            using var images = new LabelledImages(at.Normal(1, 6, 1, 4, 4), at.Whole(2, 3, 6));
            var task = PermutedTask.Draw(16, 3, 0).Of(images);
            return (IEnumerable<object>)[task.Images, task.Labels];
        }),
        new Entry("channels removed", at =>
        {
            using var model = at.Module(Mlp(0));
            var group = ((IPrunableNetwork)model).ChannelGroups[0].Name;
            using var smaller = ChannelRemoval.Of(model, new Dictionary<string, IReadOnlyList<long>> { [group] = [0, 2] }).Apply(model);
            return smaller.call(at.Normal(1, 4, 8)).detach();
        }),
        new Entry("several networks at rates of their own", at => Together(at, Mlp, at.Normal(1, 2, 4, 8))),
        new Entry("several tables as one", at => Together(at, Table, at.Whole(1, 7, 2, 4))),
    }.Select(entry => entry with { NoBFloat16 = Layers });

    private static IEnumerable<object> Together(Place at, Func<int, nn.Module<Tensor, Tensor>> make, Tensor x)
    {
        var networks = new[] { 0, 1 }.Select(seed => at.Module(make(seed))).ToArray();
        using var batched = BatchedModule.Of(networks);
        BatchedLoop.Run(batched, 2, _ => batched.call(x).square().mean([1L, 2]), rateFactors: [1, 0.5]);
        batched.Unstack();
        return [.. networks.SelectMany(network => network.parameters()).Select(parameter => parameter.detach().clone())];
    }

    private static FashionMlp Mlp(int seed) => new(seed, 8, 6, 5, 3);

    private static nn.Module<Tensor, Tensor> Table(int seed)
    {
        manual_seed(seed);
        return nn.Sequential(nn.Embedding(7, 4), nn.Linear(4, 2));
    }
}
