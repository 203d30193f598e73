using System.Globalization;
using Workbench.Notebooks.Runner;
using Workbench.Papers;

namespace Workbench.Cli.Running;

/// <summary>What to run and how, checked before anything starts.</summary>
internal sealed record RunOptions
{
    /// <summary>The protocols, from the fastest on.</summary>
    public static readonly IReadOnlyList<string> Protocols = ["smoke", "quick", "full"];

    /// <summary>Full paths of the notebooks.</summary>
    public required IReadOnlyList<string> Notebooks { get; init; }

    /// <summary><c>smoke</c>, <c>quick</c> or <c>full</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>How many seeds each claim is measured over; null leaves it to the notebook.</summary>
    public int? Seeds { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c>, <c>cuda:N</c> or <c>auto</c>; null means the CPU.</summary>
    public string? Device { get; init; }

    /// <summary>Which GPU <c>auto</c> is for a notebook that runs beside others; null where it finds out itself.</summary>
    public string? DealtDevice { get; init; }

    /// <summary>Whether outputs and results are kept in the checkout.</summary>
    public bool Save { get; init; }

    /// <summary>Whether the addresses of the HTML pages are printed.</summary>
    public bool Html { get; init; }

    /// <summary>Variables that the notebooks get.</summary>
    public IReadOnlyList<RunParameter> Parameters { get; init; } = [];

    /// <summary>The arguments that set them, as given, for the command that repeats the run.</summary>
    public IReadOnlyList<string> ParameterArguments { get; init; } = [];

    /// <summary>The longest time a cell may take; null for no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Whether cells behind a failing one run too.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>How many notebooks run at the same time.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Where the executed notebook goes instead of <c>artifacts/notebooks</c>; <c>-</c> for standard output, null for the usual place.</summary>
    public string? Output { get; init; }

    /// <summary>The current directory of the cells; null for the notebook's folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether cells run in this process.</summary>
    public bool InProcess { get; init; }

    /// <summary>Throws when something asked for is not to be had.</summary>
    /// <exception cref="UsageException">An unknown protocol or device, no CUDA, or <c>--save</c> of a smoke run.</exception>
    public RunOptions Check()
    {
        if (!Protocols.Contains(Protocol))
            throw new UsageException($"There is no protocol '{Protocol}'.{Nearest.Hint(Protocol, Protocols)} The protocols are smoke (seconds, judges nothing), quick (two CPU cores) and full (one GPU).");
        if (Save && Protocol == "smoke")
            throw new UsageException("--save keeps results that mean something; a smoke run's do not. Use --protocol quick or full.");
        var names = Notebooks.GroupBy(Path.GetFileNameWithoutExtension).FirstOrDefault(group => group.Count() > 1);
        if (names is not null)
            throw new UsageException($"{string.Join(" and ", names)} have the same name, so their outputs would overwrite each other. Run them one after the other.");
        CheckTogether();
        if (Folder is not null && !Directory.Exists(Folder))
            throw new UsageException($"--cwd is '{Folder}'; there is no such folder.");
        if (Device is not null)
            DeviceOption.Check(Device);
        return this;
    }

    /// <summary>Options that make no sense with each other.</summary>
    private void CheckTogether()
    {
        var kept = (Save, Output is not null, Parameters.Count > 0, AllowErrors, Notebooks.FirstOrDefault(path => Path.GetExtension(path) == ".dib")) switch
        {
            (false, _, _, _, _) => null,
            (_, true, _, _, _) => "--save writes into the notebook itself; without --save, --output names another file.",
            (_, _, true, _, _) => "--save keeps what the notebook as it stands makes, not what it makes with other parameters. Use --output.",
            (_, _, _, true, _) => "--save keeps notebooks of which every cell ran, so it does not go with --allow-errors.",
            (_, _, _, _, { } text) => $"--save keeps outputs, for which a .dib file has no place ({Checkout.Show(text)}). Use --output with a name in .ipynb, or ./workbench convert.",
            _ => null,
        };
        if (kept is not null)
            throw new UsageException(kept);
        if (Output is not null && Notebooks.Count > 1)
            throw new UsageException($"--output names one file, and there are {Notebooks.Count} notebooks.");
        if (Output is not null && Notebooks.Count == 1 && Path.GetFullPath(Output) == Path.GetFullPath(Notebooks[0]))
            throw new UsageException("--output is the notebook itself; --save is the way to keep outputs in it.");
        if (InProcess && Notebooks.Count > 1)
            throw new UsageException("--in-process runs one notebook, because it changes the process that it runs in.");
    }

    /// <summary>The device that results will name, <c>cpu</c> or <c>cuda</c>.</summary>
    public string ResolvedDevice() => Device switch
    {
        "auto" => Training.Devices.Select("auto").type == TorchSharp.DeviceType.CUDA ? "cuda" : "cpu",
        { } named when named.StartsWith("cuda", StringComparison.OrdinalIgnoreCase) => "cuda",
        _ => "cpu",
    };

    /// <summary>The environment that tells the notebook's process about these options.</summary>
    /// <param name="checkout">The checkout.</param>
    /// <param name="results">The folder that result files go to.</param>
    /// <param name="notebook">The notebook of this process.</param>
    public IReadOnlyDictionary<string, string?> Environment(Checkout checkout, string results, string notebook)
    {
        var environment = new Dictionary<string, string?>
        {
            ["WORKBENCH_ROOT"] = checkout.Root,
            ["WORKBENCH_PROTOCOL"] = Protocol,
            ["WORKBENCH_RESULTS"] = results,
            ["WORKBENCH_NOTEBOOK"] = notebook,
            ["WORKBENCH_COMMAND"] = Command(Path.GetRelativePath(checkout.Root, notebook)),
        };
        if (Seeds is { } seeds)
            environment["WORKBENCH_SEEDS"] = seeds.ToString(CultureInfo.InvariantCulture);
        if ((DealtDevice ?? Device) is { } device)
            environment["WORKBENCH_DEVICE"] = device;
        return environment;
    }

    /// <summary>The command that repeats a run.</summary>
    private string Command(string notebook) => $"./workbench run {notebook} --protocol {Protocol}"
        + (Seeds is { } seeds ? string.Create(CultureInfo.InvariantCulture, $" --seeds {seeds}") : "")
        + (Device is null ? "" : $" --device {Device}")
        + string.Concat(ParameterArguments.Select(given => $" -p '{given.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
}
