using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>"No condition" among conditions: making it, and putting it in the place of others at random.</summary>
public static class NullCondition
{
    /// <summary>No condition for a batch: labels [count] equal to the number of classes, or rows of NaN.</summary>
    /// <param name="conditions">The conditions of the network.</param>
    /// <param name="count">The size of the batch.</param>
    /// <param name="device">Where it is needed; the CPU by default.</param>
    /// <param name="dtype">The type of vectors; float32 by default. Labels are int64.</param>
    public static Tensor Of(Conditions conditions, long count, Device? device = null, ScalarType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return conditions.AreLabels
            ? torch.full([count], conditions.Size, dtype: ScalarType.Int64, device: device)
            : torch.full([count, conditions.Size], float.NaN, dtype: dtype ?? ScalarType.Float32, device: device);
    }

    /// <summary>Label dropout: each condition of a batch becomes none with a given probability (arXiv 2207.12598, algorithm 1).</summary>
    /// <param name="conditions">The conditions of the network.</param>
    /// <param name="given">A batch of them.</param>
    /// <param name="probability">In [0, 1]; at 0 nothing is drawn and the batch itself is returned.</param>
    /// <param name="generator">The source of the choice, on the device of the batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability lies outside [0, 1].</exception>
    public static Tensor Dropout(Conditions conditions, Tensor given, double probability, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(generator);
        RequireProbability(probability, nameof(probability));
        if (probability == 0)
            return given;
        var drawn = torch.rand([given.shape[0]], device: generator.device, generator: generator).to(given.device).lt(probability);
        return torch.where(given.dim() == 1 ? drawn : drawn.unsqueeze(1), Of(conditions, given.shape[0], given.device, given.dtype), given);
    }

    /// <summary>Throws unless conditions are what a network takes: type, shape, and labels from 0 to the number of classes.</summary>
    internal static void Require(Conditions conditions, Tensor given, string name)
    {
        ArgumentNullException.ThrowIfNull(given, name);
        var shape = $"{given.dtype} [{string.Join(", ", given.shape)}]";
        if (!conditions.AreLabels)
        {
            if (!given.is_floating_point() || given.dim() != 2 || given.shape[1] != conditions.Size)
                throw new ArgumentException($"Expected conditions [batch, {conditions.Size}] of floating-point numbers; got {shape}.", name);
            return;
        }

        if (given.dtype != ScalarType.Int64 || given.dim() != 1)
            throw new ArgumentException($"Expected labels, int64 [batch]; got {shape}.", name);
        if (given.numel() == 0)
            return;
        using var scope = torch.NewDisposeScope();
        var (least, greatest) = (given.min().item<long>(), given.max().item<long>());
        if (least < 0 || greatest > conditions.Size)
            throw new ArgumentOutOfRangeException(
                name, $"Labels must lie between 0 and {conditions.Size - 1}, or be {conditions.Size} for none; got values from {least} to {greatest}.");
    }

    internal static void RequireProbability(double probability, string name)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(name, probability, "A probability lies in [0, 1].");
    }
}
