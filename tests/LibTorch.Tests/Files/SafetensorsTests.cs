using System.Text;
using TorchSharp;
using TorchSharp.PyBridge;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.Files;

/// <summary>safetensors files are read and written as the format says, and headers that lie are refused.</summary>
public sealed class SafetensorsTests : FileTests
{
    private string File_(string header, int data)
    {
        var path = At("made.safetensors");
        var bytes = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, .. new byte[data]]);
        return path;
    }

    [Fact]
    public void Every_dtype_is_read_with_the_metadata()
    {
        var expected = PyTorchReadingTests.EveryDtype().Where(e => !e.Value.is_complex()).ToDictionary();
        PyTorchReadingTests.AssertSame(expected, Safetensors.LoadStateDict(Golden.File_("dtypes.safetensors"), out var metadata));
        Assert.Equal(new Dictionary<string, string> { ["made"] = "by hand", ["ünï"] = "cøde" }, metadata);
        PyTorchReadingTests.AssertSame(expected, load<Dictionary<string, Tensor>>(Golden.File_("dtypes.safetensors")));
    }

    [SkippableFact]
    public void Python_reads_what_is_written()
    {
        var tensors = PyTorchReadingTests.EveryDtype().Where(e => !e.Value.is_complex()).ToDictionary();
        Safetensors.SaveStateDict(At("dtypes.safetensors"), tensors, new Dictionary<string, string> { ["ünï"] = "cøde" });
        PyTorchReadingTests.AssertSame(tensors, Safetensors.LoadStateDict(At("dtypes.safetensors")));
        Golden.Check("dtypes-safetensors", At("dtypes.safetensors"));
    }

    [SkippableFact]
    public void A_modules_state_goes_round()
    {
        using var net = Sequential(("a", Linear(3, 2)), ("b", BatchNorm1d(2)), ("c", Linear(2, 1, hasBias: false)));
        net.load_safetensors(Golden.File_("network.safetensors")).save_safetensors(At("net.safetensors"));
        Golden.Check("network-safetensors", At("net.safetensors"));
        Assert.Equal(["net.safetensors"], Names);
    }

    [Fact]
    public void Mismatches_are_told_all_at_once_and_change_nothing()
    {
        using var net = Sequential(("a", Linear(3, 4)), ("b", BatchNorm1d(2)), ("d", Linear(2, 1)));
        var before = net.state_dict().ToDictionary(e => e.Key, e => e.Value.clone());
        var error = Assert.Throws<InvalidOperationException>(() => net.load_safetensors(Golden.File_("network.safetensors")));
        Assert.All(["d.weight", "d.bias", "c.weight", "[2, 3]", "[4, 3]"], part => Assert.Contains(part, error.Message));
        Assert.All(net.state_dict(), entry => Assert.True(entry.Value.Equals(before[entry.Key])));
    }

    [Fact]
    public void Shards_are_read_by_their_index()
    {
        Safetensors.SaveStateDict(At("model-1.safetensors"), new() { ["a"] = ones(2) });
        Safetensors.SaveStateDict(At("model-2.safetensors"), new() { ["b"] = zeros(3, dtype: int64) });
        var index = At("model.safetensors.index.json");
        File.WriteAllText(index, """{"metadata":{"total_size":32},"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}}""");
        Assert.Equal(["a", "b"], Safetensors.LoadStateDict(index).Keys);
        foreach (var file in new[] { "../model-1.safetensors", "/model-1.safetensors", "..", "model-2.safetensors" })
        {
            File.WriteAllText(index, "{\"weight_map\":{\"a\":\"" + file + "\"}}");
            Assert.Throws<InvalidDataException>(() => Safetensors.LoadStateDict(index));
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(" {}", 0)]
    [InlineData("[]", 0)]
    [InlineData("{}", 1)]
    [InlineData("{\"a\":1}", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4)]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[5,9]}}""", 9)]
    [InlineData("""{"__metadata__":{"a":1}}""", 0)]
    [InlineData("""{"__metadata__":[]}""", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} x""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[1]]]],"data_offsets":[0,4]}}""", 4)]
    public void A_header_that_lies_is_refused(string header, int data)
        => Assert.Throws<InvalidDataException>(() => Safetensors.LoadStateDict(File_(header, data)));

    [Fact]
    public void Types_that_cannot_be_held_and_lengths_that_cannot_be_are_refused()
    {
        Assert.Contains("F8_E4M3", Assert.Throws<NotSupportedException>(() => Safetensors.LoadStateDict(
            File_("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4))).Message);
        File.WriteAllBytes(At("long"), [0, 0, 0, 0, 0, 0, 0, 0x80, (byte)'{']);
        Assert.Throws<InvalidDataException>(() => Safetensors.LoadStateDict(At("long")));
        File.WriteAllBytes(At("long"), [.. BitConverter.GetBytes(99_000_000L), (byte)'{']);
        Assert.Throws<InvalidDataException>(() => Safetensors.LoadStateDict(At("long")));
        File.WriteAllBytes(At("long"), [3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', 0xff, (byte)'}']);
        Assert.Throws<InvalidDataException>(() => Safetensors.LoadStateDict(At("long")));
        File.WriteAllBytes(At("long"), []);
        Assert.Throws<InvalidDataException>(() => Safetensors.LoadStateDict(At("long")));
        Assert.Throws<FileNotFoundException>(() => Safetensors.LoadStateDict(At("absent")));
    }
}
