namespace Workbench.Probes;

/// <summary>How many neurons fire (put out something other than 0), token by token and neuron by neuron.</summary>
/// <param name="Name">Name of the point.</param>
/// <param name="Neurons">D, the entries of a token's vector.</param>
/// <param name="Tokens">Tokens seen.</param>
/// <param name="Histogram">How many tokens have 0, 1, … D neurons that fire.</param>
/// <param name="Firings">How often each neuron fires.</param>
public sealed record Firing(string Name, long Neurons, long Tokens, IReadOnlyList<long> Histogram, IReadOnlyList<long> Firings)
{
    /// <summary>Share of pairs of neuron and token that fire.</summary>
    public double NonZeroShare => (double)Firings.Sum() / (Neurons * Tokens);

    /// <summary>Share of zeros, 1 - <see cref="NonZeroShare"/>.</summary>
    public double Sparsity => 1 - NonZeroShare;

    /// <summary>Mean number of neurons that fire for a token.</summary>
    public double Mean => (double)Firings.Sum() / Tokens;

    /// <summary>Standard deviation over tokens of the number that fire.</summary>
    public double Deviation => Math.Sqrt(Histogram.Select((tokens, count) => tokens * Math.Pow(count - Mean, 2)).Sum() / Tokens);

    /// <summary>The greatest number that fire for one token.</summary>
    public int Most => Histogram.Select((tokens, count) => tokens > 0 ? count : 0).Max();

    /// <summary>Dead-neuron rates with tokens as samples: dynamic, and static for neurons that never fire.</summary>
    public DeadNeurons Dead => new(Name, Neurons, Tokens, (Neurons * Tokens) - Firings.Sum(), Firings.LongCount(count => count == 0), 0);
}
