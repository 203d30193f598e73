using System.Text.Json.Nodes;
using Workbench.Cli.Bundling;

namespace Workbench.Cli.Tests.Bundling;

/// <summary>A bundle as its user meets it: unpacked into an empty folder, without .NET, a network's tools or root's, beside a libtorch and g++.</summary>
public sealed class BundleTests : IDisposable
{
    // What a machine with a PyTorch and a compiler has; no dotnet, apt, npm, cmake or git.
    private static readonly string[] Tools =
    [
        "bash", "sh", "env", "awk", "cat", "chmod", "cksum", "cp", "cut", "date", "dirname", "find", "flock", "g++", "as", "ld", "grep", "ls", "mkdir",
        "mktemp", "mv", "nproc", "paste", "python3", "readlink", "rm", "sed", "sort", "stat", "touch", "tr", "uname", "xargs", "gzip", "tar",
    ];

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task It_runs_where_there_is_only_a_libtorch_and_a_compiler()
    {
        var archive = _sandbox["wb.tar.gz"];
        var made = await CliProcess.RunAsync(_sandbox, new Dictionary<string, string?> { ["WORKBENCH_ROOT"] = Checkout.Find().Root }, "bundle", "--out", archive);
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.InRange(new FileInfo(archive).Length, 10_000_000, 50_000_000);
        Directory.CreateDirectory(_sandbox["tools"]);
        foreach (var tool in Tools)
        {
            if (new[] { "/usr/bin", "/bin" }.Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists) is { } path)
                File.CreateSymbolicLink(_sandbox[$"tools/{tool}"], path);
        }

        // The compiler is the machine's own, told last of all not to optimise: half the time, and every other step is that of a real first use.
        File.Delete(_sandbox["tools/g++"]);
        _sandbox.Write("tools/g++", $"#!/bin/sh\nexec {new[] { "/usr/bin/g++", "/bin/g++" }.First(File.Exists)} \"$@\" -O0\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_sandbox["tools/g++"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Task<Outcome> Run(string program, params string[] arguments) => CliProcess.BareAsync(_sandbox, _sandbox["tools"], program, arguments);
        Assert.Equal(0, (await Run("tar", "xzf", archive)).ExitCode);
        Assert.False(File.Exists(_sandbox["tools/dotnet"]));
        var script = _sandbox["workbench/run.sh"];

        var doctor = await Run(script, "doctor");
        Assert.True(doctor.ExitCode == 0, doctor.Output + doctor.Error);
        Assert.Contains("building the native shim for libtorch", doctor.Error);
        Assert.DoesNotContain("building the solution", doctor.Error);
        Assert.Contains("Notebooks can run here.", doctor.Output);

        var run = await Run(script, "run", "07", "--protocol", "smoke");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("", run.Error);
        Assert.True(File.Exists(_sandbox["workbench/artifacts/notebooks/07-rf-solver.html"]));

        var claims = await Run(script, "claims", "--json");
        Assert.Equal(0, claims.ExitCode);
        Assert.Contains("\"RFS-C1\"", JsonNode.Parse(claims.Output)!.ToJsonString());
        var refused = await Run(script, "test");
        refused.Refuses("this is a bundle", "needs a checkout");
    }

    [Fact]
    public void It_holds_the_program_notebooks_and_cards_and_nothing_of_the_build()
    {
        var files = BundleContents.Of(Checkout.Find(), BundleManifest.Of(Checkout.Find(), []));
        var names = files.Select(file => file.Name).ToHashSet();
        Assert.Superset(new HashSet<string>
        {
            "run.sh", "workbench", "bundle.json", "Workbench.sln", "LICENSE", "dotnet/dotnet", "src/LibTorch.Native/build", "src/LibTorch.Native/dispatch.cpp", "notebooks/01-rectified-flow.ipynb",
            "papers/01-rectified-flow.md", "artifacts/lib/Workbench.dll", "artifacts/bin/Workbench.Cli/release/Workbench.Cli.dll", "artifacts/bin/Workbench.Notebooks/release/Workbench.Notebooks.dll",
            "artifacts/bin/Workbench.Benchmarks/release/Workbench.Benchmarks.dll", "artifacts/npm/node_modules/plotly.js-dist-min/plotly.min.js", "data/cache/digits/digits.csv.gz",
        }, names);
        Assert.DoesNotContain(names, name => name.EndsWith(".pdb", StringComparison.Ordinal) || name.Contains("/obj/", StringComparison.Ordinal) || name.Contains("FSharp", StringComparison.Ordinal)
            || name.Contains(".Tests", StringComparison.Ordinal) || name.StartsWith("artifacts/native", StringComparison.Ordinal) || name.Contains("libmscor", StringComparison.Ordinal));
        Assert.Contains(BundleContents.Of(Checkout.Find(), BundleManifest.Of(Checkout.Find(), ["fsharp"])), file => file.Name == "artifacts/bin/Workbench.Notebooks/release/FSharp.Compiler.Service.dll");
        Assert.Equal(40, JsonNode.Parse(files.Single(file => file.Name == "bundle.json").Text!)!["commit"]!.GetValue<string>().Split('+')[0].Length);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_before_anything_is_packed()
    {
        Task<Outcome> Bundle(params string[] arguments) => CliProcess.RunAsync(_sandbox, ["bundle", .. arguments]);
        (await Bundle("--with", "fsharpp")).Refuses("'fsharpp'", "Did you mean 'fsharp'");
        (await Bundle("--out", "x.zip")).Refuses("'x.zip'", ".tar.gz");
        (await Bundle("--out", "no/such/x.tar.gz")).Refuses("there is no folder");
        (await Bundle()).Refuses("is missing");
        Assert.Empty(Directory.GetFiles(_sandbox.Root, "*.tar.gz*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task It_installs_and_builds_nothing_and_names_a_compiler_that_is_missing()
    {
        _sandbox.Write("bundle.json", "{}");
        foreach (var file in new[] { "x/libc10.so", "x/torch/library.h", "src/LibTorch.Native/build" })
            _sandbox.Write(file, "");
        var compiler = await CliProcess.BashAsync(_sandbox, "TORCH_ROOT=$ROOT/x TORCH_LIB=$ROOT/x TORCH_INCLUDE=$ROOT/x TORCH_VERSION=2.4.0 NATIVE=\"$ROOT/native\" NATIVE_NAME=n; has() { return 1; }; build_native");
        Assert.NotEqual(0, compiler.ExitCode);
        Assert.Contains("g++ is missing", compiler.Error);
        var dotnet = await CliProcess.BashAsync(_sandbox, "find_dotnet; build_solution all; build_kernel; echo ${PATH%%:*}");
        Assert.Equal(_sandbox["dotnet"], dotnet.Output.Trim());
    }
}
