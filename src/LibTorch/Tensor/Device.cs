using System.Globalization;

namespace TorchSharp;

/// <summary>Where a tensor lives, with libtorch's numbers.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    /// <summary>A device: its kind and, when several exist, which one. Index -1 means the current one.</summary>
    public class Device
    {
        public DeviceType type { get; }
        public int index { get; }

        /// <summary>Parses "cpu", "cuda", "cuda:1", "meta".</summary>
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            type = Parse(parts[0]);
            index = -1;
            if (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) index = number;
            else if (parts.Length != 1) throw new FormatException($"'{description}' is not a device; expected 'cpu', 'cuda' or 'cuda:N'");
        }

        public Device(string deviceType, int index = -1)
        {
            type = Parse(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index) : this(DeviceType.CUDA, index) { }

        private static DeviceType Parse(string name) => name.ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "mps" => DeviceType.MPS,
            "meta" => DeviceType.META,
            _ => throw new FormatException($"'{name}' is not a device type; expected cpu, cuda, mps or meta"),
        };

        public override string ToString() => type.ToString().ToLowerInvariant() + (index >= 0 ? $":{index}" : "");

        public static implicit operator Device(string description) => new(description);

        public override bool Equals(object? obj) => obj is Device other && other.type == type && Normal(other.index) == Normal(index);
        public override int GetHashCode() => HashCode.Combine(type, Normal(index));
        public static bool operator ==(Device? left, Device? right) => left is null ? right is null : left.Equals(right);
        public static bool operator !=(Device? left, Device? right) => !(left == right);

        private static int Normal(int index) => index < 0 ? 0 : index;
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device CUDA = new(DeviceType.CUDA);
    public static readonly Device MPS = new(DeviceType.MPS);
    public static readonly Device META = new(DeviceType.META);

    public static Device device(string description) => InitializeDevice(new Device(description));
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(int index) => InitializeDevice(new Device(DeviceType.CUDA, index));

    private static Device? defaultDevice;

    public static Device get_default_device() => defaultDevice ?? CPU;
    /// <inheritdoc cref="set_default_device(Device)"/>
    public static void set_default_device(string device) => set_default_device(new Device(device));

    public static void set_default_device(Device device) => defaultDevice = InitializeDevice(device);

    /// <summary>Returns the device, or the default for null; says at once when CUDA was asked for and is not there.</summary>
    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    /// <exception cref="InvalidOperationException">The device type is CUDA and this libtorch or this machine has none.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (deviceType == DeviceType.CUDA && !cuda.is_available())
            throw new InvalidOperationException("Torch device type CUDA did not initialise on the current machine: " +
                "this libtorch has no CUDA support or no CUDA device was found. Use the CPU, or point WORKBENCH_LIBTORCH at a CUDA build of PyTorch.");
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType != DeviceType.CUDA || cuda.is_available();
}
