using System.Text.Json;
using TorchSharp;
using Workbench.Models;
using Workbench.Papers;
using Workbench.Reconstruction;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Reconstruction;

public class RecurrentInferenceMachineTests
{
    /// <summary>Against a second machine written in PyTorch, tests/golden/rim.json (made by rim.py beside it).</summary>
    [Fact]
    public void Three_updates_agree_with_PyTorch()
    {
        var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "tests", "golden", "rim.json"))).RootElement;
        var shape = golden.GetProperty("shape").EnumerateArray().Select(v => v.GetInt64()).ToArray();
        long[] image = [shape[0], shape[2], shape[3]];
        Tensor Real(JsonElement numbers) => torch.tensor(numbers.EnumerateArray().Select(v => v.GetDouble()).ToArray());
        Tensor Complex(JsonElement numbers, long[] size) => torch.view_as_complex(Real(numbers).reshape([.. size, 2]));

        var machine = new RecurrentInferenceMachine(0, new RimOptions
        {
            Channels = golden.GetProperty("channels").GetInt32(),
            Steps = golden.GetProperty("steps").GetInt32(),
            GradientScale = golden.GetProperty("scale").GetDouble(),
        });
        machine.to(ScalarType.Float64);
        using var noGrad = torch.no_grad();
        var named = machine.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        Assert.Equal(named.Count, golden.GetProperty("parameters").EnumerateObject().Count());
        foreach (var value in golden.GetProperty("parameters").EnumerateObject())
            named[value.Name].copy_(Real(value.Value).reshape(named[value.Name].shape));
        var a = new MriOperator(Real(golden.GetProperty("mask")).reshape(image), Complex(golden.GetProperty("coils"), shape));
        var y = Complex(golden.GetProperty("samples"), shape);

        Close(Complex(golden.GetProperty("zeroFilled"), image), a.Adjoint(y));
        Close(Complex(golden.GetProperty("gradient"), image), a.Gradient(a.Adjoint(y), y));
        var estimates = machine.call(y, a);
        for (var i = 0; i < estimates.Count; i++)
            Close(Complex(golden.GetProperty("estimates")[i], image), estimates[i]);
    }

    [Fact]
    public void One_step_of_one_pixel_is_the_one_worked_out_by_hand()
    {
        // One channel and one pixel; an image of one pixel is its own transform. The coil halves, y = 0.3 + 0.1i, so that
        // x₀ = Aᴴy = 0.15 + 0.05i and g = Aᴴ(A x₀ − y) = x₀ / 4 − x₀ = −0.1125 − 0.0375i.
        var machine = new RecurrentInferenceMachine(0, new RimOptions
        {
            Channels = 1,
            Steps = 2,
            Unit = RimUnit.IndRnn,
            GradientScale = 2,
            Padding = PaddingModes.Zeros,
        });
        machine.to(ScalarType.Float64);
        using var noGrad = torch.no_grad();
        var named = machine.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var parameter in named.Values)
            parameter.zero_();
        foreach (var (channel, weight) in new[] { 1.0, 2, -1, -3 }.Select((w, i) => (i, w)))
            named["first.weight"][0, channel, 2, 2].fill_(weight);
        named["firstUnit.weight_ih"].fill_(2);
        named["firstUnit.bias"].fill_(0.1);
        named["firstUnit.weight_hh"].fill_(0.5);
        named["second.weight"][0, 0, 1, 1].fill_(0.5);
        named["secondUnit.weight_ih"].fill_(1);
        named["last.weight"][0, 0, 1, 1].fill_(0.1);
        named["last.weight"][1, 0, 1, 1].fill_(-0.2);

        var a = new MriOperator(torch.ones(1, 1, ScalarType.Float64), Number(0.5, 0));
        var y = Number(0.3, 0.1).unsqueeze(0);
        var estimates = machine.call(y, a);
        // Convolution: 0.15 + 2·0.05 + 2·0.1125 + 3·2·0.0375 = 0.7; unit: 2·0.7 + 0.1 = 1.5; half of it 0.75; Δ = 0.075 − 0.15i.
        Close(Number(0.225, -0.1)[0], estimates[0][0]);
        // g = (0.225 − 0.1i)/4 − 0.15 − 0.05i = −0.09375 − 0.075i; convolution 0.225 − 0.2 + 0.1875 + 0.45 = 0.6625;
        // unit 2·0.6625 + 0.1 + 0.5·1.5 = 2.175; Δ = 0.10875 − 0.2175i.
        Close(Number(0.33375, -0.3175)[0], estimates[1][0]);
    }

    [Theory]
    [InlineData(RimUnit.Gru, 64, 94_080)]
    [InlineData(RimUnit.Mgu, 64, 77_568)]
    [InlineData(RimUnit.IndRnn, 64, 52_992)]
    [InlineData(RimUnit.Gru, 12, 4536)]
    [InlineData(RimUnit.Mgu, 12, 3936)]
    [InlineData(RimUnit.IndRnn, 12, 3072)]
    public void Parameters_are_as_many_as_counted_by_hand(RimUnit unit, int channels, long count) =>
        Assert.Equal(count, new RecurrentInferenceMachine(0, new RimOptions { Channels = channels, Unit = unit }).ParameterCount());

    [Fact]
    public void Without_the_last_convolution_every_estimate_is_the_zero_filled_image_and_without_gradient_channels_the_gradient_does_not_count()
    {
        var scan = Scan(3);
        var machine = new RecurrentInferenceMachine(1, new RimOptions { Channels = 4, Steps = 3 });
        var blind = new RecurrentInferenceMachine(1, new RimOptions { Channels = 4, Steps = 3, SeesGradient = false, GradientScale = 1e6 });
        using var noGrad = torch.no_grad();
        Assert.True((machine.call(scan.Samples, scan.Operator)[2] - scan.ZeroFilled()).abs().max().item<float>() > 1e-3);
        Assert.True(blind.Reconstruct(scan.Samples, scan.Operator).abs().max().item<float>() < 100);
        machine.named_parameters().Single(p => p.name == "last.weight").parameter.zero_();
        Assert.All(machine.call(scan.Samples, scan.Operator), e => Assert.True(e.eq(scan.ZeroFilled()).all().item<bool>()));
    }

    [Fact]
    public void Training_lowers_the_error_below_that_of_the_zero_filled_image()
    {
        var machine = new RecurrentInferenceMachine(1, new RimOptions { Channels = 8, Steps = 4, GradientScale = 4 });
        var curve = RimTraining.Train(machine, g => Acquisition.Simulate(Phantoms.Ellipses(8, 8, g), g), 120, seed: 2, new LoopOptions
        {
            Optimizer = p => optim.Adam(p, 5e-3),
            MaxGradientNorm = 1,
        });
        var scan = Acquisition.Simulate(Phantoms.Ellipses(32, 8, new Generator(5)), new Generator(6));
        var learned = ReconstructionError.Normalised(machine.Reconstruct(scan.Samples, scan.Operator), scan.Image).mean().item<double>();
        var zeroFilled = ReconstructionError.Normalised(scan.ZeroFilled(), scan.Image).mean().item<double>();
        Assert.True(learned < 0.8 * zeroFilled, $"{learned} against {zeroFilled}");
        Assert.Equal(120, curve.Losses.Count);
    }

    [Fact]
    public void The_loss_weighs_late_estimates_more_and_errors_are_relative()
    {
        Assert.Equal(1, RimTraining.StepWeights(8).Sum(), 12);
        Assert.Equal(10, RimTraining.StepWeights(8)[7] / RimTraining.StepWeights(8)[0], 9);
        var truth = torch.view_as_complex(torch.full([1, 2, 2, 2], 2.0));
        var loss = RimTraining.Loss([truth * 0, truth * 0.5], truth);
        // Weights 1/11 and 10/11; errors 1 and 1/4.
        Assert.Equal((1 + 2.5) / 11, loss.to_type(ScalarType.Float64).item<double>(), 6);
        Assert.Equal(0.25, ReconstructionError.Normalised(truth * 1.5, truth).item<double>(), 12);
        Assert.Throws<ArgumentException>(() => ReconstructionError.Normalised(truth.abs(), truth));
        Assert.Throws<ArgumentException>(() => ComplexPairs.Join(torch.zeros(2, 3, 4, 4)));
    }

    private static Acquisition Scan(int seed) => Acquisition.Simulate(Phantoms.Ellipses(4, 8, new Generator((ulong)seed)), new Generator(9));

    private static Tensor Number(double re, double im) => torch.view_as_complex(torch.tensor(new[] { re, im }).reshape(1, 1, 1, 2));

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        // The file keeps twelve digits.
        Assert.True((expected - actual).abs().max().item<double>() < 1e-9);
    }
}
