using TorchSharp;
using Workbench.Activations;
using Workbench.Data;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benches;

/// <summary>The sizes of a <see cref="TextBench"/>; the defaults are the CPU protocol.</summary>
public sealed record TextBenchOptions
{
    /// <summary>Number of blocks.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>d, the width of a token; feed-forward layers get 4d neurons.</summary>
    public long Width { get; init; } = 64;

    /// <summary>Attention heads, which divide the width.</summary>
    public long Heads { get; init; } = 4;

    /// <summary>The longest sequence.</summary>
    public int Context { get; init; } = 64;

    /// <summary>Training steps.</summary>
    public int Steps { get; init; } = 700;

    /// <summary>Sequences a step.</summary>
    public int BatchSize { get; init; } = 24;

    /// <summary>Adam's rate at the end of the ramp; half a cosine follows.</summary>
    public double Rate { get; init; } = 3e-3;

    /// <summary>Steps of the ramp.</summary>
    public int WarmUp { get; init; } = 20;

    /// <summary>Fixed windows of the text's end on which the loss is taken.</summary>
    public int ValidationWindows { get; init; } = 256;

    /// <summary>The GPU protocol: 6 layers of width 384, context 256, 4000 steps of 64 sequences.</summary>
    public static TextBenchOptions Full { get; } = new() { Depth = 6, Width = 384, Heads = 6, Context = 256, Steps = 4000, BatchSize = 64, Rate = 1e-3, WarmUp = 100 };
}

/// <summary>A trained language model and how it went; disposing it disposes the model.</summary>
/// <param name="Model">The model, on the bench's device.</param>
/// <param name="Curve">Training loss of every step.</param>
/// <param name="ValidationLoss">Mean cross-entropy on the validation windows, in nats a character.</param>
public sealed record TextBenchRun(Gpt Model, TrainingCurve Curve, double ValidationLoss) : IDisposable
{
    /// <summary>Releases the model.</summary>
    public void Dispose() => Model.Dispose();
}

/// <summary>
/// The bench of language models: characters of the King James Bible, a small decoder-only transformer whose feed-forward layer is the factor.
/// The seed gives weights and order of the windows; the validation windows are always the same.
/// </summary>
/// <remarks>
/// <code>
/// using var bench = new TextBench();
/// using var run = bench.Run(Activations.ByName("golu"), seed);
/// using var gated = bench.Run(o => GluFeedForward.ByName("swiglu", o.Width, 4 * o.Width), seed);
/// run.ValidationLoss - gated.ValidationLoss
/// </code>
/// </remarks>
public sealed class TextBench : IDisposable
{
    private readonly Device _device;

    /// <summary>Reads the text.</summary>
    /// <param name="options">The sizes; the CPU protocol when null.</param>
    /// <param name="device">Where text and models go; the CPU when null.</param>
    /// <exception cref="FileNotFoundException">The text is not there.</exception>
    public TextBench(TextBenchOptions? options = null, Device? device = null)
    {
        Options = options ?? new();
        _device = device ?? torch.CPU;
        var text = KingJamesBible.Text();
        var characters = CharacterTokenizer.Of(text);
        Vocabulary = characters.Vocabulary;
        Text = TokenStream.Of(characters.Encode(text), 0.95, _device);
        Validation = Text.Fixed(Options.ValidationWindows, Options.Context).DetachFromDisposeScope();
    }

    /// <summary>The sizes.</summary>
    public TextBenchOptions Options { get; }

    /// <summary>Different characters.</summary>
    public int Vocabulary { get; }

    /// <summary>The first 95 % of the text to train on, the rest to validate on.</summary>
    public TokenStream Text { get; }

    /// <summary>The validation windows, int64 [windows, context + 1].</summary>
    public Tensor Validation { get; }

    /// <summary>An untrained model with an activation in its feed-forward layers, f(xW₁)W₂ with 4d neurons; probe point <c>blocks.N.feedForward.activation</c>.</summary>
    /// <param name="activation">The activation, with trained parameters of its own in every layer.</param>
    /// <param name="seed">Seed of its weights.</param>
    public Gpt Model(Activation activation, int seed)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return Model(options => new GluFeedForward(options.Width, 4 * options.Width, activation), seed);
    }

    /// <summary>An untrained model with feed-forward layers of any kind.</summary>
    /// <param name="feedForward">Makes the layer of a block, [batch, positions, d] to the same; the model draws the weights of its linear layers.</param>
    /// <param name="seed">Seed of its weights.</param>
    public Gpt Model(Func<GptOptions, Module<Tensor, Tensor>> feedForward, int seed)
    {
        ArgumentNullException.ThrowIfNull(feedForward);
        var model = new Gpt(seed, new GptOptions
        {
            Vocabulary = Vocabulary,
            Context = Options.Context,
            Width = Options.Width,
            Depth = Options.Depth,
            Heads = Options.Heads,
            FeedForward = feedForward,
        });
        model.to(_device);
        return model;
    }

    /// <summary>Trains a model with Adam: a ramp, half a cosine, gradients clipped to norm 1, no weight decay.</summary>
    /// <param name="model">Maps tokens [batch, positions] to logits [batch, positions, vocabulary].</param>
    /// <param name="seed">Seed of the windows.</param>
    /// <param name="steps">Steps; those of the options when null.</param>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public TrainingCurve Train(Module<Tensor, Tensor> model, int seed, int? steps = null)
        => LanguageModel.Train(model, steps ?? Options.Steps, generator => Text.Sample(Options.BatchSize, Options.Context, generator), seed, new LoopOptions
        {
            Optimizer = parameters => optim.Adam(parameters, Options.Rate),
            LearningRate = LearningRates.RampThenCosine(Options.Rate, Options.WarmUp),
            MaxGradientNorm = 1,
        });

    /// <summary>Mean cross-entropy on the validation windows, in nats a character.</summary>
    /// <param name="model">Maps tokens [batch, positions] to logits [batch, positions, vocabulary].</param>
    public double Loss(Module<Tensor, Tensor> model) => LanguageModel.Loss(model, Validation);

    /// <summary>Builds, trains and evaluates the model of an activation.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="seed">Seed of weights and windows.</param>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public TextBenchRun Run(Activation activation, int seed) => Run(Model(activation, seed), seed);

    /// <summary>Builds, trains and evaluates a model with feed-forward layers of any kind.</summary>
    /// <param name="feedForward">Makes the layer of a block.</param>
    /// <param name="seed">Seed of weights and windows.</param>
    /// <exception cref="DivergedException">A loss is NaN or infinite.</exception>
    public TextBenchRun Run(Func<GptOptions, Module<Tensor, Tensor>> feedForward, int seed) => Run(Model(feedForward, seed), seed);

    /// <summary>Releases text and windows.</summary>
    public void Dispose()
    {
        Text.Dispose();
        Validation.Dispose();
    }

    private TextBenchRun Run(Gpt model, int seed)
    {
        try
        {
            var curve = Train(model, seed);
            return new(model, curve, Loss(model));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
