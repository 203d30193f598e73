namespace Workbench.Cli.Tests;

/// <summary>The entry script's functions, called from bash.</summary>
public sealed class EntryScriptTests : IDisposable
{
    private const string Show = "printf '%s|%s|%s' \"$TORCH_ROOT\" \"$TORCH_VERSION\" \"$TORCH_FROM\"";

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_named_libtorch_that_is_none_is_a_problem_that_names_it()
    {
        var found = await CliProcess.BashAsync(_sandbox, "find_libtorch && exit 9; echo \"$TORCH_PROBLEM\"", new() { ["WORKBENCH_LIBTORCH"] = "/nowhere/at/all" });
        Assert.Equal(0, found.ExitCode);
        Assert.Contains("/nowhere/at/all", found.Output);
        Assert.Contains("include/torch", found.Output);
    }

    [Theory]
    [InlineData("build-version", "2.9.1+cu128\n", "2.9.1+cu128")]
    [InlineData("version.py", "__all__ = ['__version__']\n__version__ = '2.5.1+cpu'\ndebug = False\n", "2.5.1+cpu")]
    [InlineData("readme", "", "2.4.0")]
    public async Task A_named_libtorch_is_taken_with_its_version(string file, string text, string version)
    {
        var root = FakeLibTorch("torch");
        _sandbox.Write($"torch/{file}", text);
        var found = await CliProcess.BashAsync(_sandbox, $"find_libtorch; {Show}", new() { ["WORKBENCH_LIBTORCH"] = root + "/" });
        Assert.Equal($"{root}|{version}|WORKBENCH_LIBTORCH", found.Output);
    }

    [Fact]
    public async Task Pythons_PyTorch_comes_before_the_systems_and_is_asked_for_once()
    {
        var root = FakeLibTorch("site/torch");
        _sandbox.WriteProgram("bin/python3", $"#!/bin/sh\necho asked >>'{_sandbox["asked"]}'\necho '{root}'\necho '{_sandbox["site"]}'\n");
        var path = new Dictionary<string, string?> { ["PATH"] = $"{_sandbox["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" };
        for (var i = 0; i < 2; i++)
            Assert.Equal($"{root}|2.4.0|the PyTorch of python3", (await CliProcess.BashAsync(_sandbox, $"find_libtorch; {Show}", path)).Output);
        Assert.Single(File.ReadAllLines(_sandbox["asked"]));

        // Installing or removing a package changes the folder, so the answer may be another.
        File.SetLastWriteTimeUtc(_sandbox["artifacts/native/python3"], DateTime.UtcNow.AddHours(-1));
        await CliProcess.BashAsync(_sandbox, "find_libtorch", path);
        Assert.Equal(2, File.ReadAllLines(_sandbox["asked"]).Length);
    }

    [Fact]
    public async Task Two_libtorchs_of_one_version_do_not_share_a_shim()
    {
        var names = new List<string>();
        foreach (var folder in new[] { "a", "b" })
        {
            var found = await CliProcess.BashAsync(_sandbox, "find_libtorch; native_name; echo $NATIVE_NAME", new() { ["WORKBENCH_LIBTORCH"] = FakeLibTorch(folder) });
            names.Add(found.Output.Trim());
        }

        Assert.All(names, name => Assert.Matches("^2\\.4\\.0-[0-9a-f]{8}$", name));
        Assert.NotEqual(names[0], names[1]);
    }

    [Fact]
    public async Task Without_root_the_command_is_printed_and_nothing_is_done()
    {
        var run = await CliProcess.BashAsync(_sandbox,
            "TORCH_ROOT=; has() { [[ $1 == apt-get ]]; }; is_root() { return 1; }; any() { return 1; }; check_install $(missing_packages torch data); echo ran");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("sudo apt-get update && sudo apt-get install --no-install-recommends libtorch-dev libopenblas0-pthread g++ dataset-fashion-mnist", run.Error);
        Assert.DoesNotContain("ran", run.Output);
    }

    [Fact]
    public async Task With_root_only_what_is_missing_is_installed()
    {
        var run = await CliProcess.BashAsync(_sandbox,
            "TORCH_ROOT=/x TORCH_FROM=WORKBENCH_LIBTORCH; has() { [[ $1 != g++ ]]; }; is_root() { return 0; }; quietly() { shift; echo \"$*\"; }; any() { return 0; }; install_packages $(missing_packages torch data)");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["apt-get -o DPkg::Lock::Timeout=300 update", "apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends g++"], run.Output.Trim().Split('\n'));
        Assert.Equal("workbench: installing Debian packages: g++", run.Error.Trim());
    }

    [Fact]
    public async Task Clients_of_Jupyter_are_asked_for_by_what_is_missing_of_them()
    {
        var run = await CliProcess.BashAsync(_sandbox, "any() { [[ $1 != *console* ]]; }; missing_clients; any() { return 0; }; missing_clients");
        Assert.Equal("jupyter-console\n", run.Output);
    }

    [Fact]
    public async Task The_digits_are_taken_out_of_their_package_once()
    {
        _sandbox.Write("fake/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz", "digits");
        _sandbox.Write("fake/usr/lib/python3/dist-packages/sklearn/datasets/data/iris.csv", "iris");
        var commands = "mkdir -p \"$ROOT/artifacts\"; here=$PWD; quietly() { shift; \"$@\"; }; has() { return 0; }; "
            + "apt-get() { echo \"$*\" >>\"$ROOT/asked\"; touch python3-sklearn_1.2_all.deb; }; dpkg-deb() { tar -C \"$ROOT/fake\" -c .; }; install_digits; install_digits; [[ $PWD == \"$here\" ]]; cat \"$ROOT/data/cache/digits/digits.csv.gz\"; ls \"$ROOT/artifacts\"";
        var run = await CliProcess.BashAsync(_sandbox, commands);
        Assert.Equal("digits", run.Output.Trim());
        Assert.Equal("workbench: fetching the handwritten digits out of Debian's package python3-sklearn", run.Error.Trim());
        Assert.Equal(["download python3-sklearn"], File.ReadAllLines(_sandbox["asked"]));
    }

    [Fact]
    public async Task The_bible_is_taken_out_of_its_package()
    {
        _sandbox.Write("fake/usr/lib/bible.data", "verses");
        _sandbox.Write("fake/usr/lib/bible.data.conc", "words");
        var run = await CliProcess.BashAsync(_sandbox, "mkdir -p \"$ROOT/artifacts\"; quietly() { shift; \"$@\"; }; has() { return 0; }; "
            + "apt-get() { touch bible-kjv-text_4.38_all.deb; }; dpkg-deb() { tar -C \"$ROOT/fake\" -c .; }; install_bible; ls \"$ROOT/data/cache/bible-kjv\"; cat \"$ROOT/data/cache/bible-kjv/bible.data\"");
        Assert.Equal("bible.data\nverses", run.Output.Trim());
        Assert.Equal("workbench: fetching the King James Bible out of Debian's package bible-kjv-text", run.Error.Trim());
    }

    [Fact]
    public async Task Digits_that_cannot_be_fetched_stop_nothing()
    {
        var run = await CliProcess.BashAsync(_sandbox,
            "mkdir -p \"$ROOT/artifacts\"; quietly() { shift; (\"$@\"); }; has() { return 0; }; is_root() { return 1; }; apt-get() { return 100; }; install_digits; echo on; ls \"$ROOT/artifacts\"");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("on", run.Output.Trim());
        Assert.Contains("notebooks that use them cannot run", run.Error);
    }

    [Theory]
    [InlineData("run 01", "torch data plotly")]
    [InlineData("run 01 --save", "torch data plotly browser")]
    [InlineData("--save run 01", "torch data plotly browser")]
    [InlineData("test", "torch data plotly axe browser clients all")]
    [InlineData("gallery --out site", "plotly")]
    [InlineData("reproduce --paper 01", "torch data plotly browser")]
    [InlineData("reproduce --help", "")]
    [InlineData("doctor", "probe")]
    [InlineData("bench", "torch pytorch bench ipykernel kernel")]
    [InlineData("bench --device cuda:1", "torch pytorch bench ipykernel kernel")]
    [InlineData("bench operators --rounds 5", "torch pytorch bench")]
    [InlineData("bundle --out x.tar.gz", "data plotly bench")]
    [InlineData("bench kernel --rounds 5 --save", "ipykernel kernel")]
    [InlineData("bench kernel operators", "torch pytorch bench ipykernel kernel")]
    [InlineData("kernel install --user", "kernel plotly")]
    [InlineData("kernel list", "")]
    [InlineData("claims", "")]
    [InlineData("run --help", "")]
    [InlineData("", "")]
    public async Task Each_verb_asks_only_for_what_it_needs(string arguments, string expected) =>
        Assert.Equal(expected, (await CliProcess.BashAsync(_sandbox, $"has() {{ return 0; }}; needs {arguments}")).Output);

    [Theory]
    [InlineData("run 1 --protocol smoke")]
    [InlineData("run -p steps=5 01-rect 10-pruning.ipynb")]
    [InlineData("run notebooks/01-rectified-flow.ipynb in.dib -o nowhere.ipynb")]
    [InlineData("run --jobs 2 01 10 --junit no.xml")]
    [InlineData("convert nowhere.ipynb")]
    [InlineData("test nothing")]
    public async Task Notebooks_that_are_there_may_have_things_installed_for_them(string arguments)
    {
        WriteNotebooks();
        var check = await CliProcess.BashAsync(_sandbox, $"check_notebooks {arguments}; echo on");
        Assert.Equal("on\n", check.Output);
        Assert.Equal("", check.Error);
    }

    [Theory]
    [InlineData("run 2", "'2'")]
    [InlineData("run 01 rectified", "'rectified'")]
    [InlineData("run 01 --protocol smoke notebooks/01-rectifed-flow.ipynb", "'notebooks/01-rectifed-flow.ipynb'")]
    [InlineData("run 'a b'", "'a b'")]
    [InlineData("run ''", "''")]
    public async Task A_notebook_that_is_not_there_is_refused_before_anything_is_installed(string arguments, string named)
    {
        WriteNotebooks();
        var check = await CliProcess.BashAsync(_sandbox, $"check_notebooks {arguments}; echo on");
        Assert.Equal(2, check.ExitCode);
        Assert.Equal("", check.Output);
        Assert.Equal($"workbench: There is no notebook {named}. notebooks/ has: 01-rectified-flow.ipynb 10-pruning.ipynb", check.Error.Trim());
    }

    private void WriteNotebooks()
    {
        _sandbox.WriteNotebook("01-rectified-flow.ipynb", "1");
        _sandbox.WriteNotebook("10-pruning.ipynb", "1");
        _sandbox.WriteNotebook(".ipynb_checkpoints/02-copy.ipynb", "1");
        _sandbox.Write("in.dib", "");
    }

    [Fact]
    public async Task The_fingerprint_sees_files_written_added_and_removed()
    {
        _sandbox.Write("src/a.cs", "a");
        _sandbox.Write("src/b.cs", "b");
        var seen = new List<string> { await Fingerprint(), await Fingerprint() };
        Assert.Equal(seen[0], seen[1]);
        File.WriteAllText(_sandbox["src/a.cs"], "c");
        // The size is the same, and the time may be too where it is coarse.
        File.SetLastWriteTimeUtc(_sandbox["src/a.cs"], DateTime.UtcNow.AddMinutes(-1));
        seen.Add(await Fingerprint());
        _sandbox.Write("src/c.cs", "c");
        seen.Add(await Fingerprint());
        File.Delete(_sandbox["src/b.cs"]);
        seen.Add(await Fingerprint());
        Assert.Equal(4, seen.Distinct().Count());

        async Task<string> Fingerprint() => (await CliProcess.BashAsync(_sandbox, "fingerprint \"$ROOT/src\"")).Output;
    }

    private string FakeLibTorch(string folder)
    {
        _sandbox.Write($"{folder}/lib/libtorch_cpu.so", "");
        _sandbox.Write($"{folder}/include/torch/csrc/api/include/torch/version.h",
            "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 4\n#define TORCH_VERSION_PATCH 0\n");
        return _sandbox[folder];
    }
}
