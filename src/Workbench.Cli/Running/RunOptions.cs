using System.Globalization;
using Workbench.Papers;

namespace Workbench.Cli.Running;

/// <summary>What to run and how, checked before anything starts.</summary>
internal sealed record RunOptions
{
    /// <summary>The protocols, from the fastest on.</summary>
    public static readonly IReadOnlyList<string> Protocols = ["smoke", "quick", "full"];

    private static readonly IReadOnlyList<string> Devices = ["cpu", "cuda", "auto"];

    /// <summary>Full paths of the notebooks.</summary>
    public required IReadOnlyList<string> Notebooks { get; init; }

    /// <summary><c>smoke</c>, <c>quick</c> or <c>full</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>How many seeds each claim is measured over; null leaves it to the notebook.</summary>
    public int? Seeds { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>auto</c>; null leaves it to <c>WORKBENCH_DEVICE</c>.</summary>
    public string? Device { get; init; }

    /// <summary>Whether outputs and results are kept in the checkout.</summary>
    public bool Save { get; init; }

    /// <summary>Whether the addresses of the HTML pages are printed.</summary>
    public bool Html { get; init; }

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
        if (Device is not null)
            CheckDevice(Device);
        return this;
    }

    /// <summary>The device that results will name, <c>cpu</c> or <c>cuda</c>.</summary>
    public string ResolvedDevice() => Device switch
    {
        "auto" => Training.Devices.Select("auto").type == TorchSharp.DeviceType.CUDA ? "cuda" : "cpu",
        null => "cpu",
        var named => named,
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
        if (Device is not null)
            environment["WORKBENCH_DEVICE"] = Device;
        return environment;
    }

    /// <summary>The command that repeats a run.</summary>
    private string Command(string notebook) => $"./workbench run {notebook} --protocol {Protocol}"
        + (Seeds is { } seeds ? string.Create(CultureInfo.InvariantCulture, $" --seeds {seeds}") : "")
        + (Device is null ? "" : $" --device {Device}");

    private static void CheckDevice(string device)
    {
        if (!Devices.Contains(device))
            throw new UsageException($"There is no device '{device}'.{Nearest.Hint(device, Devices)} The devices are cpu, cuda and auto (CUDA where there is one).");
        if (device != "cuda")
            return;
        try
        {
            Training.Devices.Select(device);
        }
        catch (Exception problem) when (problem is InvalidOperationException or DllNotFoundException or TypeInitializationException)
        {
            throw new UsageException($"--device cuda: {problem.GetBaseException().Message}");
        }
    }
}
