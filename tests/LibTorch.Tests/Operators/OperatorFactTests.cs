using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Operators;

/// <summary>Operators whose results are checked by what they must satisfy, or whose arguments a table cannot name.</summary>
public class OperatorFactTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static Tensor Matrix(long rows, long columns, int seed, ScalarType dtype = ScalarType.Float64)
    {
        using var generator = new Generator((ulong)seed);
        return randn(rows, columns, dtype, generator: generator);
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance = 1e-12) =>
        Assert.True(expected.allclose(actual, tolerance, tolerance), $"{actual.npstr("g9")} expected {expected.npstr("g9")}");

    /// <summary>PyTorch 1.13 and 2.6 over Debian's OpenBLAS take 0 for each of these; the shim's own kernels stand in.</summary>
    [Theory]
    [InlineData(ScalarType.ComplexFloat32, 1e-5)]
    [InlineData(ScalarType.ComplexFloat64, 1e-12)]
    public void Products_of_complex_vectors_are_the_sums_of_their_products(ScalarType dtype, double tolerance)
    {
        var a = Matrix(1, 6, 3, dtype).squeeze(0).requires_grad_();
        var b = Matrix(6, 2, 4, dtype)[TensorIndex.Colon, 1];
        var sum = (a * b).sum();
        Close(sum, a.dot(b), tolerance);
        Close(sum, a.matmul(b), tolerance);
        Close((a.conj() * b).sum(), a.vdot(b), tolerance);
        Close((a * b.conj()).sum(), a.dot(b.conj()), tolerance);
        Close(autograd.grad([sum.abs()], [a])[0], autograd.grad([a.dot(b).abs()], [a])[0], tolerance);
        Assert.Throws<TorchException>(() => a.dot(b[..3]));
    }

    [Fact]
    public void Svd_gives_orthogonal_factors_of_the_matrix()
    {
        var a = Matrix(5, 3, 1);
        var (u, s, vh) = linalg.svd(a, fullMatrices: false);
        Close(a, u.mul(s).matmul(vh));
        Close(eye(3, dtype: float64), u.mT.matmul(u));
        Close(eye(3, dtype: float64), vh.matmul(vh.mT));
        Assert.Equal([5L, 5L], linalg.svd(a).U.shape);
    }

    [Fact]
    public void Eigh_gives_orthonormal_vectors_and_rising_values()
    {
        var a = Matrix(4, 4, 2);
        a = a + a.mT;
        var (values, vectors) = linalg.eigh(a);
        Close(a, vectors.mul(values).matmul(vectors.mT));
        Close(values, values.sort().Values);
        Close(values, linalg.eigh(a.triu(), 'U').Item1);
    }

    [Fact]
    public void Eig_gives_complex_pairs_that_satisfy_the_equation()
    {
        var a = Matrix(4, 4, 3);
        var (values, vectors) = linalg.eig(a);
        Assert.Equal(ScalarType.ComplexFloat64, values.dtype);
        Close(vectors.mul(values), a.to(ScalarType.ComplexFloat64).matmul(vectors));
    }

    [Fact]
    public void Solvers_from_factors_solve_the_system()
    {
        var a = Matrix(3, 3, 4);
        var b = Matrix(3, 2, 5);
        var (lu, pivots) = linalg.lu_factor(a);
        Close(b, a.matmul(linalg.lu_solve(lu, pivots!, b)));
        Close(b, a.matmul(torch.lu_solve(b, lu, pivots!)));
        Close(lu, torch.lu(a).A_LU);
        Assert.Equal(0, torch.lu(a, get_infos: true).infos!.item<int>());
        var (p, l, u) = torch.lu_unpack(lu, pivots!);
        Close(a, p.matmul(l).matmul(u));
        var symmetric = a + a.mT;
        var (ld, places) = linalg.ldl_factor(symmetric);
        Close(b, symmetric.matmul(linalg.ldl_solve(ld, places, b)), 1e-10);
        Close(b.mT, linalg.solve(a, b.mT, left: false).matmul(a));
    }

    [Fact]
    public void Istft_undoes_stft()
    {
        var signal = Matrix(2, 64, 6);
        var window = hann_window(16, dtype: float64);
        var spectrum = stft(signal, 16, 4, 16, window, return_complex: true);
        Assert.Equal([2L, 9L, 17L], spectrum.shape);
        Close(signal, istft(spectrum, 16, 4, 16, window, length: 64));
    }

    [Fact]
    public void Where_chooses_by_condition_and_lists_where_it_holds()
    {
        var x = tensor(new[] { -1.0, 2.0, -3.0 });
        Assert.Equal([0.0, 2.0, 0.0], where(x > 0, x, zeros(3, float64)).data<double>().ToArray());
        Assert.Equal([0.0, 2.0, 0.0], x.where(x > 0, zeros(3, float64)).data<double>().ToArray());
        Assert.Equal([0L, 2L], where(x < 0).Single().data<long>().ToArray());
        Assert.Equal([0L, 2L], (x < 0).nonzero_as_list().Single().data<long>().ToArray());
    }

    [Fact]
    public void Sparse_tensors_come_back_dense()
    {
        var indices = tensor(new long[,] { { 0, 1, 1 }, { 2, 0, 2 } });
        var sparse = sparse_coo_tensor(indices, tensor(new[] { 3f, 4f, 5f }), [2, 3]);
        Assert.True(sparse.is_sparse);
        var dense = tensor(new float[,] { { 0, 0, 3 }, { 4, 0, 5 } });
        Assert.True(dense.Equals(sparse.to_dense()));
        var again = dense.to_sparse().coalesce();
        Assert.Equal([3f, 4f, 5f], again.SparseValues.data<float>().ToArray());
        Assert.True(indices.Equals(again.SparseIndices));
    }

    [Fact]
    public void Arrays_of_every_rank_and_kind_become_tensors()
    {
        Assert.Equal([2L, 1L, 2L], tensor(new[, ,] { { { 1, 2 } }, { { 3, 4 } } }).shape);
        Assert.Equal(ScalarType.Float16, from_array(new[] { (Half)1, (Half)2 }).dtype);
        Assert.Equal(ScalarType.BFloat16, from_array(new[] { BFloat16.One }).dtype);
        Assert.Equal(ScalarType.ComplexFloat32, tensor(1f, 2f).dtype);
        Assert.Equal(new Complex(1, 2), tensor(1.0, 2.0).item<Complex>());
        Assert.Equal([3L, 4L], frombuffer(new[] { 1, 2, 3, 4 }, ScalarType.Int64, offset: 2).data<long>().ToArray());
        Assert.Equal([2f], as_tensor(new List<double> { 2 }, float32).data<float>().ToArray());
        Assert.Equal(ScalarType.Int32, tensor(5, CPU).dtype);
    }

    [Fact]
    public void The_state_of_the_generator_repeats_its_stream()
    {
        manual_seed(11);
        rand(3);
        var state = get_rng_state();
        var first = randn(4);
        set_rng_state(state);
        Assert.True(first.Equals(randn(4)));
        using var own = new Generator(5);
        using var twin = new Generator(5);
        Assert.Equal(randint_long(0, 1 << 20, own), randint_long(0, 1 << 20, twin));
        Assert.InRange(rand_float(own), 0, 1);
        Assert.NotEqual(rand_float(own), rand_float(own));
        Assert.Equal([200L], randint(10, 200, float64).shape);
        Assert.Equal([20L, 10L], randint(100, (20, 10), complex64).shape);
    }

    [Fact]
    public void Rrelu_scales_negative_elements_by_the_mean_slope_when_it_does_not_train() =>
        Close(tensor(new[] { -2 * (1 / 8.0 + 1 / 3.0) / 2, 3.0 }), tensor(new[] { -2.0, 3.0 }).rrelu());

    [Fact]
    public void Dtypes_promote_as_in_PyTorch()
    {
        Assert.Equal(ScalarType.Float32, promote_types(ScalarType.Float32, ScalarType.Int64));
        Assert.Equal(ScalarType.Float32, promote_types(ScalarType.BFloat16, ScalarType.Float16));
        Assert.Equal(ScalarType.ComplexFloat64, promote_types(ScalarType.ComplexFloat32, ScalarType.Float64));
        Assert.False(can_cast(ScalarType.Float64, ScalarType.Int32));
        Assert.True(can_cast(ScalarType.Int64, ScalarType.Float16));
        Assert.Equal(ScalarType.Float64, result_type(tensor(1.0), tensor(1f)));
    }

    [Fact]
    public void Limits_of_floating_point_types_are_those_of_their_formats()
    {
        Assert.Equal(Math.BitIncrement(1.0) - 1, finfo(ScalarType.Float64).eps);
        Assert.Equal(MathF.BitIncrement(1f) - 1, finfo(ScalarType.Float32).eps);
        Assert.Equal((double)Half.MaxValue, finfo(ScalarType.Float16).max);
        Assert.Equal(1 / 128.0, finfo(ScalarType.BFloat16).eps);
        Assert.Equal(-double.MaxValue, finfo(ScalarType.ComplexFloat64).min);
        Assert.Throws<ArgumentException>("dtype", () => finfo(ScalarType.Int32));
    }

    [Fact]
    public void Bfloat16_rounds_as_libtorch_does()
    {
        var values = Matrix(1, 200, 7, float32);
        var rounded = values.bfloat16().data<BFloat16>().ToArray();
        Assert.Equal(rounded, values.data<float>().ToArray().Select(v => new BFloat16(v)));
        Assert.True(new BFloat16(1) < BFloat16.FromRawValue(0x3F81));
        Assert.False(BFloat16.NaN == new BFloat16(float.NaN));
        Assert.Equal(2f, (BFloat16.One + BFloat16.One).ToSingle());
    }
}
