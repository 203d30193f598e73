using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Jit;

/// <summary>Functions compiled from source text.</summary>
public class CompilationUnitTests
{
    [Fact]
    public void Functions_compute_and_carry_gradients()
    {
        using var scope = NewDisposeScope();
        using var unit = jit.compile("""
            def gate(x, w):
                return x * torch.sigmoid(w)

            def collatz(n: int) -> int:
                steps = 0
                while n != 1:
                    n = n // 2 if n % 2 == 0 else 3 * n + 1
                    steps += 1
                return steps

            def table(names: List[str], device: Optional[Device]) -> Dict[int, str]:
                out: Dict[int, str] = {}
                for i, name in enumerate(names):
                    out[i] = name + (str(device) if device is not None else "")
                return out

            def root(z: complex) -> complex:
                return z * z
            """);
        var (x, w) = (rand(3), rand(3).requires_grad_());
        for (var i = 0; i < 4; i++) // the interpreter changes its program after the first calls
        {
            w.grad = null;
            var y = unit.invoke<Tensor, Tensor>("gate", x, w);
            Assert.True(y.allclose(x * w.sigmoid()));
            y.sum().backward();
            var s = w.detach().sigmoid();
            Assert.True(w.grad!.allclose(x * s * (1 - s)));
        }
        Assert.Equal(111, unit.invoke<int>("collatz", 27));
        var table = (Dictionary<object, object?>)unit.invoke("table", new[] { "a", "b" }, CPU);
        Assert.Equal(["acpu", "bcpu"], table.Values.Cast<string>().Order());
        Assert.Equal(new System.Numerics.Complex(-3, 4), ((Scalar)unit.invoke("root", new System.Numerics.Complex(1, 2))).ToComplexFloat64());
    }

    /// <summary>Shapes of results: a list of one kind is an array of it, a tuple is a tuple, None is null, at any depth.</summary>
    [Fact]
    public void Values_of_any_type_keep_their_structure()
    {
        using var scope = NewDisposeScope();
        using var unit = jit.compile("""
            def same(a: Any):
                return a
            def pair(a: Any):
                return (a, None)
            def deep(a: Any, b: Any):
                return [a, (b, [a, None])]
            """);
        var x = rand(2);
        Assert.Null(unit.invoke("same", null));
        Assert.Equal((null, null), unit.invoke<(object?, object?)>("pair", [null]));
        var list = unit.invoke<object[]>("deep", x, 3);
        var (number, inner) = ((object, object))list[1];
        Assert.Equal(3, ((Scalar)number).ToInt32());
        Assert.Null(((object?[])inner)[1]);
        Assert.Equal(2, unit.invoke<Tensor[]>("same", new object[] { new[] { x, x } }).Length);
        Assert.Equal([1.0, 2.0], unit.invoke<double[]>("same", new[] { 1.0, 2.0 }));
        Assert.Equal(["a"], unit.invoke<string[]>("same", [new[] { "a" }]));
        Assert.True(unit.invoke<bool>("same", true));
        Assert.Equal(META, unit.invoke<Device>("same", META));
    }

    [Fact]
    public void What_is_no_TorchScript_points_at_the_place()
    {
        Assert.Throws<ArgumentNullException>(() => jit.compile(""));
        Assert.Contains("undefined value nothing", Assert.Throws<TorchException>(() => jit.compile("def f(x):\n    return nothing(x)\n")).Message);
        Assert.Contains("def f(x", Assert.Throws<TorchException>(() => jit.compile("def f(x:\n    return x\n")).Message);
        var unit = jit.compile("def f(x):\n    assert bool(x.sum() >= 0), 'it is negative'\n    return x\n");
        var error = Assert.Throws<TorchException>(() => unit.invoke("f", tensor(-1f)));
        Assert.Contains("it is negative", error.Message);
        Assert.Contains("assert bool(x.sum()", error.Message);
        Assert.Contains("there are: f", Assert.Throws<TorchException>(() => unit.invoke("g", 1)).Message);
        unit.Dispose();
        Assert.Throws<ObjectDisposedException>(() => unit.invoke("f", 1));
    }
}
