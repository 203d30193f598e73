using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of the libtorch in use.</summary>
    public static string __version__ => Api.Version;

    /// <summary>How that libtorch was built and threads are used, as text.</summary>
    public static string show_config() => Api.BuildConfig;

    public static int get_num_threads() => Api.wb_get_num_threads();
    public static void set_num_threads(int num) => Api.Check(Api.wb_set_num_threads(num));
    public static int get_num_interop_threads() => Api.wb_get_num_interop_threads();
    public static void set_num_interop_threads(int num) => Api.Check(Api.wb_set_num_interop_threads(num));

    /// <summary>Asks for deterministic algorithms everywhere; operators that have none throw.</summary>
    public static void use_deterministic_algorithms(bool mode = true, bool warn_only = false) => Api.Check(Api.wb_set_deterministic(mode, warn_only));
    public static bool are_deterministic_algorithms_enabled() => Api.wb_get_deterministic();
    public static void set_flush_denormal(bool value) => Api.wb_set_flush_denormal(value);

    public static bool cuda_is_available() => cuda.is_available();

    public static partial class cuda
    {
        public static bool is_available() => Api.wb_cuda_is_available();
        public static bool is_cudnn_available() => Api.wb_cudnn_is_available();
        public static int device_count() => Api.wb_cuda_device_count();
        public static void manual_seed(long seed) => Generator.DefaultOf(CUDA).manual_seed(seed);

        public static void manual_seed_all(long seed)
        {
            for (int i = 0; i < device_count(); i++) Generator.DefaultOf(new Device(DeviceType.CUDA, i)).manual_seed(seed);
        }

        public static void synchronize(Device? device = null) => Api.Check(Api.wb_cuda_synchronize(device?.index ?? -1));
    }

    public static partial class backends
    {
        public static partial class cuda
        {
            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Api.wb_get_tf32_matmul();
                    set => Api.wb_set_tf32(value, Api.wb_get_tf32_cudnn());
                }
            }
        }

        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Api.wb_get_tf32_cudnn();
                set => Api.wb_set_tf32(Api.wb_get_tf32_matmul(), value);
            }
        }
    }
}
