using TorchSharp;
using TorchSharp.Modules;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training.Capture;

public class CapturedStepTests
{
    private const int Steps = 12;

    public static TheoryData<string> Optimisers => ["adam", "amsgrad", "adamw", "sgd", "momentum"];

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void Replayed_steps_end_where_steps_run_operator_by_operator_end(string optimiser)
    {
        var recorder = new ReplayingRecorder();
        var (eager, captured) = (Train(optimiser, null), Train(optimiser, recorder));

        Assert.Equal(CaptureOutcome.Replayed, captured.Curve.Capture);
        Assert.False(eager.Curve.Capture!.Captured);
        // The step after the warm-ups is recorded and replayed, all that follow are replays alone.
        Assert.Equal(["enter", "record", .. Enumerable.Repeat("replay", Steps - CapturedStep.WarmUps), "leave", "dispose"], recorder.Log);
        Assert.Single(recorder.Generators);
        foreach (var (one, other) in eager.Curve.Losses.Zip(captured.Curve.Losses, (a, b) => (a, b))) Assert.Equal(one, other, 1e-5 * one);
        foreach (var (one, other) in eager.Parameters.Zip(captured.Parameters)) Assert.True(one.allclose(other, rtol: 1e-4, atol: 1e-6), optimiser);
        foreach (var (one, other) in eager.Averages.Zip(captured.Averages)) Assert.True(one.allclose(other, rtol: 1e-4, atol: 1e-6), optimiser);
        Assert.Equal(Steps, captured.Updates);
        Assert.Equal(eager.Next, captured.Next);
    }

    [Fact]
    public void A_step_that_cannot_be_recorded_goes_on_as_if_nobody_had_tried()
    {
        var recorder = new ReplayingRecorder { Failure = new System.Runtime.InteropServices.ExternalException("operation not permitted when stream is capturing\nat …") };
        var (eager, refused) = (Train("adam", null), Train("adam", recorder));

        Assert.Equal("the step cannot be recorded (operation not permitted when stream is capturing)", refused.Curve.Capture!.Reason);
        Assert.Equal(["enter", "record", "leave", "dispose"], recorder.Log);
        foreach (var (one, other) in eager.Curve.Losses.Zip(refused.Curve.Losses, (a, b) => (a, b))) Assert.Equal(one, other, 1e-5 * one);
        foreach (var (one, other) in eager.Parameters.Zip(refused.Parameters)) Assert.True(one.allclose(other, rtol: 1e-4, atol: 1e-6));
        Assert.Equal(eager.Next, refused.Next);
        Assert.Equal(Steps, refused.Updates);
    }

    [Fact]
    public void A_step_that_fails_with_numbers_on_the_device_is_taken_without_them()
    {
        using var layer = nn.Linear(1, 1, hasBias: false);
        using (torch.no_grad()) layer.weight!.fill_(3);
        var calls = 0;
        var curve = TrainingLoop.Run(
            layer.parameters(), Steps, _ => ++calls == 1 ? throw new NotSupportedException("no such kernel") : layer.weight!.square().sum(),
            new LoopOptions { Optimizer = p => optim.SGD(p, 0.1), Recorder = () => new ReplayingRecorder() }, new RecordableStep());

        Assert.Equal("the step fails with numbers on the device (no such kernel)", curve.Capture!.Reason);
        Assert.Equal(Steps + 1, calls);
        Assert.All(curve.Losses.Select((loss, step) => (loss, step)), pair => Assert.Equal(9 * Math.Pow(0.64, pair.step), pair.loss, 1e-4));
    }

    [Fact]
    public void A_step_that_depends_on_the_host_is_found_by_its_first_replay()
    {
        using var layer = nn.Linear(3, 1);
        var x = torch.randn([8, 3], generator: new Generator(1));
        var calls = 0;
        var curve = TrainingLoop.Run(
            layer.parameters(), Steps, _ => (layer.call(x) * ++calls).square().mean(),
            new LoopOptions { Optimizer = p => optim.SGD(p, 1e-4), Recorder = () => new ReplayingRecorder() }, new RecordableStep());

        Assert.Contains("differs from the same step", curve.Capture!.Reason);
        Assert.Equal(Steps, curve.Losses.Count);
    }

    [Fact]
    public void What_changes_from_step_to_step_is_copied_in_before_each()
    {
        using var layer = nn.Linear(1, 1, hasBias: false);
        using (torch.no_grad()) layer.weight!.fill_(0);
        var input = torch.zeros(1, 1);
        var curve = TrainingLoop.Run(
            layer.parameters(), Steps, _ => (layer.call(input) + input).sum(),
            new LoopOptions { Optimizer = p => optim.SGD(p, 1.0), Recorder = () => new ReplayingRecorder() },
            new RecordableStep { Before = step => input.fill_(step + 1) });

        // x·(w + 1) with w = -(1 + … + (x - 1)): the x-th step's gradient is x.
        Assert.True(curve.Capture!.Captured);
        Assert.Equal(Enumerable.Range(1, Steps).Select(x => x * (1 - x * (x - 1) / 2.0)), curve.Losses);
    }

    [Fact]
    public void Every_refusal_is_stated()
    {
        static string? Reason(LoopOptions options, RecordableStep? declared, int steps = Steps)
        {
            using var layer = nn.Linear(1, 1);
            return TrainingLoop.Run(layer.parameters(), steps, _ => layer.weight!.square().sum(), options, declared).Capture!.Reason;
        }

        var fake = new LoopOptions { Recorder = () => new ReplayingRecorder() };
        var declared = new RecordableStep();
        Assert.Null(Reason(fake, declared));
        Assert.Contains("switched off", Reason(fake with { Capture = false }, declared));
        Assert.Contains("RecordableStep", Reason(fake, null));
        Assert.Equal("files", Reason(fake, new RecordableStep { Refusal = "files" }));
        Assert.Contains("AfterStep", Reason(fake with { AfterStep = _ => { } }, declared));
        Assert.Contains("RMSProp", Reason(fake with { Optimizer = p => optim.RMSProp(p, 1e-3) }, declared));
        Assert.Contains("too few", Reason(fake, declared, steps: CapturedStep.WarmUps + 1));
        Assert.Contains("cpu", Reason(new LoopOptions(), declared));
    }

    [Fact]
    public void Asking_for_it_where_it_cannot_be_had_changes_no_bit()
    {
        RectifiedFlow Flow(bool? capture) => RectifiedFlow.Train(
            new VelocityMlp(2, seed: 0, width: 16), Coupling.Independent(new StandardNormal(2), Toys.EightGaussians()),
            new FlowTraining { Seed = 3, Steps = 20, BatchSize = 32, MaxGradientNorm = 1, Capture = capture });
        var (on, off) = (Flow(true), Flow(false));
        Assert.Equal(off.Curve.Losses, on.Curve.Losses);
        foreach (var (one, other) in on.Network.parameters().Zip(off.Network.parameters())) Assert.Equal(one.data<float>().ToArray(), other.data<float>().ToArray());
        Assert.Contains("not CUDA", on.Curve.Capture!.Reason);
    }

    [Fact]
    public void Exact_optimal_transport_keeps_a_flow_from_being_recorded()
    {
        var coupling = Coupling.Independent(new StandardNormal(2), Toys.EightGaussians()).ByOptimalTransport();
        var flow = RectifiedFlow.Train(new VelocityMlp(2, seed: 0, width: 8), coupling, new FlowTraining { Seed = 3, Steps = 6, BatchSize = 8, Recorder = () => new ReplayingRecorder() });
        Assert.Contains("assignment", flow.Curve.Capture!.Reason);
    }

    [Fact]
    public void A_flow_of_the_library_is_recorded_alone_and_in_batches()
    {
        var coupling = Coupling.Independent(new StandardNormal(2), Toys.EightGaussians());
        FlowTraining Training(IStepRecorder? recorder) => new() { Seed = 3, Steps = Steps, BatchSize = 32, Recorder = recorder is null ? null : () => recorder };
        VelocityMlp Network() => new(2, seed: 0, width: 16);
        var (eager, captured) = (RectifiedFlow.Train(Network(), coupling, Training(null)), RectifiedFlow.Train(Network(), coupling, Training(new ReplayingRecorder())));
        Assert.True(captured.Curve.Capture!.Captured);
        Assert.All(eager.Curve.Losses.Zip(captured.Curve.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * pair.First));

        var batched = RectifiedFlow.TrainBatched([Network()], coupling, Training(new ReplayingRecorder()), [3]);
        Assert.True(batched[0].Flow.Curve.Capture!.Captured);
        Assert.All(eager.Curve.Losses.Zip(batched[0].Flow.Curve.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * pair.First));
    }

    [Fact]
    public void A_classifier_is_recorded_when_asked_and_sees_the_same_examples()
    {
        var data = new LabelledImages(torch.randn([64, 5], generator: new Generator(0)), torch.randint(0, 3, [64], ScalarType.Int64, generator: new Generator(1)));
        TrainingCurve Curve(bool? capture)
        {
            var model = nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 3));
            UniformInitialisation.Apply(model, 4);
            return Classifier.Train(model, data, new ClassifierOptions { Seed = 2, Epochs = 3, BatchSize = 16, Capture = capture, Recorder = () => new ReplayingRecorder() });
        }

        var (eager, captured) = (Curve(null), Curve(true));
        Assert.True(captured.Capture!.Captured);
        Assert.Contains("asked for", eager.Capture!.Reason);
        Assert.All(eager.Losses.Zip(captured.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(eager.Metrics, captured.Metrics);
    }

    private sealed record Trained(TrainingCurve Curve, List<Tensor> Parameters, List<Tensor> Averages, long Updates, long Next);

    private static Trained Train(string optimiser, ReplayingRecorder? recorder)
    {
        var model = nn.Sequential(nn.Linear(3, 16), nn.SiLU(), nn.Linear(16, 2));
        UniformInitialisation.Apply(model, 7);
        using var ema = new Ema(model, 0.9);
        using var generator = new Generator(5);
        var curve = TrainingLoop.Run(model.parameters(), Steps, _ =>
        {
            var x = torch.randn([32, 3], generator: generator);
            return (model.call(x) - x.narrow(1, 0, 2).sin() * 3).square().mean();
        }, new LoopOptions
        {
            Optimizer = parameters => optimiser switch
            {
                "adam" => optim.Adam(parameters, 1, weight_decay: 0.1),
                "amsgrad" => optim.Adam(parameters, 1, amsgrad: true),
                "adamw" => optim.AdamW(parameters, 1, weight_decay: 0.1),
                "sgd" => optim.SGD(parameters, 1),
                _ => optim.SGD(parameters, 1, momentum: 0.9, weight_decay: 0.01, nesterov: true),
            },
            LearningRate = LearningRates.RampThenCosine(1e-2, 4),
            MaxGradientNorm = 0.5,
            Ema = ema,
            SyncEvery = 5,
            Recorder = recorder is null ? null : () => recorder,
        }, new RecordableStep { Generators = [generator] });
        return new Trained(curve, [.. model.parameters().Select(p => p.detach().clone())], [.. ema.Averages.Values.Select(a => a.clone())], ema.Updates,
            torch.randint(0, 1 << 30, [1], ScalarType.Int64, generator: generator).item<long>());
    }
}
