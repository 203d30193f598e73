using TorchSharp;
using Workbench.Benchmarks.Harness;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Workloads;

/// <summary>The training steps of a network as the library's loop takes them: with Adam, captured in a CUDA graph on a GPU.</summary>
internal sealed class Steps
{
    private const int Most = 1 << 22;
    private readonly CapturedStep step;
    private int taken;

    /// <param name="model">What is trained; on the device.</param>
    /// <param name="loss">The loss of a step, from the device's default generator alone.</param>
    public Steps(nn.Module model, Func<Tensor> loss)
    {
        var parameters = model.parameters().ToList();
        var optimizer = optim.Adam(parameters, 1e-3);
        step = new CapturedStep(parameters, optimizer, _ =>
        {
            var value = loss();
            value.backward();
            optimizer.step();
            return value;
        }, Most, new LoopOptions(), BenchDevice.IsCuda ? new RecordableStep { Buffers = [.. model.buffers()] } : null);
    }

    /// <summary>Whether the steps were captured.</summary>
    public string Outcome => step.Outcome.ToString();

    /// <summary>Takes steps.</summary>
    public void Take(int count)
    {
        for (int i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            step.Take(taken++);
        }
    }
}
