using Workbench.DeadEnds;

namespace Workbench.Tests.DeadEnds;

public class TokenWorldTests
{
    private static readonly Lazy<TokenWorld> Gate = new(() => GateWorld.Draw(seed: 11));
    private static readonly Lazy<TokenValues> Q = new(() => TokenValues.Exact(Gate.Value.Policy));

    [Fact]
    public void Values_of_a_tiny_world_are_those_of_every_text_written_out()
    {
        var world = Tiny();
        var policy = world.Policy;
        foreach (var (discount, backup) in new[] { (1.0, Backup.Expectation), (0.7, Backup.Expectation), (0.7, Backup.Maximum) })
        {
            var q = TokenValues.Exact(policy, discount, backup);
            for (var t = 0; t < world.Horizon; t++)
                for (var s = 0; s < 2; s++)
                    for (var a = 0; a < 3; a++)
                        Assert.Equal(Unrolled(world, t, s, a, discount, backup), q[t, s, a], 12);
        }

        // By hand: the text ends after one more token; state 1 is left by token 2 only.
        Assert.Equal(-0.9, TokenValues.Exact(policy)[2, 1, 0], 12);
        Assert.Equal(-0.1, TokenValues.Exact(policy)[2, 1, 2], 12);
        Assert.Equal(-((0.2 * 0.9) + (0.5 * 0.9) + (0.3 * 0.1)), TokenValues.Exact(policy)[1, 0, 1], 12);
    }

    [Fact]
    public void Outcome_of_a_tiny_world_is_that_of_every_text_written_out()
    {
        var world = Tiny();
        var policy = Rectification.Apply(world.Policy, TokenValues.Exact(world.Policy), 0.3);
        var (rate, divergence, surprise) = (0.0, 0.0, 0.0);
        for (var code = 0; code < 2 * 27; code++)
        {
            int[] tokens = [code / 2 % 3, code / 6 % 3, code / 18];
            var (s, mass, ratio, log) = (code % 2, world.Start[code % 2], 0.0, 0.0);
            for (var t = 0; t < 3; t++)
            {
                mass *= policy[t, s][tokens[t]];
                log += Math.Log(world.Probabilities[s, tokens[t]]);
                ratio += Math.Log(policy[t, s][tokens[t]] / world.Probabilities[s, tokens[t]]);
                s = world.Next[s, tokens[t]];
            }

            rate += mass * world.Risk[s];
            divergence += mass * ratio;
            surprise -= mass * log;
        }

        var outcome = TextOutcome.Of(policy);
        Assert.Equal(rate, outcome.UndesiredRate, 12);
        Assert.Equal(divergence, outcome.Divergence, 12);
        Assert.Equal(Math.Exp(surprise / 3), outcome.Perplexity, 12);
        Assert.True(outcome.Divergence > 0);
    }

    [Fact]
    public void The_value_of_the_start_is_the_undesired_rate_and_texts_have_it()
    {
        var world = Gate.Value;
        var rate = TextOutcome.Of(world.Policy).UndesiredRate;
        var value = 0.0;
        for (var s = 0; s < world.States; s++)
            for (var a = 0; a < world.Vocabulary; a++)
                value -= world.Start[s] * world.Probabilities[s, a] * Q.Value[0, s, a];
        Assert.Equal(rate, value, 12);
        Assert.InRange(rate, 0.35, 0.65);
        var drawn = world.Policy.Sample(20_000, new Random(1)).Count(text => text.Undesired) / 20_000.0;
        Assert.InRange(drawn, rate - (3 * Math.Sqrt(rate * (1 - rate) / 20_000)), rate + (3 * Math.Sqrt(rate * (1 - rate) / 20_000)));
        Assert.Equal(0, TextOutcome.Of(world.Policy).Divergence, 12);
    }

    [Fact]
    public void The_best_continuation_is_never_worse_and_values_stay_in_their_range()
    {
        var best = TokenValues.Exact(Gate.Value.Policy, backup: Backup.Maximum);
        for (var t = 0; t < 20; t++)
            for (var s = 0; s < 64; s++)
                for (var a = 0; a < 32; a++)
                {
                    Assert.InRange(Q.Value[t, s, a], -1, 0);
                    Assert.True(best[t, s, a] >= Q.Value[t, s, a] - 1e-12);
                }
    }

    [Fact]
    public void Stricter_rectification_is_safer_and_farther_from_the_base_and_keeps_every_cap()
    {
        var world = Gate.Value;
        var outcomes = new[] { 0, 0.1, 0.2, 0.3 }.Select(epsilon => TextOutcome.Of(Rectification.Apply(world.Policy, Q.Value, epsilon), world)).ToArray();
        for (var i = 1; i < outcomes.Length; i++)
        {
            Assert.True(outcomes[i].UndesiredRate <= outcomes[i - 1].UndesiredRate + 0.002);
            Assert.True(outcomes[i].Divergence > outcomes[i - 1].Divergence);
        }

        var policy = Rectification.Apply(world.Policy, Q.Value, 0.1);
        var reached = TextOutcome.Occupancy(policy);
        for (var t = 0; t < 20; t++)
            for (var s = 0; s < 64; s++)
            {
                var caps = Rectification.Caps([.. Enumerable.Range(0, 32).Select(a => Q.Value[t, s, a])], 0.1);
                if (caps.Sum() >= 1 && reached[t][s] > 0)
                    Assert.True(Rectification.Excess(policy[t, s], caps) <= 1e-12);
            }
    }

    [Fact]
    public void Counting_texts_finds_the_exact_values()
    {
        var world = Gate.Value;
        var counted = TokenValues.Counted(world, world.Policy.Sample(20_000, new Random(2)), out var counts);
        var (checkedPairs, worst) = (0, 0.0);
        for (var t = 0; t < 20; t++)
            for (var s = 0; s < 64; s++)
                for (var a = 0; a < 32; a++)
                    if (counts[t][s][a] >= 200)
                    {
                        checkedPairs++;
                        worst = Math.Max(worst, Math.Abs(counted[t, s, a] - Q.Value[t, s, a]) * Math.Sqrt(counts[t][s][a]));
                    }

        Assert.True(checkedPairs > 100);
        // Half a standard deviation of a coin at most: five of them over a few hundred pairs.
        Assert.InRange(worst, 0.2, 2.5);
    }

    [Fact]
    public void Filters_temperatures_and_worlds_that_are_none()
    {
        var world = Gate.Value;
        var filtered = world.Without([.. GateWorld.Triggers]);
        Assert.All(GateWorld.Triggers, token => Assert.Equal(0, filtered.Probabilities[40, token]));
        Assert.Equal(1, filtered.Row(40).Sum(), 12);
        Assert.True(world.AtTemperature(0.5).Row(3).Max() > world.Row(3).Max());
        Assert.Equal(world.Row(3)[5], world.AtTemperature(1).Row(3)[5], 14);
        Assert.Throws<ArgumentException>(() => world.Without([.. Enumerable.Range(0, 32)]));
        Assert.Contains("[0, 31]", Assert.Throws<ArgumentOutOfRangeException>(() => world.Without(32)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Weighted(-1, 3));
        Assert.Equal([0.6 * 0.5 / 0.7, 0.3 / 0.7, 0.1 / 0.7], Tiny().Weighted(0.5, 0, 0).Row(0), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal((0.25 * 0.6) + (0.75 * 0.6 * 0.5 / 0.7), Tiny().Mixed(0.25, Tiny().Weighted(0.5, 0)).Probabilities[0, 0], 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Mixed(1.5, world));
        Assert.Contains("got 2 and 3", Assert.Throws<ArgumentException>(() => world.Mixed(0.5, Tiny())).Message);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() =>
            new TokenWorld(new[,] { { 1.0 }, { 0.5 } }, new int[2, 1], [0, 0], [1, 0], 2)).Message);
        Assert.Contains("leads to 7", Assert.Throws<ArgumentException>(() =>
            new TokenWorld(new[,] { { 1.0 } }, new[,] { { 7 } }, [0], [1], 2)).Message);
        Assert.Throws<ArgumentException>(() => TextOutcome.Of(world.Policy, Tiny()));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenValues.Exact(world.Policy, 1.5));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var world = Tiny();
        var values = TokenValues.Exact(world.Policy);
        void Says(string part, Action action) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message);

        Says("risk of state 1 must lie in [0, 1]; got 1.5", () => _ = new TokenWorld(new[,] { { 1.0 }, { 1.0 } }, new int[2, 1], [0, 1.5], [1, 0], 2));
        Says("one a state; got 1", () => _ = new TokenWorld(new[,] { { 1.0 }, { 1.0 } }, new int[2, 1], [0], [1, 0], 2));
        Says("the least is -0.5", () => _ = new TokenWorld(new[,] { { 1.5, -0.5 } }, new int[1, 2], [0], [1], 2));
        Says("Row 1, changed, has 2 entries; expected 3", () => world.With((s, row) => s == 0 ? row : row[..2]));
        Says("sum to NaN", () => world.With((_, row) => [double.NaN, 0, 1]));
        Says("position 1, state 0", () => _ = new TokenPolicy(world, (t, s) => t == 1 ? [0.5, 0.4, 0] : world.Row(s)));
        Says("state 1 has 0 entries", () => _ = new TokenPolicy(world, (_, s) => s == 1 ? null! : world.Row(s)));
        Says("'position'", () => _ = world.Policy[3, 0]);
        Says("'state'", () => _ = world.Policy[0, -1]);
        Says("'state'", () => world.Row(2));
        Says("'token'", () => _ = values[0, 0, 3]);
        Says("'position'", () => _ = values[3, 0]);
        Says("temperature", () => world.AtTemperature(double.NaN));
        Says("temperature", () => world.AtTemperature(double.PositiveInfinity));
        Says("Position 1 has 1 states; expected 2", () => _ = new TokenValues([[[0], [0]], [[0]]]));
        Says("position 0, state 1 has -2", () => _ = new TokenValues([[[0.0], [-2]]]));
        Says("needs a position", () => _ = new TokenValues([]));
        Says("Expected values [3][2][3]; got [20][64][32]", () => Rectification.Apply(world.Policy, Q.Value, 0.1));
        Says("3 tokens and 4 states; got 20 and 21", () => TokenValues.Counted(world, Gate.Value.Policy.Sample(1, new Random(1)), out _));
        Says("token 7 in state 0", () => TokenValues.Counted(world, [new TokenText([0, 0, 0, 0], [7, 0, 0], false)], out _));
        Says("'lastToken'", () => GateWorld.State(true, 32));
        Says("'state'", () => GateWorld.LastToken(64));
        Says("prompt 2 starts in 9", () => WorldModel.States(world, TorchSharp.torch.zeros([1, 1], TorchSharp.torch.ScalarType.Int64), prompt => prompt == 2 ? 9 : 0));
        Says("2 caps for 1 tokens", () => Rectification.Excess([1], [1, 1]));
    }

    [Fact]
    public void A_low_temperature_leaves_the_most_likely_token()
    {
        var cold = Tiny().AtTemperature(1e-4);
        Assert.Equal([1.0, 0, 0], cold.Row(0));
        Assert.Equal([0, 1.0, 0], cold.Row(1));
    }

    [Fact]
    public void A_world_is_that_of_its_seed_and_gates_come_after_every_fourth_token()
    {
        Assert.Equal(Gate.Value.Probabilities, GateWorld.Draw(11).Probabilities);
        Assert.NotEqual(Gate.Value.Probabilities, GateWorld.Draw(12).Probabilities);
        double Gates(int last) => GateWorld.Gates.Sum(gate => Gate.Value.Probabilities[GateWorld.State(false, last), gate]);
        // 0.30 and 0.02 of rows of mass 1.25 and 0.97 before normalising, besides the floor.
        Assert.Equal(0.30 / 1.25, Gates(4), 1e-4);
        Assert.Equal(0.02 / 0.97, Gates(5), 1e-4);
        Assert.True(GateWorld.IsRisky(Gate.Value.Next[GateWorld.State(false, 3), 28]));
        Assert.False(GateWorld.IsRisky(Gate.Value.Next[GateWorld.State(true, 3), 30]));
        Assert.True(GateWorld.IsRisky(Gate.Value.Next[GateWorld.State(true, 3), 2]));
    }

    private static TokenWorld Tiny() => new(
        new[,] { { 0.6, 0.3, 0.1 }, { 0.2, 0.5, 0.3 } }, new[,] { { 0, 1, 0 }, { 1, 1, 0 } }, [0.1, 0.9], [0.8, 0.2], horizon: 3);

    private static double Unrolled(TokenWorld world, int t, int s, int a, double discount, Backup backup)
    {
        var after = world.Next[s, a];
        if (t == world.Horizon - 1) return -world.Risk[after];
        var later = Enumerable.Range(0, world.Vocabulary).Select(next => Unrolled(world, t + 1, after, next, discount, backup)).ToArray();
        return discount * (backup == Backup.Maximum ? later.Max() : later.Zip(world.Row(after), (q, p) => q * p).Sum());
    }
}
