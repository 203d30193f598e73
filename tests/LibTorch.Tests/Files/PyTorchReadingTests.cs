using System.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.Files;

/// <summary>Files that PyTorch 1.13 wrote are read as what was saved.</summary>
public sealed class PyTorchReadingTests : FileTests
{
    internal static Dictionary<string, Tensor> EveryDtype()
    {
        var plain = arange(6).reshape(2, 3) - 1;
        var made = new Dictionary<string, Tensor>();
        foreach (var (name, dtype) in new[]
        {
            ("float32", float32), ("float64", float64), ("float16", float16), ("bfloat16", bfloat16), ("int8", int8), ("int16", int16), ("int32", int32),
            ("int64", int64), ("uint8", uint8), ("bool", @bool), ("complex64", complex64), ("complex128", complex128),
        })
            made[name] = dtype == @bool ? (plain % 2).eq(0) : dtype == uint8 ? plain.clamp(0).to(uint8)
                : is_complex(dtype) ? plain.to(dtype) + tensor(new Complex(0, 2)).to(dtype) : plain.to(dtype);
        return made;
    }

    internal static void AssertSame(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> read)
    {
        Assert.Equal(expected.Keys.Order(), read.Keys.Order());
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.dtype, read[name].dtype);
            Assert.Equal(tensor.shape, read[name].shape);
            Assert.True(tensor.Equals(read[name]), name);
        }
    }

    [Fact]
    public void Every_dtype_is_read()
    {
        var read = load<Dictionary<string, Tensor>>(Golden.File_("dtypes.pt"));
        AssertSame(EveryDtype(), read);
        Assert.Equal([-1L, 0, 1, 2, 3, 4], read["int64"].data<long>().ToArray());
    }

    [Theory]
    [InlineData("graph.pt")]
    [InlineData("graph-protocol4.pt")]
    [InlineData("graph-legacy.pt")]
    public void A_graph_of_objects_is_read(string file)
    {
        var read = load<OrderedDictionary<object, object?>>(Golden.File_(file));
        T Get<T>(string key) => Assert.IsAssignableFrom<T>(read[key]);

        var views = Get<List<object?>>("views").Cast<Tensor>().ToList();
        var whole = arange(12, dtype: float32).reshape(3, 4);
        Assert.True(whole.Equals(views[0]));
        Assert.True(whole.t().Equals(views[1]));
        Assert.Equal([1L, 4L], views[1].stride());
        Assert.Equal([5f, 6f, 7f], views[2].data<float>().ToArray());
        Assert.Equal([0f, 2f, 4f, 6f, 8f, 10f], views[3].data<float>().ToArray());
        views[2].fill_(-1);
        Assert.Equal(-1f, views[0][1, 2].item<float>());

        var same = Get<List<object?>>("same");
        var parameter = Assert.IsType<Parameter>(same[0]);
        Assert.Same(parameter, same[1]);
        Assert.True(parameter.requires_grad);
        Assert.Equal([1.5f, -2.5f], parameter.data<float>().ToArray());
        Assert.Equal(7L, Get<Tensor>("scalar").item<long>());
        Assert.Equal([0L, 3L], Get<Tensor>("empty").shape);
        Assert.Equal([0L, 0L], Get<Tensor>("expanded").stride());
        Assert.Equal([2L, 4L], Get<Tensor>("expanded").shape);
        Assert.True(Get<Tensor>("grad").requires_grad);

        Assert.Equal(new object?[] { 1L, -1L, 300L, -70000L, 1L << 40, -BigInteger.Pow(2, 70), 0.5, double.PositiveInfinity, true, null }, Get<object?[]>("numbers"));
        Assert.Equal("naïve ∂", read["text"]);
        Assert.Equal(new byte[] { 0, 255 }, read["bytes"]);
        Assert.Equal([4L], Get<HashSet<object?>>("set"));
        Assert.Equal(new Complex(1, 2), read["complex"]);
        Assert.Equal(["z", "a"], Get<OrderedDictionary<object, object?>>("ordered").Keys);
        Assert.Equal([2L, 5L], Get<long[]>("size"));
        Assert.Equal(DeviceType.CPU, Get<Device>("device").type);
        Assert.Equal(bfloat16, read["dtype"]);
        Assert.Equal([1L], Assert.IsType<List<object?>>(Get<OrderedDictionary<object, object?>>("default")["k"]));
        // PyTorch 1.13 forgets that the tensor was conjugated, when saving as well as when loading; 2.x tells.
        Assert.Equal(2f, Get<Tensor>("conj").imag.item<float>());
        var nested = Assert.IsType<List<object?>>(Get<OrderedDictionary<object, object?>>("nested")["a"]);
        Assert.Empty(Assert.IsType<object?[]>(nested[0]));
        Assert.Equal("one", Assert.IsType<OrderedDictionary<object, object?>>(nested[2])[1L]);
    }

    [Fact]
    public void Numpys_values_become_numbers_and_tensors()
    {
        var read = load<OrderedDictionary<object, object?>>(Golden.File_("numpy.pt"));
        Assert.Equal(2.5, read["f"]);
        Assert.Equal(-3L, read["i"]);
        Assert.Equal(true, read["b"]);
        Assert.True(arange(6, dtype: float32).reshape(2, 3).Equals((Tensor)read["array"]!));
        Assert.True(arange(6).reshape(2, 3).Equals((Tensor)read["columns"]!));
    }

    [Theory]
    [InlineData("network.pth")]
    [InlineData("network.safetensors")]
    public void A_module_takes_a_state_dict(string file)
    {
        using var net = Sequential(("a", Linear(3, 2)), ("b", BatchNorm1d(2)), ("c", Linear(2, 1, hasBias: false)));
        var loaded = new Dictionary<string, bool>();
        if (file.EndsWith("safetensors")) net.load_safetensors(Golden.File_(file), loadedParameters: loaded);
        else net.load_py(Golden.File_(file), loadedParameters: loaded);
        AssertSame(load<Dictionary<string, Tensor>>(Golden.File_(file)), net.state_dict());
        Assert.All(net.state_dict().Keys, name => Assert.True(loaded[name]));
        Assert.NotEqual(0f, net.state_dict()["a.weight"].sum().item<float>());
    }

    [Fact]
    public void The_format_of_before_1_6_is_read()
    {
        using var net = Sequential(("a", Linear(3, 2)), ("b", BatchNorm1d(2)), ("c", Linear(2, 1, hasBias: false)));
        net.load_py(Golden.File_("network-legacy.pth"));
        Assert.Equal(1L, net.state_dict()["b.num_batches_tracked"].item<long>());
        Assert.True(net.state_dict()["a.weight"].Equals(load<Dictionary<string, Tensor>>(Golden.File_("network.pth"))["a.weight"]));
    }

    [Fact]
    public void One_tensor_is_read_as_a_tensor()
    {
        var expected = arange(6, dtype: float32).reshape(2, 3);
        Assert.True(expected.Equals(load(Golden.File_("tensor.pt"))));
        Assert.True(expected.Equals(Tensor.load(Golden.File_("tensor.pt"))));
        Assert.Throws<InvalidDataException>(() => load(Golden.File_("network.pth")));
    }

    [Fact]
    public void Python_code_is_refused_by_name()
    {
        var error = Assert.Throws<NotSupportedException>(() => load<object>(Golden.File_("whole-module.pt")));
        Assert.Contains("refused: torch.nn.modules.container.Sequential", error.Message);
        error = Assert.Throws<NotSupportedException>(() => load<object>(Golden.File_("script.pt")));
        Assert.Contains("TorchScript", error.Message);
    }

    [Fact]
    public void What_is_read_belongs_to_the_scope_around()
    {
        using var scope = NewDisposeScope();
        var read = load<Dictionary<string, Tensor>>(Golden.File_("dtypes.pt"));
        Assert.Equal(read.Count, scope.DisposablesCount);
        scope.Dispose();
        Assert.All(read.Values, tensor => Assert.True(tensor.IsInvalid));
    }
}
