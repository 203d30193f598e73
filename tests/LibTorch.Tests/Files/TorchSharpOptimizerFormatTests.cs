using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Files;

/// <summary>
/// Files in TorchSharp's own format, laid out by tests/golden/torchsharp_format.py from its description, are read, go on as they
/// should and are written back byte by byte.
/// </summary>
public sealed class TorchSharpOptimizerFormatTests : IDisposable
{
    private static readonly JsonElement Expected = GoldenFile.Read("torchsharp_format.json");
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<string> Kinds => [.. Expected.GetProperty("optimizers").EnumerateObject().Select(kind => kind.Name)];

    // With the options that these optimisers begin with: those of the file have to come from it.
    private static OptimizerHelper Make(string kind, params Parameter[] parameters) => kind switch
    {
        "SGD" => optim.SGD(parameters, 1),
        "Adam" => optim.Adam(parameters),
        "AdamW" => optim.AdamW(parameters),
        "Adamax" => optim.Adamax(parameters),
        "NAdam" => optim.NAdam(parameters),
        "RAdam" => optim.RAdam(parameters),
        "ASGD" => optim.ASGD(parameters),
        "Adadelta" => optim.Adadelta(parameters),
        "Adagrad" => optim.Adagrad(parameters),
        "RMSProp" => optim.RMSProp(parameters),
        _ => optim.Rprop(parameters),
    };

    private static byte[] Saved(OptimizerHelper optimizer)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream)) optimizer.save_state_dict(writer);
        return stream.ToArray();
    }

    private static void Load(OptimizerHelper optimizer, byte[] file)
    {
        using var reader = new BinaryReader(new MemoryStream(file));
        optimizer.load_state_dict(reader);
        Assert.Equal(file.Length, reader.BaseStream.Position);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Optimizers_go_on_from_a_file_and_write_it_again(string kind)
    {
        var golden = Expected.GetProperty("optimizers").GetProperty(kind);
        var (before, after, file) = (golden.GetProperty("before"), golden.GetProperty("after"), golden.GetProperty("file").GetBytesFromBase64());
        var (w, b) = (new Parameter(Floats(before[0]).reshape(2, 2)), new Parameter(Floats(before[1])));
        var optimizer = Make(kind, w, b);
        Load(optimizer, file);
        Assert.Equal(file, Saved(optimizer));

        // Copied from one to another it is the same file again.
        var second = Make(kind, new Parameter(w.detach().clone()), new Parameter(b.detach().clone()));
        second.load_state_dict(optimizer.state_dict());
        Assert.Equal(file, Saved(second));
        Assert.All(optimizer.state_dict().State.Zip(second.state_dict().State), pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));

        for (var i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            ((w.matmul(tensor(new[] { 1f, 2f })) + b - tensor(new[] { 0.5f, 1.5f })).pow(2).sum() + 0.1 * w.pow(4).sum()).backward();
            optimizer.step();
        }
        Assert.True(w.reshape(-1).allclose(Floats(after[0]), 1e-5, 1e-6), $"{w.str()} {after[0]}");
        Assert.True(b.allclose(Floats(after[1]), 1e-5, 1e-6), $"{b.str()} {after[1]}");
        Assert.False(optimizer.state_dict().State[0].ApproximatelyEquals(second.state_dict().State[0]));

        Assert.Throws<InvalidDataException>(() => Load(kind == "SGD" ? Make("Adam", w, b) : Make("SGD", w, b), file));
        Assert.Throws<ArgumentException>(() => Load(Make(kind, w), file));
    }

    [Fact]
    public void State_dictionaries_of_all_element_types_are_read_and_written_again()
    {
        var file = Expected.GetProperty("state_dict").GetBytesFromBase64();
        var entries = load<Dictionary<string, Tensor>>(new MemoryStream(file));
        Assert.Equal(15, entries.Count);
        Assert.Equal([200L, 0, 3], entries["a.long.name." + new string('x', 150)].shape);
        Assert.Equal(299, entries["many"][149, 1].item<int>());
        Assert.Equal(1.5f, entries["größe"].item<float>());
        foreach (var (name, type) in new[] { ("bfloat16", bfloat16), ("complex64", complex64), ("bool", @bool), ("int8", int8), ("float16", float16) })
            Assert.True(tensor(new[] { 0, 1, 1, 1, 0, 1 }, [2, 3]).to(type).Equals(entries[name]), name);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream)) nn.Module.save_state_dict(writer, entries);
        Assert.Equal(file, stream.ToArray());
    }

    [Fact]
    public void Single_tensors_are_read_into_what_is_there()
    {
        byte[] file = [6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2f)];
        BinaryReader Reader() => new(new MemoryStream([.. file, .. file]));
        using var reader = Reader();
        Assert.Equal([0f, 0f], TensorExtensionMethods.Load(reader, skip: true).data<float>().ToArray());
        Assert.Equal([1f, -2f], TensorExtensionMethods.Load(reader).data<float>().ToArray());
        Tensor? target = null;
        using var another = Reader();
        TensorExtensionMethods.Load(ref target, another);
        Assert.Equal([1L, 2], target!.shape);
        var kept = target.fill_(5);
        TensorExtensionMethods.Load(ref target, another, skip: true);
        Assert.Same(kept, target);
        Assert.Equal([5f, 5f], target!.data<float>().ToArray());
        Tensor? other = zeros(3);
        Assert.Throws<ArgumentException>(() => TensorExtensionMethods.Load(ref other, Reader()));
        Assert.Throws<InvalidDataException>(() => TensorExtensionMethods.Load(new BinaryReader(new MemoryStream(file[..^1]))));
    }

    /// <summary>A state as users write one for an optimiser of their own.</summary>
    private sealed class Own(Parameter parameter) : OptimizerState(parameter)
    {
        public Tensor? Memory;

        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, Memory);

        public override void LoadStateDict(BinaryReader reader) => LoadConditionalStateTensor(reader, ref Memory, _parameter.device);

        public override void LoadStateDict(OptimizerState source) => Memory = ((Own)source).Memory;

        public override void Initialize(OptimizerOptions options) => Memory = null;
    }

    [Fact]
    public void Tensors_that_may_be_missing_say_so()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var parameter = new Parameter(ones(2));
        new Own(parameter) { Memory = tensor(new[] { 3f, 4f }) }.SaveStateDict(writer);
        new Own(parameter).SaveStateDict(writer);
        Assert.Equal<byte>([1, 6, 1, 2, .. BitConverter.GetBytes(3f), .. BitConverter.GetBytes(4f), 0], stream.ToArray());
        stream.Position = 0;
        var reader = new BinaryReader(stream);
        var state = new Own(parameter);
        using (NewDisposeScope()) state.LoadStateDict(reader);
        Assert.Equal([3f, 4f], state.Memory!.data<float>().ToArray());
        var old = state.Memory;
        state.LoadStateDict(reader);
        Assert.Null(state.Memory);
        Assert.True(old.IsInvalid);
    }

    private static Tensor Floats(JsonElement list) => tensor(list.EnumerateArray().Select(v => v.GetSingle()).ToArray());
}
