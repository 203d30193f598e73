using System.Text.Json;

namespace Workbench.Tests.Pruning;

/// <summary>Values that numpy computed: tests/golden/pruning.py wrote tests/golden/pruning.json.</summary>
internal sealed record PruningGolden(PruningGolden.Case[] Percentiles, PruningGolden.Step[] Steps)
{
    public static PruningGolden Load() =>
        JsonSerializer.Deserialize<PruningGolden>(File.ReadAllText(PathOf("pruning.json")), JsonSerializerOptions.Web)!;

    public static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workbench.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "golden", file);
    }

    internal sealed record Case(double[] Values, double Percent, double Expected, bool[] Below);

    internal sealed record Step(
        double Base, double Ap, long[][] Shapes, float[][] Weights, float[][] Start, int[][] Masks, int[][] AfterBase, int[][] AfterAp);
}
