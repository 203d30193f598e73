using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TorchSharp;
using Workbench.Cli.Processes;
using Workbench.Training;

namespace Workbench.Cli.Diagnosis;

/// <summary>What libtorch says about itself once it is loaded.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Threads">Threads it computes with.</param>
/// <param name="CudaDevices">A line for each CUDA device there is.</param>
/// <param name="CudaProblem">Why none can be used, null when one can.</param>
/// <param name="Blas">The file of the BLAS it has loaded; null when it brings its own.</param>
/// <param name="Gigaflops">Measured speed of a float32 matrix product, in 10⁹ operations a second.</param>
internal sealed record TorchReport(string Version, int Threads, IReadOnlyList<string> CudaDevices, string? CudaProblem, string? Blas, double Gigaflops);

/// <summary>
/// Loads libtorch and asks it, in a process of its own: a library that does not fit can end the process that loads it,
/// and then that is a finding too.
/// </summary>
internal static class TorchProbe
{
    /// <summary>The hidden verb that runs <see cref="Report"/>.</summary>
    public const string Verb = "probe-torch";

    private const double Gibi = 1L << 30;
    private const string Mark = "torch-report:";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Starts the probe; the report, or what went wrong.</summary>
    public static async Task<(TorchReport? Report, string? Problem)> RunAsync()
    {
        var run = await ChildProcess.RunAsync("dotnet", [typeof(TorchProbe).Assembly.Location, Verb], Limit);
        var line = run.Output.Split('\n').FirstOrDefault(text => text.StartsWith(Mark, StringComparison.Ordinal));
        if (line is not null)
            return (JsonSerializer.Deserialize<TorchReport>(line[Mark.Length..]), null);
        var said = string.Join(' ', run.Output.Split('\n').Select(text => text.Trim()).Where(text => text.Length > 0).Take(3));
        return (null, run.TimedOut ? "loading it took over a minute" : $"loading it ended with exit code {run.ExitCode}: {said}");
    }

    /// <summary>Loads libtorch and prints the report.</summary>
    public static int Report(Terminal terminal)
    {
        try
        {
            var speed = MatrixProductSpeed();
            var inventory = Devices.Inventory();
            var report = new TorchReport(
                torch.__version__,
                torch.get_num_threads(),
                [.. inventory.Devices.Select(device => Describe(device, inventory.Lacking(device)))],
                inventory.Problem,
                LoadedBlas(),
                speed);
            terminal.Output.WriteLine(Mark + JsonSerializer.Serialize(report));
            return 0;
        }
        catch (Exception problem)
        {
            // A failed type initialiser hides the sentence that says why.
            terminal.Output.WriteLine(problem.GetBaseException().Message);
            return 1;
        }
    }

    /// <summary>The report as findings.</summary>
    public static IEnumerable<Finding> Describe(TorchReport report, string? cards)
    {
        var speed = string.Create(CultureInfo.InvariantCulture, $"{report.Gigaflops:0} GFLOP/s in float32 on {report.Threads} thread{(report.Threads == 1 ? "" : "s")}");
        var isReference = report.Blas is { } path && !path.Contains("openblas", StringComparison.Ordinal) && !path.Contains("mkl", StringComparison.Ordinal);
        yield return isReference
            ? new Finding("BLAS", Weight.Lacking, $"{report.Blas} is the reference one ({speed}), some hundred times slower than OpenBLAS", Surroundings.Install("libopenblas0-pthread"))
            : Finding.Fine("BLAS", $"{report.Blas ?? "libtorch's own"}, {speed}");
        var devices = string.Join("; ", report.CudaDevices);
        yield return (report.CudaProblem, devices.Length > 0 ? devices : cards) switch
        {
            (null, _) => Finding.Fine("CUDA", devices),
            (_, null) => Finding.Fine("CUDA", "no device; notebooks run on the CPU"),
            var (problem, here) => new Finding("CUDA", Weight.Lacking, $"{here} is here, but {problem}", "pip install torch, or WORKBENCH_LIBTORCH=DIR with a libtorch for this GPU"),
        };
    }

    private static string Describe(CudaDevice device, string? lacking) => string.Create(
        CultureInfo.InvariantCulture, $"cuda:{device.Index} {device.Name}, compute capability {device.Capability}, {(device.FreeBytes is { } free ? $"{free / Gibi:0.0} of " : "")}{device.TotalBytes / Gibi:0.0} GiB")
        + (device.FreeBytes is null ? "" : " free") + (lacking is null ? "" : " (this libtorch holds no code for it)");

    private static double MatrixProductSpeed()
    {
        const int Size = 512;
        using var a = torch.ones(Size, Size);
        torch.matmul(a, a).Dispose();
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            torch.matmul(a, a).Dispose();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * Size * Size * Size / times.Min() / 1e9;
    }

    private static string? LoadedBlas() => !File.Exists("/proc/self/maps") ? null : File.ReadLines("/proc/self/maps")
        .Select(line => line.Split(' ')[^1])
        .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("libopenblas", StringComparison.Ordinal)
            || name.StartsWith("libmkl_core", StringComparison.Ordinal) || name.StartsWith("libblas", StringComparison.Ordinal)))
        .OrderByDescending(path => path.Contains("openblas", StringComparison.Ordinal))
        .FirstOrDefault();
}
