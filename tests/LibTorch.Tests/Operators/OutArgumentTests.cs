using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Operators;

/// <summary>A tensor given as out takes shape and values of the result, under libtorch's conditions.</summary>
public class OutArgumentTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Out_takes_shape_and_values_in_its_own_dtype_and_is_returned()
    {
        var x = linspace(0.1, 3, 6, dtype: ScalarType.Float64);
        var expected = special.bessel_j0(x);
        var @out = empty(0);
        Assert.Same(@out, special.bessel_j0(x, @out));
        Assert.Equal(ScalarType.Float32, @out.dtype);
        Assert.True(@out.allclose(expected.to(ScalarType.Float32)));
        var part = zeros(2, 6, dtype: ScalarType.Float64);
        special.hermite_polynomial_h(x, tensor(2.0), part[1]);
        Assert.True(part[1].allclose(4 * x * x - 2));
        Assert.Equal(0, part[0].abs().sum().item<double>());
        Assert.True(amax(x.reshape(2, 3), [1L], false, @out).allclose(tensor(new[] { 1.26f, 3f })));
        Assert.True(linalg.vecdot(x, x, @out: @out).allclose((x * x).sum().to(ScalarType.Float32)));
    }

    [Fact]
    public void Graphs_and_lower_dtypes_are_refused_and_leave_out_alone()
    {
        var whole = ones(2, dtype: ScalarType.Int64);
        Assert.Contains("can't be cast", Assert.Throws<InvalidOperationException>(() => special.airy_ai(ones(2), whole)).Message);
        var x = ones(2, 2, requires_grad: true);
        Assert.Contains("automatic differentiation", Assert.Throws<InvalidOperationException>(() => amax(x, [1L], false, empty(2))).Message);
        Assert.Equal([1L, 1L], whole.data<long>().ToArray());
        using var guard = no_grad();
        Assert.Equal([1f, 1f], amax(x, [1L], false, empty(2)).data<float>().ToArray());
    }

    [Fact]
    public void Tuples_spans_and_lists_say_the_same_as_arrays()
    {
        var x = arange(2 * 3 * 4).reshape(2, 3, 4);
        Assert.True(moveaxis(x, (0, 1), (1, 2)).Equals(moveaxis(x, [0, 1], [1, 2])));
        Assert.True(moveaxis(x, (0, 1, 2), (2, 0, 1)).Equals(x.permute(1, 2, 0)));
        Assert.Equal([1L, 1L, 1L], hsplit(x, (1, 2)).Select(part => part.shape[1]));
        Assert.Equal([1L, 2L, 1L], dsplit(x, (1, 3)).Select(part => part.shape[2]));
        Assert.Contains("not divisible", Assert.Throws<ArgumentException>(() => x.hsplit(2)).Message);
        Assert.Equal(3, x.hsplit(3).Length);
        List<Tensor> rows = [ones(2), zeros(2)];
        Assert.True(cat(rows).Equals(cat(rows.ToArray())) && cat(rows).Equals(cat([rows[0], rows[1]])));
        Assert.True(concatenate([rows[0], rows[1]], axis: 0).Equals(concat(rows)));
        Assert.True(vstack(rows).Equals(row_stack(rows[0], rows[1])) && dstack(rows).Equals(dstack(rows.ToArray())));
        Assert.True(cartesian_prod([rows[0], rows[1]]).Equals(cartesian_prod(rows)));
        Assert.Equal(2, unbind(tensor: x, dim: 0).Length);
        Assert.Equal(3, unbind(x, 1).Length);
    }
}
