using System.Text.Json;
using TorchSharp;
using Workbench.Data;
using Workbench.Models;
using Workbench.Pruning;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

/// <summary>A whole run with AP against PyTorch's: tests/golden/pruning_run.py wrote tests/golden/pruning_run.json.</summary>
public class ReferenceRunTests
{
    [Fact]
    public void Four_cycles_with_ap_prune_the_same_weights_as_in_PyTorch()
    {
        var golden = JsonSerializer.Deserialize<Golden>(File.ReadAllText(PruningGolden.PathOf("pruning_run.json")), JsonSerializerOptions.Web)!;
        using var data = new LabelledImages(torch.tensor(golden.Images).reshape(40, 1, 4, 4), torch.tensor(golden.Labels));
        using var model = new FashionMlp(0, inputs: 16, hidden1: 12, hidden2: 8, classes: 2);
        foreach (var (name, values) in new[] { "fc1", "fc2", "fc3" }.Zip(golden.Initial))
        {
            using var noGrad = torch.no_grad();
            var weight = model.get_parameter($"{name}.weight")!;
            weight.copy_(torch.tensor(values).reshape(weight.shape));
        }

        var training = new ClassifierOptions
        {
            Seed = 0,
            Epochs = 30,
            BatchSize = 40,
            Optimizer = parameters => optim.SGD(parameters, 0.2, momentum: 0.9, weight_decay: 1e-2),
            LearningRate = LearningRates.RampThenLinear(0.2, 5),
        };
        var pruning = new IterativePruningOptions { Cycles = 4, Activation = new ActivationPruning { Rate = 0.03 } };
        var masksOf = new List<int[][]>();
        var cycles = PrunedClassifier.Run(() => model, data, data, pruning, training, (_, state) =>
            masksOf.Add([.. state.Masks.Names.Select(name => state.Masks[name].to_type(ScalarType.Int32).data<int>().ToArray())]));

        Assert.Equal(golden.Cycles.Length, cycles.Count);
        foreach (var (cycle, masks, expected) in cycles.Zip(masksOf, golden.Cycles))
        {
            Assert.Equal(expected.Masks, masks);
            Assert.Equal(expected.Alive, cycle.Result.Sparsity.Tensors.Select(tensor => tensor.Alive));
            // Sums in another order move float32 losses in the last digits; thirty steps do not amplify that further.
            Assert.Equal(expected.FinalLoss, cycle.Result.Loss, 1e-4);
            Assert.Equal(expected.Accuracy, cycle.Result.Accuracy, 1e-6);
            foreach (var (layer, reference) in cycle.Result.DeadNeurons.Layers.Zip(expected.Layers))
            {
                Assert.Equal(reference.Dead, layer.Dead);
                Assert.Equal(reference.AlwaysDead, layer.AlwaysDead);
                Assert.Equal(reference.Structural, layer.StructurallyDead);
            }
        }
    }

    private sealed record Golden(float[] Images, long[] Labels, float[][] Initial, Cycle[] Cycles);

    private sealed record Cycle(long[] Alive, int[][] Masks, double FinalLoss, Layer[] Layers, double Accuracy);

    private sealed record Layer(long Dead, long AlwaysDead, long Structural);
}
