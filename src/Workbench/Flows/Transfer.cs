using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>Brings batches to the device that trains on them.</summary>
internal static class Transfer
{
    /// <summary>The tensor on a device; a copy through page-locked memory goes on while the CPU and the GPU do other work.</summary>
    public static Tensor To(Tensor tensor, Device device, bool pinned)
    {
        if (!pinned || device.type != DeviceType.CUDA || tensor.device_type != DeviceType.CPU)
            return tensor.to(device);
        // libtorch keeps the page-locked memory from being used again before the copy is done.
        using var locked = tensor.pin_memory();
        return locked.to(device, non_blocking: true);
    }
}
