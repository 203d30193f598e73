using System.Diagnostics;
using System.Globalization;

namespace Workbench.Benchmarks.Harness;

/// <summary>A process that runs one side of a measurement on request.</summary>
internal sealed class Side : IDisposable
{
    private readonly Process process;
    private readonly string name;

    private Side(string name, ProcessStartInfo start)
    {
        this.name = name;
        process = Process.Start(start)!;
    }

    public static Side Ours(string benchmark, int threads) => new("ours", Start("dotnet", threads, typeof(Side).Assembly.Location, "worker", benchmark));

    /// <summary>The other way of ours that a benchmark names.</summary>
    public static Side Against(Benchmark benchmark, int threads) =>
        new(benchmark.Against!.Name, Start("dotnet", threads, typeof(Side).Assembly.Location, "worker", benchmark.Name, "against"));

    public static Side PyTorch(string python, Benchmark benchmark, int threads) =>
        new("PyTorch", Start(python, threads, [Path.Combine(Results.Folder, "python", benchmark.Script + ".py"), .. benchmark.Arm is { } arm ? [arm] : Array.Empty<string>()]));

    /// <summary>What the other process has to say of a case; empty where it has nothing to say.</summary>
    public string Note(string name)
    {
        process.StandardInput.WriteLine($"note {name}");
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() ?? "";
    }

    /// <summary>Runs a case and waits: the numbers that the other process answered with.</summary>
    /// <exception cref="InvalidOperationException">It died instead.</exception>
    public double[] Run(string name, int iterations)
    {
        process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {iterations}"));
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the process of {this.name} ended while it ran '{name}' (see above)");
        return [.. answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    /// <summary>Both sides get as many threads; OpenBLAS does not listen to torch.set_num_threads.</summary>
    public static ProcessStartInfo Start(string program, int threads, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        return start;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5000)) process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
