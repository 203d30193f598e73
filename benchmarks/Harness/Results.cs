using System.Globalization;
using System.Text;
using System.Text.Json;
using Workbench.Papers;

namespace Workbench.Benchmarks.Harness;

/// <summary>A benchmark's outcomes with where and how they came about, as a file of <c>benchmarks/results</c>.</summary>
internal sealed record Result(string Benchmark, string What, double Bar, string Unit, string Machine, string Libtorch, string Python, int Threads, int Rounds,
    string Commit, string Date, string Command, IReadOnlyList<Outcome> Outcomes, string? Against = null, string? Device = null, Rates? Rates = null)
{
    /// <summary>The name of its file: results of a GPU lie beside those of the CPU.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string File => $"{Benchmark}{(Device is null or "cpu" ? "" : ".cuda")}.json";

    public bool Met => Outcomes.All(Meets);

    public bool Meets(Outcome outcome) => outcome.Ratio <= Bar && outcome.Growth is not > 1.05;
}

/// <summary>Result files, and the table in <c>benchmarks/README.md</c> that is written from them.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const string Begin = "<!-- table: written by ./workbench bench --save -->";
    private const string End = "<!-- end of table -->";

    public static string Folder { get; } = Path.Combine(Repository.Root(), "benchmarks");

    public static void Save(Result result)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "results"));
        AtomicFile.WriteAllText(Path.Combine(Folder, "results", result.File), JsonSerializer.Serialize(result, Json) + "\n");
        var readme = Path.Combine(Folder, "README.md");
        var text = File.ReadAllText(readme);
        int from = text.IndexOf(Begin, StringComparison.Ordinal), to = text.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || to < from) throw new InvalidDataException($"benchmarks/README.md lacks the lines '{Begin}' and '{End}' between which the table goes");
        var all = Benchmark.All.SelectMany(b => new[] { b.Name + ".json", b.Name + ".cuda.json" }).Select(file => Path.Combine(Folder, "results", file)).Where(File.Exists)
            .Select(path => JsonSerializer.Deserialize<Result>(File.ReadAllText(path), Json)!);
        AtomicFile.WriteAllText(readme, text[..from] + Begin + "\n\n" + Table(all) + "\n" + text[to..]);
    }

    public static string Table(IEnumerable<Result> results)
    {
        var s = new StringBuilder();
        s.Append("| benchmark | case | ours | PyTorch (or what is named) | ratio (quartiles) | bar | | floor (ours, theirs over it) |\n| --- | --- | ---: | ---: | ---: | ---: | --- | ---: |\n");
        var notes = new List<string>();
        foreach (var result in results)
        {
            foreach (var o in result.Outcomes)
            {
                var spread = o.Low == o.High ? "" : F($" ({o.Low:F2}–{o.High:F2})");
                var growth = o.Growth is { } g ? F($", {100 * (g - 1):+0.0;−0.0;0.0} % from a tenth of the run to its end") : "";
                var floor = o.Floor is { } f ? F($"{Number(f)} {result.Unit} ({o.OursOverFloor:F1} ×, {o.PyTorchOverFloor:F1} ×)") : "";
                var device = result.Device is null or "cpu" ? "" : F($", on {result.Device}");
                s.Append(F($"| {result.What}{device} | {o.Case}{(o.Note is { } note ? $" ({note})" : "")} | {Number(o.Ours)} {result.Unit} | {Number(o.PyTorch)} {result.Unit}{(result.Against is { } against ? $" ({against})" : "")} | {o.Ratio:F2}{spread}{growth} | {result.Bar:F2} | {(result.Meets(o) ? "met" : "**missed**")} | {floor} |\n"));
            }
            var rates = result.Rates is { } r ? F($" floors from {r.Flops / 1e9:F0} GFLOP/s{(r.HalfFlops is { } half ? F($", {half / 1e12:F0} TFLOP/s in bfloat16") : "")}, {r.Bandwidth / 1e9:F1} GB/s;") : "";
            notes.Add($"{result.Benchmark}: {(result.Device is null or "cpu" ? "" : result.Device + ", ")}{result.Machine};{rates} libtorch {result.Libtorch} on both sides; {result.Threads} thread{(result.Threads > 1 ? "s" : "")}; {result.Rounds} rounds; commit {result.Commit}; {result.Date}; `{result.Command}`.");
        }
        return s + "\n" + string.Join("\n", notes.Select(note => "- " + note)) + "\n";
    }

    private static string Number(double value) => F($"{(value >= 100 ? value.ToString("F0", CultureInfo.InvariantCulture) : value.ToString("F2", CultureInfo.InvariantCulture))}");

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
