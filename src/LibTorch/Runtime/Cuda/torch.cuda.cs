using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>CUDA devices: which there are, their random state, their memory.</summary>
    public static unsafe partial class cuda
    {
        public static bool is_available() => Api.wb_cuda_is_available();
        public static bool is_cudnn_available() => Api.wb_cudnn_is_available();
        public static int device_count() => Api.wb_cuda_device_count();

        /// <summary>Seeds the current device; does nothing without CUDA.</summary>
        public static void manual_seed(long seed)
        {
            if (is_available()) Generator.DefaultOf(new Device(DeviceType.CUDA, current_device())).manual_seed(seed);
        }

        /// <summary>Seeds every device; does nothing without CUDA.</summary>
        public static void manual_seed_all(long seed)
        {
            for (int i = 0; i < device_count(); i++) Generator.DefaultOf(new Device(DeviceType.CUDA, i)).manual_seed(seed);
        }

        /// <summary>The state of the generator that operations on a device draw from when they are given none; the current device when none is given.</summary>
        public static Tensor get_rng_state(Device? device = null) => DefaultGenerator(device).get_state();

        /// <summary>Sets what <see cref="get_rng_state"/> returns.</summary>
        public static void set_rng_state(Tensor new_state, Device? device = null) => DefaultGenerator(device).set_state(new_state);

        private static Generator DefaultGenerator(Device? device)
        {
            int index = Index(device);
            NeedDevice();
            return Generator.DefaultOf(new Device(DeviceType.CUDA, index < 0 ? current_device() : index));
        }

        /// <summary>Waits for all work on a device, the current one when none is given; without CUDA there is none to wait for.</summary>
        public static void synchronize(Device? device = null)
        {
            int index = Index(device);
            if (is_available()) Api.Check(Api.wb_cuda_synchronize(index));
        }

        /// <summary>The device that new tensors "on CUDA" go to, on this thread.</summary>
        public static int current_device()
        {
            NeedDevice();
            int index;
            Api.Check(Api.wb_cuda_current_device(&index));
            return index;
        }

        /// <inheritdoc cref="current_device"/>
        public static void set_device(Device device)
        {
            ArgumentNullException.ThrowIfNull(device);
            set_device(Index(device));
        }

        /// <inheritdoc cref="current_device"/>
        public static void set_device(int device)
        {
            NeedDevice();
            if (device >= device_count()) throw new ArgumentOutOfRangeException(nameof(device), device, $"there are {device_count()} CUDA devices");
            if (device >= 0) Api.Check(Api.wb_cuda_set_device(device));
        }

        /// <summary>Gives the memory that libtorch keeps for reuse back to the device; does nothing without CUDA.</summary>
        /// <exception cref="NotSupportedException">The native shim was built without CUDA's headers.</exception>
        public static void empty_cache()
        {
            if (!is_available()) return;
            NeedHeaders("The caching allocator");
            Api.Check(Api.wb_cuda_empty_cache());
        }

        /// <summary>Bytes that tensors use; 0 without CUDA.</summary>
        public static long memory_allocated(Device? device = null) => Memory(device, 0);

        /// <summary>The most bytes that tensors have used since the start or the last reset.</summary>
        public static long max_memory_allocated(Device? device = null) => Memory(device, 1);

        /// <summary>Bytes that libtorch holds, for tensors and for reuse.</summary>
        public static long memory_reserved(Device? device = null) => Memory(device, 2);

        /// <summary>The most bytes that libtorch has held.</summary>
        public static long max_memory_reserved(Device? device = null) => Memory(device, 3);

        /// <summary>Lets the maxima start again from what is used now.</summary>
        public static void reset_peak_memory_stats(Device? device = null)
        {
            int index = Index(device);
            NeedDevice();
            NeedHeaders("The caching allocator");
            Api.Check(Api.wb_cuda_reset_peak(index));
        }

        /// <summary>The four numbers as a line of text.</summary>
        public static string memory_summary(Device? device = null)
        {
            static string MiB(long bytes) => FormattableString.Invariant($"{bytes / 1048576.0:0.0} MiB");
            return $"allocated {MiB(memory_allocated(device))} (peak {MiB(max_memory_allocated(device))}), reserved {MiB(memory_reserved(device))} (peak {MiB(max_memory_reserved(device))})";
        }

        private static long Memory(Device? device, int which)
        {
            int index = Index(device);
            if (!is_available()) return 0;
            NeedHeaders("The caching allocator");
            var bytes = stackalloc long[4];
            Api.Check(Api.wb_cuda_memory(index, bytes));
            return bytes[which];
        }

        private static int Index(Device? device) => device is null ? -1
            : device.type == DeviceType.CUDA ? device.index
            : throw new ArgumentException($"Expected a cuda device, but got: {device}", nameof(device));

        private static void NeedDevice()
        {
            if (!is_available()) throw new NotSupportedException("Torch not compiled with CUDA enabled, or there is no CUDA device: torch.cuda.is_available() is false.");
        }

        private static void NeedHeaders(string what)
        {
            if (!Api.wb_cuda_compiled())
                throw new NotSupportedException($"{what} needs a native shim built with CUDA's headers (cuda_runtime_api.h, from a CUDA toolkit or the nvidia-cuda-runtime package beside libtorch); this one was built without CUDA.");
        }
    }
}
