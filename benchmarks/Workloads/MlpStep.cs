using TorchSharp;
using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>One training step of a rectified flow on points of the plane: draw, forward, backward, Adam.</summary>
internal static class MlpStep
{
    public static Benchmark Create()
    {
        manual_seed(0);
        var model = Sequential(Linear(3, 128), SiLU(), Linear(128, 128), SiLU(), Linear(128, 2));
        var optimizer = optim.Adam(model.parameters(), 1e-3);
        var data = randn(4096, 2);

        void Step()
        {
            using var scope = NewDisposeScope();
            var x1 = data[randint(0, 4096, 256)];
            var x0 = randn(256, 2);
            var t = rand(256, 1);
            var x = (1 - t) * x0 + t * x1;
            var loss = functional.mse_loss(model.call(cat([x, t], 1)), x1 - x0);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }

        return new("mlp-step", "MLP flow training step (3→128→128→2, batch 256, Adam)", 0.85, new Dictionary<string, Action<int>>
        {
            ["step"] = n => { for (int i = 0; i < n; i++) Step(); },
        });
    }
}
