using TorchSharp;
using Workbench.LibTorch.Tests.Files;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Jit;

/// <summary>Archives of script modules: written by us and read by us and by Python, and files that are none.</summary>
public class ScriptFileTests : FileTests
{
    private static jit.ScriptModule<Tensor, Tensor> Changed()
    {
        var network = jit.load<Tensor, Tensor>(JitGolden.Path("network"));
        network.eval();
        return network;
    }

    [Fact]
    public void Saved_and_read_again_it_computes_the_same()
    {
        using var scope = NewDisposeScope();
        using var network = Changed();
        network.set_attribute("offset", full([2], 5f));
        var expected = network.call(JitGolden.Value("x"));
        jit.save(network, At("a.pt"));
        Assert.Equal(["a.pt"], Names);
        using var stream = new MemoryStream();
        jit.save(network, stream);
        var bytes = new byte[stream.Length + 100];
        jit.save(network, bytes);
        Assert.Contains($"{stream.Length} bytes", Assert.Throws<ArgumentException>(() => jit.save(network, new byte[10])).Message);
        foreach (var module in new[] { jit.load<Tensor, Tensor>(At("a.pt")), jit.load<Tensor, Tensor>(stream.ToArray()),
            jit.load<Tensor, Tensor>(bytes, "cpu"), jit.load<Tensor, Tensor>(File.ReadAllBytes(At("a.pt")), CPU) })
        {
            Assert.False(module.training);
            Assert.True(module.call(JitGolden.Value("x")).allclose(expected));
            module.Dispose();
        }
    }

    [SkippableFact]
    public void Python_reads_what_is_saved()
    {
        using var network = Changed();
        jit.save(network, At("a.pt"));
        Files.Golden.Check("eval", At("a.pt"), "jit.py");
    }

    /// <summary>libtorch's archive writer ends the process when it cannot write; ours gets the exception instead.</summary>
    [Fact]
    public void A_stream_that_fails_is_an_exception_and_leaves_no_file()
    {
        using var network = Changed();
        Assert.Contains("disk is full", Assert.Throws<IOException>(() => jit.save(network, new FullDisk())).Message);
        Assert.Throws<DirectoryNotFoundException>(() => jit.save(network, At("nowhere/a.pt")));
        Assert.Empty(Names);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length > 1000) throw new IOException("the disk is full");
            base.Write(buffer);
        }
    }

    [Fact]
    public void Files_that_are_no_script_module_are_refused()
    {
        Assert.Throws<FileNotFoundException>(() => jit.load(At("none.pt")));
        Assert.Throws<ArgumentException>(() => jit.load(""));
        Assert.Throws<TorchException>(() => jit.load(Files.Golden.File_("network.pth")));
        Assert.Throws<TorchException>(() => jit.load(Files.Golden.File_("network-legacy.pth")));
        Assert.Throws<TorchException>(() => jit.load(Files.Golden.File_("network.safetensors")));
        Assert.Throws<TorchException>(() => jit.load(Array.Empty<byte>()));
        Assert.Throws<ArgumentNullException>(() => jit.load((byte[])null!));
        var whole = File.ReadAllBytes(JitGolden.Path("network"));
        foreach (var length in new[] { 1, 100, whole.Length / 2, whole.Length - 1 })
            Assert.ThrowsAny<TorchException>(() => jit.load(whole[..length]));
        using var network = jit.load(whole);
        Assert.Equal(5, network.parameters().Count());
    }

    [Fact]
    public void Exported_programs_say_what_they_need()
    {
        Assert.Contains("2.6", Assert.Throws<NotSupportedException>(() => torch.export.load("model.pt2")).Message);
        Assert.Contains("model.pt2", Assert.Throws<NotSupportedException>(() => torch.export.load<Tensor>("model.pt2")).Message);
    }
}
