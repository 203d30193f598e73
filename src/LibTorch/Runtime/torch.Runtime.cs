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

    public static void set_flush_denormal(bool value) => Api.wb_set_flush_denormal(value);

    public static bool cuda_is_available() => cuda.is_available();
}
