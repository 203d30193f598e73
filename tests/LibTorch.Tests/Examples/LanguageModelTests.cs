using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>
/// The transformer of TorchSharp's sequence-to-sequence example on a source whose entropy is known: a token is the
/// successor of the token three places back with probability 0.8, else any. Whoever does not look exactly three places back
/// sees uniform noise, log V nats a token; whoever does, the conditional entropy and no less.
/// </summary>
public class LanguageModelTests
{
    private const int Vocabulary = 8, Length = 16, Batch = 32;

    private sealed class PositionalEncoding : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> dropout;
        private readonly Tensor pe;

        public PositionalEncoding(long width, double p, int longest) : base(nameof(PositionalEncoding))
        {
            dropout = Dropout(p);
            using var scope = NewDisposeScope();
            var position = arange(longest).unsqueeze(1);
            var rate = (arange(0, width, 2) * (-Math.Log(10000.0) / width)).exp();
            var table = zeros(longest, width);
            table[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2)] = (position * rate).sin();
            table[TensorIndex.Ellipsis, TensorIndex.Slice(1, null, 2)] = (position * rate).cos();
            pe = table.unsqueeze(1).DetachFromDisposeScope();
            RegisterComponents();
        }

        public override Tensor forward(Tensor t)
        {
            using var scope = NewDisposeScope();
            return dropout.call(t + pe[TensorIndex.Slice(null, t.shape[0]), TensorIndex.Ellipsis]).MoveToOuterDisposeScope();
        }
    }

    private sealed class Model : Module<Tensor, Tensor, Tensor>
    {
        private readonly Embedding encoder;
        private readonly PositionalEncoding pos_encoder;
        private readonly TransformerEncoder transformer_encoder;
        private readonly Linear decoder;
        private readonly long width;

        public Model(long width, long heads, long hidden, int layers, double dropout) : base("Transformer")
        {
            this.width = width;
            encoder = Embedding(Vocabulary, width);
            pos_encoder = new PositionalEncoding(width, dropout, Length);
            transformer_encoder = TransformerEncoder(TransformerEncoderLayer(width, heads, hidden, dropout), layers);
            decoder = Linear(width, Vocabulary);
            init.uniform_(encoder.weight!, -0.1, 0.1);
            init.zeros_(decoder.bias!);
            RegisterComponents();
        }

        public override Tensor forward(Tensor t, Tensor mask)
        {
            using var scope = NewDisposeScope();
            var src = pos_encoder.call(encoder.call(t) * Math.Sqrt(width));
            return decoder.call(transformer_encoder.call(src, mask)).MoveToOuterDisposeScope();
        }
    }

    public static TheoryData<string> Optimisers => ["AdamW", "SGD"];

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void The_loss_reaches_the_entropy_of_the_source(string kind)
    {
        using var all = NewDisposeScope();
        manual_seed(3);
        var source = new Random(4);
        using var model = new Model(32, 2, 64, 1, 0.0);
        using optim.Optimizer optimizer = kind == "AdamW"
            ? optim.AdamW(model.parameters(), lr: 5e-3)
            : optim.SGD(model.parameters(), 0.3, momentum: 0.9);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 150, 0.4);
        var mask = triu(full([Length, Length], float.NegativeInfinity), 1);

        var (p, q) = (0.8 + 0.2 / Vocabulary, 0.2 / Vocabulary);
        var entropy = -p * Math.Log(p) - (Vocabulary - 1) * q * Math.Log(q);
        Assert.InRange(Evaluate(model, mask), Math.Log(Vocabulary) - 0.1, Math.Log(Vocabulary) + 1);
        model.train();
        for (var step = 0; step < 450; step++)
        {
            using var scope = NewDisposeScope();
            var (tokens, targets) = Draw(source, Batch);
            optimizer.zero_grad();
            var loss = Loss(model, tokens, targets, mask);
            loss.backward();
            nn.utils.clip_grad_norm_(model.parameters(), 0.5);
            optimizer.step();
            scheduler.step();
        }
        // 256 sequences of 13 predictions with a standard deviation of 1.3 nats: a standard error of 0.023.
        Assert.InRange(Evaluate(model, mask), entropy - 0.07, entropy + 0.12);
        Assert.Equal(0.4 * 0.4 * 0.4, optimizer.ParamGroups.First().LearningRate / optimizer.ParamGroups.First().InitialLearningRate, 12);
    }

    private static double Evaluate(Model model, Tensor mask)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        model.eval();
        var (tokens, targets) = Draw(new Random(5), 256);
        return Loss(model, tokens, targets, mask).item<float>();
    }

    /// <summary>The mean over the places that have three tokens before them.</summary>
    private static Tensor Loss(Model model, Tensor tokens, Tensor targets, Tensor mask)
    {
        var logits = model.call(tokens, mask);
        return cross_entropy(logits[2..].reshape(-1, Vocabulary), targets[2..].reshape(-1));
    }

    /// <summary>Tokens [Length, batch] and the tokens that follow them.</summary>
    private static (Tensor tokens, Tensor next) Draw(Random random, int batch)
    {
        var text = new long[Length + 1, batch];
        for (var t = 0; t <= Length; t++)
            for (var b = 0; b < batch; b++)
                text[t, b] = t >= 3 && random.NextDouble() < 0.8
                    ? (text[t - 3, b] + 1) % Vocabulary
                    : random.Next(Vocabulary);
        var all = tensor(text);
        return (all[..Length], all[1..]);
    }
}
