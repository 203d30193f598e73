using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>
/// Makes the keys of runs: hashes of factors, seed, protocol, code and kind of device, equal exactly when the run is the same; which of
/// several GPUs it is on makes no other run of it. A stated version stands for the values that the code has captured and for named levels;
/// without one they are hashed.
/// </summary>
/// <param name="name">The ablation's name.</param>
/// <param name="protocol">The protocol's name.</param>
/// <param name="version">The stated version; empty without one.</param>
/// <param name="torchThreads">libtorch's threads within a run, which may change the last bits of sums.</param>
/// <param name="device">The choice of a device, of which the kind counts.</param>
internal sealed class RunKeys(string name, string protocol, string version, int torchThreads, string device)
{
    private readonly Dictionary<FactorLevel, string> _levels = new(ReferenceEqualityComparer.Instance);

    /// <summary>Hash of the measuring code; empty before it is read.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Reads the code and the levels; returns the first value that cannot be told from another, null when all can.</summary>
    public string? Read(Delegate measure, IEnumerable<FactorLevel> levels)
    {
        var stated = version.Length > 0;
        (Code, var unknown) = CodeFingerprint.Of(measure, withValues: !stated);
        foreach (var level in levels.Where(l => !l.IsPlain && !stated))
        {
            (_levels[level], var unknownLevel) = CodeFingerprint.OfValue(level.Value, measure);
            unknown ??= unknownLevel is null ? null : $"level {level.Label}: {unknownLevel}";
        }

        return unknown;
    }

    /// <summary>The key of a run.</summary>
    /// <param name="variant">Its factor levels.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="batch">The seeds it is measured together with, as they may change its last digits; none for a run alone.</param>
    public string Key(AblationVariant variant, int seed, IEnumerable<int> batch)
    {
        string[] parts =
        [
            name, protocol, version, Code, LoadedTorch.Version(), LoadedTorch.KindOf(device),
            torchThreads.ToString(CultureInfo.InvariantCulture), seed.ToString(CultureInfo.InvariantCulture),
            string.Join(" ", batch),
            // The order in which factors were declared does not make another run.
            .. variant.Factors.Zip(variant.Levels).OrderBy(p => p.First, StringComparer.Ordinal).SelectMany(p => new[] { p.First, Kind(p.Second), p.Second.Label }),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts))))[..32];
    }

    private string Kind(FactorLevel level) =>
        !level.IsPlain ? _levels.GetValueOrDefault(level, "named") : level.Number is not null ? "number" : level.Value!.GetType().Name;
}
