using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>The learning rates of all steps, on the device, with a counter that a recorded step advances itself.</summary>
internal sealed class RateTable : IDisposable
{
    private readonly Tensor _table, _counter;

    public RateTable(optim.Optimizer optimizer, LearningRate? schedule, int steps, Device device)
    {
        var constant = optimizer.ParamGroups.First().LearningRate;
        var rates = Enumerable.Range(0, steps).Select(step => (float)(schedule?.Invoke(step, steps) ?? constant)).ToArray();
        _table = torch.tensor(rates, device: device).DetachFromDisposeScope();
        _counter = torch.zeros(1, ScalarType.Int64, device).DetachFromDisposeScope();
        Rate = torch.zeros([], ScalarType.Float32, device).DetachFromDisposeScope();
    }

    /// <summary>The rate of the step that <see cref="Advance"/> has begun, a scalar.</summary>
    public Tensor Rate { get; }

    /// <summary>What a step changes.</summary>
    public IEnumerable<Tensor> State => [_counter, Rate];

    /// <summary>Begins the next step.</summary>
    public void Advance()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Rate.copy_(_table.index_select(0, _counter).squeeze(0));
        _counter.add_(1);
    }

    public void Dispose()
    {
        _table.Dispose();
        _counter.Dispose();
        Rate.Dispose();
    }
}
