using TorchSharp;
using Workbench.Data;
using Workbench.Models;
using Workbench.Reconstruction;
using Workbench.Recurrent;
using static TorchSharp.torch;

namespace Workbench.Device.Tests.Rooms;

/// <summary>Networks with the gradients of a loss, and data that is drawn.</summary>
internal static class ModelEntries
{
    private const string OwnKernels = "libtorch calls kernels here that only its CUDA library has: shown on a GPU alone";

    /// <summary>What a stand-in cannot show, with the reason; a GPU shows it.</summary>
    public static IReadOnlyDictionary<string, string> OnGpuAlone { get; } = new Dictionary<string, string>
    {
        ["layer gru"] = OwnKernels,
        ["layer lstm"] = OwnKernels,
        ["network ventilator"] = OwnKernels,
        ["xunit"] = OwnKernels,
    };

    public static IEnumerable<Entry> All =>
    [
        Points("velocity mlp", () => new VelocityMlp(2, 0, width: 8)),
        Network("velocity unet", () => new VelocityUNet(1, 0, 8), at => at.Normal(1, 2, 1, 8, 8), (model, at, x) => model.call(x, at.Uniform(2, 2))),
        Network("velocity dit", () => new VelocityDiT(0, Small), at => at.Normal(1, 2, 1, 8, 8), (model, at, x) => model.call(x, at.Uniform(2, 2))),
        Network("conditional mlp", () => new ConditionalVelocityMlp(2, 0, Conditions.Labels(3), width: 8), at => at.Normal(1, 4, 2), (model, at, x) => model.call(x, at.Uniform(2, 4), at.Whole(3, 3, 4))),
        Network("conditional unet", () => new ConditionalVelocityUNet(1, 0, Conditions.Labels(3), 8), at => at.Normal(1, 2, 1, 8, 8), (model, at, x) => model.call(x, at.Uniform(2, 2), at.Whole(3, 3, 2))),
        Network("conditional dit", () => new ConditionalVelocityDiT(0, Conditions.Vectors(3), Small), at => at.Normal(1, 2, 1, 8, 8), (model, at, x) => model.call(x, at.Uniform(2, 2), at.Normal(3, 2, 3))),
        Simple("fashion mlp", () => new FashionMlp(0, 8, 6, 5, 3), 4, 8),
        Simple("resnet", () => new ResNetLite(0, width: 4, blocksPerStage: 1), 3, 1, 8, 8),
        Simple("vgg", () => new VggSmall(0, width: 4, hidden: 8, side: 8), 3, 1, 8, 8),
        Simple("image classifier", () => new ImageClassifier(3, 0, side: 8), 3, 1, 8, 8),
        Simple("image discriminator", () => new ImageDiscriminator(1, 0, 4), 3, 1, 8, 8),
        Simple("vector discriminator", () => new VectorDiscriminator(2, 0, 8), 4, 2),
        Simple("residual denoiser", () => new ResidualDenoiser(3, 4, _ => nn.ReLU(), 0), 2, 1, 8, 8),
        Simple("vision transformer", () => new VisionTransformer(0, new VisionTransformerOptions { Side = 8, Width = 8, Depth = 1, Heads = 2 }), 2, 1, 8, 8),
        Simple("ventilator", () => new VentilatorNetwork(0, lstmSize: 4, gruSize: 4, denseSize: 4), 2, 6, 5),
        Simple("spark attention", () => new SparkAttention(8, 2, 2, 2), 2, 5, 8),
        Network("gpt", () => new Gpt(0, new GptOptions { Vocabulary = 7, Context = 8, Width = 8, Depth = 1, Heads = 2 }), at => at.Whole(1, 7, 2, 8), (model, _, x) => model.call(x)),
        Network("language model, recurrent", () => new RecurrentLanguageModel(7, 8, 0, new GruCell(8, 8, 1)), at => at.Whole(1, 7, 2, 5), (model, _, x) => model.call(x)),
        .. Cells.Select(cell => new Entry($"cell {cell.Name}", at => Forward(at, () => new CellLayer(cell.Make()), at.Normal(1, 2, 4, 3), (layer, x) => layer.call(x))) { NoBFloat16 = "products of many steps" }),
        .. new[] { RecurrentUnit.Gru, RecurrentUnit.Lstm }.Select(unit => new Entry(
            $"layer {unit.ToString().ToLowerInvariant()}", at => Forward(at, () => new FusedLayer(unit, 3, 5, 0), at.Normal(1, 2, 4, 3), (layer, x) => layer.call(x))) { NoBFloat16 = "products of many steps" }),
        new Entry("statistical top-k", at => (IEnumerable<object>)[StatisticalTopK.Apply(at.Normal(1, 4, 16), 0.25), StatisticalTopK.Threshold(at.Normal(1, 4, 16), 0.25)]) { NoBFloat16 = "a threshold between values that round to one" },
        new Entry("hinge loss", at => HingeLoss.Squared(at.Normal(3, 3, 5), at.Normal(1, 4, 3), HingeLoss.Targets(at.Whole(2, 3, 4), 3).to_type(at.Dtype))) { NoBFloat16 = "sums" },
        new Entry("hinge loss, classes", at => HingeLoss.SignPrediction(at.Normal(1, 6, 3))),
        new Entry("normalised cross-entropy", at => NormalisedCrossEntropy.Loss(at.Uniform(1, 8, 3), at.Whole(2, 3, 8))) { NoBFloat16 = "sums" },
        new Entry("null condition", at => NullCondition.Dropout(Conditions.Labels(3), at.Whole(1, 3, 8), 0.5, at.Generator(2))) { Draws = true },
        new Entry("feature classifier", at =>
        {
            using var model = at.Module(FeatureClassifier.Pretrained());
            return model.Embed(at.Uniform(1, 3, 1, 28, 28), 2);
        })
        { NoBFloat16 = "its features are for metrics" },
        new Entry("token stream", at =>
        {
            using var tokens = TokenStream.Of([.. Enumerable.Range(0, 100)], 0.5, at.Device);
            using var generator = new Generator(1);
            return (IEnumerable<object>)[tokens.Sample(3, 5, generator), tokens.Fixed(2, 5)];
        })
        { Draws = true },
        new Entry("labelled images", at =>
        {
            using var images = new LabelledImages(at.Normal(1, 7, 1, 4, 4), at.Whole(2, 3, 7));
            return (IEnumerable<object>)[.. images.Batches(3).SelectMany(batch => new object[] { batch.Images, batch.Labels })];
        }),
        .. Reconstructions,
    ];

    private static IEnumerable<Entry> Reconstructions =>
    [
        new Entry("wavelet", at => (IEnumerable<object>)[HaarWavelet.Forward(at.Normal(1, 2, 8, 8), 2), HaarWavelet.Shrink(at.Normal(1, 2, 8, 8), 0.1, 2)]),
        new Entry("total variation", at => (IEnumerable<object>)[TotalVariation.Of(at.Normal(1, 2, 8, 8)), TotalVariation.Proximal(at.Normal(1, 2, 8, 8), 0.1, 3)]) { NoBFloat16 = "sums of roots" },
        new Entry("acquisition", at =>
        {
            using var draws = new Generator(3);
            var scan = Acquisition.Simulate(at.Uniform(1, 2, 8, 8), draws);
            return (IEnumerable<object>)[scan.Image, scan.Samples];
        })
        { Float32 = "scans are complex64", NoBFloat16 = "complex numbers have no bfloat16" },
        new Entry("lesions", at =>
        {
            using var draws = new Generator(3);
            var marked = Lesions.Add(at.Uniform(1, 2, 1, 8, 8), draws);
            return (IEnumerable<object>)[marked.Images, marked.Disc];
        })
        { Float32 = "discs are float32", NoBFloat16 = "discs are float32" },
        new Entry("one coil", at =>
        {
            var scan = new MriOperator(at.Uniform(5, 8, 8).round());
            return scan.Forward(torch.complex(at.Normal(1, 2, 8, 8), at.Normal(2, 2, 8, 8)));
        })
        { NoBFloat16 = "complex numbers have no bfloat16" },
        .. new[] { "operator", "descent", "compressed sensing", "recurrent machine" }.Select((name, i) => new Entry($"reconstruction, {name}", at =>
        {
            // Complex images have no bfloat16; in float64 all of it is complex128.
            var image = torch.complex(at.Normal(1, 2, 8, 8), at.Normal(2, 2, 8, 8));
            var coils = torch.complex(at.Normal(3, 2, 3, 8, 8), at.Normal(4, 2, 3, 8, 8)) * 0.4;
            var scan = new MriOperator(at.Uniform(5, 2, 8, 8).round(), coils);
            var measured = scan.Forward(image);
            return i switch
            {
                0 => [measured, scan.Adjoint(measured), scan.Gradient(image, measured)],
                1 => [GradientDescent.Reconstruct(measured, scan, 3, 0.1)],
                2 => [CompressedSensing.Reconstruct(measured, scan, new CompressedSensingOptions { Iterations = 3, Variation = 0.001 })],
                _ => (IEnumerable<object>)[at.Module(new RecurrentInferenceMachine(0, new RimOptions { Channels = 4, Steps = 2 })).Reconstruct(measured, scan)],
            };
        })
        { NoBFloat16 = "complex numbers have no bfloat16" }),
    ];

    private static IEnumerable<(string Name, Func<RecurrentCell> Make)> Cells =>
    [
        ("tanh", () => new TanhCell(3, 4, 0)), ("gru", () => new GruCell(3, 4, 0)), ("lstm", () => new LstmCell(3, 4, 0)), ("mgu", () => new MguCell(3, 4, 0)), ("indrnn", () => new IndRnnCell(3, 4, 0)),
        ("bilinear", () => new BilinearCell(3, 4, 0)), ("factorised bilinear", () => new FactorisedBilinearCell(3, 4, 2, 0)), ("rotation", () => new RotationCell(3, 4, 0)), ("diagonal", () => new PositiveDiagonalCell(3, 4, 0)),
    ];

    private static DiTOptions Small => new() { Width = 16, Depth = 1, Heads = 2 };

    private static Entry Points(string name, Func<nn.Module<Tensor, Tensor, Tensor>> make) => Network(name, make, at => at.Normal(1, 4, 2), (model, at, x) => model.call(x, at.Uniform(2, 4)));

    private static Entry Simple(string name, Func<nn.Module<Tensor, Tensor>> make, params long[] shape) => Network(name, make, at => at.Normal(1, shape), (model, _, x) => model.call(x));

    private static Entry Network<T>(string name, Func<T> make, Func<Place, Tensor> input, Func<T, Place, Tensor, Tensor> call)
        where T : nn.Module => new($"network {name}", at => Forward(at, make, input(at), (model, x) => call(model, at, x))) { NoBFloat16 = "many layers of rounding: see the training in mixed precision" };

    private static IEnumerable<object> Forward<T>(Place at, Func<T> make, Tensor x, Func<T, Tensor, Tensor> call)
        where T : nn.Module
    {
        manual_seed(5);
        using var model = at.Module(make());
        var output = call(model, x);
        output.square().mean().backward();
        return [output, .. model.parameters().Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => gradient.clone())];
    }
}
