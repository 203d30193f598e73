using TorchSharp;
using Workbench.Activations;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Tests.Probes;

public class SlopeProfileTests
{
    // Three neurons, four samples: the first never above 0, the second half of the time, the third always.
    private static Tensor Inputs() => torch.tensor(new float[,] { { -1, -2, 1 }, { -2, 3, 2 }, { -3, -1, 3 }, { -4, 2, 4 } });

    [Fact]
    public void ReLU_is_zero_and_flat_where_the_input_is_negative()
    {
        var profile = SlopeProfile.Of(nn.ReLU(), Inputs());
        Assert.Equal(6 / 12.0, profile.Zeros, 1e-12);
        Assert.Equal(6 / 12.0, profile.Flat, 1e-12);
        Assert.Equal(1 / 3.0, profile.Dead, 1e-12);
    }

    [Fact]
    public void A_leaky_unit_is_never_flat_and_a_smooth_one_never_zero()
    {
        Assert.Equal(new SlopeProfile(0, 0, 0), SlopeProfile.Of(new LeakyRelu(0.1).ToModule(), Inputs()));
        // σ' is below 0.01 beyond ±4.595.
        var profile = SlopeProfile.Of(new Sigmoid().ToModule(), Inputs() * 2);
        Assert.Equal((0.0, 5 / 12.0), (profile.Zeros, profile.Flat));
    }

    [Fact]
    public void The_mode_of_the_module_is_put_back_and_no_gradient_is_left()
    {
        using var module = new PRelu().ToModule();
        module.train();
        SlopeProfile.Of(module, Inputs());
        Assert.True(module.training);
        Assert.All(module.parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void Neurons_are_needed() => Assert.Throws<ArgumentException>(() => SlopeProfile.Of(nn.ReLU(), torch.zeros(3)));
}
