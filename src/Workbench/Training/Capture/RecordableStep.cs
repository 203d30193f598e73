using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// Said of a training step by whoever wrote it: it is a fixed sequence of device operations, with the same shapes in every step,
/// and all that it depends on beside the parameters is named here. A loop may then record it in a CUDA graph.
/// </summary>
/// <remarks>
/// Code of a recorded step runs on the host in the first steps only. What differs from step to step must come from a generator
/// of the device or be written by <see cref="Before"/> into tensors that the step reads.
/// <code>
/// var picked = torch.zeros(128, ScalarType.Int64, device);
/// var fixedStep = new RecordableStep { Generators = [generator], Before = i => picked.copy_(order.narrow(0, i * 128, 128)) };
/// TrainingLoop.Run(model.parameters(), steps, _ => Loss(model, data.index_select(0, picked), generator), options, fixedStep);
/// </code>
/// </remarks>
public sealed record RecordableStep
{
    /// <summary>The generators that the step draws from, beside the device's default one; on the device.</summary>
    public IReadOnlyList<Generator> Generators { get; init; } = [];

    /// <summary>What a step changes beside the parameters, their optimiser's state and their moving average: running statistics of normalisations.</summary>
    public IReadOnlyList<Tensor> Buffers { get; init; } = [];

    /// <summary>Runs before each step, given its number from 0, and is never recorded: copies what the step reads into tensors that stay the same.</summary>
    public Action<int>? Before { get; init; }

    /// <summary>Why the step cannot be recorded after all, in a clause: work on the host, shapes that change. Null where it can.</summary>
    public string? Refusal { get; init; }
}
