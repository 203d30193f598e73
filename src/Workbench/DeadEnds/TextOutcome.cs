namespace Workbench.DeadEnds;

/// <summary>What a policy writes, in numbers that are exact.</summary>
/// <param name="UndesiredRate">The probability that a text is undesired.</param>
/// <param name="Divergence">KL of whole texts from those of the base, in nats.</param>
/// <param name="Perplexity">exp of the mean surprise of the policy's tokens under the base.</param>
public sealed record TextOutcome(double UndesiredRate, double Divergence, double Perplexity)
{
    /// <summary>By dynamic programming over the states that the policy reaches.</summary>
    /// <param name="policy">What writes.</param>
    /// <param name="world">The base: a world of the same states; the policy's own when null.</param>
    /// <exception cref="ArgumentException">The worlds have other states or tokens.</exception>
    public static TextOutcome Of(TokenPolicy policy, TokenWorld? world = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        world ??= policy.World;
        if (world.States != policy.World.States || world.Vocabulary != policy.World.Vocabulary)
            throw new ArgumentException(
                $"Expected a base of {policy.World.States} states and {policy.World.Vocabulary} tokens; got {world.States} and {world.Vocabulary}.", nameof(world));
        var (divergence, surprise) = (0.0, 0.0);
        var reached = Occupancy(policy);
        for (var t = 0; t < policy.World.Horizon; t++)
            for (var s = 0; s < world.States; s++)
            {
                if (reached[t][s] == 0) continue;
                var row = policy.Row(t, s);
                for (var a = 0; a < row.Length; a++)
                {
                    if (row[a] == 0) continue;
                    var (mass, logBase) = (reached[t][s] * row[a], Math.Log(world.Probabilities[s, a]));
                    divergence += mass * (Math.Log(row[a]) - logBase);
                    surprise -= mass * logBase;
                }
            }

        var rate = reached[^1].Zip(policy.World.Risk, (p, risk) => p * risk).Sum();
        return new TextOutcome(rate, divergence, Math.Exp(surprise / policy.World.Horizon));
    }

    /// <summary>The probability of each state at each position, [H + 1][states].</summary>
    /// <param name="policy">What writes.</param>
    public static double[][] Occupancy(TokenPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var world = policy.World;
        var reached = new double[world.Horizon + 1][];
        reached[0] = [.. world.Start];
        for (var t = 0; t < world.Horizon; t++)
        {
            reached[t + 1] = new double[world.States];
            for (var s = 0; s < world.States; s++)
            {
                if (reached[t][s] == 0) continue;
                var row = policy.Row(t, s);
                for (var a = 0; a < row.Length; a++)
                    reached[t + 1][world.Next[s, a]] += reached[t][s] * row[a];
            }
        }

        return reached;
    }
}
