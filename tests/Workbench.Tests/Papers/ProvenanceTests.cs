using System.Diagnostics;
using Workbench.Papers;

namespace Workbench.Tests.Papers;

/// <summary>What a run is told from outside and which commit it belongs to.</summary>
public sealed class ProvenanceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("workbench-provenance-").FullName;

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void Without_variables_the_defaults_hold()
    {
        var settings = ExperimentSettings.From(_root, _ => null);

        Assert.Equal(new ExperimentSettings(_root, Protocol.Quick, null, "cpu", Path.Combine(_root, "artifacts", "results")), settings);
    }

    [Fact]
    public void Variables_set_protocol_seeds_device_and_results()
    {
        var variables = new Dictionary<string, string>
        {
            ["WORKBENCH_PROTOCOL"] = "full",
            ["WORKBENCH_SEEDS"] = "7",
            ["WORKBENCH_DEVICE"] = "auto",
            ["WORKBENCH_RESULTS"] = "papers/results",
            ["WORKBENCH_LIBTORCH_VERSION"] = "2.9.0",
            ["WORKBENCH_COMMAND"] = "./workbench run x",
            ["WORKBENCH_NOTEBOOK"] = "notebooks/compare.ipynb",
        };

        var settings = ExperimentSettings.From(_root, variables.GetValueOrDefault);

        Assert.Equal(new ExperimentSettings(_root, Protocol.Full, 7, "auto", Path.Combine(_root, "papers", "results"), "2.9.0", "./workbench run x", "notebooks/compare.ipynb"), settings);
    }

    [Theory]
    [InlineData("PROTOCOL", "fast", "WORKBENCH_PROTOCOL: unknown protocol 'fast': choose smoke")]
    [InlineData("SEEDS", "0", "at least 1, not '0'")]
    [InlineData("SEEDS", "many", "at least 1, not 'many'")]
    [InlineData("DEVICE", "gpu", "cpu, cuda, cuda:N or auto, not 'gpu'")]
    public void A_variable_that_is_not_understood_is_named(string name, string value, string message)
    {
        var e = Assert.Throws<ArgumentException>(() => ExperimentSettings.From(_root, n => n == "WORKBENCH_" + name ? value : null));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_says_its_commit_itself()
    {
        Assert.Equal("unknown", GitCommit.Of(_root));
        File.WriteAllText(Path.Combine(_root, GitCommit.BundleFile), """{"commit": "0123abc+dirty", "platform": "linux-x64"}""");
        Assert.Equal("0123abc+dirty", GitCommit.Of(_root));
    }

    [SkippableFact]
    public void The_commit_is_dirty_only_by_changes_that_a_run_does_not_make()
    {
        Skip.If(Git("--version") != 0, "needs git");
        Assert.Equal("unknown", GitCommit.Of(_root));
        Git("init", "-q");
        Write("src/code.cs");
        Write("notebooks/01.ipynb");
        Git("add", "-A");
        // No maintenance, which git leaves to a process of its own: it would still come and go in the folder that is deleted at the end.
        Git("-c", "user.name=a", "-c", "user.email=a@b", "-c", "maintenance.auto=false", "-c", "gc.auto=0", "commit", "-q", "-m", "first");
        var hash = GitCommit.Of(_root);
        Assert.Matches("^[0-9a-f]{40}$", hash);

        Write("notebooks/01.ipynb");
        Write("papers/results/T-C1.quick.cpu.json");
        Write("papers/README.md");
        Write("papers/figures/a.png");
        Assert.Equal(hash, GitCommit.Of(_root));

        Write("src/code.cs");
        Assert.Equal(hash + "+dirty", GitCommit.Of(_root));
        Git("checkout", "-q", "src/code.cs");
        Write("src/new.cs");
        Assert.Equal(hash + "+dirty", GitCommit.Of(_root));
    }

    [Fact]
    public void Several_threads_may_record_at_once()
    {
        Directory.CreateDirectory(Path.Combine(_root, "papers"));
        File.WriteAllText(Path.Combine(_root, "papers", "99-test.md"), CardTests.Good);
        var experiment = Experiment.Open("99-test", new(_root));

        Parallel.For(0, 2000, seed => experiment.Record(seed, ("A", seed), ("B", -seed)));

        Assert.Equal(Enumerable.Range(0, 2000).Select(s => (double)s), experiment.Values("A"));
        Assert.Equal(Enumerable.Range(0, 2000).Select(s => (double)-s), experiment.Values("B"));
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("RF-C1", "rf-c1", 0)]
    [InlineData("flaw", "lawn", 2)]
    public void Distances_of_words_are_those_of_the_textbook(string a, string b, int distance)
    {
        Assert.Equal(distance, Nearest.Distance(a, b));
        Assert.Equal(distance, Nearest.Distance(b, a));
    }

    private void Write(string path)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.AppendAllText(full, "a line\n");
    }

    private int Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", _root, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        git.StandardOutput.ReadToEnd();
        git.StandardError.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode;
    }
}
