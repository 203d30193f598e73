using System.Formats.Tar;
using System.IO.Compression;
using TorchSharp.Utils;
using Workbench.LibTorch.Tests.Files;

namespace Workbench.LibTorch.Tests.Utilities;

/// <summary>The small helpers that TorchSharp's examples use.</summary>
public sealed class UtilitiesTests : FileTests
{
    [Fact]
    public void Numbers_with_the_highest_byte_first_are_read()
    {
        var reader = new BigEndianReader(new BinaryReader(new MemoryStream([0, 0, 8, 3, 1, 2, 3, 4, 5])));
        Assert.Equal(2051, reader.ReadInt32());
        Assert.Equal([3, 2, 1], reader.ReadBigEndianBytes(3));
        Assert.Equal([4, 5], reader.ReadBytes(5));
        Assert.Throws<EndOfStreamException>(() => reader.ReadInt32());
        Assert.Equal(9, reader.BaseStream.Position);
        reader.Close();
        Assert.False(reader.BaseStream.CanRead);
    }

    [Fact]
    public void Archives_are_unpacked_once()
    {
        using (var gzip = new GZipStream(File.Create(At("images-idx3.gz")), CompressionLevel.Fastest)) gzip.Write([1, 2, 3]);
        Decompress.DecompressGZipFile(At("images-idx3.gz"), Path.GetDirectoryName(At("x"))!);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(At("images-idx3")));

        Directory.CreateDirectory(At("source/inner"));
        File.WriteAllText(At("source/inner/a.txt"), "a");
        using (var gzip = new GZipStream(File.Create(At("set.v1.tgz")), CompressionLevel.Fastest)) TarFile.CreateFromDirectory(At("source"), gzip, false);
        Decompress.ExtractTGZ(At("set.v1.tgz"), At("target"));
        Assert.Equal("a", File.ReadAllText(At("target/inner/a.txt")));
        Assert.True(File.Exists(At("target/set.bin")));
        File.Delete(At("target/inner/a.txt"));
        Decompress.ExtractTGZ(At("set.v1.tgz"), At("target"));
        Assert.False(File.Exists(At("target/inner/a.txt")));
    }

    [Fact]
    public void Archives_write_nothing_outside_their_folder()
    {
        using (var gzip = new GZipStream(File.Create(At("bad.tgz")), CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../outside.txt") { DataStream = new MemoryStream([1]) });
        Assert.Throws<IOException>(() => Decompress.ExtractTGZ(At("bad.tgz"), At("target")));
        Assert.False(File.Exists(At("outside.txt")));
        Assert.False(File.Exists(At("target/bad.bin")));
    }

    [Fact]
    public void A_dictionary_keeps_its_order()
    {
        var dictionary = new OrderedDict<string, int> { { "b", 1 }, ("a", 2), new KeyValuePair<string, int>("c", 3) };
        dictionary["d"] = 4;
        dictionary["b"] = 10;
        dictionary.Insert(1, ("new", 5));
        Assert.Equal(["b", "new", "a", "c", "d"], dictionary.keys());
        Assert.Equal([10, 5, 2, 3, 4], dictionary.values());
        var seen = new List<(string, int)>();
        foreach (var pair in dictionary) seen.Add(pair);
        Assert.Equal([("b", 10), ("new", 5), ("a", 2), ("c", 3), ("d", 4)], seen);
        Assert.Equal(("a", 2), dictionary[2]);
        dictionary[2] = ("z", 26);
        Assert.Equal((2, -1, -1), (dictionary.IndexOf(("z", 26)), dictionary.IndexOf(("z", 1)), dictionary.IndexOf(("a", 2))));
        Assert.True(dictionary.Contains(("z", 26)) && !dictionary.Contains(new KeyValuePair<string, int>("z", 1)) && dictionary.ContainsKey("d"));
        Assert.Throws<ArgumentException>(() => dictionary.Add("b", 0));
        Assert.Throws<KeyNotFoundException>(() => dictionary["none"]);
        Assert.Throws<KeyNotFoundException>(() => dictionary.Remove("none"));
        Assert.True(dictionary.Remove("b") && dictionary.Remove(("d", 4)) && !dictionary.Remove(new KeyValuePair<string, int>("z", 1)));
        dictionary.RemoveAt(0);
        Assert.True(dictionary.TryGetValue("z", out var value) && value == 26 && !dictionary.TryGetValue("new", out _));
        var pairs = new (string, int)[3];
        dictionary.CopyTo(pairs, 1);
        Assert.Equal([(null!, 0), ("z", 26), ("c", 3)], pairs);
        var entries = new KeyValuePair<string, int>[2];
        dictionary.CopyTo(entries, 0);
        Assert.Equal("c", entries[1].Key);
        Assert.Equal((2, 2, 2, false), (dictionary.Count, dictionary.Keys.Count, dictionary.Values.Count, dictionary.IsReadOnly));
        dictionary.clear();
        Assert.False(dictionary.items().MoveNext());
    }

    [Fact]
    public void Objects_are_compared_by_identity()
    {
        var (a, b) = (new string('x', 3), new string('x', 3));
        Assert.Equal(2, new HashSet<string>(ReferenceEqualityComparer<string>.Default) { a, b, a }.Count);
        Assert.False(new ReferenceEqualityComparer<string>().Equals(a, b));
    }
}
