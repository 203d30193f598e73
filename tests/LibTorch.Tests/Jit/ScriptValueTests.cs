using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Jit;

/// <summary>Arguments and results of every kind, and what does not fit.</summary>
public class ScriptValueTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly jit.ScriptModule methods = jit.load(JitGolden.Path("methods"));
    private readonly Tensor a = JitGolden.Value("a"), b = JitGolden.Value("b");

    public void Dispose()
    {
        methods.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Defaults_numbers_and_scalars_are_taken()
    {
        JitGolden.AssertClose("power", methods.invoke<Tensor>("power", a));
        Assert.True(methods.invoke<Tensor>("power", a, 3, 2.0).allclose(a.pow(3) * 2));
        Assert.True(methods.invoke<Tensor>("power", a, 3L, 2).allclose(a.pow(3) * 2)); // an integer where a float is declared
        Assert.True(methods.invoke<Tensor>("power", a, (Scalar)3, (Scalar)2f).allclose(a.pow(3) * 2));
        Assert.True(methods.invoke<Tensor, Tensor>("maybe", a).allclose(a + 1));
    }

    [Fact]
    public void Numbers_come_back_as_scalars_or_as_what_is_asked_for()
    {
        var (twice, quarter, large) = methods.invoke<(Scalar, Scalar, Scalar)>("numbers", 6);
        Assert.Equal((12L, 1.5, true), (twice.ToInt64(), quarter.ToDouble(), large.ToBoolean()));
        Assert.Equal((12, 1.5, true), methods.invoke<(int, double, bool)>("numbers", 6));
        Assert.Throws<InvalidCastException>(() => methods.invoke<(int, int, bool)>("numbers", 6));
        Assert.Throws<InvalidCastException>(() => methods.invoke<Tensor>("numbers", 6));
    }

    [Fact]
    public void Lists_tuples_and_dictionaries_go_both_ways()
    {
        JitGolden.AssertClose("total", methods.invoke<Tensor>("total", new[] { a, b }, new[] { 0.5, 2 }));
        JitGolden.AssertClose("total", methods.invoke<Tensor>("total", new List<Tensor> { a, b }, new[] { 0.5f, 2f }));
        var renamed = methods.invoke<Dictionary<string, Tensor>>("rename", new Dictionary<string, Tensor> { ["ä"] = a, ["b"] = b }, "new ");
        Assert.Equal(["new ä", "new b"], renamed.Keys);
        Assert.True(renamed["new b"].allclose(b * 2));
        var nested = methods.invoke<object[]>("nested", new List<(Tensor, int)> { (a, 2), (b, 3) });
        var (x, n) = ((object, object))nested[1];
        Assert.True(((Tensor)x).allclose(b * 3));
        Assert.Equal(4, ((Scalar)n).ToInt32());
        var typed = methods.invoke<(Tensor, int)[]>("nested", new List<(Tensor, int)> { (a, 2), (b, 3) });
        Assert.Equal([3, 4], typed.Select(pair => pair.Item2));
        Assert.Same(methods.invoke<object[]>("nested", new List<(Tensor, int)>()).GetType(), typeof(object[]));
        var (left, right) = methods.invoke<(Tensor, Tensor)>("swap", (a, b));
        Assert.True(left.allclose(b) && right.allclose(a));
        Assert.Null(methods.invoke("maybe", null));
        Assert.Equal(6, methods.invoke<Tensor[]>("six", a).Length);
        Assert.True(methods.invoke<(Tensor, Tensor, Tensor, Tensor, Tensor, Tensor)>("six", a).Item6.allclose(a + 5));
        Assert.Equal("methods", methods.get_attribute("label"));
    }

    public static TheoryData<string, object?[], string> Wrong => new()
    {
        { "forward", [1], "forward()" },
        { "power", [], "x" },
        { "power", ["text"], "Tensor" },
        { "power", [1, 2, 3, 4], "4" },
        { "numbers", [1.5], "int" },
        { "numbers", [null], "int" },
        { "total", [new[] { "a" }, new[] { 1.0 }], "parts" },
        { "rename", [new Dictionary<string, long> { ["a"] = 1 }, "x"], "named" },
        { "nested", [new object?[] { (1, 2) }], "pairs" },
        { "swap", [new object?[] { 1, 2 }], "pair" },
        { "nowhere", [], "power" },
        { "", [], "name" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_fit_is_refused_by_name(string function, object?[] arguments, string named)
    {
        var error = Assert.ThrowsAny<Exception>(() => methods.invoke(function, arguments));
        Assert.True(error is TorchException or ArgumentNullException, error.ToString());
        Assert.Contains(named, error.Message);
        Assert.True(methods.invoke<Tensor>("maybe", a).allclose(a + 1));
    }

    [Fact]
    public void What_TorchScript_has_no_value_for_is_not_implemented() =>
        Assert.Contains("Version", Assert.Throws<NotImplementedException>(() => methods.invoke("maybe", new Version())).Message);

    [Fact]
    public void An_error_inside_the_script_is_told()
    {
        Assert.Equal(2, methods.invoke<int>("refuse", 2));
        var error = Assert.Throws<TorchException>(() => methods.invoke("refuse", -1));
        Assert.Contains("n must not be negative", error.Message);
        error = Assert.Throws<TorchException>(() => methods.forward(zeros(3, 5), b));
        Assert.Contains("mat1 and mat2 shapes", error.Message);
        Assert.DoesNotContain("frame #", error.Message);
    }
}
