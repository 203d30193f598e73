namespace Workbench.Models;

/// <summary>
/// A network whose forward treats every sample by itself. A flow evaluates large batches of it in parts, on the CPU and without gradients,
/// so that what one layer writes is still in the processor's cache when the next one reads it.
/// </summary>
public interface ISamplewiseNetwork
{
    /// <summary>The number of values of a sample in the widest layer.</summary>
    long LayerSize { get; }
}
