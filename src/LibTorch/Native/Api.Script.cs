using System.Runtime.InteropServices;

namespace TorchSharp.Native;

internal static unsafe partial class Api
{
    [DllImport(Lib)] internal static extern int wb_script_load(byte* path, byte* bytes, long n, int deviceType, int deviceIndex, nint* script);
    [DllImport(Lib)] internal static extern int wb_script_compile(byte* source, nint* script);
    [DllImport(Lib)] internal static extern void wb_script_release(nint script);
    [DllImport(Lib)] internal static extern int wb_script_save(nint script, delegate* unmanaged<nint, byte*, long, void> write, nint context);
    [DllImport(Lib)] internal static extern int wb_script_call(nint script, byte* name, Value* args, int n, Result* result);
    [DllImport(Lib)] internal static extern int wb_script_signature(nint script, byte* name, Result* arguments, int* returns);
    [DllImport(Lib)] internal static extern int wb_script_slots(nint script, Result* slots);
    [DllImport(Lib)] internal static extern int wb_script_child(nint script, byte* name, nint* child);
    [DllImport(Lib)] internal static extern int wb_script_get(nint script, byte* name, Result* value);
    [DllImport(Lib)] internal static extern int wb_script_set(nint script, byte* name, Value* value);
    [DllImport(Lib)] internal static extern int wb_script_train(nint script, bool on);
}
