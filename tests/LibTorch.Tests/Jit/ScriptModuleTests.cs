using TorchSharp;
using TorchSharp.Modules;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Jit;

/// <summary>Script modules compute, train, move and hold state as PyTorch's do.</summary>
public class ScriptModuleTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static jit.ScriptModule<Tensor, Tensor> Network() => jit.load<Tensor, Tensor>(JitGolden.Path("network"));

    [Fact]
    public void Outputs_are_those_of_PyTorch()
    {
        using var network = Network();
        using var frozen = jit.load<Tensor, Tensor>(JitGolden.Path("frozen"));
        using var traced = jit.load<Tensor, Tensor, Tensor>(JitGolden.Path("traced"));
        using var methods = jit.load<(Tensor, Tensor)>(JitGolden.Path("methods"));
        network.eval();
        JitGolden.AssertClose("eval", network.call(JitGolden.Value("x")));
        JitGolden.AssertClose("frozen", frozen.call(JitGolden.Value("x")));
        JitGolden.AssertClose("traced", traced.call(JitGolden.Value("image"), JitGolden.Value("mask")));
        var (first, second) = methods.call(JitGolden.Value("a"), JitGolden.Value("b"));
        JitGolden.AssertClose("first", first);
        JitGolden.AssertClose("second", second);
    }

    [Fact]
    public void Training_gives_the_gradients_and_the_state_of_PyTorch()
    {
        using var network = Network();
        network.eval();
        network.call(JitGolden.Value("x"));
        network.train();
        var x = JitGolden.Value("x").requires_grad_();
        var y = network.call(x);
        y.square().sum().backward();
        JitGolden.AssertClose("train", y);
        GoldenFile.AssertClose(JitGolden.Value("x.grad"), x.grad!, "x.grad");
        foreach (var (name, parameter) in network.named_parameters())
            GoldenFile.AssertClose(JitGolden.Value("grads", name), parameter.grad!, name);
        var state = network.state_dict();
        Assert.Equal(["first.weight", "first.bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked", "tail.1.weight", "scale"],
            state.Keys.OrderBy(Order));
        foreach (var (name, tensor) in state) GoldenFile.AssertClose(JitGolden.Value("state", name), tensor.detach(), name);

        network.zero_grad();
        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
    }

    private static int Order(string name) => Array.IndexOf(["first", "norm", "tail", "scale"], name.Split('.')[0]);

    [Fact]
    public void An_optimiser_trains_it_and_a_copy_of_its_state_computes_the_same()
    {
        using var network = Network();
        using var optimizer = optim.Adam(network.parameters(), 0.05);
        var (x, target) = (JitGolden.Value("x"), zeros(6, 2));
        var losses = new List<float>();
        for (var step = 0; step < 60; step++)
        {
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(network.call(x), target);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }
        Assert.True(losses[^1] < 0.5 * losses[0], $"{losses[0]} → {losses[^1]}");
        using var other = Network();
        network.eval();
        other.eval();
        Assert.False(network.call(x).allclose(other.call(x)));
        other.load_state_dict(network.state_dict());
        Assert.True(network.call(x).allclose(other.call(x)));
    }

    [Fact]
    public void The_tree_has_the_names_of_PyTorch()
    {
        using var network = Network();
        Assert.Equal(["first", "norm", "tail"], network.named_children().Select(child => child.name));
        Assert.Equal(["first", "norm", "tail", "tail.0", "tail.1"], network.named_modules().Select(module => module.name));
        Assert.Equal("Network", network.GetName());
        Assert.Equal(["norm.num_batches_tracked", "norm.running_mean", "norm.running_var", "scale"], network.named_buffers().Select(b => b.name).Order());
        Assert.Contains("offset", network.named_attributes(recurse: false).Select(attribute => attribute.name));
        Assert.Contains("tail.1.weight", network.named_attributes().Select(attribute => attribute.name));
        Assert.Equal([2L, 4], network.get_parameter("tail.1.weight")!.shape);
        Assert.Null(network.get_parameter("tail.1.bias"));
        Assert.Equal(3, ((Scalar)network.get_attribute("steps")).ToInt32());
        Assert.Equal((1, 1), (network.GetNumberOfInputs(), network.GetNumberOfOutputs()));
        Assert.IsType<jit.TensorType>(network.GetInputType(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.GetInputType(1));
        Assert.Same(network.parameters().First(), network.parameters().First());
    }

    [Fact]
    public void A_layer_that_is_there_twice_has_its_parameters_once()
    {
        using var methods = jit.load(JitGolden.Path("methods"));
        Assert.Equal(["encoder.weight", "encoder.bias"], methods.named_parameters().Select(parameter => parameter.name));
        Assert.Same(methods.get_parameter("encoder.weight"), methods.get_parameter("decoder.weight"));
    }

    [Fact]
    public void A_buffer_that_the_script_replaces_is_the_new_one()
    {
        using var methods = jit.load(JitGolden.Path("methods"));
        var before = methods.get_buffer("count")!;
        Assert.Null(methods.invoke("bump"));
        methods.invoke("bump");
        Assert.Equal(2, methods.get_buffer("count")!.item<float>());
        Assert.Equal(2, methods.state_dict()["count"].item<float>());
        Assert.Equal(0, before.item<float>()); // who holds the old one still has it
        methods.to(ScalarType.Float64);
        methods.invoke("bump");
        Assert.Equal(3, methods.get_buffer("count")!.item<double>());
    }

    [Fact]
    public void Modes_reach_every_module()
    {
        using var network = Network();
        Assert.True(network.training);
        network.eval();
        Assert.False(network.training);
        Assert.All(network.modules(), module => Assert.False(module.training));
        network.train();
        Assert.All(network.modules(), module => Assert.True(module.training));
        using var frozen = jit.load(JitGolden.Path("frozen"));
        frozen.eval(); // a frozen module has no such flag
    }

    [Fact]
    public void Conversion_reaches_parameters_buffers_and_plain_tensors_but_no_integers()
    {
        using var network = Network();
        var weight = network.parameters().First();
        network.to(ScalarType.Float64).eval();
        Assert.Same(weight, network.parameters().First());
        Assert.All(network.named_attributes(), a => Assert.Equal(a.name.EndsWith("tracked") ? ScalarType.Int64 : ScalarType.Float64, a.buffer.dtype));
        var y = network.call(JitGolden.Value("x").to(ScalarType.Float64));
        Assert.Equal(ScalarType.Float64, y.dtype);
        GoldenFile.AssertClose(JitGolden.Value("eval"), y.to(ScalarType.Float32).detach(), "eval");
        Assert.Throws<ArgumentException>(() => network.to(ScalarType.Int32));
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused()
    {
        if (cuda.is_available()) return;
        using var network = Network();
        Assert.Throws<InvalidOperationException>(() => network.to(CUDA));
        Assert.Throws<InvalidOperationException>(() => jit.load(JitGolden.Path("network"), DeviceType.CUDA));
        Assert.Throws<InvalidOperationException>(() => jit.load(JitGolden.Path("network"), "cuda:0"));
    }

    [Fact]
    public void On_CUDA_it_computes_the_same()
    {
        if (!cuda.is_available()) return;
        using var network = jit.load<Tensor, Tensor>(JitGolden.Path("network"), "cuda");
        network.eval();
        JitGolden.AssertClose("eval", network.call(JitGolden.Value("x").cuda()).cpu());
        network.cpu();
        JitGolden.AssertClose("eval", network.call(JitGolden.Value("x")));
    }

    [Fact]
    public void A_tensor_can_be_replaced()
    {
        using var network = Network();
        network.eval();
        network.set_attribute("offset", zeros(2));
        network.set_attribute("scale", zeros(2));
        Assert.True(network.call(JitGolden.Value("x")).abs().max().item<float>() == 0);
        Assert.Equal(0, network.get_buffer("scale")!.abs().sum().item<float>());
        Assert.Contains("nothing", Assert.Throws<TorchException>(() => network.set_attribute("nothing", zeros(2))).Message);
        Assert.Throws<TorchException>(() => network.set_attribute("steps", zeros(2)));
    }

    [Fact]
    public void Hooks_see_and_change_a_call_and_not_forward()
    {
        using var network = Network();
        network.eval();
        var x = JitGolden.Value("x");
        var seen = new List<string>();
        var before = network.register_forward_pre_hook((_, input) => { seen.Add("before"); return input * 0; });
        var after = network.register_forward_hook((_, input, output) => { seen.Add($"after {input.abs().sum().item<float>()}"); return output + 1; });
        JitGolden.AssertClose("eval", network.forward(x));
        Assert.Empty(seen);
        var changed = network.call(x);
        Assert.Equal(["before", "after 0"], seen);
        Assert.True(changed.allclose(network.forward(x * 0) + 1));
        before.remove();
        after.remove();
        after.remove();
        JitGolden.AssertClose("eval", network.call(x));

        using var traced = jit.load<Tensor, Tensor, Tensor>(JitGolden.Path("traced"));
        traced.register_forward_pre_hook((_, image, mask) => (image, mask * 0));
        Assert.Equal(0, traced.call(JitGolden.Value("image"), JitGolden.Value("mask")).abs().sum().item<float>());
    }

    private sealed class Wrapper : nn.Module<Tensor, Tensor>
    {
        private readonly jit.ScriptModule<Tensor, Tensor> inner = Network();
        private readonly Linear head = nn.Linear(2, 1);

        public Wrapper() : base(nameof(Wrapper)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(inner.call(input));
    }

    [Fact]
    public void It_is_a_part_of_another_module()
    {
        using var wrapper = new Wrapper();
        Assert.Equal(7, wrapper.parameters().Count());
        Assert.Contains("inner.norm.running_mean", wrapper.state_dict().Keys);
        wrapper.eval();
        Assert.All(wrapper.modules(), module => Assert.False(module.training));
        wrapper.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, wrapper.call(JitGolden.Value("x").to(ScalarType.Float64)).dtype);
    }

    [Fact]
    public void A_thousand_calls_leave_nothing_behind()
    {
        using var network = Network();
        using var methods = jit.load(JitGolden.Path("methods"));
        var (x, a) = (JitGolden.Value("x"), JitGolden.Value("a"));
        void Pass(int i)
        {
            using var inner = NewDisposeScope();
            network.call(x).sum().backward();
            network.zero_grad();
            network.named_buffers().Count();
            methods.invoke("rename", new Dictionary<string, Tensor> { ["x"] = a }, "new ");
            methods.invoke("total", new[] { a, a }, new[] { 0.5, 1.0 });
            if (i % 20 == 0) Assert.Throws<TorchException>(() => network.call(a));
        }
        for (var i = 0; i < 50; i++) Pass(i); // the interpreter specialises its programs in the first calls
        TorchSharp.Native.MemoryPressure.CollectAll(); // what earlier tests left would hide what stays here
        var (handles, bytes) = (Tensor.TotalCount, TorchSharp.Native.MemoryPressure.Outstanding);
        for (var i = 0; i < 1000; i++) Pass(i);
        TorchSharp.Native.MemoryPressure.CollectAll();
        Assert.InRange(Tensor.TotalCount - handles, -1000, 2);
        Assert.InRange(TorchSharp.Native.MemoryPressure.Outstanding - bytes, long.MinValue, 1 << 16);
    }

    [Fact]
    public void A_disposed_module_says_so()
    {
        var network = Network();
        var weight = network.parameters().First();
        network.Dispose();
        network.Dispose();
        Assert.True(weight.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => network.call(JitGolden.Value("x")));
    }
}
