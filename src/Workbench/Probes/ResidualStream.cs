using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Probes;

/// <summary>
/// The residual stream as a trajectory over layers (Fernando, Guitchounts 2025, arXiv 2502.12131): how fast it moves, and how long it
/// keeps its direction. States are the embedding and the output of each block, <c>[batch, position, feature]</c> or <c>[token, feature]</c>.
/// </summary>
/// <remarks>
/// <code>
/// using var record = ActivationRecord.Of(model, () => model.call(tokens), "embedding", "blocks.*");
/// var states = record.Names.Select(name => record[name]).ToList();
/// ResidualStream.Velocity(states)    // one number a block
/// </code>
/// </remarks>
public static class ResidualStream
{
    /// <summary>Mean over tokens of ‖h_{l+1} - h_l‖ for every l.</summary>
    /// <param name="states">h_0 … h_L, of one shape.</param>
    /// <exception cref="ArgumentException">Fewer than two states, or of different shapes.</exception>
    public static IReadOnlyList<double> Velocity(IReadOnlyList<Tensor> states)
        => OfPairs(states, 1, (before, after) => (after - before).square().sum(-1).sqrt().mean());

    /// <summary>Mean over tokens of ‖h_{l+1} - h_l‖/‖h_l‖ for every l.</summary>
    /// <param name="states">h_0 … h_L, of one shape.</param>
    /// <exception cref="ArgumentException">Fewer than two states, or of different shapes.</exception>
    public static IReadOnlyList<double> RelativeVelocity(IReadOnlyList<Tensor> states)
        => OfPairs(states, 1, (before, after) => ((after - before).square().sum(-1) / before.square().sum(-1)).sqrt().mean());

    /// <summary>
    /// Autocorrelation of the stream over layers: of each feature Pearson's correlation between h_l and h_{l+lag} over tokens, averaged
    /// over the features that vary.
    /// </summary>
    /// <param name="states">h_0 … h_L, of one shape.</param>
    /// <param name="lag">Layers between the two, 1 to L.</param>
    /// <returns>One number for each l from 0 to L - lag; NaN where no feature varies.</returns>
    /// <exception cref="ArgumentException">Too few states, or of different shapes.</exception>
    public static IReadOnlyList<double> Autocorrelation(IReadOnlyList<Tensor> states, int lag = 1) => OfPairs(states, lag, (before, after) =>
    {
        var (a, b) = (before - before.mean([0L], true), after - after.mean([0L], true));
        var correlation = (a * b).sum(0) / (a.square().sum(0) * b.square().sum(0)).sqrt();
        var defined = correlation.isfinite();
        return torch.where(defined, correlation, torch.zeros_like(correlation)).sum() / defined.sum();
    });

    /// <summary>Mean over tokens of the cosine between the updates h_{l+1} - h_l and h_{l+lag+1} - h_{l+lag}: 1 while the direction is kept.</summary>
    /// <param name="states">h_0 … h_L, of one shape.</param>
    /// <param name="lag">Layers between the two updates, 1 to L - 1.</param>
    /// <exception cref="ArgumentException">Too few states, or of different shapes.</exception>
    public static IReadOnlyList<double> DirectionKept(IReadOnlyList<Tensor> states, int lag = 1)
    {
        ArgumentNullException.ThrowIfNull(states);
        using var scope = torch.NewDisposeScope();
        var flat = Flat(states, 3);
        var updates = flat.Skip(1).Zip(flat, (after, before) => after - before).ToList();
        return OfPairs(updates, lag, (a, b) => ((a * b).sum(-1) / (a.square().sum(-1) * b.square().sum(-1)).sqrt()).mean());
    }

    private static double[] OfPairs(IReadOnlyList<Tensor> states, int lag, Func<Tensor, Tensor, Tensor> measure)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentOutOfRangeException.ThrowIfLessThan(lag, 1);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var flat = Flat(states, lag + 1);
        return [.. Enumerable.Range(0, flat.Count - lag).Select(i => measure(flat[i], flat[i + lag]).item<double>())];
    }

    private static List<Tensor> Flat(IReadOnlyList<Tensor> states, int atLeast)
    {
        if (states.Count < atLeast)
            throw new ArgumentException($"This needs at least {atLeast} states, {states.Count} given.", nameof(states));
        var odd = states.FirstOrDefault(state => !state.shape.AsSpan().SequenceEqual(states[0].shape));
        if (odd is not null)
            throw new ArgumentException($"States have one shape; got [{string.Join(", ", states[0].shape)}] and [{string.Join(", ", odd.shape)}].", nameof(states));
        return [.. states.Select(state => state.detach().reshape(-1, state.shape[^1]).to_type(ScalarType.Float64))];
    }
}
