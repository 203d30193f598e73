using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>
/// Texts of different length, tokenised, padded and classified: "does a man do it to an animal, or an animal to a man?" Both kinds
/// have the same words, so that a bag of words knows nothing and the order is everything.
/// </summary>
public class TextClassificationTests
{
    private const int Longest = 12;
    private static readonly string[] People = ["farmer", "doctor", "child"], Animals = ["dog", "goose", "horse"];
    private static readonly string[] Verbs = ["sees", "follows", "likes"], Fillers = ["old", "small", "very", "quiet"];

    private sealed class Vocabulary
    {
        private readonly Dictionary<string, long> numbers = new() { ["<pad>"] = 0 };

        public int Count => numbers.Count;

        public long this[string word]
        {
            get
            {
                if (!numbers.TryGetValue(word, out var number)) numbers[word] = number = numbers.Count;
                return number;
            }
        }
    }

    private sealed class TransformerClassifier : Module<Tensor, Tensor>
    {
        private readonly Embedding words, places;
        private readonly TransformerEncoder encoder;
        private readonly Linear head;

        public TransformerClassifier(long vocabulary, long width) : base(nameof(TransformerClassifier))
        {
            words = Embedding(vocabulary, width, padding_idx: 0);
            places = Embedding(Longest, width);
            encoder = TransformerEncoder(TransformerEncoderLayer(width, 2, 2 * width, 0.0), 1);
            head = Linear(width, 2);
            RegisterComponents();
        }

        /// <summary>The mean over the words of a text [batch, longest] that are there.</summary>
        public override Tensor forward(Tensor text)
        {
            using var scope = NewDisposeScope();
            var padding = text.eq(0);
            var x = (words.call(text) + places.call(arange(text.shape[1]))).transpose(0, 1);
            var y = encoder.call(x, null, padding).transpose(0, 1);
            var there = padding.logical_not().to(float32).unsqueeze(2);
            return head.call((y * there).sum(1) / there.sum(1)).MoveToOuterDisposeScope();
        }
    }

    private sealed class BagClassifier : Module<Tensor, Tensor>
    {
        private readonly EmbeddingBag bag;
        private readonly Linear head;

        public BagClassifier(long vocabulary, long width) : base(nameof(BagClassifier))
        {
            bag = EmbeddingBag(vocabulary, width, mode: EmbeddingBagMode.Sum);
            head = Linear(width, 2);
            RegisterComponents();
        }

        public override Tensor forward(Tensor text) => head.call(bag.call(text));
    }

    [Fact]
    public void Attention_reads_the_order_that_a_bag_of_words_cannot_see()
    {
        using var all = NewDisposeScope();
        var vocabulary = new Vocabulary();
        var (train, test) = (Read(400, 1, vocabulary), Read(300, 2, vocabulary));

        manual_seed(3);
        using var transformer = new TransformerClassifier(vocabulary.Count, 32);
        Fit(transformer, train.texts, train.labels);
        Assert.True(Accuracy(transformer, test.texts, test.labels) > 0.95, $"transformer {Accuracy(transformer, test.texts, test.labels)}");

        using var bag = new BagClassifier(vocabulary.Count, 32);
        Fit(bag, train.texts, train.labels);
        Assert.InRange(Accuracy(bag, test.texts, test.labels), 0.38, 0.62); // 300 texts: four standard errors about a half

        // Padding is not read: the same texts, cut to the longest of them, have the same scores.
        transformer.eval();
        using var guard = no_grad();
        var few = test.texts[..20];
        var longest = few.ne(0).sum(1).max().ToInt64();
        Assert.InRange(longest, 5, Longest - 1);
        Assert.True(transformer.call(few).allclose(transformer.call(few[.., ..(int)longest]), atol: 1e-5));
    }

    private static void Fit(Module<Tensor, Tensor> model, Tensor texts, Tensor labels)
    {
        using var optimizer = optim.AdamW(model.parameters(), lr: 4e-3);
        using var loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(texts, labels), 40, shuffle: true, seed: 4);
        model.train();
        for (var epoch = 0; epoch < 8; epoch++)
            foreach (var batch in loader)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                cross_entropy(model.call(batch[0]), batch[1]).backward();
                clip_grad(model);
                optimizer.step();
            }
    }

    private static void clip_grad(Module model) => nn.utils.clip_grad_norm_(model.parameters(), 1.0);

    private static double Accuracy(Module<Tensor, Tensor> model, Tensor texts, Tensor labels)
    {
        model.eval();
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        return model.call(texts).argmax(1).eq(labels).to(float32).mean().item<float>();
    }

    /// <summary>Token numbers [count, longest], padded with 0, and labels [count].</summary>
    private static (Tensor texts, Tensor labels) Read(int count, int seed, Vocabulary vocabulary)
    {
        var random = new Random(seed);
        var (texts, labels) = (new long[count, Longest], new long[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(2);
            var (person, animal) = (People[random.Next(3)], Animals[random.Next(3)]);
            var (who, whom) = labels[i] == 0 ? (person, animal) : (animal, person);
            var text = $"the {Some(random)}{who} {Verbs[random.Next(3)]} the {Some(random)}{whom}";
            foreach (var (place, word) in text.Split(' ').Index()) texts[i, place] = vocabulary[word];
        }
        return (from_array(texts), from_array(labels));
    }

    private static string Some(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => Fillers[random.Next(Fillers.Length)] + " "));
}
