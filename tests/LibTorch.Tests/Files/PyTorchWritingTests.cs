using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.Files;

/// <summary>What we write, PyTorch reads, and we do.</summary>
public sealed class PyTorchWritingTests : FileTests
{
    private static Dictionary<object, object?> Graph()
    {
        var whole = arange(12, dtype: float32);
        var views = whole.reshape(3, 4);
        var parameter = new TorchSharp.Modules.Parameter(tensor(new[] { 1.5f, -2.5f }));
        return new()
        {
            ["views"] = new List<object?> { views, views.t(), whole.narrow(0, 5, 3), whole.as_strided([6], [2]) },
            ["same"] = new List<object?> { parameter, parameter },
            ["scalar"] = tensor(7L),
            ["empty"] = empty(0, 3),
            ["expanded"] = tensor(new[] { 3f }).expand(2, 4),
            ["grad"] = ones(2, requires_grad: true),
            ["numbers"] = new object?[] { 1, -1L, (short)300, -70000, 1L << 40, -BigInteger.Pow(2, 70), 0.5f, double.PositiveInfinity, true, null },
            ["text"] = "naïve ∂",
            ["bytes"] = new byte[] { 0, 255 },
            ["nested"] = new Dictionary<string, object?>
            {
                ["a"] = new List<object?> { Array.Empty<object?>(), Tuple.Create(new Dictionary<string, object>()), new Dictionary<int, string> { [1] = "one" } },
            },
            ["set"] = new HashSet<object?> { 4L },
            ["dtype"] = bfloat16,
            ["default"] = new Dictionary<string, int[]> { ["k"] = [1] },
            ["conj"] = tensor([new Complex(1, 2)]).to(complex64).conj(),
        };
    }

    [SkippableFact]
    public void Python_reads_every_dtype()
    {
        save(PyTorchReadingTests.EveryDtype(), At("dtypes.pt"));
        PyTorchReadingTests.AssertSame(PyTorchReadingTests.EveryDtype(), load<Dictionary<string, Tensor>>(At("dtypes.pt")));
        Golden.Check("dtypes", At("dtypes.pt"));
    }

    [SkippableFact]
    public void Python_reads_a_graph_with_shared_memory()
    {
        save(Graph(), At("graph.pt"));
        Golden.Check("graph", At("graph.pt"));
    }

    [SkippableFact]
    public void Python_reads_a_modules_state()
    {
        using var net = Sequential(("a", Linear(3, 2)), ("b", BatchNorm1d(2)), ("c", Linear(2, 1, hasBias: false)));
        net.load_py(Golden.File_("network.pth"));
        net.save_py(At("network.pth"));
        Assert.Equal(["network.pth"], Names);
        Golden.Check("network", At("network.pth"));
    }

    [Fact]
    public void Shared_memory_is_written_once_and_read_as_shared()
    {
        save(Graph(), At("graph.pt"));
        var views = (List<object?>)load<OrderedDictionary<object, object?>>(At("graph.pt"))["views"]!;
        ((Tensor)views[0]!).zero_();
        Assert.All(views, view => Assert.Equal(0f, ((Tensor)view!).abs().sum().item<float>()));
    }

    [Fact]
    public void Only_what_is_used_of_a_storage_is_written()
    {
        save(zeros(1000, 1000).narrow(0, 0, 2), At("part.pt"));
        Assert.InRange(new FileInfo(At("part.pt")).Length, 8000, 9500);
        Assert.Equal([2L, 1000L], load(At("part.pt")).shape);
    }

    [Fact]
    public void Records_are_stored_whole_aligned_and_with_right_checksums()
    {
        save(Graph(), At("graph.pt"));
        var bytes = File.ReadAllBytes(At("graph.pt"));
        // An independent reader of zip checks the checksums as it unpacks: corrupting one byte must make them differ from ours.
        using var archive = ZipFile.OpenRead(At("graph.pt"));
        Assert.Contains(archive.Entries, entry => entry.FullName == "archive/version");
        foreach (var entry in archive.Entries)
        {
            Assert.Equal(entry.Length, entry.CompressedLength);
            using var content = new MemoryStream();
            using (var stream = entry.Open()) stream.CopyTo(content);
            var crc = uint.MaxValue;
            foreach (var value in content.ToArray())
            {
                crc ^= value;
                for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
            Assert.Equal(~crc, entry.Crc32);
        }
        for (var place = 0; BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place)) == 0x04034b50;)
        {
            var header = bytes.AsSpan(place);
            var data = place + 30 + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            Assert.Equal(0, data % 64);
            place = data + (int)BinaryPrimitives.ReadUInt32LittleEndian(header[18..]);
        }
    }

    [Fact]
    public void What_cannot_be_saved_leaves_the_old_file()
    {
        save(ones(2), At("file.pt"));
        Assert.Throws<NotSupportedException>(() => save(new List<object> { ones(2), new Version(1, 0) }, At("file.pt")));
        var self = new List<object?>();
        self.Add(new object?[] { self });
        save(self, At("self.pt"));
        var read = load<List<object?>>(At("self.pt"));
        Assert.Same(read, ((object?[])read[0]!)[0]);
        Assert.Equal(2f, load(At("file.pt")).sum().item<float>());
        Assert.Equal(["file.pt", "self.pt"], Names.Order());
    }

    [Fact]
    public void Any_view_of_any_tensor_comes_back()
    {
        var cases = from rows in Gen.Choose(0, 5)
                    from columns in Gen.Choose(0, 5)
                    from skip in Gen.Choose(0, 3)
                    from turned in ArbMap.Default.GeneratorFor<bool>()
                    from dtype in Gen.Elements(float32, float64, int64, uint8, @bool, bfloat16, complex64)
                    select (rows, columns, skip, turned, dtype);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            using var scope = NewDisposeScope();
            var whole = arange(c.skip + c.rows * c.columns).remainder(7).to(c.dtype);
            var view = whole.narrow(0, c.skip, c.rows * c.columns).reshape(c.rows, c.columns);
            if (c.turned) view = view.t();
            using var stream = new MemoryStream();
            save(new List<object> { whole, view }, stream);
            stream.Position = 0;
            var read = load<List<object?>>(stream);
            return ((Tensor)read[0]!).Equals(whole) && ((Tensor)read[1]!).Equals(view) && ((Tensor)read[1]!).dtype == c.dtype
                && ((Tensor)read[1]!).stride().SequenceEqual(view.stride());
        }).QuickCheckThrowOnFailure();
    }
}
