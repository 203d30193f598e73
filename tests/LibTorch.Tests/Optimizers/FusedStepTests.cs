using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Optimizers;

/// <summary>Asking for one kernel changes the path, not the result, and is no error where libtorch has none.</summary>
public class FusedStepTests
{
    private static Tensor Train(Func<IEnumerable<Parameter>, optim.Optimizer> make)
    {
        manual_seed(4);
        using var net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1));
        using var optimizer = make(net.parameters());
        var x = randn(8, 3);
        for (int i = 0; i < 6; i++)
        {
            optimizer.zero_grad();
            net.call(x).pow(2).sum().backward();
            optimizer.step();
        }
        return cat(net.parameters().Select(p => p.detach().flatten()).ToList());
    }

    [Fact]
    public void Gives_the_same_parameters()
    {
        using var scope = NewDisposeScope();
        foreach (bool amsgrad in new[] { false, true })
        {
            Assert.True(allclose(Train(p => optim.Adam(p, 0.05, weight_decay: 0.1, amsgrad: amsgrad)), Train(p => optim.Adam(p, 0.05, weight_decay: 0.1, amsgrad: amsgrad, fused: true)), rtol: 1e-5));
            Assert.True(allclose(Train(p => optim.AdamW(p, 0.05, weight_decay: 0.1, amsgrad: amsgrad)), Train(p => optim.AdamW(p, 0.05, weight_decay: 0.1, amsgrad: amsgrad, fused: true)), rtol: 1e-5));
        }
        Assert.True(allclose(Train(p => optim.SGD(p, 0.01, momentum: 0.9, nesterov: true)), Train(p => optim.SGD(p, 0.01, momentum: 0.9, nesterov: true, fused: true)), rtol: 1e-5));
    }
}
