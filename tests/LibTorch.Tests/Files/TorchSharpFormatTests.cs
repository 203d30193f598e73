using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.Files;

/// <summary>TorchSharp's own binary format of tensors stays readable beside PyTorch's.</summary>
public sealed class TorchSharpFormatTests : FileTests
{
    [Fact]
    public void Tensors_go_round_and_have_TorchSharps_bytes()
    {
        var values = tensor(new[] { 1f, -2f }, [1, 2]);
        values.Save(At("tensor.bin"));
        Assert.Equal<byte>([6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2f)], File.ReadAllBytes(At("tensor.bin")));
        Assert.True(values.Equals(Tensor.Load(At("tensor.bin"))));
        Assert.True(values.Equals(load(At("tensor.bin"))));
        var target = zeros(1, 2);
        using (var reader = new BinaryReader(File.OpenRead(At("tensor.bin")))) target.Load(reader);
        Assert.True(values.Equals(target));
        using (var reader = new BinaryReader(File.OpenRead(At("tensor.bin")))) Assert.Throws<ArgumentException>(() => zeros(3).Load(reader));
        File.WriteAllBytes(At("cut.bin"), File.ReadAllBytes(At("tensor.bin"))[..^1]);
        Assert.Throws<InvalidDataException>(() => Tensor.Load(At("cut.bin")));
        Assert.Throws<InvalidDataException>(() => load(At("cut.bin")));
    }

    [Fact]
    public void State_dictionaries_are_told_from_PyTorchs_by_their_bytes()
    {
        using var net = Linear(2, 1);
        net.save(At("net.dat"));
        PyTorchReadingTests.AssertSame(net.state_dict(), load<Dictionary<string, Tensor>>(At("net.dat")));
        ones(2).save(At("tensor.pt"));
        Assert.Equal([2L], Tensor.load(At("tensor.pt")).shape);
    }
}
