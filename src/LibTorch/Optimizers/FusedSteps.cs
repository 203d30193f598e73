using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Which optimiser steps this libtorch has as one kernel.</summary>
internal static class FusedSteps
{
    public const string Adam = "aten::_fused_adam_", AdamW = "aten::_fused_adamw_", Sgd = "aten::_fused_sgd_";

    /// <summary>The same with the learning rate in a tensor.</summary>
    public const string AdamByTensor = Adam + ".tensor_lr", AdamWByTensor = AdamW + ".tensor_lr";

    private static readonly Dictionary<string, bool> found = new[] { Adam, AdamW, Sgd, AdamByTensor, AdamWByTensor }
        .ToDictionary(name => name, name => name.Split('.') is [var plain, var overload] ? Api.Find(plain, overload) != 0 : Api.Find(name, "") != 0);

    /// <summary>Whether the operator is there and has a kernel for the device of all these parameters.</summary>
    public static bool Available(string name, Tensor[] parameters)
    {
        if (!found[name] || parameters.Length == 0) return false;
        var device = parameters[0].device;
        bool kernel = device.type == DeviceType.CUDA || (device.type == DeviceType.CPU && LibtorchVersion.AtLeast(2, 4));
        return kernel && parameters.All(p => p.is_floating_point() && p.device.Equals(device) && p.dtype == parameters[0].dtype);
    }
}
