using Workbench.Pruning;

namespace Workbench.Models;

/// <summary>Which tensors of <see cref="ResNetLite"/> share channels.</summary>
internal static class ResNetChannels
{
    /// <summary>The name of a stage's residual stream: the layer that first writes to it.</summary>
    public static string Stream(int stage, int blocksPerStage) => stage == 0 ? "conv" : $"blocks.{stage * blocksPerStage}.shortcut";

    /// <summary>The channels inside each block, and those of each stage's residual stream, to which all of its blocks write.</summary>
    public static IReadOnlyList<ChannelGroup> Of(int blocksPerStage)
    {
        var groups = new List<ChannelGroup>();
        for (var stage = 0; stage < 3; stage++)
        {
            var first = stage * blocksPerStage;
            var blocks = Enumerable.Range(first, blocksPerStage).ToArray();
            var next = first + blocksPerStage;
            groups.Add(new ChannelGroup(Stream(stage, blocksPerStage),
            [
                .. stage == 0 ? Written("conv", "norm") : Written($"blocks.{first}.shortcut.0", $"blocks.{first}.shortcut.1"),
                .. blocks.SelectMany(block => Written($"blocks.{block}.conv2", $"blocks.{block}.norm2")),
                // The first block of a later stage reads the stage before.
                .. blocks.Where(block => stage == 0 || block > first).Select(block => new ChannelSlice($"blocks.{block}.conv1.weight", 1)),
                .. stage == 2 ? [new ChannelSlice("fc.weight", 1)]
                    : (ChannelSlice[])[new($"blocks.{next}.conv1.weight", 1), new($"blocks.{next}.shortcut.0.weight", 1)],
            ]));
            groups.AddRange(blocks.Select(block => new ChannelGroup(
                $"blocks.{block}.conv1", [.. Written($"blocks.{block}.conv1", $"blocks.{block}.norm1"), new ChannelSlice($"blocks.{block}.conv2.weight", 1)])));
        }

        return groups;
    }

    /// <summary>What puts channels out: a convolution without bias and its batch normalisation.</summary>
    internal static IEnumerable<ChannelSlice> Written(string convolution, string norm) =>
    [
        new($"{convolution}.weight", 0), new($"{norm}.weight", 0), new($"{norm}.bias", 0), new($"{norm}.running_mean", 0), new($"{norm}.running_var", 0),
    ];
}
