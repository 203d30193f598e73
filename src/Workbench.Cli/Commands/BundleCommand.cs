using System.CommandLine;
using System.Globalization;
using Workbench.Cli.Bundling;
using Workbench.Papers;

namespace Workbench.Cli.Commands;

/// <summary><c>bundle</c>: one archive that runs on a machine with a PyTorch and g++, without a network, root or the SDK.</summary>
internal static class BundleCommand
{
    public static Command Create(Terminal terminal)
    {
        var output = new Option<string?>("--out") { Description = "The archive to write (default: artifacts/workbench-bundle.tar.gz).", HelpName = "FILE" };
        var with = new Option<string[]>("--with") { Description = $"Bring more: fashion-mnist (30 MB of images), fsharp (for cells in F#). May be given several times.", HelpName = "PART", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("bundle", "Pack the workbench, a .NET runtime, notebooks and data into one archive for a machine that has a PyTorch and g++.") { output, with };
        command.SetAction((parsed, cancellation) => MakeAsync(Checkout.Find(), parsed.GetValue(output), parsed.GetValue(with) ?? [], terminal, cancellation));
        return command;
    }

    private static async Task<int> MakeAsync(Checkout checkout, string? output, string[] with, Terminal terminal, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new UsageException("A bundle is made on Linux, for Linux: it takes the .NET that runs here.");
        if (with.FirstOrDefault(part => !BundleContents.Parts.Contains(part)) is { } unknown)
            throw new UsageException($"--with knows {string.Join(" and ", BundleContents.Parts)}, not '{unknown}'.{Nearest.Hint(unknown, BundleContents.Parts)}");
        var path = Path.GetFullPath(output ?? Path.Combine(checkout.Artifacts, "workbench-bundle.tar.gz"));
        if (!path.EndsWith(".tar.gz", StringComparison.Ordinal) && !path.EndsWith(".tgz", StringComparison.Ordinal))
            throw new UsageException($"--out is '{output}'; expected a name that ends in .tar.gz or .tgz.");
        if (output is not null && !Directory.Exists(Path.GetDirectoryName(path)))
            throw new UsageException($"--out is '{output}', but there is no folder '{Path.GetDirectoryName(path)}'.");
        var manifest = BundleManifest.Of(checkout, with);
        var files = BundleContents.Of(checkout, manifest);
        var size = await BundleArchive.WriteAsync(path, "workbench", files, cancellation);
        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"made {Checkout.Show(path)}: {size / 1e6:0.0} MB, {files.Count} files, commit {manifest.Commit}"));
        terminal.Output.WriteLine($"  tar xzf {Path.GetFileName(path)} && workbench/run.sh doctor    on a machine with a PyTorch and g++");
        return 0;
    }
}
