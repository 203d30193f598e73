using Workbench.Training;

namespace Workbench.Cli.Running;

/// <summary>
/// Deals the GPUs of a machine out to notebooks that run at the same time. Each left to itself would take the GPU with most free memory,
/// and so all that begin together the same one, before any has put something there.
/// </summary>
internal sealed class DeviceTurns
{
    // What others have nearly filled is no place for a run while there are better ones.
    private const double LeastShare = 0.25;

    private readonly CudaDevice[] _devices;
    private readonly int[] _running;
    private readonly Lock _gate = new();

    private DeviceTurns(IReadOnlyList<CudaDevice> usable)
    {
        _devices = [.. usable.Where(device => Free(device) >= LeastShare * Free(usable[0]))];
        _running = new int[_devices.Length];
    }

    /// <summary>Turns for what is to run; null where there is nothing to deal: a device is named, one notebook runs at a time, or no GPU can be used.</summary>
    /// <param name="options">What is to run.</param>
    /// <param name="inventory">Looks at the machine.</param>
    public static DeviceTurns? For(RunOptions options, Func<DeviceInventory> inventory)
    {
        if (options.Jobs == 1 || options.Notebooks.Count == 1 || !string.Equals(options.Device?.Trim(), "auto", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return inventory().Usable is { Count: > 0 } usable ? new(usable) : null;
        }
        catch (Exception problem) when (problem is DllNotFoundException or TypeInitializationException)
        {
            return null; // The notebooks say it themselves.
        }
    }

    /// <summary>The GPU with the fewest notebooks, of equals the one with most free memory; it counts one less when the turn is disposed.</summary>
    public Turn Take()
    {
        lock (_gate)
        {
            var place = Array.IndexOf(_running, _running.Min());
            _running[place]++;
            return new(this, place);
        }
    }

    private static long Free(CudaDevice device) => device.FreeBytes ?? device.TotalBytes;

    /// <summary>A notebook's time on a GPU.</summary>
    internal sealed class Turn(DeviceTurns turns, int place) : IDisposable
    {
        /// <summary>The GPU, <c>cuda:N</c>.</summary>
        public string Device => $"cuda:{turns._devices[place].Index}";

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (turns._gate)
                turns._running[place]--;
        }
    }
}
