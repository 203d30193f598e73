namespace Workbench.Benchmarks.Harness;

/// <summary>A measurement beside PyTorch: what is run on both sides, and how much of PyTorch's time or memory ours may take.</summary>
/// <param name="Name">The name on the command line; <c>python/SCRIPT.py</c> is the other side.</param>
/// <param name="What">One line for the table.</param>
/// <param name="Bar">The largest ratio ours ÷ PyTorch's that meets the aim on the CPU; null where it is not run there.</param>
/// <param name="Cases">What is measured, each by a function that runs it a number of times.</param>
internal sealed record Benchmark(string Name, string What, double? Bar, IReadOnlyDictionary<string, Action<int>> Cases)
{
    /// <summary>The bar on a GPU; null where the benchmark is not run there.</summary>
    public double? CudaBar { get; init; }

    /// <summary>The script of the other side.</summary>
    public string Script { get; init; } = Name;

    /// <summary>What the script is told to do otherwise than by default, such as <c>compile</c>; needs PyTorch 2.</summary>
    public string? Arm { get; init; }

    /// <summary>The least work of one iteration of each case, from which its floor follows.</summary>
    public IReadOnlyDictionary<string, Work> Works { get; init; } = new Dictionary<string, Work>();

    /// <summary>What a case of ours has to say of how it ran, once it has run.</summary>
    public Func<string, string?>? Note { get; init; }

    /// <summary>The fewest iterations of one run, for runs with costs of their own.</summary>
    public int LeastIterations { get; init; } = 1;

    /// <summary>The most rounds worth their time; null leaves them to the command line.</summary>
    public int? MostRounds { get; init; }

    /// <summary>Iterations of one run when memory is what is measured, over the whole run; 0 when time is, over many short ones.</summary>
    public int Iterations { get; init; }

    /// <summary>The other side where that is not PyTorch: what it is called, and the case of ours that each case is measured against.</summary>
    public Opponent? Against { get; init; }

    /// <summary>Threads of both sides where the benchmark fixes them; null leaves them to the command line.</summary>
    public int? Threads { get; init; }

    /// <summary>Threads of PyTorch's side where another number than ours serves it better; null gives both as many.</summary>
    public int? PyTorchThreads { get; init; }

    /// <summary>Whether the time of a whole process is measured, from its start to its end.</summary>
    public bool WholeProcess { get; init; }

    /// <summary>The bar on a kind of device; null where the benchmark is not run there.</summary>
    public double? BarOn(bool isCuda) => isCuda ? CudaBar : Bar;

    /// <summary>All benchmarks, in the order of the table.</summary>
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        Workloads.Operators.Create(),
        Workloads.MlpStep.Create(isCompiled: false),
        Workloads.MlpStep.Create(isCompiled: true),
        Workloads.SeedAblation.Create(),
        Workloads.UNetStep.Create(isCompiled: false),
        Workloads.UNetStep.Create(isCompiled: true),
        Workloads.DiTStep.Create(isCompiled: false),
        Workloads.DiTStep.Create(isCompiled: true),
        Workloads.FlowSampling.Create(),
        Workloads.UNetSampling.Create(),
        Workloads.MinibatchTransport.Create(),
        Workloads.Memory.Create(),
        Workloads.FirstOperation.Create(),
        Workloads.BatchedSeeds.Create(threads: 1),
        Workloads.BatchedSeeds.Create(threads: 2),
        Workloads.FusedActivations.Create(),
        Workloads.CudaActivations.AgainstGelu(),
        Workloads.CudaActivations.AgainstComposed(),
        Workloads.StatisticalSelection.Create(),
        Workloads.ProbeOverhead.Create(),
        Workloads.PrunedLatency.Create(),
    ];
}

/// <summary>Another way of ours to do the same work.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Cases">The same work by the names of the benchmark's cases.</param>
internal sealed record Opponent(string Name, IReadOnlyDictionary<string, Action<int>> Cases);
