using TorchSharp;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

/// <summary>A network of bias-free linear layers with given weights, and what pruning needs beside it.</summary>
internal sealed class HandMade : IDisposable
{
    private readonly WeightSnapshot start;

    public HandMade(float[][] weights, float[][] startWeights, long[][]? shapes = null)
    {
        shapes ??= [.. weights.Select(layer => new long[] { 1, layer.Length })];
        Model = nn.Sequential(shapes.Select((shape, i) => ($"fc{i}", (nn.Module<Tensor, Tensor>)nn.Linear(shape[1], shape[0], hasBias: false))));
        Set(startWeights);
        start = new WeightSnapshot(Model);
        Masks = new PruningMasks(Model);
        Set(weights);

        void Set(float[][] values)
        {
            using var noGrad = torch.no_grad();
            foreach (var ((_, parameter), layer) in Model.named_parameters().Zip(values))
                parameter.copy_(torch.tensor(layer).reshape(parameter.shape));
        }
    }

    public TorchSharp.Modules.Sequential Model { get; }

    public PruningMasks Masks { get; }

    public PruningState State => new(Model, Masks, start);

    public float[][] Kept => [.. Masks.Names.Select(name => Masks[name].data<float>().ToArray())];

    public float[][] Weights => [.. Masks.Names.Select(name => Masks.Weight(name).detach().data<float>().ToArray())];

    public void Dispose()
    {
        start.Dispose();
        Masks.Dispose();
        Model.Dispose();
    }
}
