using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Mixed precision of one kind of device on this thread.</summary>
internal struct AutocastState
{
    public int Dtype;
    public byte Enabled;
    public byte Cache;
}

/// <summary>A CUDA stream as libtorch names it.</summary>
internal struct StreamId
{
    public long Id;
    public int Device;
}

/// <summary>Switches of the process; kept in step with <c>wb_get_flag</c>.</summary>
internal enum Flag
{
    CudnnDeterministic = 0,
    CudnnBenchmark = 1,
    CudnnEnabled = 2,
    Fp16Reduction = 3,
    Bf16Reduction = 4,
    FlashAttention = 5,
    MathAttention = 6,
}

internal static unsafe partial class Api
{
    [DllImport(Lib)] internal static extern bool wb_anomaly_check_nan();
    [DllImport(Lib)] internal static extern void wb_set_anomaly(bool value, bool checkNan);
    [DllImport(Lib)] internal static extern int wb_enter_dual_level(long* level);
    [DllImport(Lib)] internal static extern int wb_exit_dual_level(long level);
    [DllImport(Lib)] internal static extern long wb_next_sequence_number();
    [DllImport(Lib)] internal static extern int wb_graph_leaves(nint* outputs, int n, long since, Result* leaves, int capacity, int* count, int* outside);
    [DllImport(Lib)] internal static extern int wb_register_accumulate_hook(nint tensor, delegate* unmanaged<nint, nint, int*, nint> hook, delegate* unmanaged<nint, void> release, nint context, nint* result);
    [DllImport(Lib)] internal static extern void wb_disable_accumulate_hook(nint hook);
    [DllImport(Lib)] internal static extern void wb_release_accumulate_hook(nint hook);

    [DllImport(Lib)] internal static extern int wb_get_autocast(int device, AutocastState* state);
    [DllImport(Lib)] internal static extern int wb_set_autocast(int device, AutocastState* state);
    [DllImport(Lib)] internal static extern void wb_enter_autocast();
    [DllImport(Lib)] internal static extern void wb_leave_autocast();
    [DllImport(Lib)] internal static extern void wb_clear_autocast_cache();
    [DllImport(Lib)] internal static extern bool wb_get_deterministic_warn_only();
    [DllImport(Lib)] private static extern int wb_get_flag(Flag flag, bool* value);
    [DllImport(Lib)] private static extern int wb_set_flag(Flag flag, bool value);

    [DllImport(Lib)] internal static extern bool wb_cuda_compiled();
    [DllImport(Lib)] internal static extern int wb_cuda_current_device(int* index);
    [DllImport(Lib)] internal static extern int wb_cuda_set_device(int index);
    [DllImport(Lib)] internal static extern int wb_cuda_current_stream(int device, StreamId* stream);
    [DllImport(Lib)] internal static extern int wb_cuda_new_stream(int device, bool highPriority, StreamId* stream);
    [DllImport(Lib)] internal static extern int wb_cuda_exchange_stream(StreamId* stream, StreamId* previous);
    [DllImport(Lib)] internal static extern int wb_cuda_query_stream(StreamId* stream, bool* done);
    [DllImport(Lib)] internal static extern int wb_cuda_synchronize_stream(StreamId* stream);
    [DllImport(Lib)] internal static extern int wb_cuda_wait_stream(StreamId* waiting, StreamId* other);
    [DllImport(Lib)] internal static extern int wb_cuda_empty_cache();
    [DllImport(Lib)] internal static extern int wb_cuda_memory(int device, long* bytes);
    [DllImport(Lib)] internal static extern int wb_cuda_reset_peak(int device);
    [DllImport(Lib)] internal static extern int wb_cuda_graph_pool(ulong* pool);
    [DllImport(Lib)] internal static extern int wb_cuda_graph_new(nint* graph);
    [DllImport(Lib)] internal static extern void wb_cuda_graph_release(nint graph);
    [DllImport(Lib)] internal static extern int wb_cuda_graph_do(nint graph, int what, ulong* pool);
    [DllImport(Lib)] internal static extern int wb_cuda_graph_register(nint graph, nint generator, bool* done);
    [DllImport(Lib)] internal static extern int wb_cuda_jit(byte* code, byte* entry, nint* tensors, int n, Value* numbers, int nnumbers, bool byReference, Result* results, int nresults);

    public static bool Get(Flag flag)
    {
        bool value;
        Check(wb_get_flag(flag, &value));
        return value;
    }

    public static void Set(Flag flag, bool value) => Check(wb_set_flag(flag, value));
}
