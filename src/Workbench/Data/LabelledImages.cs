using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>Images with their classes.</summary>
/// <param name="Images">float32 <c>[N, C, H, W]</c>.</param>
/// <param name="Labels">int64 <c>[N]</c>.</param>
public sealed record LabelledImages(Tensor Images, Tensor Labels) : IDisposable
{
    /// <summary>How many there are.</summary>
    public long Count => Labels.shape[0];

    /// <summary>The data in order, <paramref name="size"/> at a time; views, valid while this object lives.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public IEnumerable<(Tensor Images, Tensor Labels)> Batches(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return Enumerate();

        IEnumerable<(Tensor, Tensor)> Enumerate()
        {
            for (long start = 0; start < Count; start += size)
            {
                var length = Math.Min(size, Count - start);
                yield return (Images.narrow(0, start, length), Labels.narrow(0, start, length));
            }
        }
    }

    /// <summary>The same data on another device.</summary>
    public LabelledImages To(Device device) => new(Images.to(device), Labels.to(device));

    /// <summary>Releases both tensors.</summary>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
