using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Optimizers;

/// <summary>Numbers taken from tensors give the steps that numbers of the host give.</summary>
public class CapturableTests
{
    public static TheoryData<string> Names => ["adam", "amsgrad", "maximised", "adamw", "sgd", "momentum"];

    private static optim.Optimizer Make(string name, IEnumerable<Parameter> p) => name switch
    {
        "adam" => optim.Adam(p, 0.05, weight_decay: 0.1),
        "amsgrad" => optim.Adam(p, 0.05, amsgrad: true),
        "maximised" => optim.Adam(p, 0.05, maximize: true),
        "adamw" => optim.AdamW(p, 0.05, weight_decay: 0.1),
        "sgd" => optim.SGD(p, 0.05),
        _ => optim.SGD(p, 0.05, momentum: 0.9, dampening: 0.1, weight_decay: 0.1),
    };

    // Steps from..to of nine take the rate from a tensor.
    private static Tensor Train(string name, int from, int to)
    {
        manual_seed(4);
        using var net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1));
        using var optimizer = Make(name, net.parameters());
        var x = randn(8, 3);
        using var rate = zeros([], ScalarType.Float32);
        for (int i = 0; i < 9; i++)
        {
            var lr = 0.05 / (i + 1);
            if (i == from) ((ICapturable)optimizer).begin_capturable(rate);
            if (i == to) ((ICapturable)optimizer).end_capturable();
            rate.fill_(lr);
            foreach (var group in optimizer.ParamGroups) group.LearningRate = i >= from && i < to ? 99 : lr;
            optimizer.zero_grad();
            net.call(x).pow(2).sum().backward();
            optimizer.step();
        }
        return cat(net.parameters().Select(p => p.detach().flatten()).ToList());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Takes_the_same_steps(string name)
    {
        var plain = Train(name, 99, 99);
        Assert.True(allclose(plain, Train(name, 0, 99), rtol: 1e-4, atol: 1e-6));
        Assert.True(allclose(plain, Train(name, 2, 6), rtol: 1e-4, atol: 1e-6));
    }

    [Fact]
    public void Says_what_its_state_is()
    {
        var parameter = new Parameter(ones(3));
        using var optimizer = optim.Adam([parameter], 0.1);
        using var rate = full([], 0.1, dtype: ScalarType.Float32);
        optimizer.begin_capturable(rate);
        parameter.sum().backward();
        optimizer.step();
        var state = optimizer.capturable_state();
        Assert.Equal(3, state.Count);
        Assert.Equal(1.0, state[^1].item<double>());
        Assert.Equal(0.1f, state[0][0].item<float>(), 1e-6);
    }

    [Fact]
    public void One_tensor_stands_for_one_rate_and_one_age()
    {
        var (one, other) = (new Parameter(ones(1)), new Parameter(ones(1)));
        using var rate = zeros([], ScalarType.Float32);
        using var optimizer = optim.Adam([one, other], 0.1);
        one.sum().backward();
        optimizer.step();
        Assert.Contains("updated", Assert.Throws<InvalidOperationException>(() => optimizer.begin_capturable(rate)).Message);
        using var groups = optim.SGD([new SGD.ParamGroup([new Parameter(ones(1))], 0.1), new SGD.ParamGroup([new Parameter(ones(1))], 0.2)], 0.1);
        Assert.Contains("rates", Assert.Throws<InvalidOperationException>(() => groups.begin_capturable(rate)).Message);
        Assert.Throws<ArgumentException>(() => optimizer.begin_capturable(zeros(1)));
    }
}
