using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Registration, state dictionaries, moving and disposing of modules.</summary>
public class ModuleTests
{
    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(3, 4);
        private readonly Sequential rest = Sequential(("act", ReLU()), ("out", Linear(4, 2)));
        [ComponentName(Name = "gain")] private readonly Parameter scale = Parameter(ones(2));
        private readonly Tensor offset = zeros(2);

        public Net() : base(nameof(Net)) => RegisterComponents();

        public Linear Extra { get; } = Linear(2, 2);

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return (Extra.call(rest.call(first.call(input))) * scale + offset).MoveToOuterDisposeScope();
        }
    }

    private static readonly string[] NetNames =
        ["first.weight", "first.bias", "rest.out.weight", "rest.out.bias", "Extra.weight", "Extra.bias", "gain"];

    [Fact]
    public void Fields_are_registered_under_their_names()
    {
        using var net = new Net();
        Assert.Equal(NetNames.Order(), net.named_parameters().Select(p => p.name).Order());
        Assert.Equal(["offset"], net.named_buffers().Select(b => b.name));
        Assert.Equal(["first", "rest", "Extra"], net.named_children().Select(c => c.name));
        Assert.Equal(["first", "rest", "Extra", "rest.act", "rest.out"], net.named_modules().Select(m => m.name));
        Assert.Equal([.. NetNames.Order(), "offset"], net.state_dict().Keys.Order().Where(k => k != "offset").Append("offset"));
        Assert.NotNull(net.get_parameter("rest.out.weight"));
        Assert.Null(net.get_parameter("rest.act.weight"));
        Assert.True(net.has_buffer("offset"));
        Assert.Equal(2 * 3, net.parameters().Count(p => p.requires_grad) - 1);
    }

    [Fact]
    public void A_module_in_two_places_counts_once()
    {
        using var shared = Linear(2, 2);
        using var twice = Sequential(shared, ReLU(), shared);
        Assert.Equal(["0.weight", "0.bias"], twice.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void Names_must_be_free_and_without_dots()
    {
        using var list = ModuleList<Module>();
        Assert.Throws<ArgumentException>(() => list.register_module("a.b", ReLU()));
        Assert.Throws<ArgumentException>(() => list.register_module("", ReLU()));
        list.register_module("a", ReLU());
        Assert.Throws<InvalidOperationException>(() => list.register_module("a", ReLU()));
        Assert.Throws<InvalidOperationException>(() => ReLU().register_parameter("p", Parameter(ones(1))));
    }

    [Fact]
    public void Training_mode_reaches_all_below()
    {
        using var net = Sequential(Dropout(0.5), Sequential(BatchNorm1d(2)));
        net.eval();
        Assert.All(net.modules(), m => Assert.False(m.training));
        net.train();
        Assert.All(net.modules(), m => Assert.True(m.training));
    }

    [Fact]
    public void Moving_keeps_the_parameter_objects_and_their_gradients()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Linear(2, 3), BatchNorm1d(3));
        var before = net.parameters().ToArray();
        net.call(randn(4, 2)).sum().backward();
        net.to(float64);
        Assert.Equal(before, net.parameters());
        Assert.All(before, p => Assert.Equal(float64, p.dtype));
        Assert.All(before, p => Assert.Equal(float64, p.grad!.dtype));
        Assert.All(before, p => Assert.True(p.requires_grad && p.is_leaf));
        Assert.Equal(int64, net.get_buffer("1.num_batches_tracked")!.dtype);
        Assert.Equal(float64, net.get_buffer("1.running_mean")!.dtype);
        Assert.Equal(float64, net.call(randn(4, 2, dtype: float64)).dtype);
        Assert.Throws<ArgumentException>(() => net.to(int32));
    }

    [Fact]
    public void State_is_copied_and_mismatches_are_listed()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        using var other = new Net();
        net.load_state_dict(other.state_dict());
        foreach (var (key, value) in net.state_dict()) Assert.True(value.Equals(other.state_dict()[key]), key);

        var source = other.state_dict();
        source.Remove("gain");
        source["strange"] = ones(1);
        var error = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(source));
        Assert.Contains("gain", error.Message);
        Assert.Contains("strange", error.Message);
        var (missing, unexpected) = net.load_state_dict(source, strict: false);
        Assert.Equal(["gain"], missing);
        Assert.Equal(["strange"], unexpected);

        source["first.weight"] = ones(4, 5);
        var before = net.get_parameter("first.bias")!.clone();
        source["first.bias"] = ones(4);
        error = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(source, strict: false));
        Assert.Contains("first.weight: shape [4, 5] given, [4, 3] expected", error.Message);
        Assert.True(before.Equals(net.get_parameter("first.bias")!));
    }

    [Fact]
    public void Buffers_that_are_not_persistent_are_no_state()
    {
        using var list = ModuleList<Module>();
        list.register_buffer("kept", ones(1));
        list.register_buffer("scratch", ones(1), persistent: false);
        Assert.Equal(["kept"], list.state_dict().Keys);
        Assert.Equal(["kept", "scratch"], list.named_buffers().Select(b => b.name));
        list.to(float64);
        Assert.Equal(float64, list.get_buffer("scratch")!.dtype);
    }

    [Fact]
    public void Gradients_are_forgotten_or_zeroed()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        layer.zero_grad(set_to_none: false);
        Assert.True(layer.weight.grad!.Equals(zeros(1, 2)));
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
        layer.requires_grad_(false);
        Assert.False(layer.call(ones(1, 2)).requires_grad);
    }

    [Fact]
    public void A_parameter_outlives_the_scope_it_was_registered_in()
    {
        Net net;
        using (NewDisposeScope()) net = new Net();
        using (NewDisposeScope()) Assert.Equal([1L, 2L], net.call(ones(1, 3)).shape);
        var weight = net.get_parameter("first.weight")!;
        net.Dispose();
        Assert.True(weight.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => net.call(ones(1, 3)));
    }

    [Fact]
    public void Parameters_take_over_the_tensor()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(parameter is { requires_grad: true, is_leaf: true });
        var made = (parameter * 2);
        var second = Parameter(made, requires_grad: false);
        Assert.True(second is { requires_grad: false, is_leaf: true });
        Assert.True(second.Equals(full(2, 2)));
        Assert.Throws<ArgumentNullException>(() => Parameter(null!));
    }

    [Fact]
    public void Apply_visits_children_first()
    {
        using var net = Sequential(("a", Linear(1, 1)), ("b", Sequential(("c", ReLU()))));
        var seen = new List<string>();
        net.apply(m => seen.Add(m.GetName()));
        Assert.Equal(["Linear", "ReLU", "Sequential", "Sequential"], seen);
    }

    [Fact]
    public void Sequential_can_be_cut_and_grown()
    {
        using var net = Sequential(Linear(2, 3), ReLU(), Linear(3, 1));
        net.append("last", Tanh());
        Assert.Equal(4, net.Count);
        Assert.Equal(["0.weight", "0.bias"], net[..2].named_parameters().Select(p => p.name));
        Assert.Same(net[3], net[(3, null)][0]);
        Assert.Throws<IndexOutOfRangeException>(() => net[(0, 9)]);
        using var empty = Sequential();
        using var x = ones(2);
        using var y = empty.call(x);
        Assert.NotSame(x, y);
    }

    [Fact]
    public void Names_in_a_chain_may_repeat_and_its_modules_are_disposed_with_it()
    {
        var linear = Linear(2, 2);
        using (var net = Sequential(("act", ReLU()), ("linear", linear), ("act", ReLU())))
        {
            Assert.Equal(["act", "linear", "act"], net.named_children().Select(c => c.name));
            Assert.Equal(["linear.weight", "linear.bias"], net.state_dict().Keys);
            net.eval();
            Assert.False(linear.training);
            Assert.Same(linear.weight, net.get_parameter("linear.weight"));
        }
        Assert.True(linear.weight.IsInvalid);
    }

    [Fact]
    public void Lists_and_dictionaries_follow_changes()
    {
        using var list = ModuleList<Module>(Linear(1, 1), Linear(2, 2));
        list.Insert(0, ReLU());
        list.RemoveAt(1);
        Assert.Equal(["1.weight", "1.bias"], list.named_parameters().Select(p => p.name));
        using var dict = ModuleDict(("a", Linear(1, 1)), ("b", ReLU()));
        dict.Remove("a");
        dict["b"] = Linear(1, 1, hasBias: false);
        Assert.Equal(["b.weight"], dict.named_parameters().Select(p => p.name));
        using var parameters = ParameterList(Parameter(ones(1)), Parameter(ones(2)));
        parameters.RemoveAt(0);
        Assert.Equal([2L], Assert.Single(parameters.named_parameters()).parameter.shape);
        using var named = ParameterDict(("w", Parameter(ones(1))));
        named.Add("v", Parameter(ones(1)));
        Assert.Equal(["w", "v"], named.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void Wrong_input_names_what_is_expected()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("2 channels", Assert.Throws<ArgumentException>(() => Conv2d(2, 3, 3).call(ones(1, 4, 5, 5))).Message);
        Assert.Contains("4D input, but got 2D", Assert.Throws<ArgumentException>(() => BatchNorm2d(2).call(ones(2, 2))).Message);
        Assert.Contains("divisible", Assert.Throws<ArgumentException>(() => GroupNorm(3, 4)).Message);
        Assert.Contains("[N, 4, ...]", Assert.Throws<ArgumentException>(() => GroupNorm(2, 4).call(ones(2, 3))).Message);
        Assert.Contains("expected 3 channels", Assert.Throws<ArgumentException>(() => InstanceNorm1d(3).call(ones(2, 2, 4))).Message);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => Dropout(1.5)).Message);
    }
}
