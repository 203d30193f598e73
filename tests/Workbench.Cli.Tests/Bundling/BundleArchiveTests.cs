using System.Formats.Tar;
using System.IO.Compression;
using Workbench.Cli.Bundling;

namespace Workbench.Cli.Tests.Bundling;

/// <summary>What is packed is what comes out, once, and always the same.</summary>
public sealed class BundleArchiveTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Equal_files_are_stored_once_and_all_come_out()
    {
        var large = string.Concat(Enumerable.Range(0, 40_000).Select(i => (i * 7919 % 104729).ToString("x5", null)));
        BundleFile[] files =
        [
            new("a/one.dll", _sandbox.Write("in/one", large)),
            new("b/two.dll", _sandbox.Write("in/two", large)),
            new("run.sh", null) { Text = "#!/bin/sh\necho ran\n", Executable = true },
            new("same.txt", null) { Text = "#!/bin/sh\necho ran\n" },
        ];

        var size = await BundleArchive.WriteAsync(_sandbox["bundle.tar.gz"], "wb", files, CancellationToken.None);

        Assert.Equal(new FileInfo(_sandbox["bundle.tar.gz"]).Length, size);
        using (var stream = new GZipStream(File.OpenRead(_sandbox["bundle.tar.gz"]), CompressionMode.Decompress))
        using (var tar = new TarReader(stream))
        {
            var entries = new List<(TarEntryType, string)>();
            while (tar.GetNextEntry() is { } entry)
                entries.Add((entry.EntryType, entry.Name));
            // A program and a text of the same bytes differ in what may be done with them.
            Assert.Equal([(TarEntryType.RegularFile, "wb/a/one.dll"), (TarEntryType.HardLink, "wb/b/two.dll"), (TarEntryType.RegularFile, "wb/run.sh"), (TarEntryType.RegularFile, "wb/same.txt")], entries);
        }

        var run = await CliProcess.BashAsync(_sandbox, "tar xzf \"$ROOT/bundle.tar.gz\" -C \"$ROOT\"; \"$ROOT/wb/run.sh\"; [[ ! -x $ROOT/wb/same.txt ]]");
        Assert.Equal((0, "ran"), (run.ExitCode, run.Output.Trim()));
        Assert.Equal(large, File.ReadAllText(_sandbox["wb/b/two.dll"]));
    }

    [Fact]
    public async Task The_same_files_give_the_same_bytes_whenever_they_were_written()
    {
        var path = _sandbox.Write("in/one", "content");
        await BundleArchive.WriteAsync(_sandbox["1.tar.gz"], "wb", [new("one", path)], CancellationToken.None);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-3));
        await BundleArchive.WriteAsync(_sandbox["2.tar.gz"], "wb", [new("one", path)], CancellationToken.None);
        Assert.Equal(File.ReadAllBytes(_sandbox["1.tar.gz"]), File.ReadAllBytes(_sandbox["2.tar.gz"]));
    }

    [Fact]
    public async Task What_was_there_stays_when_it_cannot_be_written()
    {
        _sandbox.Write("bundle.tar.gz", "old");
        await Assert.ThrowsAsync<FileNotFoundException>(() => BundleArchive.WriteAsync(_sandbox["bundle.tar.gz"], "wb", [new("gone", _sandbox["gone"])], CancellationToken.None));
        Assert.Equal("old", File.ReadAllText(_sandbox["bundle.tar.gz"]));
        Assert.Single(Directory.GetFiles(_sandbox.Root, "*.tar.gz*"));
    }
}
