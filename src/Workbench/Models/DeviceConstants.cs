using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Small constants that live on a device from their first use on: a copy from the host in every call would wait for the device, and
/// could be no part of a CUDA graph.
/// </summary>
internal static class DeviceConstants
{
    private static readonly ConcurrentDictionary<(string Name, ScalarType Type, string Device), Tensor> Kept = new();

    /// <summary>The constant of a name, made by the first who asks for it on a device; not to be changed or disposed.</summary>
    /// <param name="name">Its name, which stands for its values.</param>
    /// <param name="type">Its number type.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="make">Makes it.</param>
    public static Tensor Of(string name, ScalarType type, Device device, Func<Tensor> make)
        => Kept.GetOrAdd((name, type, device.ToString()), _ =>
        {
            using var noGrad = torch.no_grad();
            return make().DetachFromDisposeScope();
        });
}
