using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>What custom modules may hold in their fields, and what training mode, sharing and disposal do to it.</summary>
public class ModuleSemanticsTests
{
    private sealed class Block : Module<Tensor, Tensor>
    {
        public readonly ModuleList<Module<Tensor, Tensor>> layers = ModuleList<Module<Tensor, Tensor>>(Linear(2, 2), ReLU());
        public readonly ParameterList gains = ParameterList(Parameter(ones(1)), Parameter(ones(2)));
        public readonly ParameterDict named = ParameterDict(("w", Parameter(ones(3))));
        public readonly ModuleDict<Module> parts = ModuleDict<Module>(("a", Linear(2, 1)), ("b", ReLU()));
        public readonly Module? absent;
        public readonly Parameter? missing = null;
        public readonly Tensor? nothing = null;
        public readonly Linear[] array = [Linear(1, 1)];
        public readonly long count = 3;

        public Block(Module? shared = null) : base(nameof(Block))
        {
            absent = shared;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            foreach (var layer in layers) input = layer.call(input);
            return input;
        }
    }

    private sealed class Outer : Module<Tensor, Tensor>
    {
        private readonly Linear shared = Linear(2, 2);
        private readonly Block first, second;

        public Outer() : base(nameof(Outer))
        {
            first = new Block(shared);
            second = new Block();
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(first.call(shared.call(input)));
    }

    [Fact]
    public void Lists_and_dictionaries_in_fields_are_registered_and_nulls_and_arrays_are_not()
    {
        using var block = new Block();
        Assert.Equal(["gains.0", "gains.1", "layers.0.bias", "layers.0.weight", "named.w", "parts.a.bias", "parts.a.weight"],
            block.named_parameters().Select(p => p.name).Order(StringComparer.Ordinal));
        Assert.Empty(block.named_buffers());
        Assert.Equal(["gains", "layers", "named", "parts"], block.named_children().Select(c => c.name).Order());
        Assert.Equal(block.named_parameters().Select(p => p.name).Order(), block.state_dict().Keys.Order());
        Assert.Empty(block.parameters(recurse: false));
    }

    [Fact]
    public void A_module_shared_by_two_parents_is_counted_once_and_trained_once()
    {
        using var scope = NewDisposeScope();
        using var outer = new Outer();
        var weights = outer.named_parameters().Where(p => p.parameter.shape is [2, 2]).Select(p => p.name).ToArray();
        Assert.Equal(["first.layers.0.weight", "second.layers.0.weight", "shared.weight"], weights.Order());
        Assert.Equal(outer.parameters().Distinct(ReferenceEqualityComparer.Instance).Count(), outer.parameters().Count());
        Assert.Equal(["first.absent", "shared"], outer.named_modules().Where(m => m.name.EndsWith("absent") || m.name == "shared")
            .Where(m => m.module is Linear).Select(m => m.name).Order());
        // The state has the shared weights under both names, as PyTorch's has.
        var state = outer.state_dict();
        Assert.Same(state["shared.weight"], state["first.absent.weight"]);
        outer.call(ones(1, 2)).sum().backward();
        var (before, gradient) = (outer.get_parameter("shared.bias")!.clone(), outer.get_parameter("shared.bias")!.grad!.clone());
        using var optimizer = optim.SGD(outer.parameters(), 1);
        optimizer.step();
        Assert.True(outer.get_parameter("first.absent.bias")!.allclose(before - gradient));
    }

    [Fact]
    public void Wrong_states_name_every_key_and_shape()
    {
        using var scope = NewDisposeScope();
        using var outer = new Outer();
        var state = outer.state_dict().ToDictionary(e => e.Key, e => e.Value);
        state.Remove("second.gains.1");
        state["second.gains.7"] = ones(1);
        var error = Assert.Throws<InvalidOperationException>(() => outer.load_state_dict(state));
        Assert.Contains("second.gains.1", error.Message);
        Assert.Contains("second.gains.7", error.Message);
        var wrong = outer.state_dict().ToDictionary(e => e.Key, e => e.Value);
        wrong["first.layers.0.weight"] = ones(3, 2);
        wrong["second.named.w"] = ones(1);
        error = Assert.Throws<InvalidOperationException>(() => outer.load_state_dict(wrong, strict: false));
        Assert.Contains("first.layers.0.weight: shape [3, 2] given, [2, 2] expected", error.Message);
        Assert.Contains("second.named.w: shape [1] given, [3] expected", error.Message);
    }

    [Fact]
    public void States_of_another_precision_are_converted()
    {
        using var scope = NewDisposeScope();
        using var half = Linear(2, 2).to(float64);
        using var single = Linear(2, 2);
        single.load_state_dict(half.state_dict());
        Assert.Equal(float32, single.weight.dtype);
        Assert.True(single.weight.to(float64).allclose(half.weight, 1e-6));
    }

    [Fact]
    public void Parameters_stay_the_objects_that_an_optimiser_holds()
    {
        using var scope = NewDisposeScope();
        using var net = new Outer();
        var before = net.parameters().ToArray();
        using var optimizer = optim.SGD(net.parameters(), 0.5);
        net.to(float64);
        Assert.Equal(before, net.parameters(), ReferenceEqualityComparer.Instance);
        var old = before[0].detach().clone();
        net.call(randn(3, 2, dtype: float64)).sum().backward();
        before[0].grad = ones_like(before[0]);
        optimizer.step();
        Assert.True(net.parameters().First().allclose(old - 0.5));
    }

    [Fact]
    public void Dropout_scales_what_is_left_in_training_and_does_nothing_in_evaluation()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var net = Sequential(("inner", Sequential(Dropout(0.25))));
        var x = ones(200, 100);
        var y = net.call(x);
        var kept = y.ne(0);
        Assert.True(y[kept].allclose(full(1, 1 / 0.75)));
        // 20,000 draws: the standard error of the share is 0.003.
        Assert.InRange(kept.to(float32).mean().item<float>(), 0.735f, 0.765f);
        net.eval();
        Assert.True(net.call(x).Equals(x));
        net.train();
        Assert.False(net.call(x).Equals(x));
    }

    [Fact]
    public void Batch_statistics_are_gathered_in_training_and_used_in_evaluation()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var norm = BatchNorm1d(2, momentum: 0.5);
        var x = randn(64, 2) * 3 + 5;
        var trained = norm.call(x);
        Assert.True(trained.mean([0]).abs().max().item<float>() < 1e-5);
        Assert.True(norm.running_mean!.allclose(x.mean([0]) * 0.5, 1e-4));
        norm.eval();
        var (mean, variance) = (norm.running_mean!.clone(), norm.running_var!.clone());
        Assert.True(norm.call(x).allclose((x - mean) / (variance + 1e-5).sqrt(), 1e-4, 1e-5));
        Assert.True(norm.running_mean!.Equals(mean));
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Disposing_a_module_disposes_all_below()
    {
        var outer = new Outer();
        var parameters = outer.parameters().ToArray();
        outer.Dispose();
        Assert.All(parameters, p => Assert.True(p.IsInvalid));
        outer.Dispose();
        var inner = Linear(2, 2);
        var chain = Sequential(inner, ReLU());
        chain.Dispose();
        Assert.True(inner.weight.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => inner.call(ones(1, 2)));
    }

    [Fact]
    public void Apply_reaches_nested_modules_once()
    {
        using var outer = new Outer();
        var seen = new List<Module>();
        outer.apply(seen.Add);
        Assert.Equal(outer, seen[^1]);
        outer.apply(m =>
        {
            if (m is Linear linear) init.constant_(linear.weight, 0.5);
        });
        Assert.All(outer.modules().OfType<Linear>(), l => Assert.Equal(0.5f, l.weight.min().item<float>()));
    }
}
