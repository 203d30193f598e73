using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Elementwise kernels from CUDA source: what is read of the source everywhere, and what they compute where there is a GPU.</summary>
public class JiteratorTests
{
    private const string Source = """
        template <typename T> T twice(T x) { return x + x; }
        template <typename T> T weighted(T x, T y, T alpha) { return twice(x) + alpha * y; }
        """;

    [Fact]
    public void The_last_function_is_the_entry()
    {
        var function = cuda.jiterator._create_jit_fn(Source, ("alpha", 0.5));
        Assert.Equal(("weighted", 1), (function.kernel_name, function.num_outputs));
        var several = cuda.jiterator._create_multi_output_jit_fn("template<typename T>\nvoid both (T x, T& y, T& z) { y = x; z = -x; }", 2);
        Assert.Equal(("both", 2), (several.kernel_name, several.num_outputs));
        Assert.Throws<InvalidOperationException>(() => several.call([ones(2)]));
    }

    [Fact]
    public void What_is_no_template_is_refused()
    {
        Assert.Equal("code_string", Assert.Throws<ArgumentException>(() => cuda.jiterator._create_jit_fn("float f(float x) { return x; }")).ParamName);
        Assert.Throws<ArgumentNullException>(() => cuda.jiterator._create_jit_fn(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => cuda.jiterator._create_multi_output_jit_fn(Source, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => cuda.jiterator._create_multi_output_jit_fn(Source, 9));
    }

    [SkippableFact]
    public void Without_a_device_a_call_says_so()
    {
        Skip.If(cuda.is_available(), "there is a GPU here");
        using var scope = NewDisposeScope();
        var function = cuda.jiterator._create_jit_fn(Source, ("alpha", 0.5));
        Assert.Contains("CUDA", Assert.Throws<NotSupportedException>(() => function.call([ones(2), ones(2)])).Message);
    }

    [SkippableTheory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void On_a_GPU_tensors_broadcast_and_numbers_have_defaults(ScalarType dtype)
    {
        Skip.IfNot(cuda.is_available(), "needs a GPU");
        using var scope = NewDisposeScope();
        var (x, y) = (arange(6).reshape(2, 3).to(dtype, CUDA), arange(3).to(dtype, CUDA));
        var function = cuda.jiterator._create_jit_fn(Source, ("alpha", 0.5));
        Assert.True((x * 2 + y * 0.5).eq(function.call([x, y])).all().item<bool>());
        Assert.True((x.t() * 2).eq(function.call([x.t(), y[..2]], ("alpha", 0))).all().item<bool>());
        var both = cuda.jiterator._create_multi_output_jit_fn("template <typename T> void both(T x, T& y, T& z) { y = x; z = -x; }", 2).call_all([x]);
        Assert.True(both[0].eq(-both[1]).all().item<bool>());
        Assert.Throws<ArgumentException>(() => function.call([x, ones(3)]));
        Assert.Throws<ArgumentException>(() => function.call([x, y], ("beta", 1)));
        Assert.Contains("nothing", Assert.ThrowsAny<TorchException>(() => cuda.jiterator._create_jit_fn("template <typename T> T f(T x) { return nothing; }").call([x])).Message);
    }
}
