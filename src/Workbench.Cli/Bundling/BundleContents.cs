using Workbench.Data;
using Workbench.Papers;

namespace Workbench.Cli.Bundling;

/// <summary>What goes into a bundle: the program as built, the sources of the shim, notebooks, cards and the small data.</summary>
internal static class BundleContents
{
    /// <summary>The parts that can be asked for beyond the default.</summary>
    public static readonly IReadOnlyList<string> Parts = [FashionMnistPart, FSharpPart];

    private const string FashionMnistPart = "fashion-mnist";
    private const string FSharpPart = "fsharp";

    private static readonly string[] Programs = ["Workbench.Cli", "Workbench.Notebooks", "Workbench.Benchmarks"];

    /// <summary>All files, ordered by name.</summary>
    /// <param name="checkout">A checkout that is built.</param>
    /// <param name="manifest">What the bundle says about itself, with some of <see cref="Parts"/>.</param>
    /// <exception cref="UsageException">Something is not built, or data asked for is not here.</exception>
    public static IReadOnlyList<BundleFile> Of(Checkout checkout, BundleManifest manifest)
    {
        var parts = manifest.Parts;
        List<BundleFile> files =
        [
            new(GitCommit.BundleFile, null) { Text = manifest.ToJson() },
            new("run.sh", null) { Text = "#!/bin/sh\nexec \"$(dirname \"$(readlink -f \"$0\")\")/workbench\" \"$@\"\n", Executable = true },
            new("workbench", Path.Combine(checkout.Root, "workbench")) { Executable = true },
            .. new[] { "LICENSE", "README.md", "Workbench.sln" }.Select(name => new BundleFile(name, Path.Combine(checkout.Root, name))),
            .. Below(checkout, "src/LibTorch.Native").Select(file => file with { Executable = file.Name.EndsWith("/build", StringComparison.Ordinal) }),
            .. Below(checkout, "notebooks").Where(file => file.Name.EndsWith(".ipynb", StringComparison.Ordinal) && !file.Name.Contains("/.", StringComparison.Ordinal)),
            .. Below(checkout, "papers"),
            .. Below(checkout, "benchmarks").Where(file => file.Name.EndsWith(".py", StringComparison.Ordinal) || file.Name.EndsWith(".md", StringComparison.Ordinal) || file.Name.EndsWith(".json", StringComparison.Ordinal)),
            .. Directory.EnumerateFiles(Path.Combine(checkout.Root, "data")).Select(file => new BundleFile($"data/{Path.GetFileName(file)}", file)),
            .. Data("digits", Digits.FindFile), .. Data("bible-kjv", KingJamesBible.FindFile),
            .. Below(checkout, "artifacts/lib"),
            .. Programs.SelectMany(program => Program(checkout, program, parts.Contains(FSharpPart))),
            .. Plotly(checkout),
            .. DotnetRuntime.Files(),
        ];
        if (parts.Contains(FashionMnistPart))
            files.AddRange(Images());
        foreach (var missing in files.Where(file => file.Source is not null && !File.Exists(file.Source)))
            throw new UsageException($"{missing.Source} is missing, and a bundle needs it.");
        return [.. files.DistinctBy(file => file.Name).OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    private static IEnumerable<BundleFile> Below(Checkout checkout, string folder)
    {
        var path = Path.Combine(checkout.Root, folder);
        return !Directory.Exists(path)
            ? throw new UsageException($"{Checkout.Show(path)} is missing: './workbench bundle' builds what a bundle needs.")
            : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(file => new BundleFile(Path.GetRelativePath(checkout.Root, file).Replace('\\', '/'), file));
    }

    // Without its list of files a program takes what lies beside it, so that the F# compiler, a fifth of everything, may be left out.
    private static IEnumerable<BundleFile> Program(Checkout checkout, string name, bool fsharp) =>
        Below(checkout, $"artifacts/bin/{name}/release").Where(file => Path.GetFileName(file.Name) is var part
            && (part.EndsWith(".dll", StringComparison.Ordinal) || part.EndsWith(".runtimeconfig.json", StringComparison.Ordinal))
            && (fsharp || !part.StartsWith("FSharp.", StringComparison.Ordinal)));

    private static IEnumerable<BundleFile> Plotly(Checkout checkout)
    {
        var script = checkout.PlotlyScript ?? throw new UsageException("plotly.js is missing: './workbench bundle' installs it from npm, or name a copy with WORKBENCH_PLOTLY.");
        yield return new("artifacts/npm/node_modules/plotly.js-dist-min/plotly.min.js", script);
        if (Path.Combine(checkout.Artifacts, "npm", "version") is var version && File.Exists(version))
            yield return new("artifacts/npm/version", version);
    }

    private static IEnumerable<BundleFile> Data(string name, Func<string?, string> find)
    {
        try
        {
            var file = find(null);
            return [new BundleFile($"data/cache/{name}/{Path.GetFileName(file)}", file)];
        }
        catch (FileNotFoundException missing)
        {
            throw new UsageException(missing.Message);
        }
    }

    private static IEnumerable<BundleFile> Images()
    {
        try
        {
            return Directory.EnumerateFiles(FashionMnist.FindFolder(), "*.gz").Select(file => new BundleFile($"data/cache/fashion-mnist/{Path.GetFileName(file)}", file));
        }
        catch (FileNotFoundException missing)
        {
            throw new UsageException(missing.Message);
        }
    }
}
