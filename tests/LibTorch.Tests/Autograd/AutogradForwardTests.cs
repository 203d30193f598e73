using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Workbench.LibTorch.Tests;

/// <summary>Forward-mode differentiation against reverse mode.</summary>
public class AutogradForwardTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> operators = new()
    {
        ["sin"] = x => x.sin(),
        ["exp"] = x => x.exp(),
        ["log1p"] = x => (x * x).log1p(),
        ["tanh"] = x => x.tanh(),
        ["sigmoid"] = x => x.sigmoid(),
        ["erf"] = x => x.erf(),
        ["pow"] = x => x.pow(3),
        ["sqrt"] = x => (x * x + 1).sqrt(),
        ["relu"] = x => nn.functional.relu(x),
        ["gelu"] = x => nn.functional.gelu(x),
        ["silu"] = x => nn.functional.silu(x),
        ["softplus"] = x => nn.functional.softplus(x),
        ["softmax"] = x => x.softmax(1),
        ["log_softmax"] = x => nn.functional.log_softmax(x, 1),
        ["logsumexp"] = x => x.logsumexp(1),
        ["sum"] = x => x.sum(0),
        ["mean"] = x => x.mean([1]),
        ["max"] = x => x.max(1).values,
        ["var"] = x => x.var(1),
        ["norm"] = x => linalg.norm(x),
        ["cumsum"] = x => x.cumsum(1),
        ["mm"] = x => x.mm(x.t()),
        ["matmul"] = x => x.t().matmul(x),
        ["einsum"] = x => einsum("ij,kj->ik", x, x),
        ["transpose"] = x => x.transpose(0, 1),
        ["reshape"] = x => x.reshape(-1),
        ["cat"] = x => cat([x, x * 2], 1),
        ["index"] = x => x[0],
        ["where"] = x => where(x > 0, x, x * 0.1),
        ["clamp"] = x => x.clamp(-0.5, 0.5),
        ["layer_norm"] = x => nn.functional.layer_norm(x, [4]),
    };

    public static TheoryData<string> Operators => [.. operators.Keys];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Tangents_equal_the_jacobian_times_the_direction(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var x = randn([3, 4], dtype: ScalarType.Float64, generator: generator);
        var v = randn([3, 4], dtype: ScalarType.Float64, generator: generator);
        var f = operators[name];
        Tensor value;
        Tensor? tangent;
        using (forward_ad.dual_level())
            (value, tangent) = forward_ad.unpack_dual(f(forward_ad.make_dual(x, v)));
        var (expected, product) = functional.jvp(f, x, v);
        Assert.True(allclose(expected, value));
        Assert.Equal(product.shape, tangent!.shape);
        Assert.True(allclose(product, tangent, rtol: 1e-8, atol: 1e-10), name);
    }

    [Fact]
    public void Go_through_a_network_and_its_parameters()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var net = nn.Sequential(nn.Linear(4, 8, dtype: ScalarType.Float64), nn.Tanh(), nn.Linear(8, 2, dtype: ScalarType.Float64));
        var x = randn(5, 4, dtype: ScalarType.Float64);
        var v = randn(5, 4, dtype: ScalarType.Float64);
        using var level = forward_ad.dual_level();
        var tangent = forward_ad.unpack_dual(net.call(forward_ad.make_dual(x, v)), level.Level).tangent!;
        // Reverse over forward: the tangent is itself differentiable in the parameters.
        tangent.pow(2).sum().backward();
        var bias = net.parameters().ElementAt(1);
        var analytic = bias.grad!.clone();
        level.Dispose();
        Assert.True(allclose(functional.jvp(net.call, x, v).jvp, tangent, rtol: 1e-9, atol: 1e-12));
        double Energy() => functional.jvp(net.call, x, v).jvp.pow(2).sum().item<double>();
        using (no_grad()) bias[0].add_(1e-6);
        double above = Energy();
        using (no_grad()) bias[0].sub_(2e-6);
        Assert.Equal((above - Energy()) / 2e-6, analytic[0].item<double>(), 1e-5 * (1 + Math.Abs(analytic[0].item<double>())));
    }

    [Fact]
    public void Live_only_at_an_open_level()
    {
        using var scope = NewDisposeScope();
        var x = ones(2);
        Assert.Contains("no level exists", Assert.Throws<InvalidOperationException>(() => forward_ad.make_dual(x, x)).Message);
        Assert.Null(forward_ad.unpack_dual(x).tangent);
        Tensor dual;
        using (var level = forward_ad.dual_level())
        {
            dual = forward_ad.make_dual(x, x * 2);
            Assert.Throws<InvalidOperationException>(() => forward_ad.dual_level());
            Assert.NotNull(forward_ad.unpack_dual(dual).tangent);
            Assert.Null(forward_ad.unpack_dual(ones(2)).tangent);
            Assert.Throws<ArgumentException>(() => forward_ad.make_dual(ones(2, dtype: ScalarType.Int64), x));
            Assert.ThrowsAny<TorchException>(() => forward_ad.make_dual(x, ones(3)));
            level.Dispose();
            level.Dispose();
        }
        using (forward_ad.dual_level()) Assert.Null(forward_ad.unpack_dual(dual).tangent);
    }
}
