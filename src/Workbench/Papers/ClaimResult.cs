using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workbench.Papers;

/// <summary>One comparison of a criterion as it is stored; null where a number is not defined.</summary>
/// <param name="Text">The comparison as the card had it.</param>
/// <param name="Quantity">What was compared.</param>
/// <param name="Operator">How.</param>
/// <param name="Threshold">With what.</param>
/// <param name="Estimate">The quantity over seeds.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="EffectSize">Distance from the threshold in standard deviations over seeds, positive in the direction asked for.</param>
/// <param name="SeedsHolding">In how many seeds it holds, for a per-seed comparison.</param>
/// <param name="Outcome">holds, fails or unclear.</param>
public sealed record ComparisonResult(
    string Text, string Quantity, string Operator, double Threshold, double? Estimate, double? Low, double? High, double? EffectSize, int? SeedsHolding, string Outcome);

/// <summary>
/// A verdict as it is kept in <c>papers/results</c>: everything needed to believe it or to run it again.
/// </summary>
public sealed record ClaimResult
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Id of the claim.</summary>
    public required string Claim { get; init; }

    /// <summary>Slug of the card.</summary>
    public required string Card { get; init; }

    /// <summary>reproduced, not reproduced or inconclusive.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why, with the numbers.</summary>
    public required string Reason { get; init; }

    /// <summary>The compared quantities with their 95 % intervals.</summary>
    public required string Ours { get; init; }

    /// <summary>The weaker outcome that holds, if any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Partial { get; init; }

    /// <summary>smoke is never stored; quick or full.</summary>
    public required string Protocol { get; init; }

    /// <summary>The device it ran on.</summary>
    public required string Device { get; init; }

    /// <summary>The criterion that was judged.</summary>
    public required string Criterion { get; init; }

    /// <summary><see cref="Papers.Claim.DefinitionHash"/> at the time of the run.</summary>
    public required string Definition { get; init; }

    /// <summary>The notebook that measured it, relative to the repository; null for a run that came from none, or before this was recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Notebook { get; init; }

    /// <summary>
    /// <see cref="NotebookCode.Hash"/> of that notebook when the run began: when it differs from the notebook's now, the experiment was
    /// changed since. Null with <see cref="Notebook"/>: then nothing can be said.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Experiment { get; init; }

    /// <summary>Seeds that were judged.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>For each measurement one value per seed; null where missing or not finite.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double?>> Measurements { get; init; }

    /// <summary>The comparisons with effect sizes and intervals.</summary>
    public required IReadOnlyList<ComparisonResult> Comparisons { get; init; }

    /// <summary>Where it ran.</summary>
    public required Machine Machine { get; init; }

    /// <summary>Version of libtorch.</summary>
    public required string Libtorch { get; init; }

    /// <summary>Commit of the repository, "+dirty" if something else than notebooks and results was changed.</summary>
    public required string Commit { get; init; }

    /// <summary>Seconds from the start of the experiment to its verdicts; claims of one notebook share their runs.</summary>
    public required double Seconds { get; init; }

    /// <summary>When it was judged, UTC, ISO 8601.</summary>
    public required string Date { get; init; }

    /// <summary>The command that repeats it.</summary>
    public required string Command { get; init; }

    /// <summary>Name of its file: claim, protocol and device.</summary>
    [JsonIgnore]
    public string FileName => $"{Claim}.{Protocol}.{Device.Replace(':', '-')}.json";

    /// <summary>Writes it to a folder, replacing an earlier result of the same claim, protocol and device.</summary>
    public void Save(string folder) => AtomicFile.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads a result file.</summary>
    /// <exception cref="InvalidDataException">It is damaged or not a result; the message names the file.</exception>
    public static ClaimResult Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ClaimResult>(File.ReadAllText(path), Json)
                ?? throw new InvalidDataException($"{path}: not a claim result");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: not a claim result: {e.Message}", e);
        }
    }

    internal static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
