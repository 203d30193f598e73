using TorchSharp;
using Workbench.Models;
using Workbench.Probes;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class TransformerTests
{
    private static readonly GptOptions Small = new() { Vocabulary = 11, Context = 10, Width = 16, Depth = 2, Heads = 2 };

    public static TheoryData<string> Variants => ["dense", "rms", "post", "bias", "spark", "relu", "top-k"];

    private static GptOptions Variant(string name) => name switch
    {
        "rms" => Small with { Norm = BlockNorm.RootMeanSquare },
        "post" => Small with { Placement = NormPlacement.Post },
        "bias" => Small with { Attention = o => new TransformerAttention(o.Width, o.Heads, keyValueBias: true) },
        "spark" => Small with { Attention = o => new SparkAttention(o.Width, o.Heads, 4, 3), FeedForward = o => new SparkFeedForward(o.Width, 64, 8, 6) },
        "relu" => Small with { FeedForward = o => new FeedForward(o.Width, 64, GateActivations.Relu) },
        "top-k" => Small with { FeedForward = o => new GatedFeedForward(o.Width, 43, GateActivations.TopKGelu(4)) },
        _ => Small,
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void What_comes_later_changes_nothing_before(string variant)
    {
        using var model = new Gpt(3, Variant(variant));
        using var tokens = torch.randint(0, 11, [2, 10], generator: new Generator(1));
        using var other = tokens.clone();
        other.narrow(1, 6, 4).copy_(torch.randint(0, 11, [2, 4], generator: new Generator(9)));
        using var difference = (model.call(tokens) - model.call(other)).abs().amax([0L, 2L]);
        Assert.True(difference.narrow(0, 0, 6).max().item<float>() < 1e-5);
        Assert.True(difference.narrow(0, 6, 4).min().item<float>() > 1e-4);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Training_lowers_the_loss_and_the_seed_determines_it(string variant)
    {
        double[] Losses()
        {
            using var model = new Gpt(3, Variant(variant));
            var curve = LanguageModel.Train(model, 30, generator => torch.randint(0, 2, [8, 11], generator: generator), 7,
                new LoopOptions { Optimizer = p => optim.AdamW(p, 1e-2) });
            Assert.All(model.parameters(), parameter => Assert.NotNull(parameter.grad));
            return [.. curve.Losses];
        }

        var losses = Losses();
        Assert.True(losses[^1] < 0.6 * losses[0], $"{losses[0]} to {losses[^1]}");
        Assert.Equal(losses, Losses());
    }

    [Fact]
    public void Sparse_and_dense_models_have_the_parameters_of_the_card()
    {
        var dense = new GptOptions { Vocabulary = 63 };
        using var gated = new Gpt(1, dense);
        using var spark = new Gpt(1, dense with { FeedForward = o => new SparkFeedForward(o.Width, 192, 24, 0.08 * 192), Attention = o => new SparkAttention(o.Width, o.Heads, 6, 16) });
        Assert.Equal(120_576, gated.ParameterCount());
        Assert.Equal(120_576, spark.ParameterCount());
        using var published = new SparkFeedForward(2304, 13824, 1024, 1106);
        Assert.Equal(3L * 2304 * 9216, published.ParameterCount());
    }

    [Fact]
    public void Dense_attention_is_its_formula_with_and_without_a_learned_key()
    {
        foreach (var bias in new[] { false, true })
        {
            using var model = new Gpt(5, Small with { Depth = 1, Attention = o => new TransformerAttention(o.Width, o.Heads, keyValueBias: bias) });
            using var record = ActivationRecord.Of(model, () => model.call(torch.randint(0, 11, [1, 4], generator: new Generator(2))));
            var x = Doubles(record["blocks.0.attentionNorm"][0]);
            var weight = Doubles(model.get_parameter("blocks.0.attention.inputs.weight")!);
            var key = bias ? Doubles(model.get_parameter("blocks.0.attention.extraKey")![1]) : null;
            double Projected(int token, int row) => Enumerable.Range(0, 16).Sum(i => weight[row, i] * x[token, i]);
            var pattern = record["blocks.0.attention.pattern"][0, 1];
            for (var query = 0; query < 4; query++)
            {
                var logits = Enumerable.Range(0, query + 1).Select(token =>
                    Enumerable.Range(8, 8).Sum(i => Projected(query, i) * Projected(token, 16 + i)) / Math.Sqrt(8)).ToList();
                if (key is not null)
                    logits.Add(Enumerable.Range(0, 8).Sum(i => Projected(query, 8 + i) * key[0, i]) / Math.Sqrt(8));
                var sum = logits.Sum(Math.Exp);
                for (var token = 0; token <= query; token++)
                    Assert.Equal(Math.Exp(logits[token]) / sum, pattern[query, token].item<float>(), 1e-5);
                if (key is not null)
                    Assert.Equal(Math.Exp(logits[^1]) / sum, pattern[query, 4].item<float>(), 1e-5);
            }
        }
    }

    [Fact]
    public void A_learned_key_leaves_the_other_weights_as_they_were()
    {
        using var plain = new Gpt(5, Small);
        using var biased = new Gpt(5, Variant("bias"));
        foreach (var (name, parameter) in plain.named_parameters())
            Assert.True(parameter.eq(biased.get_parameter(name)!).all().item<bool>(), name);
        Assert.Equal(2 * 2 * 16, biased.ParameterCount() - plain.ParameterCount());
    }

    [Fact]
    public void A_vision_transformer_reads_patches_wherever_they_are()
    {
        using var model = new VisionTransformer(1);
        using var images = torch.rand([3, 1, 28, 28], generator: new Generator(1));
        Assert.Equal([3L, 10], model.call(images).shape);
        Assert.Equal(2 * 49, 2 * ActivationRecordTokens(model, images));
        // Without positions the mean over tokens does not depend on their order.
        using (torch.no_grad())
            model.get_parameter("positionEmbedding.weight")!.zero_();
        using var moved = images.roll([4L], [3L]);
        Assert.Equal(0, (model.call(images) - model.call(moved)).abs().max().item<float>(), 1e-5);
        Assert.Throws<ArgumentException>(() => model.call(torch.ones(3, 1, 28, 24)));
        Assert.Throws<ArgumentException>(() => new VisionTransformer(1, new VisionTransformerOptions { Patch = 5 }));
    }

    [Fact]
    public void Loss_counts_targets_from_where_it_is_told()
    {
        using var model = new Gpt(3, Small);
        using var windows = torch.randint(0, 11, [5, 9], generator: new Generator(1));
        using var logits = model.call(windows.narrow(1, 0, 8)).log_softmax(-1);
        var chosen = logits.gather(2, windows.narrow(1, 1, 8).unsqueeze(2)).squeeze(2);
        Assert.Equal(-chosen.mean().item<float>(), LanguageModel.Loss(model, windows, batchSize: 2), 1e-5);
        Assert.Equal(-chosen.narrow(1, 1, 7).mean().item<float>(), LanguageModel.Loss(model, windows, firstTarget: 2), 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => LanguageModel.Loss(model, windows, firstTarget: 9));
        Assert.Throws<ArgumentException>(() => model.call(torch.zeros([1, 11], ScalarType.Int64)));
    }

    private static long ActivationRecordTokens(VisionTransformer model, Tensor images)
    {
        using var record = ActivationRecord.Of(model, () => model.call(images), "blocks.0");
        return record["blocks.0"].shape[1];
    }

    private static double[,] Doubles(Tensor matrix)
    {
        var (values, width) = (matrix.detach().to_type(ScalarType.Float64).flatten().data<double>().ToArray(), (int)matrix.shape[1]);
        var result = new double[values.Length / width, width];
        for (var i = 0; i < values.Length; i++)
            result[i / width, i % width] = values[i];
        return result;
    }
}
