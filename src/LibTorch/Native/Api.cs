using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>The shim's C functions, and the one place where their failures become exceptions.</summary>
internal static unsafe partial class Api
{
    private const string Lib = Library.Name;
    private const int OutOfMemory = 3;

    [DllImport(Lib)] private static extern byte* wb_last_error();
    [DllImport(Lib)] private static extern nint wb_find(byte* name, byte* overload);
    [DllImport(Lib)] private static extern int wb_call(nint op, Value* args, int n, Result* results, int nresults);
    [DllImport(Lib)] private static extern nint wb_find_typed(byte* name, byte* overload, int kind);
    [DllImport(Lib)] private static extern int wb_call_typed(nint op, int kind, Value* args, int n, Result* result);
    [DllImport(Lib)] internal static extern void wb_free(void* p);
    [DllImport(Lib)] internal static extern void wb_release(nint tensor);
    [DllImport(Lib)] internal static extern void wb_retain(nint tensor);
    [DllImport(Lib)] internal static extern long* wb_live_cpu_bytes();
    [DllImport(Lib)] internal static extern int wb_tensor_info(nint tensor, Info* info);
    [DllImport(Lib)] internal static extern int wb_data_ptr(nint tensor, void** data);
    [DllImport(Lib)] internal static extern long wb_storage_offset(nint tensor);
    [DllImport(Lib)] internal static extern int wb_storage_nbytes(nint tensor, long* bytes);
    [DllImport(Lib)] internal static extern int wb_names(nint tensor, Result* names);
    [DllImport(Lib)] internal static extern int wb_item(nint tensor, Result* result);
    [DllImport(Lib)] internal static extern int wb_from_blob(byte* data, long* sizes, int dim, int dtype, delegate* unmanaged<nint, void> release, nint context, Result* result);

    [DllImport(Lib)] internal static extern int wb_backward(nint* tensors, int n, nint* grads, int ngrads, bool retainGraph, bool createGraph, nint* inputs, int ninputs);
    [DllImport(Lib)] internal static extern int wb_grad(nint* outputs, int n, nint* inputs, int ninputs, nint* grads, int ngrads, bool retainGraph, bool createGraph, bool allowUnused, Result* results);
    [DllImport(Lib)] internal static extern int wb_set_requires_grad(nint tensor, bool value);
    [DllImport(Lib)] internal static extern int wb_get_grad(nint tensor, Result* result);
    [DllImport(Lib)] internal static extern int wb_set_grad(nint tensor, nint grad);
    [DllImport(Lib)] internal static extern int wb_retain_grad(nint tensor);
    [DllImport(Lib)] internal static extern bool wb_grad_enabled();
    [DllImport(Lib)] internal static extern void wb_set_grad_enabled(bool value);
    [DllImport(Lib)] internal static extern nint wb_inference_enter(bool enabled);
    [DllImport(Lib)] internal static extern void wb_inference_leave(nint guard);
    [DllImport(Lib)] internal static extern bool wb_inference_enabled();
    [DllImport(Lib)] internal static extern bool wb_anomaly_enabled();
    [DllImport(Lib)] internal static extern int wb_register_hook(nint tensor, delegate* unmanaged<nint, nint, int*, nint> hook, delegate* unmanaged<nint, void> release, nint context, long* id);
    [DllImport(Lib)] internal static extern int wb_remove_hook(nint tensor, long id);
    [DllImport(Lib)] internal static extern int wb_attach_node(nint* inputs, int ninputs, nint* outputs, int noutputs, delegate* unmanaged<nint, nint*, int, nint*, int, int> backward, delegate* unmanaged<nint, void> release, nint context, nint* saved, byte* savedIsOutput, int nsaved, nint* node);
    [DllImport(Lib)] internal static extern int wb_node_saved(nint node, int index, Result* result);

    [DllImport(Lib)] private static extern byte* wb_version();
    [DllImport(Lib)] private static extern byte* wb_build_config();
    [DllImport(Lib)] internal static extern int wb_get_num_threads();
    [DllImport(Lib)] internal static extern int wb_set_num_threads(int n);
    [DllImport(Lib)] internal static extern int wb_get_num_interop_threads();
    [DllImport(Lib)] internal static extern int wb_set_num_interop_threads(int n);
    [DllImport(Lib)] internal static extern bool wb_cuda_is_available();
    [DllImport(Lib)] internal static extern int wb_cuda_device_count();
    [DllImport(Lib)] internal static extern bool wb_cudnn_is_available();
    [DllImport(Lib)] internal static extern int wb_cuda_synchronize(long device);
    [DllImport(Lib)] internal static extern int wb_set_deterministic(bool value, bool warnOnly);
    [DllImport(Lib)] internal static extern bool wb_get_deterministic();
    [DllImport(Lib)] internal static extern void wb_set_tf32(bool matmul, bool cudnn);
    [DllImport(Lib)] internal static extern bool wb_get_tf32_matmul();
    [DllImport(Lib)] internal static extern bool wb_get_tf32_cudnn();
    [DllImport(Lib)] internal static extern void wb_set_flush_denormal(bool value);
    [DllImport(Lib)] internal static extern int wb_generator_new(int deviceType, int deviceIndex, ulong seed, nint* result);
    [DllImport(Lib)] internal static extern int wb_generator_default(int deviceType, int deviceIndex, nint* result);
    [DllImport(Lib)] internal static extern void wb_generator_release(nint generator);
    [DllImport(Lib)] internal static extern int wb_generator_seed(nint generator, ulong seed);
    [DllImport(Lib)] internal static extern ulong wb_generator_initial_seed(nint generator);
    [DllImport(Lib)] internal static extern int wb_generator_get_state(nint generator, Result* state);
    [DllImport(Lib)] internal static extern int wb_generator_set_state(nint generator, nint state);
    [DllImport(Lib)] internal static extern int wb_manual_seed(ulong seed);

    /// <summary>libtorch's version, such as "1.13.1" or "2.6.0".</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)wb_version())!;

    /// <summary>How libtorch was built: BLAS, OpenMP, instruction set, CUDA.</summary>
    public static string BuildConfig => Marshal.PtrToStringUTF8((nint)wb_build_config())!;

    /// <summary>The handle of an operator, or 0 when this libtorch does not have it.</summary>
    public static nint Find(string name, string overload)
    {
        fixed (byte* n = System.Text.Encoding.UTF8.GetBytes(name + "\0"))
        fixed (byte* o = System.Text.Encoding.UTF8.GetBytes(overload + "\0"))
            return wb_find(n, o);
    }

    public static void Call(nint op, string name, string overload, Value* args, int n, Result* results, int nresults)
    {
        if (op == 0) ThrowMissing(name, overload);
        int status = wb_call(op, args, n, results, nresults);
        if (status == OutOfMemory)
        {
            MemoryPressure.CollectAll();
            status = wb_call(op, args, n, results, nresults);
        }
        if (status != 0) Throw(status);
    }

    /// <summary>The handle for direct calls of a common signature, or 0 when this libtorch's signature differs.</summary>
    public static nint FindTyped(string name, string overload, int kind)
    {
        fixed (byte* n = System.Text.Encoding.UTF8.GetBytes(name + "\0"))
        fixed (byte* o = System.Text.Encoding.UTF8.GetBytes(overload + "\0"))
            return wb_find_typed(n, o, kind);
    }

    public static void CallTyped(nint op, int kind, Value* args, int n, Result* result)
    {
        int status = wb_call_typed(op, kind, args, n, result);
        if (status == OutOfMemory)
        {
            MemoryPressure.CollectAll();
            status = wb_call_typed(op, kind, args, n, result);
        }
        if (status != 0) Throw(status);
    }

    /// <summary>Throws when a shim function reports a failure.</summary>
    public static void Check(int status)
    {
        if (status != 0) Throw(status);
    }

    private static void ThrowMissing(string name, string overload) =>
        throw new NotSupportedException($"The operator {name}{(overload.Length > 0 ? "." + overload : "")} is not in this libtorch ({Version}), but in an older or newer one.");

    private static void Throw(int status)
    {
        var text = Marshal.PtrToStringUTF8((nint)wb_last_error()) ?? "unknown error";
        // A failure inside managed code that libtorch called (a hook, a custom function) is the cause worth showing.
        var inner = Callbacks.TakeFailure();
        throw status switch
        {
            2 => new TorchIndexException(text, inner),
            OutOfMemory => new TorchOutOfMemoryException(text, inner),
            4 => new TorchNotImplementedException(text, inner),
            _ => new TorchException(text, inner),
        };
    }
}
