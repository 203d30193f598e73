using TorchSharp;
using TorchSharp.Modules;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public class PrecisionTests
{
    // bfloat16 has 8 bits of mantissa: factors are rounded by at most 2^-9 of themselves.
    private const double Rounding = 1.0 / 512;

    private static RectifiedFlow Train(Precision precision) => RectifiedFlow.Train(
        new VelocityMlp(2, seed: 0, width: 32), Coupling.Independent(new StandardNormal(2), Toys.EightGaussians()),
        new FlowTraining { Seed = 0, Steps = 3, BatchSize = 64, Precision = precision });

    [Fact]
    public void A_step_in_bfloat16_has_the_loss_of_float32_to_its_rounding_and_leaves_the_weights_in_float32()
    {
        var (full, mixed) = (Train(Precision.Full), Train(Precision.BFloat16));
        foreach (var (a, b) in full.Curve.Losses.Zip(mixed.Curve.Losses))
            Assert.InRange(Math.Abs(a - b) / a, 1e-7, 4 * Rounding);
        Assert.All(mixed.Network.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
        Assert.All(mixed.Network.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.grad!.dtype));
        Assert.False(is_autocast_enabled(DeviceType.CPU));
    }

    [Fact]
    public void The_forward_pass_alone_computes_in_bfloat16()
    {
        using var model = nn.Linear(4, 3);
        var seen = new List<ScalarType>();
        var options = new LoopOptions { Precision = Precision.BFloat16, AfterStep = _ => seen.Add(model.call(ones(1, 4)).dtype) };
        TrainingLoop.Run(model.parameters(), 1, _ =>
        {
            var output = model.call(ones(2, 4));
            seen.Add(output.dtype);
            return output.square().mean();
        }, options);
        Assert.Equal([ScalarType.BFloat16, ScalarType.Float32], seen);
    }

    [Fact]
    public void Weights_that_change_within_a_step_are_rounded_anew()
    {
        // The targets come from the average of the weights, swapped in without recording gradients: a cache of rounded weights would keep those.
        using var model = nn.Linear(2, 2, hasBias: false);
        using var noGrad = no_grad();
        model.weight!.fill_(1);
        using (MixedPrecision.Enter(Precision.BFloat16, CPU))
        {
            Assert.Equal(2, model.call(ones(1, 2))[0, 0].to_type(ScalarType.Float32).item<float>());
            model.weight.fill_(3);
            Assert.Equal(6, model.call(ones(1, 2))[0, 0].to_type(ScalarType.Float32).item<float>());
        }
    }

    [Fact]
    public void Networks_trained_together_take_the_same_options()
    {
        var flows = RectifiedFlow.TrainBatched(
            [new VelocityMlp(2, seed: 0, width: 32), new VelocityMlp(2, seed: 1, width: 32)], Coupling.Independent(new StandardNormal(2), Toys.EightGaussians()),
            new FlowTraining { Seed = 0, Steps = 3, BatchSize = 64, Precision = Precision.BFloat16 }, [0, 1]);
        foreach (var (a, b) in Train(Precision.Full).Curve.Losses.Zip(flows[0].Flow.Curve.Losses))
            Assert.InRange(Math.Abs(a - b) / a, 1e-7, 4 * Rounding);
    }

    [Fact]
    public void TensorFloat32_is_as_asked_within_the_loop_and_as_before_after_it()
    {
        (bool, bool) Now() => (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32);
        var before = Now();
        using var model = nn.Linear(4, 3);
        foreach (var asked in new[] { true, false })
        {
            var within = (false, false);
            Assert.Throws<InvalidOperationException>(() => TrainingLoop.Run(model.parameters(), 1, _ =>
            {
                within = Now();
                throw new InvalidOperationException();
            }, new LoopOptions { TensorFloat32 = asked }));
            Assert.Equal((asked, asked), within);
            Assert.Equal(before, Now());
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32, 0.01)]
    [InlineData(ScalarType.Float32, 1e6)]
    [InlineData(ScalarType.Float64, 0.3)]
    public void Clipping_on_the_device_gives_the_bits_of_clip_grad_norm(ScalarType dtype, double most)
    {
        Parameter[] Parameters()
        {
            using var generator = new Generator(7);
            return [.. new long[][] { [5, 3], [7], [2, 3, 4] }.Select(shape =>
            {
                var parameter = new Parameter(zeros(shape, dtype));
                parameter.grad = randn(shape, dtype, generator: generator);
                return parameter;
            })];
        }

        var (ours, theirs) = (Parameters(), Parameters());
        Foreach.ClipNorm(ours, most);
        nn.utils.clip_grad_norm_(theirs, most);
        foreach (var (a, b) in ours.Zip(theirs))
            Assert.True(a.grad!.eq(b.grad!).all().item<bool>());
    }

    [Fact]
    public void Pinned_transfers_change_nothing_on_the_cpu()
    {
        var flow = RectifiedFlow.Train(
            new VelocityMlp(2, seed: 0, width: 32), Coupling.Independent(new StandardNormal(2), Toys.EightGaussians()),
            new FlowTraining { Seed = 0, Steps = 3, BatchSize = 64, PinnedTransfers = true });
        Assert.Equal(Train(Precision.Full).Curve.Losses, flow.Curve.Losses);
    }
}
