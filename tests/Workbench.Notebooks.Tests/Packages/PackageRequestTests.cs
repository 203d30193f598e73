using Workbench.Notebooks.Packages;

namespace Workbench.Notebooks.Tests.Packages;

public sealed class PackageRequestTests
{
    [Theory]
    [InlineData(" Some.Package ", "Some.Package", null)]
    [InlineData("Some.Package,1.2.3", "Some.Package", "1.2.3")]
    [InlineData("Some.Package , 1.2.3-beta.1+5 ", "Some.Package", "1.2.3-beta.1+5")]
    [InlineData("Some-Package_2, *", "Some-Package_2", "*")]
    [InlineData("P, *-*", "P", "*-*")]
    [InlineData("P, 1.2.*", "P", "1.2.*")]
    [InlineData("P, 1.0.0-beta.*", "P", "1.0.0-beta.*")]
    [InlineData("P, [1.0, 2.0)", "P", "[1.0, 2.0)")]
    public void Is_a_name_and_perhaps_a_version(string text, string id, string? version) =>
        Assert.Equal(new PackageRequest(id, version), PackageRequest.Parse(text));

    [Theory]
    [InlineData("", "is not the name")]
    [InlineData("a b", "is not the name")]
    [InlineData("../x", "is not the name")]
    [InlineData("P, latest", "'latest' is not a version of package P")]
    [InlineData("P, 1.0\" Include=\"Q", "is not a version")]
    [InlineData("P, [,]", "is not a version")]
    public void Anything_else_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<PackageException>(() => PackageRequest.Parse(text)).Message);

    [Theory]
    [InlineData(null, "3.1.0", true)]
    [InlineData("*-*", "3.1.0-beta", true)]
    [InlineData("3.1", "3.1.0", true)]
    [InlineData("3.01.0.0", "3.1.0", true)]
    [InlineData("[3.1.0]", "3.1.0", true)]
    [InlineData("3.*", "3.1.0", true)]
    [InlineData("3.1.0-RC1+abc", "3.1.0-rc1", true)]
    [InlineData("30.*", "3.0.1", false)]
    [InlineData("3.1.0-rc1", "3.1.0", false)]
    [InlineData("3.1.1", "3.1.0", false)]
    public void Accepts_what_it_asks_for(string? version, string resolved, bool accepted) =>
        Assert.Equal(accepted, new PackageRequest("P", version).Accepts(resolved));

    [Theory]
    [InlineData("Newtonsof.Json", "newtonsoft.json")]
    [InlineData("NewtonsoftJson", "newtonsoft.json")]
    [InlineData("Dapper", null)]
    [InlineData("csv", null)]
    public void The_name_meant_is_guessed_from_those_at_hand(string typed, string? meant) =>
        Assert.Equal(meant, SimilarPackage.Nearest(typed, ["newtonsoft.json", "csvhelper", "mathnet.numerics"]));

    [Fact]
    public void A_dotnet_without_an_sdk_does_not_count()
    {
        using var folder = new TemporaryFolder();
        string Program(string name)
        {
            Directory.CreateDirectory(folder.File(name));
            File.WriteAllText(folder.File(name + "/dotnet"), "");
            return folder.File(name + "/dotnet");
        }
        var runtimeOnly = Program("runtime");
        var full = Program("full");
        Directory.CreateDirectory(folder.File("full/sdk/10.0.100"));
        File.CreateSymbolicLink(folder.File("link"), full);
        Assert.Null(DotnetSdk.Find([runtimeOnly, folder.File("none")]));
        Assert.Equal(full, DotnetSdk.Find([runtimeOnly, folder.File("link")]));
    }

    [Fact]
    public void Damaged_cache_files_are_no_answer()
    {
        using var folder = new TemporaryFolder();
        var cache = new PackageCache(folder.Path);
        var project = new RestoreProject([new PackageRequest("P", "1.0")], [], null);
        Assert.Null(cache.Find(project));
        cache.Keep(project, new ResolvedGraph([new ResolvedPackage("P", "1.0", folder.Path, [], [folder.File("P.dll")], [])]));
        Assert.Null(cache.Find(project));
        File.WriteAllText(folder.File("P.dll"), "");
        Assert.Equal([folder.File("P.dll")], cache.Find(project)?.Graph.Packages[0].Run);
        var file = Assert.Single(Directory.GetFiles(folder.Path, "*.json"));
        foreach (var text in (string[])["", "{}", "[{\"id\":1}]", "[{}]", "null"])
        {
            File.WriteAllText(file, text);
            Assert.Null(cache.Find(project));
        }
    }

    [Fact]
    public void The_latest_version_found_is_looked_for_again_after_a_day()
    {
        using var folder = new TemporaryFolder();
        var cache = new PackageCache(folder.Path);
        var latest = new RestoreProject([new PackageRequest("P", null)], [], null);
        var fixedOne = new RestoreProject([new PackageRequest("P", "1.0")], [], null);
        foreach (var project in (RestoreProject[])[latest, fixedOne])
            cache.Keep(project, new ResolvedGraph([]));
        Assert.True(cache.Find(latest)?.IsFresh);
        foreach (var file in Directory.GetFiles(folder.Path))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));
        Assert.False(cache.Find(latest)?.IsFresh);
        Assert.True(cache.Find(fixedOne)?.IsFresh);
    }
}
