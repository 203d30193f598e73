using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Root-mean-square normalisation by its formula.</summary>
public class RMSNormTests
{
    [Fact]
    public void Divides_by_the_root_mean_square()
    {
        using var scope = NewDisposeScope();
        using var norm = RMSNorm(4, eps: 0.5, dtype: ScalarType.Float64);
        using (no_grad()) norm.weight.copy_(tensor(new[] { 1.0, 2, 3, 4 }));
        var x = tensor(new[] { 1.0, -2, 3, -4 }).reshape(1, 4);
        double scale = 1 / Math.Sqrt(30.0 / 4 + 0.5);
        Assert.Equal([1 * scale, -4 * scale, 9 * scale, -16 * scale], norm.call(x).data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(["weight"], norm.state_dict().Keys);
        Assert.Empty(RMSNorm(4, elementwise_affine: false).parameters());
    }

    [Fact]
    public void Results_have_unit_size_and_ignore_the_scale_of_the_input()
    {
        using var scope = NewDisposeScope();
        using var norm = RMSNorm([3, 5]);
        var x = randn(7, 3, 5) * 10;
        var y = norm.call(x);
        Assert.True(allclose(ones(7), y.pow(2).mean([1, 2]), rtol: 1e-5));
        Assert.True(allclose(y, norm.call(x * 64), rtol: 1e-5, atol: 1e-6));
        // The default epsilon is that of the dtype: zeros stay zeros.
        Assert.True(norm.call(zeros(1, 3, 5)).Equals(zeros(1, 3, 5)));
        Assert.Equal(ScalarType.BFloat16, functional.rms_norm(x.bfloat16(), [5]).dtype);
        x.requires_grad_();
        norm.call(x).pow(2).sum().backward();
        Assert.True(allclose(zeros_like(x), x.grad!, atol: 1e-4)); // the sum of squares is constant
        Assert.Contains("[*, 4]", Assert.Throws<ArgumentException>(() => functional.rms_norm(x, [4])).Message);
    }
}
