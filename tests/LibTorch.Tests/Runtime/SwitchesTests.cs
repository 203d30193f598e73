using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Runtime;

/// <summary>Switches of the process, which are set back.</summary>
[Collection(AloneCollection.Name)]
public class SwitchesTests
{
    [Fact]
    public void The_precision_of_products_is_a_switch_that_is_set_back()
    {
        Assert.Equal(Float32MatmulPrecision.highest, get_float32_matmul_precision());
        using (set_float32_matmul_precision(Float32MatmulPrecision.high))
        {
            Assert.True(backends.cuda.matmul.allow_tf32);
            using (set_float32_matmul_precision(Float32MatmulPrecision.medium)) Assert.Equal(Float32MatmulPrecision.medium, get_float32_matmul_precision());
            Assert.Equal(Float32MatmulPrecision.high, get_float32_matmul_precision());
        }
        Assert.Equal(Float32MatmulPrecision.highest, get_float32_matmul_precision());
    }

    [Fact]
    public void Defaults_are_set_by_name_and_by_example()
    {
        using var scope = NewDisposeScope();
        set_default_tensor_type(ones(1, dtype: ScalarType.Float64));
        set_default_device("meta");
        try
        {
            Assert.Equal((ScalarType.Float64, DeviceType.META), (ones(2).dtype, ones(2).device_type));
        }
        finally
        {
            set_default_device("cpu");
            set_default_dtype(ScalarType.Float32);
        }
    }

    [Fact]
    public void Printing_profiles_set_digits_and_how_much_is_left_out()
    {
        using var scope = NewDisposeScope();
        var t = arange(12) / 7f;
        try
        {
            set_printoptions(PrintOptionsProfile.@short);
            Assert.Contains(" 0.14f, ", t.str(style: torch.csharp));
            set_printoptions(PrintOptionsProfile.full);
            Assert.DoesNotContain("...", t.str(style: torch.csharp));
        }
        finally
        {
            set_printoptions(PrintOptionsProfile.@default);
        }
        Assert.Contains(" 0.14286f, ", t.str(style: torch.csharp));
        Assert.Contains("...", t.str(style: torch.csharp));
    }

    [Fact]
    public void Assertions_versions_and_negative_views_say_what_they_are()
    {
        _assert(true, "fine");
        Assert.Equal("no", Assert.Throws<InvalidOperationException>(() => _assert(() => false, "no")).Message);
        Assert.Equal("0.107.0-beta", NormalizeNuGetVersion("0.107.0.0-beta"));
        Assert.Equal("1.2.3.4", NormalizeNuGetVersion("1.2.3.4"));
        Assert.Throws<ArgumentException>(() => NormalizeNuGetVersion("1.x"));
        using var z = ones(1, dtype: ScalarType.ComplexFloat32);
        Assert.False(is_neg(z));
    }
}
