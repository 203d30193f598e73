using TorchSharp;
using Workbench.Activations;
using Workbench.Benches;
using Workbench.Reinforcement;
using Xunit;

namespace Workbench.Tests.Reinforcement;

public sealed class GridWorldTests
{
    [Fact]
    public void Moves_go_to_the_four_sides_and_walls_hold()
    {
        var world = new GridWorld(side: 3, goal: 8);
        Assert.Equal([1, 7, 3, 5], Enumerable.Range(0, 4).Select(action => world.Step(4, action).Cell));
        Assert.Equal([0, 3, 0, 1], Enumerable.Range(0, 4).Select(action => world.Step(0, action).Cell));
        Assert.Equal((8, 1.0, true), world.Step(7, 3));
        Assert.Equal((6, 0.0, false), world.Step(7, 2));
    }

    [Fact]
    public void The_shortest_walk_returns_the_discount_to_the_power_of_the_distance()
    {
        // Distances to the corner of 3 x 3: 1, 1, 2, 2, 2, 3, 3, 4.
        const double g = 0.9;
        var expected = (2 + 3 * g + 2 * g * g + g * g * g) / 8;
        var world = new GridWorld(side: 3, goal: 0);
        int[] upThenLeft = [2, 2, 2, 0, 0, 0, 0, 0, 0];
        Assert.Equal(expected, world.BestReturn(g), 12);
        Assert.Equal(expected, world.Return(upThenLeft, g), 12);
    }

    [Fact]
    public void A_walk_in_a_circle_returns_nothing()
    {
        var world = new GridWorld(side: 2, goal: 0);
        Assert.Equal(0, world.Return([0, 1, 1, 1], 0.9), 12);
        Assert.Equal(1.0 / 3, world.Return([0, 2, 1, 1], 0.9), 12);
    }

    [Fact]
    public void What_does_not_exist_is_refused()
    {
        var world = new GridWorld(side: 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Goal = 9);
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Step(0, 4));
        Assert.Throws<ArgumentException>(() => world.Return([0], 0.9));
    }

    [Fact]
    public void Deep_q_learning_finds_the_shortest_walks_and_the_same_ones_from_the_same_seed()
    {
        var first = Learn();
        Assert.Equal(first.World.BestReturn(0.9), first.World.Return(first.Policy, 0.9), 1e-9);
        Assert.Equal(first.Policy, Learn().Policy);

        static (GridWorld World, int[] Policy) Learn()
        {
            var world = new GridWorld(side: 3, goal: 4);
            using var agent = new DeepQLearning(world, () => DigitsBench.Mlp(new Relu(), [9, 32, 4], seed: 1), new DeepQOptions { Seed = 1, Discount = 0.9, Exploration = 0.5 });
            agent.Run(800);
            return (world, agent.Policy());
        }
    }
}
