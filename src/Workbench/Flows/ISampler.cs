using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>A law that can be sampled: noise, a toy distribution, a data set.</summary>
public interface ISampler
{
    /// <summary>Independent draws, float32, [count, …], on the generator's device.</summary>
    /// <param name="count">How many draws, at least 1.</param>
    /// <param name="generator">The only source of randomness: the same state gives the same draws.</param>
    Tensor Sample(long count, Generator generator);
}
