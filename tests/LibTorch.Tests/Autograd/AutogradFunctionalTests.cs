using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.autograd.functional;

namespace Workbench.LibTorch.Tests;

/// <summary>Matrices and products of derivatives: closed forms, finite differences, one against another.</summary>
public class AutogradFunctionalTests
{
    private static void Near(Tensor expected, Tensor actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(allclose(expected, actual, rtol: tolerance, atol: tolerance), $"{expected.ToString(torch.numpy)} expected, got {actual.ToString(torch.numpy)}");
    }

    private static Tensor Draw(long seed, params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: new Generator((ulong)seed));

    [Fact]
    public void The_jacobian_of_a_linear_map_is_its_matrix()
    {
        using var scope = NewDisposeScope();
        var a = Draw(1, 3, 4);
        Near(a, F.jacobian(x => a.mv(x), Draw(2, 4)));
        Near(a, F.jacobian(x => a.mv(x), Draw(2, 4), vectorize: true));
        // X -> AX for a matrix X: d(AX)_ij / dX_kl = A_ik δ_jl
        var jacobian = F.jacobian(x => a.mm(x), Draw(3, 4, 2));
        Near(torch.einsum("ik,jl->ijkl", a, eye(2, dtype: ScalarType.Float64)), jacobian);
    }

    [Fact]
    public void The_hessian_of_a_quadratic_form_is_the_symmetric_part_twice()
    {
        using var scope = NewDisposeScope();
        var a = Draw(1, 4, 4);
        var h = F.hessian(x => x.dot(a.mv(x)), Draw(2, 4));
        Near(a + a.t(), h);
        Assert.False(h.requires_grad);
        Near(zeros(3, 3, dtype: ScalarType.Float64), F.hessian(x => x.sum(), Draw(3, 3)));
    }

    [Fact]
    public void Several_inputs_and_outputs_give_blocks()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Draw(1, 2), Draw(2, 3));
        var j = F.jacobian(v => [v[0].exp(), v[1] * v[0].sum()], [x, y], create_graph: false);
        Near(x.exp().diag(), j[0][0]);
        Near(zeros(2, 3, dtype: ScalarType.Float64), j[0][1]);
        Near(y.unsqueeze(1).expand(3, 2), j[1][0]);
        Near(eye(3, dtype: ScalarType.Float64) * x.sum(), j[1][1]);
        var row = F.jacobian(v => [v[0].exp(), v[1] * v[0].sum()], x, y);
        Assert.Equal(4, row.Length);
        for (int i = 0; i < 4; i++) Near(j[i / 2][i % 2], row[i]);
        Near(j[1][0], F.jacobian(v => v[1] * v[0].sum(), x, y)[0]);
        Near(j[0][0], F.jacobian(v => new[] { v, v.exp() }, x)[1]);
        var h = F.hessian(v => (v[0].sum() * v[1].pow(2).sum()), [x, y]);
        Near(2 * y.unsqueeze(0).expand(2, 3), h[0][1]);
        Near(h[0][1].t(), h[1][0]);
        Near(2 * x.sum() * eye(3, dtype: ScalarType.Float64), h[1][1]);
    }

    public static TheoryData<string> Functions => ["tanh", "softmax", "norm", "prod"];

    private static Func<Tensor, Tensor> Function(string name)
    {
        var a = Draw(7, 5, 5);
        return name switch
        {
            "tanh" => x => a.mv(x).tanh(),
            "softmax" => x => a.mv(x.sin()).softmax(0),
            "norm" => x => (x / (1 + x.pow(2).sum())).exp(),
            _ => x => stack([x.prod(), x.logsumexp(0), (x * x).sum()]),
        };
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Agree_with_finite_differences_and_with_one_another(string name)
    {
        using var scope = NewDisposeScope();
        var f = Function(name);
        var (x, v) = (Draw(3, 5), Draw(4, 5));
        const double h = 1e-6;
        var j = F.jacobian(f, x);
        var (value, jvp) = F.jvp(f, x, v);
        Near(f(x), value);
        Near(j.mv(v), jvp);
        Near((f(x + h * v) - f(x - h * v)) / (2 * h), jvp, 1e-6);
        var u = Draw(5, j.shape[0]);
        Near(j.t().mv(u), F.vjp(f, x, u).vjp);
        Tensor Scalar(Tensor t) => f(t).pow(3).sum();
        var hessian = F.hessian(Scalar, x);
        Near(hessian, hessian.t());
        Near(hessian.mv(v), F.hvp(Scalar, x, v).hvp);
        Near(hessian.mv(v), F.vhp(Scalar, x, v).vhp);
        using (autograd.forward_ad.dual_level())
            Near(jvp, autograd.forward_ad.unpack_dual(f(autograd.forward_ad.make_dual(x, v))).tangent!);
    }

    [Fact]
    public void A_jacobian_can_be_differentiated_when_asked()
    {
        using var scope = NewDisposeScope();
        var x = Draw(1, 3).requires_grad_();
        var j = F.jacobian(t => t.pow(3), x, create_graph: true);
        j.sum().backward();
        Near(6 * x.detach(), x.grad!);
        Assert.False(F.jacobian(t => t.pow(3), x).requires_grad);
        var product = F.hvp(t => t.pow(4).sum(), x, ones(3, dtype: ScalarType.Float64), create_graph: true).hvp;
        Near(24 * x.detach(), autograd.grad([product.sum()], [x])[0]);
    }

    [Fact]
    public void Independence_is_zero_or_in_strict_mode_an_error()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Draw(1, 2), Draw(2, 2));
        Near(zeros(2, 2, dtype: ScalarType.Float64), F.jacobian(_ => ones(2), x));
        Assert.Contains("does not require gradients", Assert.Throws<InvalidOperationException>(() => F.jacobian(_ => ones(2), x, strict: true)).Message);
        Assert.Contains("independent of input 1", Assert.Throws<InvalidOperationException>(() => F.jacobian(v => [v[0].exp()], [x, y], create_graph: false, strict: true)).Message);
        Assert.Contains("independent of input 1", Assert.Throws<InvalidOperationException>(() => F.vjp(v => [v[0].exp()], [x, y], [ones_like(x)], strict: true)).Message);
        Near(zeros(2, dtype: ScalarType.Float64), F.hvp(t => t.sum(), x, ones_like(x)).hvp);
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        using var scope = NewDisposeScope();
        var x = Draw(1, 3);
        Assert.Contains("can only be null", Assert.Throws<ArgumentException>(() => F.vjp(t => t * 2, x)).Message);
        Assert.Contains("[2]", Assert.Throws<ArgumentException>(() => F.jvp(t => t * 2, x, ones(2))).Message);
        Assert.Contains("single element", Assert.Throws<ArgumentException>(() => F.hessian(t => t * 2, x)).Message);
        Assert.Throws<ArgumentNullException>(() => F.jacobian(t => t, (Tensor)null!));
    }
}
