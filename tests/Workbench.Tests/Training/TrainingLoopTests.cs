using TorchSharp;
using Workbench.Data;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public class TrainingLoopTests
{
    [Fact]
    public void Gradient_descent_on_a_parabola_follows_its_closed_form()
    {
        // x <- x - 0.1 * 2x = 0.8 x, from 3.
        using var layer = Layer(3);
        var curve = TrainingLoop.Run(
            layer.parameters(), 10, _ => layer.weight!.pow(2).sum(), new LoopOptions { Optimizer = p => optim.SGD(p, 0.1), SyncEvery = 4 });

        Assert.Equal(10, curve.Losses.Count);
        Assert.All(curve.Losses.Select((loss, step) => (loss, step)), pair => Assert.Equal(9 * Math.Pow(0.64, pair.step), pair.loss, 1e-5));
        Assert.Equal(3 * Math.Pow(0.8, 10), layer.weight!.item<float>(), 1e-5);
        Assert.Empty(curve.Metrics);
    }

    [Fact]
    public void The_learning_rate_of_each_step_reaches_the_optimiser()
    {
        using var layer = Layer(0);
        var curve = TrainingLoop.Run(
            layer.parameters(), 4, _ => layer.weight!.sum(),
            new LoopOptions { Optimizer = p => optim.SGD(p, 99), LearningRate = (step, total) => (step + 1.0) / total });

        // Gradient 1 everywhere, so the weight falls by 0.25, 0.5, 0.75, 1.
        Assert.Equal([0, -0.25, -0.75, -1.5], curve.Losses);
        Assert.Equal(-2.5f, layer.weight!.item<float>());
    }

    [Fact]
    public void A_diverging_run_names_its_first_bad_step()
    {
        using var layer = Layer(1);
        var error = Assert.Throws<DivergedException>(() => TrainingLoop.Run(
            layer.parameters(), 50, step => step == 7 ? layer.weight!.sum() * float.NaN : layer.weight!.sum(),
            new LoopOptions { Optimizer = p => optim.SGD(p, 0.1), SyncEvery = 20 }));

        Assert.Equal(7, error.Step);
        Assert.Contains("step 7", error.Message);
    }

    [Fact]
    public void Every_step_is_followed_by_its_callback_after_the_update()
    {
        using var layer = Layer(1);
        var seen = new List<(int, float)>();
        TrainingLoop.Run(layer.parameters(), 3, _ => layer.weight!.sum(), new LoopOptions
        {
            Optimizer = p => optim.SGD(p, 1),
            AfterStep = step => seen.Add((step, layer.weight!.item<float>())),
        });

        Assert.Equal([(0, 0f), (1, -1f), (2, -2f)], seen);
    }

    [Fact]
    public void Momentum_is_kept_from_step_to_step()
    {
        // v = 1, 1.9; w = 0 - 0.1 - 0.19.
        using var layer = Layer(0);
        TrainingLoop.Run(layer.parameters(), 2, _ => layer.weight!.sum(), new LoopOptions { Optimizer = p => optim.SGD(p, 0.1, momentum: 0.9) });

        Assert.Equal(-0.29, layer.weight!.item<float>(), 1e-6);
    }

    [Fact]
    public void A_classifier_learns_separable_blobs_and_says_so()
    {
        using var data = Blobs(200);
        using var model = new FashionMlp(0, inputs: 2, hidden1: 16, hidden2: 8, classes: 2);
        var before = Classifier.Accuracy(model, data);
        var curve = Classifier.Train(model, data, new ClassifierOptions { Seed = 0, Epochs = 10, BatchSize = 30 });

        Assert.Equal(70, curve.Losses.Count);
        Assert.Equal(70, curve.Metrics.Count);
        Assert.True(Classifier.Accuracy(model, data, batchSize: 64) > 0.97, $"accuracy was {before} before");
        Assert.True(curve.FinalLoss < curve.Losses[0] / 2);
        Assert.InRange(curve.Metrics[^1], 0.9, 1);
    }

    [Fact]
    public void Accuracy_does_not_depend_on_the_batch_size()
    {
        using var data = Blobs(101);
        using var model = new FashionMlp(3, inputs: 2, hidden1: 16, hidden2: 8, classes: 2);

        Assert.Equal(Classifier.Accuracy(model, data, 101), Classifier.Accuracy(model, data, 7));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_does_not()
    {
        using var data = Blobs(100);
        Assert.Equal(Train(5), Train(5));
        Assert.NotEqual(Train(5), Train(6));

        double[] Train(int seed)
        {
            using var model = new FashionMlp(1, inputs: 2, hidden1: 16, hidden2: 8, classes: 2);
            return [.. Classifier.Train(model, data, new ClassifierOptions { Seed = seed, Epochs = 2, BatchSize = 16 }).Losses];
        }
    }

    [Fact]
    public void An_epoch_visits_every_example_once()
    {
        // One weight per example: the gradient of the first epoch reaches each exactly once.
        using var data = new LabelledImages(torch.eye(10).reshape(10, 1, 1, 10), torch.zeros(10, ScalarType.Int64));
        using var model = new Counting();
        Classifier.Train(model, data, new ClassifierOptions { Seed = 1, Epochs = 1, BatchSize = 3, Optimizer = p => optim.SGD(p, 0.0) });

        Assert.Equal(Enumerable.Repeat(1f, 10), model.Seen.data<float>().ToArray());
        Assert.Equal([3L, 3L, 3L, 1L], model.Batches.Select(batch => (long)batch.Length));
    }

    [Fact]
    public void A_classifier_descends_the_loss_it_is_given()
    {
        using var data = new LabelledImages(torch.ones(8, 1), torch.zeros(8, ScalarType.Int64));
        using var model = nn.Linear(1, 2, hasBias: false);
        using (torch.no_grad()) model.weight!.fill_(1);
        var options = new ClassifierOptions { Seed = 1, Epochs = 1, BatchSize = 8, Optimizer = p => optim.SGD(p, 0.5) };
        // d/dw of the mean of o² is 2w/2 for each of the two weights.
        var curve = Classifier.Train(model, data, options with { Loss = (outputs, _) => outputs.square().mean() });
        Assert.Equal([1.0], curve.Losses);
        Assert.Equal([0.5f, 0.5f], model.weight!.data<float>().ToArray());
        Assert.Throws<NotSupportedException>(() => Classifier.TrainBatched([model], data, options with { Loss = (outputs, _) => outputs.sum() }, [1]));
    }

    [Fact]
    public void Every_epoch_has_an_order_of_its_own()
    {
        using var data = new LabelledImages(torch.eye(50).reshape(50, 1, 1, 50), torch.zeros(50, ScalarType.Int64));
        using var model = new Counting(50);
        Classifier.Train(model, data, new ClassifierOptions { Seed = 1, Epochs = 2, BatchSize = 50, Optimizer = p => optim.SGD(p, 0.0) });

        Assert.Equal(2, model.Batches.Count);
        Assert.NotEqual(Enumerable.Range(0, 50).Select(i => (long)i), model.Batches[0]);
        Assert.NotEqual(model.Batches[0], model.Batches[1]);
    }

    private static TorchSharp.Modules.Linear Layer(double value)
    {
        var layer = nn.Linear(1, 1, hasBias: false);
        using var noGrad = torch.no_grad();
        layer.weight!.fill_(value);
        return layer;
    }

    private static LabelledImages Blobs(int count)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(42);
        var labels = torch.arange(count).remainder(2).to_type(ScalarType.Int64);
        var centres = (labels.to_type(ScalarType.Float32) * 4 - 2).reshape(count, 1, 1, 1);
        var images = torch.randn([count, 1, 1, 2], generator: generator) * 0.5 + centres;
        return new LabelledImages(images.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    private sealed class Counting : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear fc;

        public Counting(int examples = 10) : base(nameof(Counting))
        {
            fc = nn.Linear(examples, 2);
            Seen = torch.zeros(examples);
            RegisterComponents();
        }

        public Tensor Seen { get; }

        public List<long[]> Batches { get; } = [];

        public override Tensor forward(Tensor input)
        {
            Batches.Add(input.flatten(1).argmax(1).data<long>().ToArray());
            using (torch.no_grad()) Seen.add_(input.flatten(1).sum(0));
            return fc.call(input.flatten(1));
        }
    }
}
