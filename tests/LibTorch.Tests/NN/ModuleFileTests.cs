using System.Text;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Modules are written and read in TorchSharp's file format, whole or not at all.</summary>
public sealed class ModuleFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wb-module-files");

    public void Dispose() => folder.Delete(recursive: true);

    private string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    private static Sequential Net() => Sequential(("a", Linear(3, 2)), ("b", BatchNorm1d(2)));

    [Fact]
    public void What_is_saved_is_loaded()
    {
        using var net = Net();
        using var other = Net();
        net.save(Path("net.dat"));
        var loaded = new Dictionary<string, bool>();
        other.load(Path("net.dat"), loadedParameters: loaded);
        foreach (var (key, value) in net.state_dict()) Assert.True(value.Equals(other.state_dict()[key]), key);
        Assert.Equal(net.state_dict().Keys, loaded.Keys);
        Assert.Equal(["net.dat"], folder.GetFiles().Select(f => f.Name));
    }

    [Fact]
    public void The_bytes_are_those_of_TorchSharps_format()
    {
        using var layer = Linear(2, 1, hasBias: false);
        layer.load_state_dict(new() { ["weight"] = tensor(new[] { 1f, -2f }, [1, 2]) });
        using var stream = new MemoryStream();
        layer.save(new BinaryWriter(stream));
        // One entry; its name with its length; float32 is type 6; two dimensions, 1 and 2; then the elements.
        byte[] expected = [1, 6, .. Encoding.UTF8.GetBytes("weight"), 6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2f)];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void Names_can_be_skipped_on_both_sides()
    {
        using var net = Net();
        using var other = Net();
        net.save(Path("part.dat"), skip: ["a.weight"]);
        Assert.Throws<ArgumentException>(() => other.load(Path("part.dat")));
        other.load(Path("part.dat"), strict: false);
        Assert.True(other.state_dict()["a.bias"].Equals(net.state_dict()["a.bias"]));
        Assert.False(other.state_dict()["a.weight"].Equals(net.state_dict()["a.weight"]));
    }

    [Fact]
    public void Mismatches_are_named_and_change_nothing()
    {
        using var net = Net();
        using var wider = Sequential(("a", Linear(3, 4)), ("b", BatchNorm1d(4)));
        using var renamed = Sequential(("c", Linear(3, 2)), ("b", BatchNorm1d(2)));
        net.save(Path("net.dat"));
        var bias = wider.state_dict()["a.bias"].clone();
        var error = Assert.Throws<ArgumentException>(() => wider.load(Path("net.dat")));
        Assert.Contains("a.weight", error.Message);
        Assert.Contains("[2, 3]", error.Message);
        Assert.True(bias.Equals(wider.state_dict()["a.bias"]));
        error = Assert.Throws<ArgumentException>(() => renamed.load(Path("net.dat")));
        Assert.Contains("c.weight", error.Message);
        Assert.Contains("a.weight", error.Message);
    }

    [Fact]
    public void A_cut_or_damaged_file_is_refused()
    {
        using var net = Net();
        net.save(Path("net.dat"));
        var bytes = File.ReadAllBytes(Path("net.dat"));
        var before = net.state_dict().ToDictionary(e => e.Key, e => e.Value.clone());
        foreach (var length in new[] { 0, 1, 5, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(Path("cut.dat"), bytes[..length]);
            Assert.Throws<InvalidDataException>(() => net.load(Path("cut.dat")));
        }
        // Sizes that no file could hold must not be allocated.
        File.WriteAllBytes(Path("huge.dat"), [1, 1, (byte)'w', 6, 2, 0xff, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f]);
        Assert.Throws<InvalidDataException>(() => net.load(Path("huge.dat")));
        foreach (var (key, value) in net.state_dict()) Assert.True(value.Equals(before[key]), key);
        Assert.Throws<FileNotFoundException>(() => net.load(Path("absent.dat")));
    }
}
