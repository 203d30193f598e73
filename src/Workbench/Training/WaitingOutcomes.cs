using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Losses and metrics of steps that have not been read: reading waits for the device, so those of several steps are read together.</summary>
internal sealed class WaitingOutcomes : IDisposable
{
    private readonly List<Tensor> losses = [];
    private readonly List<Tensor> metrics = [];

    /// <summary>Keeps a step's loss and metric, whatever scope they were made in.</summary>
    public void Keep(StepOutcome outcome)
    {
        losses.Add(outcome.Loss.detach().DetachFromDisposeScope());
        if (outcome.Metric is { } metric) metrics.Add(metric.detach().DetachFromDisposeScope());
    }

    /// <summary>All numbers kept since the last call, in the order of the steps, and lets go of their tensors.</summary>
    public (double[] Losses, double[] Metrics) Take()
    {
        var taken = (ToDoubles(losses), ToDoubles(metrics));
        Dispose();
        return taken;
    }

    /// <summary>Lets go of what was not read.</summary>
    public void Dispose()
    {
        foreach (var tensor in losses.Concat(metrics)) tensor.Dispose();
        losses.Clear();
        metrics.Clear();
    }

    private static double[] ToDoubles(List<Tensor> rows)
    {
        if (rows.Count == 0) return [];
        using var scope = NewDisposeScope();
        return stack(rows).to_type(ScalarType.Float64).cpu().data<double>().ToArray();
    }
}
