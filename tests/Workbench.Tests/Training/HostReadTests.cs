using TorchSharp;
using Workbench.Data;
using Workbench.DeadEnds;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>
/// Reads of values make the CPU wait for a GPU. A loop may read its losses once in SyncEvery steps and nothing else: so the reads of a
/// training must not depend on the number of its steps.
/// </summary>
public class HostReadTests
{
    private static readonly StandardNormal Noise = new(2);

    // Longer than any training here, so that losses are read at the end alone.
    private const int Never = 1000;

    private static readonly Dictionary<string, Action<int>> Loops = new()
    {
        ["rectified flow"] = steps => RectifiedFlow.Train(new VelocityMlp(2, seed: 0, width: 8), Independent(), Flow(steps)),
        ["rectified flow, clipped and by Beta times"] = steps => RectifiedFlow.Train(
            new VelocityMlp(2, seed: 0, width: 8), Independent(), Flow(steps) with { MaxGradientNorm = 0.1, Objective = new VelocityMatching { Times = new BetaTimes() } }),
        ["rectified flow, bfloat16"] = steps => RectifiedFlow.Train(new VelocityMlp(2, seed: 0, width: 8), Independent(), Flow(steps) with { Precision = Precision.BFloat16 }),
        ["rectified flow, stored pairs"] = steps => RectifiedFlow.Train(
            new VelocityMlp(2, seed: 0, width: 8), Coupling.Paired(zeros(16, 2), ones(16, 2)).Weighted(1), Flow(steps)),
        ["rectified flow, several seeds"] = steps => RectifiedFlow.TrainBatched(
            [new VelocityMlp(2, seed: 0, width: 8), new VelocityMlp(2, seed: 1, width: 8)], Independent(), Flow(steps) with { MaxGradientNorm = 0.1 }, [0, 1]),
        ["conditional flow"] = steps => ConditionalFlow.Train(
            new ConditionalVelocityMlp(2, 0, Conditions.Labels(3), width: 8), new LabelledCoupling(Noise, randn(12, 2), arange(12) % 3), Flow(steps)),
        ["distillation"] = steps => Distillation.OneStep(new VelocityMlp(2, seed: 0, width: 8), Independent(), new DistillationTraining { Seed = 0, Steps = steps, BatchSize = 8, SyncEvery = Never }),
        ["distillation, flow-guided"] = steps => Distillation.OneStep(new VelocityMlp(2, seed: 0, width: 8), Independent(), new DistillationTraining
        {
            Seed = 0,
            Steps = steps,
            BatchSize = 8,
            SyncEvery = Never,
            Guided = new FlowGuidedTerm { Flow = Still(), Source = Noise },
        }),
        ["consistency"] = steps => ConsistencyFunction.Train(new VelocityMlp(2, seed: 0, width: 8), Independent(), Consistency(steps)),
        ["consistency, distilled from the average"] = steps => ConsistencyFunction.Train(
            new VelocityMlp(2, seed: 0, width: 8), Independent(), Consistency(steps) with { Teacher = Still(), TargetDecay = 0.9 }),
        ["translation"] = steps => OneStepTranslation.Train(
            new TranslationNetworks(new VelocityMlp(2, seed: 0, width: 8), new VelocityMlp(2, seed: 1, width: 8), new VectorDiscriminator(2, 2), new VectorDiscriminator(2, 3)),
            Noise, Toys.EightGaussians(), new TranslationTraining { Seed = 0, Steps = steps, BatchSize = 8, SyncEvery = Never }),
        ["classifier"] = steps => Classifier.Train(nn.Linear(4, 3), Images(), Classes(steps)),
        ["classifier, several seeds"] = steps => Classifier.TrainBatched([Linear(0), Linear(1)], Images(), Classes(steps), [0, 1]),
        ["language model"] = steps =>
        {
            using var embedding = nn.Embedding(5, 4);
            using var model = nn.Sequential(embedding, nn.Linear(4, 5));
            LanguageModel.Train(model, steps, generator => randint(5, [3, 6], dtype: ScalarType.Int64, generator: generator), 0, new LoopOptions { SyncEvery = Never });
        },
        ["loop with an average of the weights"] = steps =>
        {
            using var model = nn.Linear(4, 3);
            using var average = new Ema(model, 0.9);
            TrainingLoop.Run(model.parameters(), steps, _ => model.call(ones(2, 4)).square().mean(), new LoopOptions
            {
                SyncEvery = Never,
                Optimizer = parameters => optim.AdamW(parameters, 1e-3),
                AfterStep = _ => average.Update(),
                LearningRate = LearningRates.RampThenCosine(1e-3, 2),
            });
        },
    };

    // What computes on the CPU by its nature, with the reads of a step that it needs and why.
    private static readonly Dictionary<string, (int Reads, Action<int> Run)> Exceptions = new()
    {
        // The assignment problem is solved on the CPU: the costs go there and are read, the partners come back.
        ["exact minibatch transport"] = (1, steps => RectifiedFlow.Train(new VelocityMlp(2, seed: 0, width: 8), Independent().ByOptimalTransport(), Flow(steps))),
    };

    public static TheoryData<string> Names => [.. Loops.Keys];

    public static TheoryData<string> ExceptionNames => [.. Exceptions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_reads_nothing_back(string name) => Assert.Equal(0, ReadsPerStep(Loops[name]));

    [Theory]
    [MemberData(nameof(ExceptionNames))]
    public void A_step_with_a_part_on_the_host_reads_what_it_says(string name) => Assert.Equal(Exceptions[name].Reads, ReadsPerStep(Exceptions[name].Run));

    [Fact]
    public void Losses_are_read_together_at_each_interval()
    {
        long Reads(int every)
        {
            var before = HostReads.Count;
            RectifiedFlow.Train(new VelocityMlp(2, seed: 0, width: 8), Independent(), Flow(12) with { SyncEvery = every });
            return HostReads.Count - before;
        }

        // The copy of a stack of losses, and its elements.
        Assert.Equal(2, Reads(12));
        Assert.Equal(6, Reads(4));
        Assert.Equal(24, Reads(1));
    }

    [Fact]
    public void The_counter_sees_a_step_that_reads()
    {
        using var model = nn.Linear(4, 3);
        Assert.Equal(1, ReadsPerStep(steps => TrainingLoop.Run(model.parameters(), steps, _ =>
        {
            var loss = model.call(ones(2, 4)).square().mean();
            Assert.True(loss.item<float>() >= 0);
            return loss;
        }, new LoopOptions { SyncEvery = Never })));
    }

    private static double ReadsPerStep(Action<int> run)
    {
        long Reads(int steps)
        {
            using var scope = NewDisposeScope();
            var before = HostReads.Count;
            run(steps);
            return HostReads.Count - before;
        }

        return (Reads(7) - Reads(3)) / 4.0;
    }

    private static Coupling Independent() => Coupling.Independent(Noise, Toys.EightGaussians());

    private static FlowTraining Flow(int steps) => new() { Seed = 0, Steps = steps, BatchSize = 8, SyncEvery = Never };

    private static ConsistencyTraining Consistency(int steps) => new() { Seed = 0, Steps = steps, BatchSize = 8, SyncEvery = Never };

    private static VelocityField Still() => VelocityField.From((x, _) => zeros_like(x));

    private static LabelledImages Images() => new(randn(24, 4), arange(24) % 3);

    // One step an epoch, so that the order is drawn at every step too.
    private static ClassifierOptions Classes(int steps) => new() { Seed = 0, Epochs = steps, BatchSize = 24, SyncEvery = Never, MaxGradientNorm = 1 };

    private static nn.Module<Tensor, Tensor> Linear(int seed)
    {
        manual_seed(seed);
        return nn.Linear(4, 3);
    }
}
