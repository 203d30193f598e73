using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workbench.Ablations;

/// <summary>A finished run as a line of a journal: JSON with a checksum of its own.</summary>
/// <param name="Key">Hash of everything that says which run it is.</param>
/// <param name="Variant">The factor levels, for a reader of the file.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">Why it has no (usable) measurements.</param>
/// <param name="Measurements">Names and values.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record JournalEntry(
    string Key, string Variant, int Seed, RunStatus Status, string Reason, IReadOnlyList<(string Name, double Value)> Measurements, double Seconds)
{
    private const string Head = "{\"sum\":\"";
    private const string Middle = "\",\"run\":";
    private const int SumLength = 16;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line, without its end.</summary>
    public string ToLine()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("key", Key);
            json.WriteString("variant", Variant);
            json.WriteNumber("seed", Seed);
            json.WriteString("status", Status.ToString().ToLowerInvariant());
            json.WriteString("reason", Reason);
            json.WriteStartObject("measurements");
            // As text when JSON has no number for it; the shortest text that reads back as the same bits otherwise.
            foreach (var (name, value) in Measurements)
            {
                if (double.IsFinite(value)) json.WriteNumber(name, value);
                else json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
            json.WriteNumber("seconds", Seconds);
            json.WriteEndObject();
        }

        var run = Encoding.UTF8.GetString(buffer.ToArray());
        return $"{Head}{Sum(run)}{Middle}{run}}}";
    }

    /// <summary>Reads a line; false when it is torn or damaged.</summary>
    public static bool TryParse(string line, out JournalEntry entry)
    {
        entry = null!;
        var start = Head.Length + SumLength + Middle.Length;
        if (line.Length <= start || !line.StartsWith(Head, StringComparison.Ordinal) || line[^1] != '}') return false;
        var run = line[start..^1];
        if (line.Substring(Head.Length, SumLength) != Sum(run) || line.Substring(Head.Length + SumLength, Middle.Length) != Middle) return false;
        using var json = JsonDocument.Parse(run);
        var root = json.RootElement;
        entry = new(
            root.GetProperty("key").GetString()!,
            root.GetProperty("variant").GetString()!,
            root.GetProperty("seed").GetInt32(),
            Enum.Parse<RunStatus>(root.GetProperty("status").GetString()!, ignoreCase: true),
            root.GetProperty("reason").GetString()!,
            [.. root.GetProperty("measurements").EnumerateObject().Select(m => (m.Name, m.Value.ValueKind == JsonValueKind.Number
                ? m.Value.GetDouble()
                : double.Parse(m.Value.GetString()!, CultureInfo.InvariantCulture)))],
            root.GetProperty("seconds").GetDouble());
        return true;
    }

    private static string Sum(string run) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run)))[..SumLength];
}
