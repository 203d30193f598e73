using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>
/// Small latents whose editing can be judged exactly: three positions carry an attribute each, three more are background that leans a
/// little towards the attributes, and the flow under every prompt has a closed form.
/// </summary>
/// <remarks>
/// A latent has 4 channels at 6 positions, deviation s at each value, and means m_p = b_p + (2·a_p - 1)·A·e_p at the positions of
/// attributes and m_q = b_q + δ·Σ_p (a_p - 1/2)·c_pq in the background, with b, e, c random unit vectors; attributes follow
/// <see cref="AttributeLaw"/>. A prompt's law is the mixture over the patterns that it describes.
/// <code>
/// var latents = new AttributeLatents(seed: 0);
/// var x = latents.Sample(400, new Generator(1), 0, 0, 0);
/// var edited = new FlowEdit().Apply(latents.Flow(0, 0, 0), latents.Flow(1, 1, null), x, new Generator(2));
/// </code>
/// </remarks>
public sealed class AttributeLatents
{
    /// <summary>Channels of a position.</summary>
    public const int Channels = 4;

    /// <summary>Positions, those of the attributes first.</summary>
    public const int Positions = 2 * AttributeLaw.Count;

    private readonly double _std;
    private readonly double[][] _means;
    private readonly Tensor _absent;
    private readonly Tensor _present;

    /// <summary>Draws the vectors of a bench.</summary>
    /// <param name="seed">Seed of b, e and c.</param>
    /// <param name="amplitude">A, half the distance between an attribute's two means.</param>
    /// <param name="leaning">δ, how far the background leans towards the attributes; 0 for not at all.</param>
    /// <param name="std">s, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is not positive.</exception>
    public AttributeLatents(int seed, double amplitude = 0.6, double leaning = 0.5, double std = 0.35)
    {
        if (!(std > 0))
            throw new ArgumentOutOfRangeException(nameof(std), std, "The deviation must be positive.");
        _std = std;
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor Unit(params long[] shape)
        {
            var drawn = torch.randn([.. shape, Channels], dtype: ScalarType.Float64, generator: generator);
            return drawn / drawn.square().sum(-1, keepdim: true).sqrt();
        }

        var (centres, directions, leanings) = (Unit(Positions), Unit(AttributeLaw.Count), Unit(AttributeLaw.Count, AttributeLaw.Count));
        Tensor Mean(IReadOnlyList<int> pattern)
        {
            // [attributes, 1]
            var on = torch.tensor(pattern.Select(a => a - 0.5).ToArray()).unsqueeze(1);
            var background = leaning * (on.unsqueeze(2) * leanings).sum(0);
            // [positions, channels] becomes [channels, positions].
            return (centres + torch.cat([2 * amplitude * on * directions, background])).t();
        }

        _means = [.. AttributeLaw.Patterns.Select(pattern => Mean(pattern).contiguous().data<double>().ToArray())];
        _absent = Attributes(Mean([0, 0, 0])).DetachFromDisposeScope();
        _present = Attributes(Mean([1, 1, 1])).DetachFromDisposeScope();
    }

    /// <summary>The law of latents under a prompt, of points [count, 24], channel by channel.</summary>
    /// <param name="prompt">0 or 1 for each attribute, null for one that is left open.</param>
    /// <exception cref="ArgumentException">The prompt is not one.</exception>
    public GaussianMixture Law(params int?[] prompt)
    {
        int[] described = [.. Enumerable.Range(0, _means.Length).Where(k => AttributeLaw.Matches(AttributeLaw.Patterns[k], prompt))];
        var means = new double[described.Length, Channels * Positions];
        for (var row = 0; row < described.Length; row++)
        {
            for (var i = 0; i < Channels * Positions; i++)
                means[row, i] = _means[described[row]][i];
        }

        return new GaussianMixture([.. described.Select(k => AttributeLaw.Probabilities[k])], means, [.. described.Select(_ => _std)]);
    }

    /// <summary>The exact flow from the standard normal to the latents under a prompt, for points [batch, 4, 6].</summary>
    /// <param name="prompt">0 or 1 for each attribute, null for one that is left open; all null is no prompt.</param>
    /// <exception cref="ArgumentException">The prompt is not one.</exception>
    public VelocityField Flow(params int?[] prompt) => new MixtureFlow(Law(prompt));

    /// <summary>Latents under a prompt, float64, [count, 4, 6].</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="generator">The only source of randomness.</param>
    /// <param name="prompt">0 or 1 for each attribute, null for one that is left open.</param>
    /// <exception cref="ArgumentException">The prompt is not one.</exception>
    public Tensor Sample(long count, Generator generator, params int?[] prompt) =>
        Law(prompt).Sample(count, generator).to_type(ScalarType.Float64).reshape(count, Channels, Positions);

    /// <summary>
    /// The probability that each latent has all three attributes, Π_p P(a_p = 1 | x_p): each position is judged by itself, both values of
    /// its attribute equally likely beforehand.
    /// </summary>
    /// <param name="x">Latents, [batch, 4, 6].</param>
    /// <returns>[batch].</returns>
    public Tensor Switched(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = torch.NewDisposeScope();
        // [batch, attributes], log-odds of equal Gaussians.
        var odds = ((Attributes(x) - _absent).square().sum(-2) - (Attributes(x) - _present).square().sum(-2)) / (2 * _std * _std);
        return odds.sigmoid().prod(1).MoveToOuterDisposeScope();
    }

    /// <summary>The background of latents, which no prompt names: [batch, 4, 3].</summary>
    /// <param name="x">Latents, [batch, 4, 6].</param>
    public static Tensor Background(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.narrow(-1, AttributeLaw.Count, Positions - AttributeLaw.Count);
    }

    private static Tensor Attributes(Tensor x) => x.narrow(-1, 0, AttributeLaw.Count);
}
