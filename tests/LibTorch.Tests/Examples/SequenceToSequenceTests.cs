using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>A transformer with encoder and decoder that writes a sequence backwards, one token after the other.</summary>
public class SequenceToSequenceTests
{
    private const int Start = 0, Symbols = 6, Length = 5;

    private sealed class Translator : Module<Tensor, Tensor, Tensor>
    {
        private readonly Embedding source, target, sourcePlace, targetPlace;
        private readonly Transformer transformer;
        private readonly Linear output;

        public Translator(long width) : base(nameof(Translator))
        {
            source = Embedding(Symbols + 1, width);
            target = Embedding(Symbols + 1, width);
            sourcePlace = Embedding(Length, width);
            targetPlace = Embedding(Length, width);
            transformer = Transformer(width, 2, num_encoder_layers: 1, num_decoder_layers: 1, dim_feedforward: 2 * width, dropout: 0.0);
            output = Linear(width, Symbols + 1);
            RegisterComponents();
        }

        /// <summary>Scores [written, batch, symbols] of what follows each token written so far, given a source [length, batch].</summary>
        public override Tensor forward(Tensor src, Tensor tgt)
        {
            using var scope = NewDisposeScope();
            var (read, written) = (src.shape[0], tgt.shape[0]);
            var x = source.call(src) + sourcePlace.call(arange(read)).unsqueeze(1);
            var y = target.call(tgt) + targetPlace.call(arange(written)).unsqueeze(1);
            var future = triu(full([written, written], float.NegativeInfinity), 1);
            return output.call(transformer.call(x, y, null, future)).MoveToOuterDisposeScope();
        }

        /// <summary>The likeliest token each time, fed back.</summary>
        public Tensor Decode(Tensor src)
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            var written = full([1, src.shape[1]], Start, int64);
            for (var step = 0; step < Length; step++)
                written = cat([written, call(src, written)[^1].argmax(-1).unsqueeze(0)], 0);
            return written[1..].MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void It_learns_to_write_backwards()
    {
        using var all = NewDisposeScope();
        manual_seed(5);
        using var model = new Translator(32);
        const int Steps = 250;
        using var optimizer = optim.Adam(model.parameters(), lr: 4e-3);
        var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step => Math.Min(1, (step + 1) / 20.0) * (1 - 0.9 * step / Steps));
        var untrained = Right(model);
        model.train();
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            var src = randint(1, Symbols + 1, [Length, 64], dtype: int64);
            var tgt = src.flip(0);
            var shifted = cat([full([1, 64], Start, int64), tgt[..^1]], 0);
            optimizer.zero_grad();
            var loss = cross_entropy(model.call(src, shifted).reshape(-1, Symbols + 1), tgt.reshape(-1));
            loss.backward();
            optimizer.step();
            scheduler.step();
        }
        var trained = Right(model);
        Assert.True(untrained < 0.05, $"{untrained} of the sequences are right before training");
        Assert.True(trained > 0.95, $"{trained} of the sequences are right");
        Assert.True(all.DisposablesCount < 30, $"{all.DisposablesCount} objects are left in the scope");
    }

    /// <summary>The part of 200 new sequences of which every token is right; guessing has one in 6⁵.</summary>
    private static double Right(Translator model)
    {
        model.eval();
        using var scope = NewDisposeScope();
        var src = randint(1, Symbols + 1, [Length, 200], dtype: int64);
        return model.Decode(src).eq(src.flip(0)).all(0).to(float32).mean().item<float>();
    }
}
