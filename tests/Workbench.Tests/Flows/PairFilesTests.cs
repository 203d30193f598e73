using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public sealed class PairFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pairs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<Pairs> Numbered(params int[] counts)
    {
        var first = 0;
        foreach (var count in counts)
        {
            var x = torch.arange(first, first + count, dtype: ScalarType.Float32).reshape(-1, 1).repeat(1, 3);
            yield return new Pairs(x, x + 0.5f);
            first += count;
        }
    }

    [Fact]
    public void Pairs_written_in_batches_are_drawn_whole()
    {
        Assert.Equal(12, PairFiles.Write(_folder, Numbered(5, 7)));
        using var coupling = PairFiles.Open(_folder);
        Assert.Equal(12, coupling.Count);
        var pairs = coupling.Draw(500, new Generator(0));
        Assert.Equal([500, 3], pairs.X0.shape);
        Assert.Equal(pairs.X0 + 0.5f, pairs.X1);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), pairs.X0[TensorIndex.Colon, 0].data<float>().ToArray().Distinct().Order());
        // The draws are those of pairs in memory.
        var stored = Coupling.Paired(torch.arange(12, dtype: ScalarType.Float32).reshape(-1, 1).repeat(1, 3), torch.zeros(12, 3));
        Assert.Equal(stored.Draw(50, new Generator(3)).X0, coupling.Draw(50, new Generator(3)).X0);
    }

    [Fact]
    public void Reflow_to_files_is_reflow_in_memory()
    {
        var flow = new MixtureFlow(Workbench.Data.Toys.EightGaussians());
        var memory = Reflow.Pairs(flow, new StandardNormal(2), 50, Solver.Heun, 3, seed: 4, batchSize: 20);
        using var files = Reflow.PairsToFiles(_folder, flow, new StandardNormal(2), 50, Solver.Heun, 3, seed: 4, batchSize: 20);
        var (a, b) = (memory.Draw(40, new Generator(1)), files.Draw(40, new Generator(1)));
        Assert.Equal(a.X0, b.X0);
        Assert.Equal(a.X1, b.X1);
    }

    [Fact]
    public void Labels_and_conditions_stay_with_their_pairs()
    {
        IEnumerable<Pairs> Labelled(Func<Tensor, Tensor?> label) =>
            Numbered(5, 7).Select(pairs => pairs with { Labels = label(pairs.X0.select(1, 0)) });

        PairFiles.Write(_folder, Labelled(x => x.to_type(ScalarType.Int64) + 100));
        using (var coupling = PairFiles.Open(_folder))
        {
            var pairs = coupling.Draw(50, new Generator(0));
            Assert.Equal(ScalarType.Int64, pairs.Labels!.dtype);
            Assert.Equal(pairs.X0.select(1, 0).to_type(ScalarType.Int64) + 100, pairs.Labels);
        }

        PairFiles.Write(_folder, Labelled(x => torch.stack([x, -x], 1)));
        using (var coupling = PairFiles.Open(_folder))
        {
            var pairs = coupling.Draw(50, new Generator(0));
            Assert.Equal(torch.stack([pairs.X0.select(1, 0), -pairs.X0.select(1, 0)], 1), pairs.Labels);
        }

        Assert.Contains("got no labels", Assert.Throws<ArgumentException>(
            () => PairFiles.Write(_folder, Labelled(x => x[0].item<float>() == 0 ? x : null))).Message);
        PairFiles.Write(_folder, Numbered(4));
        using var plain = PairFiles.Open(_folder);
        Assert.Null(plain.Draw(2, new Generator(0)).Labels);
    }

    [Fact]
    public void An_interrupted_write_leaves_the_former_pairs()
    {
        PairFiles.Write(_folder, Numbered(4));
        IEnumerable<Pairs> Broken()
        {
            yield return Numbered(9).Single();
            throw new OperationCanceledException();
        }

        Assert.Throws<OperationCanceledException>(() => PairFiles.Write(_folder, Broken()));
        using var coupling = PairFiles.Open(_folder);
        Assert.Equal(4, coupling.Count);
    }

    [Fact]
    public void Damaged_files_are_named()
    {
        Assert.Throws<FileNotFoundException>(() => PairFiles.Open(_folder));
        Assert.Throws<ArgumentException>(() => PairFiles.Write(_folder, []));
        PairFiles.Write(_folder, Numbered(4));
        var file = Path.Combine(_folder, "x1.npy");
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..^3]);
        Assert.Contains("cut short", Assert.Throws<InvalidDataException>(() => PairFiles.Open(_folder)).Message);
        bytes[1] = (byte)'X';
        File.WriteAllBytes(file, bytes);
        Assert.Contains("not a NumPy file", Assert.Throws<InvalidDataException>(() => PairFiles.Open(_folder)).Message);
    }
}
