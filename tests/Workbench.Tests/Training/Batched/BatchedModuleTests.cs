using TorchSharp;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Tests.Training.Batched;

[Collection(AloneCollection.Name)]
public class BatchedModuleTests
{
    // Sums of at most a few thousand products of numbers near 1, in another order, in float64.
    private const double Rounding = 1e-10;

    public static TheoryData<string> Cases => [.. Networks.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_the_networks_one_by_one(string name)
    {
        using var scope = torch.NewDisposeScope();
        var (alone, together) = (Networks.Make(name), Networks.Make(name));
        var inputs = Networks.Inputs(name);
        using var batched = BatchedModule.Of(together);
        var outputs = batched.call(inputs);
        var weights = torch.randn(outputs.shape, dtype: ScalarType.Float64, generator: new Generator(9));
        (outputs * weights).sum().backward();

        for (var k = 0; k < Networks.Count; k++)
        {
            var output = Networks.Call(alone[k], [.. inputs.Select(input => input[k])]);
            AssertNear(output, outputs[k], name);
            (output * weights[k]).sum().backward();
            var gradients = alone[k].named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.grad!);
            Assert.Equal(gradients.Keys.Order(), batched.NamedParameters.Select(pair => pair.Name).Order());
            foreach (var (path, parameter) in batched.NamedParameters)
                AssertNear(gradients[path], parameter.grad![k], $"{name}, gradient of {path}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluation_and_buffers_agree_after_passes_in_training(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var (alone, together) = (Networks.Make(name), Networks.Make(name));
        using var batched = BatchedModule.Of(together);
        for (var pass = 0; pass < 2; pass++)
        {
            var inputs = Networks.Inputs(name, seed: pass);
            batched.call(inputs);
            for (var k = 0; k < Networks.Count; k++) Networks.Call(alone[k], [.. inputs.Select(input => input[k])]);
        }

        batched.eval();
        var last = Networks.Inputs(name, seed: 2);
        var outputs = batched.call(last);
        batched.Unstack();
        for (var k = 0; k < Networks.Count; k++)
        {
            alone[k].eval();
            together[k].eval();
            Tensor[] inputs = [.. last.Select(input => input[k])];
            AssertNear(Networks.Call(alone[k], inputs), outputs[k], name);
            // The networks themselves compute as before while they are stacked, with the statistics of the batch.
            AssertNear(Networks.Call(alone[k], inputs), Networks.Call(together[k], inputs), name);
        }
    }

    [Fact]
    public void Dropout_draws_from_the_generator_of_its_network()
    {
        using var scope = torch.NewDisposeScope();
        List<nn.Module> Make() => [.. Enumerable.Range(0, 3).Select(_ => Sequential(Dropout(0.3), Dropout(0.5)))];
        var inputs = torch.randn([3, 40, 8], generator: new Generator(0));
        using var batched = BatchedModule.Of(Make(), [.. new ulong[] { 5, 6, 7 }.Select(seed => new Generator(seed))]);
        var outputs = batched.call(inputs);

        var alone = (nn.Module<Tensor, Tensor>)Make()[0];
        for (var k = 0; k < 3; k++)
        {
            torch.manual_seed(5 + k);
            Assert.Equal(alone.call(inputs[k]), outputs[k]);
        }

        Assert.InRange(outputs.eq(0).to_type(ScalarType.Float32).mean().item<float>(), 0.55, 0.75);
        batched.eval();
        Assert.Equal(inputs, batched.call(inputs));
    }

    [Fact]
    public void Stacking_and_unstacking_copies_bits_and_leaves_the_networks_to_their_owner()
    {
        using var scope = torch.NewDisposeScope();
        var networks = Networks.Make("ResNet");
        var before = networks.Select(network => network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone())).ToList();
        var inputs = Networks.Inputs("ResNet");
        using (var batched = BatchedModule.Of(networks))
        {
            batched.Unstack();
            for (var k = 0; k < Networks.Count; k++)
                foreach (var (path, value) in networks[k].state_dict()) Assert.Equal(before[k][path], value);
            using (torch.no_grad())
                foreach (var parameter in batched.Parameters) parameter.mul_(2);
            foreach (var (path, value) in networks[0].state_dict()) Assert.Equal(before[0][path], value);
            batched.Unstack();
        }

        foreach (var (path, parameter) in networks[1].named_parameters()) Assert.Equal(before[1][path] * 2, parameter);
        Assert.True(networks[0].training);
        // No hook is left behind: the first network computes with weights of its own.
        networks[0].eval();
        networks[0].load_state_dict(before[1]);
        networks[1].eval();
        networks[1].load_state_dict(before[1]);
        Assert.Equal(Networks.Call(networks[1], [inputs[0][0]]), Networks.Call(networks[0], [inputs[0][0]]));
    }

    [Fact]
    public void Shared_samples_and_scalars_go_to_every_network()
    {
        using var scope = torch.NewDisposeScope();
        var networks = Networks.Make("velocity MLP");
        var (x, t) = (torch.randn([5, 2], dtype: ScalarType.Float64), torch.tensor(0.3, dtype: ScalarType.Float64));
        using var batched = BatchedModule.Of(networks);
        var outputs = batched.call(batched.Share(x), t);
        Assert.Equal([Networks.Count, 5L, 2L], outputs.shape);
        for (var k = 0; k < Networks.Count; k++) AssertNear(Networks.Call(networks[k], [x, t]), outputs[k], "shared");
    }

    [Fact]
    public void Nothing_is_left_when_it_is_disposed()
    {
        var networks = Networks.Make("ResNet");
        var inputs = Networks.Inputs("ResNet");
        Run();
        var alive = torch.NewDisposeScope();
        alive.Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Run();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Run()
        {
            using var scope = torch.NewDisposeScope();
            using var batched = BatchedModule.Of(networks);
            batched.call(inputs).sum().backward();
        }
    }

    internal static void AssertNear(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        var scale = 1 + expected.abs().max().item<double>();
        var difference = (expected - actual).abs().max().item<double>() / scale;
        Assert.True(difference <= Rounding, $"{what}: relative difference {difference:G3}");
    }
}
