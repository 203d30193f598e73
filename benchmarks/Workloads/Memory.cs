using TorchSharp;
using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>Resident memory of long runs that dispose nothing.</summary>
internal static class Memory
{
    public static Benchmark Create()
    {
        manual_seed(0);
        var conv = Conv2d(3, 8, 3);
        var image = rand(4, 3, 16, 16);
        var model = Sequential(Linear(3, 32), ReLU(), Linear(32, 2));
        var optimizer = optim.Adam(model.parameters(), 1e-3);
        var x = rand(64, 3);
        var y = rand(64, 2);

        void Step()
        {
            var loss = functional.mse_loss(model.call(x), y);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }

        return new("memory", "resident memory, 200,000 iterations, nothing disposed", 1.30, new Dictionary<string, Action<int>>
        {
            ["conv"] = n => { for (int i = 0; i < n; i++) _ = conv.call(image); },
            ["step"] = n => { for (int i = 0; i < n; i++) Step(); },
        })
        { Iterations = 200_000 };
    }
}
