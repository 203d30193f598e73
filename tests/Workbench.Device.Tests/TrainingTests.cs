using TorchSharp;
using Workbench.Data;
using Workbench.DeadEnds;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Pruning;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Device.Tests;

/// <summary>Every training loop on a second device: the losses of the CPU, and nothing read back but at the interval.</summary>
public class TrainingTests
{
    private static readonly StandardNormal Noise = new(2);

    private static readonly Dictionary<string, Func<int, torch.Device, IReadOnlyList<double>>> Loops = new()
    {
        ["rectified flow"] = (steps, device) => RectifiedFlow.Train(Mlp(0), Independent(), Flow(steps, device)).Curve.Losses,
        ["rectified flow, clipped"] = (steps, device) => RectifiedFlow.Train(Mlp(0), Independent(), Flow(steps, device) with { MaxGradientNorm = 0.1, PinnedTransfers = true }).Curve.Losses,
        ["rectified flow, pairs on the CPU"] = (steps, device) => RectifiedFlow.Train(
            Mlp(0), Coupling.Paired(linspace(-1, 1, 24).reshape(12, 2), linspace(0, 2, 24).reshape(12, 2)), Flow(steps, device) with { PinnedTransfers = true }).Curve.Losses,
        ["rectified flow, several seeds"] = (steps, device) => RectifiedFlow.TrainBatched([Mlp(0), Mlp(1)], Independent(), Flow(steps, device) with { MaxGradientNorm = 0.1 }, [0, 1])[1].Flow.Curve.Losses,
        ["conditional flow"] = (steps, device) => ConditionalFlow.Train(
            new ConditionalVelocityMlp(2, 0, Conditions.Labels(3), width: 8), new LabelledCoupling(Noise, linspace(-1, 1, 24).reshape(12, 2), arange(12) % 3), Flow(steps, device)).Curve.Losses,
        ["distillation"] = (steps, device) => Distillation.OneStep(Mlp(0), Independent(), new DistillationTraining
        {
            Seed = 0,
            Steps = steps,
            BatchSize = 8,
            SyncEvery = 100,
            Device = device,
            Guided = new FlowGuidedTerm { Flow = VelocityField.From((x, _) => -x), Source = Noise },
        }).Curve.Losses,
        ["consistency"] = (steps, device) => ConsistencyFunction.Train(Mlp(0), Independent(), new ConsistencyTraining
        {
            Seed = 0,
            Steps = steps,
            BatchSize = 8,
            SyncEvery = 100,
            Device = device,
            Teacher = VelocityField.From((x, _) => -x),
            TargetDecay = 0.9,
        }).Curve.Losses,
        ["translation"] = (steps, device) => OneStepTranslation.Train(
            new TranslationNetworks(Mlp(0), Mlp(1), new VectorDiscriminator(2, 2, 8), new VectorDiscriminator(2, 3, 8)), Noise, Toys.EightGaussians(),
            new TranslationTraining { Seed = 0, Steps = steps, BatchSize = 8, SyncEvery = 100, Device = device }).Curve.Losses,
        ["classifier"] = (steps, device) => Classifier.Train(new FashionMlp(0, 8, 6, 5, 3).to(device), Images().To(device), Classes(steps)).Losses,
        ["classifier, data on the CPU"] = (steps, device) => Classifier.Train(new FashionMlp(0, 8, 6, 5, 3).to(device), Images(), Classes(steps) with { PinnedTransfers = true }).Losses,
        ["classifier, several seeds"] = (steps, device) => Classifier.TrainBatched(
            [new FashionMlp(0, 8, 6, 5, 3).to(device), new FashionMlp(1, 8, 6, 5, 3).to(device)], Images(), Classes(steps), [0, 1])[1].Curve.Losses,
        ["pruned classifier"] = (steps, device) => [.. PrunedClassifier.Run(
            () => new FashionMlp(0, 8, 6, 5, 3).to(device), Images().To(device), Images().To(device), new IterativePruningOptions { Cycles = 2 }, Classes(steps)).Select(cycle => cycle.Result.Loss)],
        ["risk network"] = (steps, device) => SarsaTraining.Train(
            new RiskNetwork(6, 4, 0).to(device), (arange(60) * 7 % 6).reshape(12, 5).to(device), (arange(12) % 2).to(ScalarType.Float32, device), steps, new SarsaOptions { Seed = 0, BatchSize = 8, SyncEvery = 100 }).Losses,
        ["language model"] = (steps, device) => LanguageModel.Train(
            new Gpt(0, new GptOptions { Vocabulary = 7, Context = 8, Width = 8, Depth = 1, Heads = 2 }).to(device), steps,
            generator => randint(7, [3, 9], dtype: ScalarType.Int64, generator: generator), 0, new LoopOptions { SyncEvery = 100 }).Losses,
    };

    public static TheoryData<string> Names => [.. Loops.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void It_trains_on_a_second_device_as_on_the_cpu(string name)
    {
        using var scope = NewDisposeScope();
        var losses = Loops[name](4, SecondDevice.Device);
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        Skip.IfNot(SecondDevice.IsStandIn, "a GPU draws other numbers");
        Skip.If(name is "conditional flow" or "rectified flow, pairs on the CPU", "rows that lie on the CPU are drawn by a companion of the device's generator");
        foreach (var (expected, actual) in Loops[name](4, CPU).Zip(losses))
            Assert.Equal(expected, actual, 1e-5);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_step_reads_nothing_back(string name)
    {
        var device = SecondDevice.Device;
        Skip.IfNot(SecondDevice.IsStandIn, "the stand-in counts; HostReads counts everywhere");
        long Reads(int steps)
        {
            using var scope = NewDisposeScope();
            var before = SecondDevice.Reads();
            Loops[name](steps, device);
            return SecondDevice.Reads() - before;
        }

        Assert.Equal(Reads(2), Reads(6));
    }

    [SkippableFact]
    public void Exact_transport_is_assigned_on_the_host_with_one_copy_a_step()
    {
        var device = SecondDevice.Device;
        Skip.IfNot(SecondDevice.IsStandIn, "the stand-in counts");
        long Reads(int steps)
        {
            var before = SecondDevice.Reads();
            RectifiedFlow.Train(Mlp(0), Independent().ByOptimalTransport(), Flow(steps, device));
            return SecondDevice.Reads() - before;
        }

        Assert.Equal(4, Reads(6) - Reads(2));
    }

    [SkippableFact]
    public void Mixed_precision_agrees_with_float32_and_keeps_the_weights()
    {
        var device = SecondDevice.Device;
        Skip.If(SecondDevice.IsStandIn && !CastsOnTheStandIn(device), "no mixed precision for the stand-in");
        var full = RectifiedFlow.Train(Mlp(0), Independent(), Flow(3, device));
        var mixed = RectifiedFlow.Train(Mlp(0), Independent(), Flow(3, device) with { Precision = Precision.BFloat16 });
        foreach (var (a, b) in full.Curve.Losses.Zip(mixed.Curve.Losses))
            Assert.InRange(Math.Abs(a - b) / a, 1e-7, 0.02);
        Assert.All(mixed.Network.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
    }

    [SkippableFact]
    public void Tensors_of_two_devices_are_told_apart()
    {
        var device = SecondDevice.Device;
        Assert.ThrowsAny<Exception>(() => zeros(3, device: device) + zeros(3));
        Assert.ThrowsAny<Exception>(() => zeros(3, 3, device: device).matmul(zeros(3, 3)));
        Assert.ThrowsAny<Exception>(() => randn([3], device: device, generator: new Generator(0)));
        Assert.Equal(5f, (full(1, 2f, device: device) + torch.tensor(3f)).item<float>());
        Skip.If(cuda.device_count() < 2, "one GPU");
        Assert.ThrowsAny<Exception>(() => zeros(3, device: device) + zeros(3, device: new torch.Device(DeviceType.CUDA, 1)));
    }

    [SkippableFact]
    public void A_device_is_chosen_by_its_number()
    {
        Assert.Equal(SecondDevice.Device, Devices.Select("cuda"));
        Assert.Equal(DeviceType.CUDA, Devices.Select("auto").type);
        var count = cuda.device_count();
        Assert.Equal(new torch.Device(DeviceType.CUDA, count - 1), Devices.Select($"cuda:{count - 1}"));
        Assert.Contains("was asked for, but there ", Assert.Throws<InvalidOperationException>(() => Devices.Select($"cuda:{count}")).Message);
        using var there = zeros(3, device: Devices.Select($"cuda:{count - 1}"));
        Assert.Equal(count - 1, there.device.index);
    }

    private static bool CastsOnTheStandIn(torch.Device device)
    {
        using var region = amp.autocast(device.type, ScalarType.BFloat16);
        return zeros(2, 2, device: device).matmul(zeros(2, 2, device: device)).dtype == ScalarType.BFloat16;
    }

    private static VelocityMlp Mlp(int seed) => new(2, seed, width: 8);

    private static Coupling Independent() => Coupling.Independent(Noise, Toys.EightGaussians());

    private static FlowTraining Flow(int steps, torch.Device device) => new() { Seed = 0, Steps = steps, BatchSize = 8, SyncEvery = 100, Device = device };

    private static LabelledImages Images() => new(linspace(-1, 1, 24 * 8).reshape(24, 8), arange(24) % 3);

    private static ClassifierOptions Classes(int steps) => new() { Seed = 0, Epochs = steps, BatchSize = 24, SyncEvery = 100, MaxGradientNorm = 1 };
}
