using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace Workbench.Ablations;

/// <summary>One run of an ablation, as the code that measures it sees it: its factor levels, its seed, and a line to report on.</summary>
public sealed class AblationRun : AblationVariant
{
    private readonly Action<AblationRun> _changed;

    internal AblationRun(AblationVariant variant, int seed, CancellationToken cancellation, Action<AblationRun> changed)
        : base(variant)
    {
        Seed = seed;
        Cancellation = cancellation;
        _changed = changed;
    }

    /// <summary>The seed, the same for every variant: the only source of randomness of a run.</summary>
    public int Seed { get; }

    /// <summary>Asks the run to stop, e.g. after Ctrl-C; a long loop may look at it. A stopped run is no row.</summary>
    public CancellationToken Cancellation { get; }

    internal string Metric { get; private set; } = "";

    internal double Share { get; private set; }

    /// <summary>
    /// A seed for one purpose, e.g. "data" or "order", made of <see cref="Seed"/> and the purpose alone. With a stream for each purpose, a
    /// variant that draws more numbers for one (a larger network's weights) leaves the others as they are (the order of the examples).
    /// </summary>
    /// <param name="purpose">What the numbers are for.</param>
    /// <returns>A non-negative seed.</returns>
    public int SeedFor(string purpose)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Seed}:{purpose}")));
        return BinaryPrimitives.ReadInt32LittleEndian(hash) & int.MaxValue;
    }

    /// <summary>A new generator with <see cref="Seed"/>, or with <see cref="SeedFor"/> when a purpose is named.</summary>
    /// <param name="purpose">What the numbers are for; null for a generator with the run's seed itself.</param>
    /// <param name="device">Where it draws; the CPU when null.</param>
    public torch.Generator Generator(string? purpose = null, torch.Device? device = null) =>
        new((ulong)(purpose is null ? Seed : SeedFor(purpose)), device);

    /// <summary>Shows a value on the progress line while the run goes on, e.g. <c>run.Report("loss", loss)</c>.</summary>
    /// <param name="metric">Its name.</param>
    /// <param name="value">Its newest value.</param>
    public void Report(string metric, double value)
    {
        Metric = string.Create(CultureInfo.InvariantCulture, $"{metric} {value:G4}");
        _changed(this);
    }

    /// <summary>Says how far the run is, so that the remaining time counts the part that is done.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="total">Steps of the run, at least one.</param>
    public void Progress(long done, long total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        Share = Math.Clamp((double)done / total, 0, 1);
        _changed(this);
    }

    /// <summary>Ends the run as diverged: a row with this reason and no measurements.</summary>
    /// <param name="reason">What was seen, e.g. "loss above 1e4 at step 120".</param>
    [DoesNotReturn]
    public void Diverged(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        throw new RunDivergedException(reason);
    }
}
