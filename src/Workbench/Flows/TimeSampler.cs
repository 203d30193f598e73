using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The law of the training times, given by its density and its quantile function on [0, 1].</summary>
public abstract class TimeSampler
{
    /// <summary>Times drawn evenly from [0, 1].</summary>
    public static TimeSampler Uniform { get; } = new UniformTimes();

    /// <summary>One instance of every time sampler of the library.</summary>
    public static IReadOnlyList<TimeSampler> All { get; } =
        [Uniform, new LogitNormalTimes(), new ModeTimes(), new CosMapTimes(), new UShapedTimes(), new BetaTimes(), new EdmLogNormalTimes()];

    /// <summary>The name by which <see cref="ByName"/> finds the sampler.</summary>
    public abstract string Name { get; }

    /// <summary>The density at given times, of the same shape.</summary>
    /// <param name="t">Times in [0, 1].</param>
    public abstract Tensor Density(Tensor t);

    /// <summary>The time below which a given share of the law lies, of the same shape.</summary>
    /// <param name="u">Shares in [0, 1].</param>
    public abstract Tensor Quantile(Tensor u);

    /// <summary>Independent draws, float32, [count], on the generator's device.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="generator">The only source of randomness.</param>
    public virtual Tensor Sample(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Batches.RequirePositive(count, nameof(count));
        return Quantile(torch.rand([count], device: generator.device, generator: generator));
    }

    /// <summary>The same law seen at another resolution: τ ↦ τ/(τ + α·(1-τ)) (<see cref="ShiftedTimes"/>).</summary>
    /// <param name="alpha">The shift, positive; above 1 towards the noise.</param>
    public ShiftedTimes Shifted(double alpha) => new(this, alpha);

    /// <summary>The time sampler of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No time sampler has the name; the message gives the nearest one.</exception>
    public static TimeSampler ByName(string name) => Named.Find(All, s => s.Name, name, "time sampler");
}

/// <summary>The uniform law of times, density 1 on [0, 1]: the choice of arXiv 2209.03003.</summary>
public sealed class UniformTimes : TimeSampler
{
    /// <inheritdoc/>
    public override string Name => "uniform";

    /// <inheritdoc/>
    public override Tensor Density(Tensor t) => torch.ones_like(t);

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u) => u;
}
