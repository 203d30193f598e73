using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Compares the first pass of a batched network with its networks one by one, in evaluation mode.</summary>
internal static class BatchedCheck
{
    /// <summary>Throws where the two differ by more than rounding can explain.</summary>
    public static void Run(BatchedModule batched, Tensor[] inputs)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var together = batched.Run(inputs, trains: false);
        for (var k = 0; k < batched.Count; k++)
        {
            var module = batched.Modules[k];
            var trains = module.training;
            module.eval();
            var alone = BatchedModule.Forward(module, Array.ConvertAll(inputs, input => input.dim() == 0 ? input : input[k]));
            module.train(trains);
            Compare(alone, together[k], module, k);
        }
    }

    private static void Compare(Tensor alone, Tensor together, nn.Module module, int k)
    {
        if (!alone.shape.AsSpan().SequenceEqual(together.shape))
            throw Differs($"gives [{string.Join(", ", alone.shape)}] alone and [{string.Join(", ", together.shape)}] in the batch");
        var scale = 1 + alone.abs().max().to_type(ScalarType.Float64).item<double>();
        var difference = (alone - together).abs().max().to_type(ScalarType.Float64).item<double>();
        // What may overflow is no mistake of the batch; it shows in the losses.
        if (!double.IsFinite(scale)) return;
        // Matrix products round by order of summation; a mix-up of samples or weights shows in the first digit.
        var tolerance = alone.dtype switch { ScalarType.Float64 => 1e-8, ScalarType.Float32 => 1e-3, _ => 0.05 };
        if (!(difference <= tolerance * scale))
            throw Differs($"differs by {difference:G3} from itself alone");

        InvalidOperationException Differs(string how) => new(
            $"Network {k} ('{module.GetName()}') {how} on the first batch. A batched forward must treat every sample by itself: it runs once over the "
            + "samples of all networks, in the first dimension, and must reach its layers through call(…). A module that mixes samples needs a rule "
            + "of its own (BatchRules.Add); where the forward draws at random even in evaluation mode, pass check: false.");
    }
}
