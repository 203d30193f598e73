using System.CommandLine;
using Workbench.Cli.Gallery;

namespace Workbench.Cli.Commands;

/// <summary><c>gallery</c>: builds the static site.</summary>
internal static class GalleryCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Option<string?>("--out") { Description = "Where to write it (default: artifacts/gallery). A folder with other files is refused.", HelpName = "DIR" };
        var command = new Command("gallery", "Build a static site of the ledger, the papers, their figures and notebooks; it needs no network to view.") { folder };
        command.SetAction(parsed => Build(Checkout.Find(), parsed.GetValue(folder), terminal));
        return command;
    }

    private static int Build(Checkout checkout, string? given, Terminal terminal)
    {
        if (given is not null && string.IsNullOrWhiteSpace(given))
            throw new UsageException("--out is empty; expected a folder.");
        var path = given ?? Path.Combine(checkout.Artifacts, "gallery");
        var folder = SiteFolder.Open(path);
        var source = GallerySource.Read(checkout);
        if (source.PlotlyScript is null)
            terminal.Error.WriteLine("workbench: plotly.js is not there, so figures are shown as pictures.");
        var files = GallerySite.Build(source);
        var (written, removed) = folder.Write(files);
        terminal.Output.WriteLine($"{Checkout.Show(Path.Combine(Path.GetFullPath(path), SiteMap.Index))}: {files.Count(file => file.Key.EndsWith(".html", StringComparison.Ordinal))} pages, {source.Ledger.Cards.Count} papers; {written} files written, {files.Count - written} unchanged, {removed} removed");
        return 0;
    }
}
