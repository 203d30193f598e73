using System.Text;
using Workbench.Cli.Gallery;

namespace Workbench.Cli.Tests.Gallery;

public sealed class SiteFolderTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void What_is_the_same_is_not_written_again_and_what_is_gone_is_removed()
    {
        Assert.Equal((2, 0), Write(("index.html", "a"), ("papers/01.html", "b")));
        var written = File.GetLastWriteTimeUtc(_sandbox["site/index.html"]);
        Assert.Equal((0, 0), Write(("index.html", "a"), ("papers/01.html", "b")));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_sandbox["site/index.html"]));
        Assert.Equal((1, 1), Write(("index.html", "c")));
        Assert.Equal("c", File.ReadAllText(_sandbox["site/index.html"]));
        Assert.Equal([".workbench-gallery", "index.html"], Directory.EnumerateFileSystemEntries(_sandbox["site"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_of_others_stay()
    {
        Write(("papers/01.html", "b"));
        _sandbox.Write("site/papers/mine.txt", "mine");
        Assert.Equal((1, 1), Write(("index.html", "a")));
        Assert.Equal("mine", File.ReadAllText(_sandbox["site/papers/mine.txt"]));
    }

    [Fact]
    public void A_folder_with_files_and_no_marker_is_refused()
    {
        _sandbox.Write("site/letter.txt", "mine");
        Assert.Contains("site", Assert.Throws<UsageException>(() => SiteFolder.Open(_sandbox["site"])).Message);
        Assert.Contains("is a file", Assert.Throws<UsageException>(() => SiteFolder.Open(_sandbox["site/letter.txt"])).Message);
        Directory.CreateDirectory(_sandbox["empty"]);
        SiteFolder.Open(_sandbox["empty"]);
    }

    [SkippableFact]
    public void A_marker_that_names_files_elsewhere_removes_nothing_there()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        var outside = _sandbox.Write("outside/kept.txt", "kept");
        _sandbox.Write("site/.workbench-gallery", $"../outside/kept.txt\n{outside}\nlink/kept.txt\n..\n.\n\n");
        Directory.CreateSymbolicLink(_sandbox["site/link"], _sandbox["outside"]);
        Assert.Equal((1, 0), Write(("index.html", "a")));
        Assert.Equal("kept", File.ReadAllText(outside));
    }

    private (int, int) Write(params (string Path, string Text)[] files) =>
        SiteFolder.Open(_sandbox["site"]).Write(files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Text)));
}
