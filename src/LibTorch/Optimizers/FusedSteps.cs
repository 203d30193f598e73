using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Which optimiser steps this libtorch has as one kernel.</summary>
internal static class FusedSteps
{
    public const string Adam = "aten::_fused_adam_", AdamW = "aten::_fused_adamw_", Sgd = "aten::_fused_sgd_";

    private static readonly Dictionary<string, bool> found = new[] { Adam, AdamW, Sgd }.ToDictionary(name => name, name => Api.Find(name, "") != 0);

    /// <summary>Whether the operator is there and has a kernel for the device of all these parameters.</summary>
    public static bool Available(string name, Tensor[] parameters)
    {
        if (!found[name] || parameters.Length == 0) return false;
        var device = parameters[0].device;
        bool kernel = device.type == DeviceType.CUDA || (device.type == DeviceType.CPU && LibtorchVersion.AtLeast(2, 4));
        return kernel && parameters.All(p => p.is_floating_point() && p.device.Equals(device) && p.dtype == parameters[0].dtype);
    }
}
