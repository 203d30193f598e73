using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Mixed precision: operators that gain from it run in half the bits, the others in float32.</summary>
    public static partial class amp
    {
        /// <summary>
        /// Mixed precision on this thread until disposed: <c>using (torch.amp.autocast(DeviceType.CUDA)) loss = ...</c>; backward belongs
        /// outside of it. Regions nest, and one with <paramref name="enabled"/> false switches it off inside of another.
        /// </summary>
        /// <param name="device_type">The devices whose operators are meant.</param>
        /// <param name="dtype">The lower precision; null means float16 for CUDA and bfloat16 for the CPU.</param>
        /// <param name="enabled">Whether to cast.</param>
        /// <param name="cache_enabled">Whether casts of leaves are kept for the length of the outermost region; null leaves it as it is.</param>
        /// <exception cref="ArgumentException">The device does not support the dtype.</exception>
        public static Autocast autocast(DeviceType device_type, ScalarType? dtype = null, bool enabled = true, bool? cache_enabled = null) =>
            new(device_type, dtype, enabled, cache_enabled);

        /// <inheritdoc cref="autocast(DeviceType, ScalarType?, bool, bool?)"/>
        public static Autocast autocast(string device_type, ScalarType? dtype = null, bool enabled = true, bool? cache_enabled = null) =>
            new(new Device(device_type).type, dtype, enabled, cache_enabled);
    }

    /// <inheritdoc cref="amp.autocast(DeviceType, ScalarType?, bool, bool?)"/>
    public static Autocast autocast(DeviceType device_type, ScalarType? dtype = null, bool enabled = true, bool? cache_enabled = null) =>
        new(device_type, dtype, enabled, cache_enabled);

    /// <summary>Whether mixed precision is on for the operators of a kind of device, on this thread.</summary>
    public static bool is_autocast_enabled(DeviceType device_type = DeviceType.CUDA) => Autocast.Read(device_type).Enabled != 0;

    public static void set_autocast_enabled(DeviceType device_type, bool enabled) =>
        Autocast.Change(device_type, (ref AutocastState s) => s.Enabled = enabled ? (byte)1 : (byte)0);

    /// <summary>The precision that a region without a dtype of its own would use.</summary>
    public static ScalarType get_autocast_dtype(DeviceType device_type) => (ScalarType)Autocast.Read(device_type).Dtype;

    public static void set_autocast_dtype(DeviceType device_type, ScalarType dtype) =>
        Autocast.Change(device_type, (ref AutocastState s) => s.Dtype = (int)dtype);

    public static bool is_autocast_cache_enabled() => Autocast.Read(DeviceType.CPU).Cache != 0;

    public static void set_autocast_cache_enabled(bool enabled) =>
        Autocast.Change(DeviceType.CPU, (ref AutocastState s) => s.Cache = enabled ? (byte)1 : (byte)0);

    public static void clear_autocast_cache() => Api.wb_clear_autocast_cache();

    public static partial class cuda
    {
        /// <summary>Mixed precision on CUDA devices.</summary>
        public static class amp
        {
            /// <inheritdoc cref="torch.amp.autocast(DeviceType, ScalarType?, bool, bool?)"/>
            public static Autocast autocast(bool enabled = true, ScalarType dtype = ScalarType.Float16, bool cache_enabled = true) =>
                new(DeviceType.CUDA, dtype, enabled, cache_enabled);

            /// <inheritdoc cref="torch.amp.GradScaler"/>
            public sealed class GradScaler(double init_scale = 65536.0, double growth_factor = 2.0, double backoff_factor = 0.5, int growth_interval = 2000, bool enabled = true)
                : torch.amp.GradScaler(DeviceType.CUDA, init_scale, growth_factor, backoff_factor, growth_interval, enabled);
        }
    }

    /// <summary>What concerns the CPU as a device.</summary>
    public static partial class cpu
    {
        /// <summary>Native bytes that tensors hold in the process, counted where they are allocated, give or take 64 KB a thread; not negative.</summary>
        public static long memory_allocated() => Math.Max(0, MemoryPressure.Outstanding);

        /// <summary>Mixed precision on the CPU.</summary>
        public static class amp
        {
            /// <inheritdoc cref="torch.amp.autocast(DeviceType, ScalarType?, bool, bool?)"/>
            public static Autocast autocast(bool enabled = true, ScalarType dtype = ScalarType.BFloat16, bool cache_enabled = true) =>
                new(DeviceType.CPU, dtype, enabled, cache_enabled);
        }
    }
}
