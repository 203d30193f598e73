using TorchSharp;
using Workbench.Models;
using Workbench.Pruning;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class RewindingTests
{
    [Fact]
    public void Rewinding_to_a_step_restores_the_weights_after_it_bit_for_bit()
    {
        using var model = Small(5);
        using var x = torch.randn([32, 6], generator: new Generator(1));
        using var y = torch.randint(0, 3, [32], generator: new Generator(2));
        Dictionary<string, float[]>? atStep = null;
        var checkedCycles = 0;
        IterativePruning.Run(model, new IterativePruningOptions { Cycles = 3, Rewinding = Rewinding.ToStep, RewindStep = 4 }, (cycle, state) =>
        {
            if (cycle > 0)
            {
                checkedCycles++;
                foreach (var (name, parameter) in model.named_parameters())
                {
                    var kept = state.Masks.Names.Contains(name) ? state.Masks[name].data<float>().ToArray() : null;
                    Assert.Equal(atStep![name].Select((value, i) => kept is null || kept[i] == 1 ? value : 0), parameter.detach().data<float>().ToArray().Select(value => value + 0f));
                }
            }

            TrainingLoop.Run(model.parameters(), 10, _ => nn.functional.cross_entropy(model.call(x), y), new LoopOptions
            {
                Optimizer = p => optim.SGD(p, 0.1, momentum: 0.9),
                AfterStep = step =>
                {
                    state.AfterStep(step);
                    if (cycle == 0 && step == 3) atStep = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.detach().data<float>().ToArray());
                },
            });
            Assert.NotEqual(atStep!["fc1.bias"], model.get_parameter("fc1.bias")!.detach().data<float>().ToArray());
        }, (cycle, _) => cycle);

        Assert.Equal(2, checkedCycles);
    }

    [Fact]
    public void A_step_that_never_comes_is_said()
    {
        using var model = Small(5);
        Assert.Contains("before step 4", Assert.Throws<InvalidOperationException>(() => IterativePruning.Run(
            model, new IterativePruningOptions { Rewinding = Rewinding.ToStep, RewindStep = 4 }, (_, state) => state.AfterStep(2), (cycle, _) => cycle)).Message);
    }

    [Fact]
    public void The_learning_rate_follows_what_is_rewound()
    {
        using var model = Small(5);
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        var state = new PruningState(model, masks, start);
        var training = new ClassifierOptions { Seed = 1, LearningRate = (step, total) => step + (total / 1000.0) };
        double Rate(Rewinding rewinding, int cycle, int step) =>
            PrunedClassifier.Cycle(training, cycle, state, new IterativePruningOptions { Rewinding = rewinding, RewindStep = 30 }).LearningRate!(step, 100);

        Assert.Equal(5.1, Rate(Rewinding.ToInitialisation, 2, 5));
        Assert.Equal(5.1, Rate(Rewinding.LearningRate, 2, 5));
        Assert.Equal(35.1, Rate(Rewinding.ToStep, 2, 5));
        Assert.Equal(99.1, Rate(Rewinding.ToStep, 2, 90));
        Assert.Equal(99.1, Rate(Rewinding.None, 2, 5));
        Assert.All(Enum.GetValues<Rewinding>(), rewinding => Assert.Equal(5.1, Rate(rewinding, 0, 5)));
    }

    [Fact]
    public void With_learning_rate_rewinding_the_weights_stay()
    {
        using var model = Small(5);
        var biases = new List<float>();
        IterativePruning.Run(model, new IterativePruningOptions { Cycles = 3, Rewinding = Rewinding.LearningRate }, (_, _) =>
        {
            using var noGrad = torch.no_grad();
            biases.Add(model.get_parameter("fc3.bias")!.sum().item<float>());
            model.get_parameter("fc3.bias")!.add_(1);
        }, (cycle, _) => cycle);

        Assert.Equal([0, 3, 6], biases);
    }

    [Fact]
    public void A_ticket_restores_its_weights_and_its_controls_change_one_thing_each()
    {
        using var model = Small(5);
        using var masks = new PruningMasks(model);
        using var initial = new WeightSnapshot(model);
        new PruningMethod { Rate = 0.6 }.Prune(new PruningState(model, masks, initial));
        using var ticket = new LotteryTicket(masks, initial);

        using var other = Small(9);
        using var restored = ticket.Restore(other);
        foreach (var name in masks.Names)
        {
            Assert.Equal(masks[name].data<float>().ToArray(), restored[name].data<float>().ToArray());
            Assert.True(other.get_parameter(name)!.eq(initial[name] * masks[name]).all().item<bool>());
        }

        using var fresh = Small(9);
        using var own = new WeightSnapshot(fresh);
        using var masked = ticket.Mask(fresh);
        Assert.All(masks.Names, name => Assert.True(fresh.get_parameter(name)!.eq(own[name] * masks[name]).all().item<bool>()));

        using var shuffled = ticket.Shuffled(3);
        using var third = Small(9);
        using var moved = shuffled.Restore(third);
        Assert.Equal(ticket.Density, shuffled.Density);
        Assert.All(masks.Names, name => Assert.Equal(masks.AliveIn(name), moved.AliveIn(name)));
        Assert.NotEqual(masks["fc1.weight"].data<float>().ToArray(), moved["fc1.weight"].data<float>().ToArray());
        Assert.True(third.get_parameter("fc1.weight")!.eq(initial["fc1.weight"] * moved["fc1.weight"]).all().item<bool>());

        using var wider = new FashionMlp(1, inputs: 7, hidden1: 8, hidden2: 5, classes: 3);
        using var untouched = new WeightSnapshot(wider);
        Assert.Contains("'fc1.weight' has the shape [8, 7]", Assert.Throws<ArgumentException>(() => ticket.Restore(wider)).Message);
        Assert.All(wider.named_parameters(), pair => Assert.True(pair.parameter.eq(untouched[pair.name]).all().item<bool>()));
    }

    [Fact]
    public void A_training_taken_up_from_a_checkpoint_with_masks_and_optimiser_state_equals_the_uninterrupted_one()
    {
        using var x = torch.randn([32, 6], generator: new Generator(1));
        using var y = torch.randint(0, 3, [32], generator: new Generator(2));

        // Straight through, and with everything put into new objects half-way.
        Assert.Equal(Train(interrupted: false), Train(interrupted: true));

        float[] Train(bool interrupted)
        {
            var model = Small(5);
            var masks = new PruningMasks(model);
            using (var start = new WeightSnapshot(model)) new PruningMethod { Rate = 0.6 }.Prune(new PruningState(model, masks, start));
            var optimiser = optim.SGD(model.parameters(), 0.1, momentum: 0.9, weight_decay: 1e-2);
            for (var step = 0; step < 20; step++)
            {
                if (interrupted && step == 10)
                {
                    var (weights, state, mask) = (model.state_dict(), optimiser.state_dict(), masks.StateDict());
                    model = Small(77);
                    model.load_state_dict(weights);
                    masks = new PruningMasks(model);
                    masks.LoadStateDict(mask);
                    optimiser = optim.SGD(model.parameters(), 0.1, momentum: 0.9, weight_decay: 1e-2);
                    optimiser.load_state_dict(state);
                }

                optimiser.zero_grad();
                nn.functional.cross_entropy(model.call(x), y).backward();
                masks.ApplyToGradients();
                optimiser.step();
                masks.Apply();
            }

            Assert.All(masks.Names, name => Assert.Equal(masks.AliveIn(name), masks.Weight(name).count_nonzero().item<long>()));
            return [.. model.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
        }
    }

    private static FashionMlp Small(int seed) => new(seed, inputs: 6, hidden1: 8, hidden2: 5, classes: 3);
}
