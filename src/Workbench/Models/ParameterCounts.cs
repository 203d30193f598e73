using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>Sizes of networks.</summary>
public static class ParameterCounts
{
    /// <summary>The number of trainable values of a network.</summary>
    /// <param name="module">The network.</param>
    public static long ParameterCount(this nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.parameters().Sum(p => p.numel());
    }
}
