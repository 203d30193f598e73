using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>Inverse and Jacobian of every transform, the latter against the gradient.</summary>
public class TransformTests
{
    private static readonly Dictionary<string, Func<Transform>> Elementwise = new()
    {
        ["exp"] = () => new ExpTransform(),
        ["log"] = () => new LogTransform(),
        ["power"] = () => new PowerTransform(tensor(new[] { 2.0, -0.5, 3.0 })),
        ["sigmoid"] = () => new SigmoidTransform(),
        ["softplus"] = () => new SoftplusTransform(),
        ["tanh"] = () => new TanhTransform(),
        ["affine"] = () => new AffineTransform(0.5, -2),
        ["affine of tensors"] = () => new AffineTransform(tensor(new[] { 1.0, 2, 3 }), tensor(new[] { 0.5, -1, 4 })),
        ["chain"] = () => new ComposeTransform([new AffineTransform(0.1, 3), new SigmoidTransform(), new PowerTransform(tensor(0.7)), new LogTransform()]),
        ["inverse"] = () => new ExpTransform().inv,
        ["inverse of a chain"] = () => new ComposeTransform([new LogTransform(), new AffineTransform(1, -2)]).inv,
    };

    public static TheoryData<string> Names => [.. Elementwise.Keys];

    // Positive numbers lie in the domain of every one of them.
    private static Tensor Points => tensor(new[,] { { 0.3, 0.7, 1.1 }, { 0.9, 1.6, 0.2 } });

    [Theory]
    [MemberData(nameof(Names))]
    public void The_inverse_undoes_it(string name)
    {
        using var scope = NewDisposeScope();
        var t = Elementwise[name]();
        var x = Points;
        var y = t.forward(x);
        Assert.True(t.bijective);
        Assert.True(t.inv.forward(y).allclose(x, 1e-12, 1e-12), name);
        Assert.True(t.inv.inv.forward(x).allclose(y));
        Assert.Equal(t.domain.ToString(), t.inv.codomain.ToString());
        Assert.Equal(t.codomain.event_dim, t.inv.domain.event_dim);
        Assert.True(t.codomain.check(y).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_volume_and_the_sign_are_those_of_the_gradient(string name)
    {
        using var scope = NewDisposeScope();
        var t = Elementwise[name]();
        var x = Points.requires_grad_();
        var y = t.forward(x);
        var slope = autograd.grad([y.sum()], [x], retain_graph: true)[0];
        Assert.True(t.log_abs_det_jacobian(x, y).allclose(slope.abs().log(), 1e-10, 1e-12), name);
        Assert.True(t.inv.log_abs_det_jacobian(y, x).allclose(-slope.abs().log(), 1e-10, 1e-12), name);
        Assert.True((t.sign * slope > 0).all().item<bool>(), name);
    }

    [Fact]
    public void The_volume_of_an_event_is_the_sum_over_its_components()
    {
        var x = Points;
        var parts = new AffineTransform(tensor(new[] { 1.0, 2, 3 }), tensor(new[] { 0.5, -1, 4 }));
        var whole = new AffineTransform(tensor(new[] { 1.0, 2, 3 }), tensor(new[] { 0.5, -1, 4 }), event_dim: 1);
        var independent = new IndepdenentTransform(parts, 1);
        var chain = new ComposeTransform([whole, new ExpTransform()]);
        var y = parts.forward(x);
        var expected = parts.log_abs_det_jacobian(x, y).sum(-1);
        Assert.Equal([2], expected.shape);
        Assert.True(whole.log_abs_det_jacobian(x, y).allclose(expected));
        Assert.True(independent.log_abs_det_jacobian(x, y).allclose(expected));
        Assert.True(chain.log_abs_det_jacobian(x, y.exp()).allclose(expected + y.sum(-1)));
        Assert.Equal((1, 1, 1, 1), (whole.event_dim, independent.event_dim, chain.event_dim, chain.inv.event_dim));
        Assert.Throws<ArgumentException>(() => independent.forward(tensor(1.0)));
    }

    [Fact]
    public void A_chain_may_use_one_transform_twice()
    {
        var exp = new ExpTransform();
        var x = tensor(new[] { 0.1, 0.4 });
        var y = x.exp().exp();
        Assert.True(new ComposeTransform([exp, exp]).log_abs_det_jacobian(x, y).allclose(x + x.exp()));
        var none = new ComposeTransform([]);
        Assert.True(none.forward(x).Equals(x));
        Assert.True(none.log_abs_det_jacobian(x, x).Equals(zeros_like(x)));
    }

    [Fact]
    public void Softmax_gives_probability_vectors_and_abs_is_not_one_to_one()
    {
        var softmax = new SoftmaxTransform();
        var y = softmax.forward(Points);
        Assert.True(softmax.codomain.check(y).all().item<bool>());
        Assert.True(softmax.forward(softmax.inv.forward(y)).allclose(y));
        Assert.Throws<NotImplementedException>(() => softmax.log_abs_det_jacobian(Points, y));
        var abs = new AbsTransform();
        Assert.True(abs.forward(-Points).allclose(Points));
        Assert.False(abs.bijective || softmax.bijective);
        Assert.Throws<NotImplementedException>(() => abs.sign);
    }

    [Fact]
    public void Reshape_keeps_the_volume()
    {
        var t = new ReshapeTransform([2, 3], [6]);
        var x = arange(24, float64).reshape(4, 2, 3);
        var y = t.forward(x);
        Assert.Equal([4, 6], y.shape);
        Assert.True(t.inv.forward(y).Equals(x));
        Assert.True(t.log_abs_det_jacobian(x, y).Equals(zeros(4, float64)));
        Assert.Equal([7, 2, 3], t.inverse_shape([7, 6]));
        Assert.Equal([7, 6], t.inv.inverse_shape([7, 2, 3]));
        Assert.Equal((2, 1), (t.domain.event_dim, t.codomain.event_dim));
        Assert.Throws<InvalidOperationException>(() => t.event_dim);
        Assert.Throws<ArgumentException>(() => t.forward(zeros(3, 2)));
        Assert.Throws<ArgumentException>(() => new ReshapeTransform([2, 3], [5]));
        var chain = new ComposeTransform([new ExpTransform(), t]);
        Assert.Equal((2, 1), (chain.domain.event_dim, chain.codomain.event_dim));
        Assert.True(chain.log_abs_det_jacobian(x, chain.forward(x)).allclose(x.sum([1, 2])));
        // After the reshape an event has one dimension, of which the next part's volumes are summed.
        var after = new ComposeTransform([t, new ExpTransform()]);
        Assert.Equal([4], after.log_abs_det_jacobian(x, after.forward(x)).shape);
        Assert.True(after.log_abs_det_jacobian(x, after.forward(x)).allclose(x.sum([1, 2])));
    }

    [Fact]
    public void Shapes_broadcast_with_the_parameters()
    {
        var t = new AffineTransform(zeros(4), ones(3, 1));
        Assert.Equal([3, 4], t.forward_shape([4]));
        Assert.Equal([2, 3, 4], new PowerTransform(ones(3, 4)).inverse_shape([2, 1, 1]));
        Assert.Equal([3, 4], t.log_abs_det_jacobian(zeros(4), zeros(3, 4)).shape);
    }

    [Fact]
    public void Parameters_outlive_the_scope_that_they_were_made_in()
    {
        Transform t;
        using (NewDisposeScope()) t = new ComposeTransform([new AffineTransform(tensor(1.0), tensor(2.0)), new PowerTransform(tensor(2.0))]);
        Assert.Equal(49, t.forward(tensor(3.0)).item<double>());
    }
}
