using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Forward hooks fire once however a module is reached.</summary>
public class HookTests
{
    public static TheoryData<string> Modules => ["Linear", "ReLU", "BatchNorm1d", "Sequential", "Dropout", "Identity", "LayerNorm"];

    private static Module<Tensor, Tensor> Make(string name) => name switch
    {
        "Linear" => Linear(2, 2),
        "ReLU" => ReLU(),
        "BatchNorm1d" => BatchNorm1d(2),
        "Sequential" => Sequential(Linear(2, 2), ReLU()),
        "Dropout" => Dropout(),
        "LayerNorm" => LayerNorm(2),
        _ => Identity(),
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public void Fire_once_by_call_and_by_forward(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Make(name);
        var (before, after) = (0, 0);
        var first = module.register_forward_pre_hook((m, x) =>
        {
            before++;
            return x;
        });
        var second = module.register_forward_hook((m, x, y) =>
        {
            after++;
            return y;
        });
        module.call(randn(3, 2));
        Assert.Equal((1, 1), (before, after));
        module.forward(randn(3, 2));
        Assert.Equal((2, 2), (before, after));
        Sequential(("inner", module)).call(randn(3, 2));
        Assert.Equal((3, 3), (before, after));
        first.remove();
        module.call(randn(3, 2));
        Assert.Equal((3, 4), (before, after));
        second.remove();
        second.remove();
        module.forward(randn(3, 2));
        Assert.Equal((3, 4), (before, after));
    }

    [Fact]
    public void Can_replace_input_and_output()
    {
        using var scope = NewDisposeScope();
        using var relu = ReLU();
        relu.register_forward_pre_hook((m, x) => -x);
        relu.register_forward_hook((m, x, y) => y + 1);
        Assert.True(relu.call(tensor(new[] { -2f, 3 })).Equals(tensor(new[] { 3f, 1 })));
        using var identity = Identity();
        identity.register_forward_hook((m, x, y) => null!);
        Assert.True(identity.call(ones(2)).Equals(ones(2)));
    }

    [Fact]
    public void Module_hooks_see_the_module()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 2);
        var seen = new List<Module>();
        layer.register_forward_pre_hook(seen.Add);
        layer.register_forward_hook(seen.Add);
        layer.call(ones(1, 2));
        Assert.Equal([layer, layer], seen);
    }

    [Fact]
    public void Two_inputs_can_be_replaced()
    {
        using var scope = NewDisposeScope();
        using var loss = MSELoss(Reduction.Sum);
        loss.register_forward_pre_hook((m, x, y) => (x * 2, y));
        Assert.Equal(4, loss.forward(ones(1), zeros(1)).item<float>());
    }

    [Fact]
    public void An_output_that_a_hook_kept_survives_the_container()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Linear(2, 2), ReLU());
        Tensor? kept = null;
        ((Linear)net[0]).register_forward_hook((m, x, y) => kept = y);
        net.call(ones(1, 2));
        Assert.False(kept!.IsInvalid);
    }

    [Fact]
    public void A_failing_forward_leaves_the_hooks_in_order()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 2);
        var fired = 0;
        layer.register_forward_hook((m, x, y) =>
        {
            fired++;
            return y;
        });
        Assert.ThrowsAny<Exception>(() => layer.call(ones(1, 3)));
        layer.forward(ones(1, 2));
        Assert.Equal(1, fired);
    }
}
