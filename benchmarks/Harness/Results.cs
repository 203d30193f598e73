using System.Globalization;
using System.Text;
using System.Text.Json;
using Workbench.Papers;

namespace Workbench.Benchmarks.Harness;

/// <summary>A benchmark's outcomes with where and how they came about, as a file of <c>benchmarks/results</c>.</summary>
internal sealed record Result(string Benchmark, string What, double Bar, string Unit, string Machine, string Libtorch, string Python, int Threads, int Rounds,
    string Commit, string Date, string Command, IReadOnlyList<Outcome> Outcomes, string? Against = null)
{
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
        AtomicFile.WriteAllText(Path.Combine(Folder, "results", result.Benchmark + ".json"), JsonSerializer.Serialize(result, Json) + "\n");
        var readme = Path.Combine(Folder, "README.md");
        var text = File.ReadAllText(readme);
        int from = text.IndexOf(Begin, StringComparison.Ordinal), to = text.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || to < from) throw new InvalidDataException($"benchmarks/README.md lacks the lines '{Begin}' and '{End}' between which the table goes");
        var all = Benchmark.All.Select(b => Path.Combine(Folder, "results", b.Name + ".json")).Where(File.Exists)
            .Select(path => JsonSerializer.Deserialize<Result>(File.ReadAllText(path), Json)!);
        AtomicFile.WriteAllText(readme, text[..from] + Begin + "\n\n" + Table(all) + "\n" + text[to..]);
    }

    public static string Table(IEnumerable<Result> results)
    {
        var s = new StringBuilder();
        s.Append("| benchmark | case | ours | PyTorch (or what is named) | ratio (quartiles) | bar | |\n| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
        var notes = new List<string>();
        foreach (var result in results)
        {
            foreach (var o in result.Outcomes)
            {
                var spread = o.Low == o.High ? "" : F($" ({o.Low:F2}–{o.High:F2})");
                var growth = o.Growth is { } g ? F($", {100 * (g - 1):+0.0;−0.0;0.0} % from a tenth of the run to its end") : "";
                s.Append(F($"| {result.What} | {o.Case} | {Number(o.Ours)} {result.Unit} | {Number(o.PyTorch)} {result.Unit}{(result.Against is { } against ? $" ({against})" : "")} | {o.Ratio:F2}{spread}{growth} | {result.Bar:F2} | {(result.Meets(o) ? "met" : "**missed**")} |\n"));
            }
            notes.Add($"{result.Benchmark}: {result.Machine}; libtorch {result.Libtorch} on both sides; {result.Threads} thread{(result.Threads > 1 ? "s" : "")}; {result.Rounds} rounds; commit {result.Commit}; {result.Date}; `{result.Command}`.");
        }
        return s + "\n" + string.Join("\n", notes.Select(note => "- " + note)) + "\n";
    }

    private static string Number(double value) => F($"{(value >= 100 ? value.ToString("F0", CultureInfo.InvariantCulture) : value.ToString("F2", CultureInfo.InvariantCulture))}");

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
