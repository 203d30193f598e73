using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Laws of tensors over random shapes, dtypes and positions.</summary>
public class TensorPropertyTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithReplay(20230117, 4711).WithMaxTest(60);

    private static readonly Gen<long[]> Shapes = Gen.Choose(1, 4).SelectMany(rank => Gen.Choose(1, 4).Select(n => (long)n).ArrayOf(rank));

    private static Tensor Filled(long[] shape) => arange(shape.Aggregate(1L, (a, b) => a * b), float64).reshape(shape);

    private static void Holds(Gen<long[]> shapes, Action<Tensor, Random> law) =>
        Prop.ForAll(shapes.SelectMany(shape => Gen.Choose(0, int.MaxValue).Select(seed => (shape, seed))).ToArbitrary(), given =>
        {
            using var scope = NewDisposeScope();
            law(Filled(given.shape), new Random(given.seed));
        }).Check(Seeded);

    private static void Same(Tensor expected, Tensor actual) =>
        Assert.True(expected.shape.SequenceEqual(actual.shape) && expected.Equals(actual), $"{actual.npstr()} expected {expected.npstr()}");

    [Fact]
    public void Views_share_the_memory_of_their_base() => Holds(Shapes, (x, random) =>
    {
        long d = random.NextInt64(x.Dimensions);
        long n = x.shape[d];
        Tensor[] views =
        [
            x.view(-1), x.transpose(0, d), x.select(d, random.NextInt64(n)), x.narrow(d, 0, 1), x.slice(d, 0, n, 2), x.unsqueeze(d), x.flatten(),
            x.permute(Enumerable.Range(0, (int)x.Dimensions).Select(i => x.Dimensions - 1 - i).ToArray()), x.expand([2, .. x.shape]),
            x.unfold(d, 1, 1), x.unbind(d)[0], x.chunk(2, d)[0], x.detach(), x.alias(), x[TensorIndex.Ellipsis, 0], x[.., TensorIndex.Ellipsis], x.T,
        ];
        foreach (var view in views)
        {
            x.fill_(0);
            // Write through the view where it is no overlap of itself, read in the base; and the other way round.
            if (view.numel() <= x.numel()) view.fill_(7);
            else x.fill_(7);
            Assert.True((x == 7).any().item<bool>());
            Assert.Equal(7, view.max().item<double>());
        }
    });

    [Fact]
    public void Copies_do_not_share_memory() => Holds(Shapes, (x, random) =>
    {
        foreach (var copy in new[] { x.clone(), x.repeat(Enumerable.Repeat(1L, (int)x.Dimensions).ToArray()), x + 0, cat([x], 0), x.flip(0), x.to(float64, copy: true), x.index_select(0, arange(x.shape[0])) })
        {
            copy.fill_(-1);
            Assert.True((x >= 0).all().item<bool>());
        }
    });

    [Fact]
    public void Broadcasting_is_explicit_expansion() => Holds(Shapes, (x, random) =>
    {
        var small = x.shape.Select(n => random.Next(2) == 0 ? 1 : n).Skip(random.Next((int)x.Dimensions)).ToArray();
        var y = Filled(small) + 1;
        var wide = y.expand(x.shape);
        Same(x + wide, x + y);
        Same(wide / (x + 1), y / (x + 1));
        Same(x > wide, x > y);
        Same(where(x > 2, x, wide), where(x > 2, x, y));
        Assert.Equal(x.shape, broadcast_shapes(x.shape, small));
    });

    [Fact]
    public void Reductions_over_dimensions_are_reductions_of_reshaped_tensors() => Holds(Shapes, (x, random) =>
    {
        long d = random.NextInt64(x.Dimensions);
        var rows = x.movedim([d], [x.Dimensions - 1]).reshape(-1, x.shape[d]);
        var shape = x.shape.Where((_, i) => i != d).ToArray();
        Same(rows.sum(1).reshape(shape), x.sum(d));
        Same(rows.max(1).values.reshape(shape), x.amax(new[] { d }));
        Same(rows.argmin(1).reshape(shape), x.argmin(d));
        Same(x.sum(d).unsqueeze(d), x.sum(d, keepdim: true));
        Same(x.flatten().sum(), x.sum(Enumerable.Range(0, (int)x.Dimensions).Select(i => (long)i).ToArray()));
        Same(x.cumsum(d).select(d, -1), x.sum(d));
    });

    [Fact]
    public void Sorting_ranking_and_choosing_agree() => Holds(Shapes, (x, random) =>
    {
        using var generator = new Generator((ulong)random.Next());
        x = x.flatten()[randperm(x.numel(), generator: generator)].reshape(x.shape);
        long d = random.NextInt64(x.Dimensions);
        var (values, indices) = x.sort(d, descending: true);
        Same(values, x.gather(d, indices));
        Same(indices, x.argsort(d, descending: true));
        int k = random.Next(1, (int)x.shape[d] + 1);
        Same(values.narrow(d, 0, k), x.topk(k, (int)d).values);
        Same(values.select(d, x.shape[d] - k), x.kthvalue(k, d).values);
        Same(values.select(d, 0), x.max(d).values);
        Same(arange(x.shape[d]).reshape(Enumerable.Range(0, (int)x.Dimensions).Select(i => i == d ? -1L : 1L).ToArray()).expand(x.shape), indices.sort(d).Values);
    });

    [Fact]
    public void Gather_reads_what_scatter_wrote() => Holds(Shapes, (x, random) =>
    {
        using var generator = new Generator((ulong)random.Next());
        long d = random.NextInt64(x.Dimensions);
        var places = rand(x.shape, generator: generator).argsort(d);
        Same(x, zeros_like(x).scatter(d, places, x).gather(d, places));
        Same(x.gather(d, places), x.take_along_dim(places, d));
        Same(x.sum(d), zeros_like(x).scatter_add(d, zeros_like(places), x).select(d, 0));
    });

    [Fact]
    public void Round_trips_give_the_tensor_back() => Holds(Shapes, (x, random) =>
    {
        long d = random.NextInt64(x.Dimensions);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Int64, ScalarType.Int32, ScalarType.Int16, ScalarType.BFloat16, ScalarType.Float16, ScalarType.ComplexFloat64 })
        {
            // Up to 256 every type is exact; a complex number comes back by its real part.
            var there = (x % 256).to(type);
            Same(x % 256, there.is_complex() ? there.real.to(float64) : there.to(float64));
            var copy = zeros(x.shape, type);
            copy.bytes = there.contiguous().bytes;
            Same(there, copy);
        }
        Same(x, cat(x.split(2, (int)d), d));
        Same(x, stack(x.unbind(d), d));
        Same(x, x.transpose(0, d).transpose(0, d));
        Same(x, x.roll(3, d).roll(-3, d));
        Same(x, x.flip(d).flip(d));
        Assert.True(x.allclose(fft.ifftn(fft.fftn(x)).real, 1e-10, 1e-10));
        Assert.True(x.allclose(fft.irfft(fft.rfft(x, dim: d), n: x.shape[d], dim: d), 1e-10, 1e-10));
        Same(x, tensor(x.data<double>().ToArray(), x.shape));
        Assert.Equal(x.data<double>().ToArray(), x.T.data<double>().ToNDArray().Length == x.numel() ? x.data<double>() : []);
    });

    /// <summary>The kept positions and whether the dimension stays, for one index of one dimension.</summary>
    private static (TensorIndex Index, long[] Kept, bool Stays) Draw(Random random, long n)
    {
        long a = random.NextInt64(-n, n + 1), b = random.NextInt64(-n, n + 1), step = random.NextInt64(1, 3);
        long At(long position) => Math.Clamp(position < 0 ? position + n : position, 0, n);
        long[] Range(long from, long to, long by) => from >= to ? [] : Enumerable.Range(0, (int)((to - from + by - 1) / by)).Select(i => from + i * by).ToArray();
        switch (random.Next(6))
        {
            case 0:
                long one = random.NextInt64(-n, n);
                return (one, [At(one)], false);
            case 1: return (TensorIndex.Colon, Range(0, n, 1), true);
            case 2: return (TensorIndex.Slice(a, b, step), Range(At(a), At(b), step), true);
            case 3: return (TensorIndex.Slice(start: a), Range(At(a), n, 1), true);
            case 4:
                long low = random.NextInt64(0, n), high = random.NextInt64(low, n + 1);
                return (TensorIndex.Slice((int)low..(int)high), Range(low, high, 1), true);
            default: return (TensorIndex.Slice(stop: b), Range(0, At(b), 1), true);
        }
    }

    [Fact]
    public void Indices_and_ranges_pick_what_a_loop_picks() => Holds(Shapes, (x, random) =>
    {
        var drawn = x.shape.Select(n => Draw(random, n)).ToArray();
        var actual = x[drawn.Select(i => i.Index).ToArray()];
        Assert.Equal(drawn.Where(i => i.Stays).Select(i => (long)i.Kept.Length), actual.shape);
        var strides = x.stride();
        IEnumerable<long> offsets = [0];
        for (int d = 0; d < drawn.Length; d++) offsets = offsets.SelectMany(o => drawn[d].Kept.Select(k => o + k * strides[d])).ToArray();
        Assert.Equal(offsets.Select(o => (double)o), actual.contiguous().data<double>().ToArray());

        var written = x.clone();
        written[drawn.Select(i => i.Index).ToArray()] = tensor(-1.0);
        Assert.Equal(offsets.LongCount(), (written == -1).sum().item<long>());
    });

    [Fact]
    public void Masks_and_index_tensors_pick_what_a_loop_picks() => Holds(Shapes, (x, random) =>
    {
        var all = x.data<double>().ToArray();
        Assert.Equal(all.Where(v => v % 3 == 1), x[(x % 3) == 1].data<double>().ToArray());
        var rows = Enumerable.Range(0, 3).Select(_ => random.NextInt64(-x.shape[0], x.shape[0])).ToArray();
        Same(stack(rows.Select(r => x[r])), x[tensor(rows)]);
    });

    [Fact]
    public void Printing_never_throws_and_with_a_culture_ignores_the_current_one() => Holds(Gen.Choose(0, 4).SelectMany(rank => Gen.Elements(0L, 1L, 2L, 9L).ArrayOf(rank)), (x, random) =>
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        try
        {
            foreach (var type in new[] { ScalarType.Float64, ScalarType.BFloat16, ScalarType.Float16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool, ScalarType.ComplexFloat32 })
                foreach (var style in new[] { TorchSharp.TensorStringStyle.Metadata, TorchSharp.TensorStringStyle.Julia, TorchSharp.TensorStringStyle.Numpy, TorchSharp.TensorStringStyle.CSharp })
                {
                    var values = ((x - 3) * 0.37).to(type);
                    CultureInfo.CurrentCulture = comma;
                    var foreign = values.ToString(style, cultureInfo: CultureInfo.InvariantCulture);
                    CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                    Assert.Equal(values.ToString(style, cultureInfo: CultureInfo.InvariantCulture), foreign);
                }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    });
}
