using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.Files;

/// <summary>Files that are damaged or made to do harm end in an exception that can be caught.</summary>
public sealed class HostileFileTests : FileTests
{
    private const string Tensor_ = "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpu";

    // A zip archive as PyTorch's, with one storage of 16 bytes and the given pickle.
    private Stream Archive(string pickle, params (string name, byte[] content)[] more)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in more.Prepend(("data/0", new byte[16])).Prepend(("data.pkl", Encoding.Latin1.GetBytes("\x80\x02" + pickle))))
            {
                using var entry = archive.CreateEntry("archive/" + name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        stream.Position = 0;
        return stream;
    }

    private static void AssertRefused(Stream stream)
    {
        using var scope = NewDisposeScope();
        var error = Record.Exception(() => load<object>(stream));
        Assert.True(error is InvalidDataException or IOException or NotSupportedException, $"{error}");
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Theory]
    [InlineData("cposix\nsystem\nX\u0002\0\0\0id\x85R.", "posix.system")]
    [InlineData("c__builtin__\neval\nX\u0001\0\0\01\x85R.", "__builtin__.eval")]
    [InlineData("\x8c\u0008builtins\x8c\u0004exec\x93.", "builtins.exec")]
    [InlineData("ctorch\nload\n.", "torch.load")]
    [InlineData("cos\nsystem\n.", "os.system")]
    public void Names_of_code_are_refused(string pickle, string name)
        => Assert.Contains($"refused: {name} ", Assert.Throws<NotSupportedException>(() => load<object>(Archive(pickle))).Message);

    [Theory]
    [InlineData("K\u0004tQK\0K\u0004\x85K\u0001\x85\x89)tR.", true)] // the good one
    [InlineData("K\u0005tQK\0K\u0004\x85K\u0001\x85\x89)tR.", false)] // more elements than the record has
    [InlineData("J\xff\xff\xff\xfftQK\0K\u0004\x85K\u0001\x85\x89)tR.", false)] // fewer than none
    [InlineData("\x8a\u0008\0\0\0\0\0\0\0\x40tQK\0K\u0004\x85K\u0001\x85\x89)tR.", false)] // 2^62 elements
    [InlineData("K\u0004tQK\u0001K\u0004\x85K\u0001\x85\x89)tR.", false)] // offset beyond
    [InlineData("K\u0004tQJ\xff\xff\xff\xffK\u0004\x85K\u0001\x85\x89)tR.", false)] // offset before
    [InlineData("K\u0004tQK\0K\u0004\x85K\u0002\x85\x89)tR.", false)] // stride beyond
    [InlineData("K\u0004tQK\0K\u0004\x85J\xff\xff\xff\xff\x85\x89)tR.", false)] // stride backwards
    [InlineData("K\u0004tQK\0\x8a\u0008\0\0\0\0\0\0\0\x40\x85K\u0001\x85\x89)tR.", false)] // shape beyond
    [InlineData("K\u0004tQK\0K\u0004\x85\x8a\u0008\0\0\0\0\0\0\0\x40\x85\x89)tR.", false)] // stride that overflows
    [InlineData("K\u0004tQK\0K\u0004K\u0001\x86K\u0001\x85\x89)tR.", false)] // more sizes than strides
    [InlineData("K\u0004tQNK\u0004\x85K\u0001\x85\x89)tR.", false)] // no offset
    [InlineData("K\u0004tQK\0NN\x89)tR.", false)] // no sizes
    [InlineData("K\u0004tQtR.", false)] // no arguments
    public void Tensors_stay_inside_their_storage(string pickle, bool good)
    {
        if (good) Assert.Equal([4L], load<Tensor>(Archive(Tensor_ + pickle)).shape);
        else AssertRefused(Archive(Tensor_ + pickle));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("(((((")]
    [InlineData("t.")]
    [InlineData("h\u0005.")]
    [InlineData("X\xff\xff\xff\x7f.")]
    [InlineData("\x8d\xff\xff\xff\xff\xff\xff\xff\x7f.")]
    [InlineData("\x8e\xff\xff\xff\xff\xff\xff\xff\xff.")]
    [InlineData("\x8b\xff\xff\xff\x7f.")]
    [InlineData("B\xff\xff\xff\x7f.")]
    [InlineData("\x95\xff\xff\xff\xff\xff\xff\xff\x7f.")]
    [InlineData("\x82\u0001.")]
    [InlineData("Px\n.")]
    [InlineData("NQ.")]
    [InlineData("K\u0001)R.")]
    [InlineData("K\u0001}b.")]
    [InlineData("}NK\u0001s.")]
    [InlineData("}]K\u0001s.")]
    [InlineData("K\u0001a.")]
    [InlineData("(K\u0001d.")]
    [InlineData("ccollections\nOrderedDict\nK\u0001\x85R.")]
    [InlineData("ctorch\nFloatStorage\n)R.")]
    [InlineData("ctorch._utils\n_rebuild_parameter\n)R.")]
    [InlineData("cnumpy\ndtype\n)R.")]
    public void Pickles_that_are_wrong_are_refused(string pickle)
    {
        // "." alone takes from an empty stack; the long lengths must not be allocated.
        AssertRefused(Archive(pickle));
    }

    [Fact]
    public void Depth_and_sharing_cost_no_stack_and_no_memory()
    {
        var deep = load<object>(Archive(string.Concat(Enumerable.Repeat("]", 1_000_000)) + string.Concat(Enumerable.Repeat("a", 999_999)) + "."));
        Assert.IsType<List<object?>>(deep);
        // Each list holds the one before twice: 2^60 leaves, 60 lists.
        var bomb = "]q\0" + string.Concat(Enumerable.Range(0, 60).Select(i => $"](h{(char)i}h{(char)i}eq{(char)(i + 1)}"));
        Assert.IsType<List<object?>>(load<object>(Archive(bomb + ".")));
        // Copies of a copy, each as large as the file.
        var items = "](" + new string('N', 1_000_000) + "eq\0" + string.Concat(Enumerable.Repeat("0c__builtin__\nlist\nh\0\x85R", 1000));
        AssertRefused(Archive(items + "."));
        var memo = string.Concat(Enumerable.Range(0, 1000).Select(_ => "Nr\xff\xff\xff\x7f0"));
        Assert.Null(load<object?>(Archive(memo + "N.")) as Tensor);
    }

    [Fact]
    public void Other_archives_orders_and_missing_records_are_told()
    {
        AssertRefused(Archive("N.", ("byteorder", "big"u8.ToArray())));
        AssertRefused(Archive(Tensor_.Replace("\u0001\0\0\00", "\u0001\0\0\09") + "K\u0004tQK\0K\u0004\x85K\u0001\x85\x89)tR."));
        AssertRefused(Archive("N.", ("data.pkl", [])));
        var stream = new MemoryStream();
        using (new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) { }
        stream.Position = 0;
        AssertRefused(stream);
        using var net = Linear(2, 1);
        Assert.Contains("load_py", Assert.Throws<InvalidDataException>(() => net.load(Golden.File_("network.pth"))).Message);
        Assert.Contains("load_safetensors", Assert.Throws<InvalidDataException>(() => net.load(Golden.File_("network.safetensors"))).Message);
        Assert.Contains("'state'", Assert.Throws<InvalidDataException>(() => net.load_py(Golden.File_("optim-Adam.pt"))).Message);
    }

    [Theory]
    [InlineData("graph.pt")]
    [InlineData("graph-protocol4.pt")]
    [InlineData("graph-legacy.pt")]
    [InlineData("numpy.pt")]
    [InlineData("dtypes.safetensors")]
    public void Damaged_files_load_or_throw_what_is_documented(string file)
    {
        var good = File.ReadAllBytes(Golden.File_(file));
        void Try(byte[] bytes)
        {
            using var scope = NewDisposeScope();
            try
            {
                load<object>(new MemoryStream(bytes));
            }
            catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
            {
                Assert.Equal(0, scope.DisposablesCount);
            }
        }

        for (var length = 0; length < good.Length; length += 1 + good.Length / 400) Try(good[..length]);
        var flips = ArbMap.Default.GeneratorFor<(int place, byte value)>().Where(flip => flip.place >= 0).ListOf().Where(l => l.Count > 0);
        Prop.ForAll(flips.ToArbitrary(), list =>
        {
            var bytes = (byte[])good.Clone();
            foreach (var (place, value) in list) bytes[place * 7919L % bytes.Length] = value;
            Try(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }
}
