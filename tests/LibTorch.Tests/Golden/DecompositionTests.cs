using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Golden;

/// <summary>Decompositions under torch's own names, numerical gradients and histograms against PyTorch's and NumPy's.</summary>
public class DecompositionTests : IDisposable
{
    private static readonly JsonElement Golden = GoldenFile.Read("decompositions.json");
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static Tensor Input(string name) => GoldenFile.Tensor(Golden.GetProperty(name));

    private static void Same(JsonElement expected, params IEnumerable<Tensor> actual)
    {
        var stored = expected.EnumerateArray().ToArray();
        Assert.Equal(stored.Length, actual.Count());
        foreach (var (one, other) in stored.Zip(actual)) Close(GoldenFile.Tensor(one), other);
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance = 1e-10)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.True(expected.allclose(actual, tolerance, tolerance), $"{actual.npstr("g9")} expected {expected.npstr("g9")}");
    }

    [Fact]
    public void Svd_and_qr_are_PyTorchs()
    {
        var a = Input("a");
        var (u, s, v) = svd(a);
        Same(Golden.GetProperty("svd"), u.abs(), s, v.abs());
        Close(a, u.mul(s).matmul(v.mT));
        Assert.Equal([6L, 6L], svd(a, some: false).U.shape);
        var (none, values, neither) = svd(a, compute_uv: false);
        Same(Golden.GetProperty("svd_values_only"), none, values, neither);
        var (q, r) = qr(a);
        Same(Golden.GetProperty("qr"), q, r);
        Assert.Equal([6L, 6L], qr(a, some: false).Q.shape);
    }

    [Fact]
    public void Eigenvalues_are_PyTorchs_and_vectors_come_when_asked_for()
    {
        var a = Input("square");
        foreach (var upper in new[] { true, false })
        {
            var (values, none) = symeig(a, upper: upper);
            Close(GoldenFile.Tensor(Golden.GetProperty("symeig").GetProperty(upper ? "U" : "L")), values);
            Assert.Equal(0, none.numel());
            var (same, vectors) = symeig(a, eigenvectors: true, upper);
            var symmetric = upper ? a.triu() + a.triu(1).mT : a.tril() + a.tril(-1).mT;
            Close(symmetric, vectors.mul(same).matmul(vectors.mT));
        }
        Close(Input("eigvals_abs"), eig(a).eigenvalues.abs().sort().Values);
        var (complex, right) = eig(a, eigenvectors: true);
        Close(right.mul(complex), a.to(ScalarType.ComplexFloat64).matmul(right));
    }

    [Fact]
    public void Least_squares_and_ranks_are_PyTorchs()
    {
        var (a, low, square) = (Input("a"), Input("low"), Input("square"));
        var (solution, packed) = lstsq(Input("b"), a);
        Same(Golden.GetProperty("lstsq"), solution, packed);
        var ranks = Golden.GetProperty("ranks").EnumerateArray().Select(rank => rank.GetInt64()).ToArray();
        Assert.Equal(ranks, new[] { matrix_rank(low).item<long>(), matrix_rank(a, tol: 2f).item<long>(), matrix_rank(square + square.mT, symmetric: true).item<long>() });
    }

    [Theory]
    [InlineData("svd_lowrank")]
    [InlineData("svd_lowrank_tall")]
    [InlineData("svd_lowrank_centred")]
    [InlineData("pca_lowrank")]
    [InlineData("pca_uncentred")]
    public void Randomised_decompositions_draw_and_give_what_PyTorchs_do(string name)
    {
        var low = Input("low");
        manual_seed(3);
        var (u, s, v) = name switch
        {
            "svd_lowrank" => svd_lowrank(low, q: 4),
            "svd_lowrank_tall" => svd_lowrank(low, q: 9, niter: 1),
            "svd_lowrank_centred" => svd_lowrank(low, q: 4, M: low.mean([0], keepdim: true)),
            "pca_lowrank" => pca_lowrank(low, q: 3),
            _ => pca_lowrank(low, center: false),
        };
        var golden = Golden.GetProperty(name);
        Assert.Equal(golden.GetProperty("shapes").EnumerateArray().Select(shape => string.Join(',', shape.EnumerateArray())),
            new[] { u, s, v }.Select(t => string.Join(',', t.shape)));
        Close(GoldenFile.Tensor(golden.GetProperty("values")), s[..3], 1e-9);
        Close(GoldenFile.Tensor(golden.GetProperty("product")), u.mul(s).matmul(v.mT), 1e-9);
    }

    [Theory]
    [InlineData(LobpcgMethod.ortho)]
    [InlineData(LobpcgMethod.basic)]
    public void Extreme_eigenpairs_found_by_products_alone_are_SciPys(LobpcgMethod method)
    {
        var (a, b) = (Input("symmetric"), Input("positive"));
        manual_seed(5);
        foreach (var stored in Golden.GetProperty("lobpcg").EnumerateObject())
        {
            var weight = stored.Name.EndsWith("weighted") ? b : null;
            int rounds = 0;
            var (values, vectors) = lobpcg(a, k: 3, B: weight, n: 4, tol: 1e-9f, largest: stored.Name.StartsWith("largest"), method: method, tracker: () => rounds++);
            Close(GoldenFile.Tensor(stored.Value), values, 1e-8);
            Close(a.matmul(vectors), (weight?.matmul(vectors) ?? vectors) * values, 1e-6);
            Close(eye(3, dtype: ScalarType.Float64), vectors.mT.matmul(weight?.matmul(vectors) ?? vectors), 1e-8);
            Assert.InRange(rounds, 3, 200);
        }
        var exact = lobpcg(a, k: 3, X: linalg.eigh(a).Item2[TensorIndex.Colon, 27..], niter: 0, method: method);
        Close(linalg.eigvalsh(a)[27..].flip(0), exact.eigenvalues);
        Close(linalg.eigvalsh(b)[..2], lobpcg(b.to_sparse(), k: 2, iK: linalg.inv(b), largest: false, niter: 30, method: method).eigenvalues, 1e-6);
        Assert.Equal("k", Assert.Throws<ArgumentException>(() => lobpcg(a, k: 11)).ParamName);
    }

    [Fact]
    public void More_components_than_the_data_have_are_refused() =>
        Assert.Equal("q", Assert.Throws<ArgumentOutOfRangeException>(() => pca_lowrank(ones(5, 3), q: 4)).ParamName);

    [Fact]
    public void Numerical_gradients_are_PyTorchs()
    {
        var (p, golden) = (Input("samples"), Golden.GetProperty("gradient"));
        Same(golden.GetProperty("plain"), gradient(p));
        Same(golden.GetProperty("spaced"), gradient(p, 0.5));
        Same(golden.GetProperty("one"), gradient(p, 2, dim: 1, edge_order: 2));
        Same(golden.GetProperty("dims"), gradient(p, 2, dims: [1, 0]));
        Same(golden.GetProperty("plain"), gradient(p, dims: null));
        Same(golden.GetProperty("coordinates"), gradient(p, [Input("x"), Input("y")]));
    }

    [Fact]
    public void Index_reduce_is_PyTorchs()
    {
        foreach (var stored in Golden.GetProperty("index_reduce").EnumerateObject())
        {
            var parts = stored.Name.Split('.');
            Close(GoldenFile.Tensor(stored.Value), index_reduce(Input("samples"), 0, Input("index"), Input("source"), Enum.Parse<Reduce>(parts[0]), parts[1] == "self"));
        }
    }

    [Fact]
    public void Histograms_with_a_rule_are_NumPys()
    {
        var values = Input("values");
        foreach (var stored in Golden.GetProperty("histogram").EnumerateObject())
        {
            var parts = stored.Name.Split('.');
            var rule = Enum.Parse<HistogramBinSelector>(parts[0], ignoreCase: true);
            (double, double)? range = parts[1] == "part" ? (-1, 4) : null;
            var (counts, edges) = histogram(values, rule, range);
            var (density, _) = histogram(values, rule, range, density: true);
            Assert.Equal((ScalarType.Int32, ScalarType.Float32), (counts.dtype, density.dtype));
            var expected = stored.Value.EnumerateArray().Select(GoldenFile.Tensor).ToArray();
            Close(expected[0], counts.to(ScalarType.Int64));
            Close(expected[1], edges);
            Close(expected[2], density.to(ScalarType.Float64), 1e-6);
        }
        Assert.Equal([3L], histogram(ones(3), HistogramBinSelector.Doane).hist.to(ScalarType.Int64).data<long>().ToArray());
        Assert.Equal("range", Assert.Throws<ArgumentException>(() => histogram(values, HistogramBinSelector.Rice, (2, 1))).ParamName);
        var given = histogram(values, 4, (0, 2), out var filled);
        Assert.Equal(given, filled);
        Assert.Equal([1L, 2L, 0L], histogram(tensor(new[] { 0.5, 1.5, 1.7 }), tensor(new[] { 0.0, 1, 2, 3 }), out _).hist.to(ScalarType.Int64).data<long>().ToArray());
    }
}
