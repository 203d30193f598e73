using System.Collections.Concurrent;
using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>How K layers of one kind compute together: makes the function that takes their place.</summary>
/// <typeparam name="TModule">The type of layer.</typeparam>
/// <param name="layer">The layer of the first network, for its options, which are the same in all.</param>
/// <param name="stacked">The parameters of all.</param>
/// <returns>Maps the layers' inputs <c>[K, batch, …]</c> to their outputs <c>[K, batch, …]</c>.</returns>
public delegate Func<Tensor, Tensor> BatchRule<in TModule>(TModule layer, StackedLayer stacked)
    where TModule : nn.Module;

/// <summary>
/// The rules by which <see cref="BatchedModule"/> computes layers of several networks at once, by type of layer. Linear,
/// convolution, normalisation, embedding and dropout layers have rules; layers without parameters and the library's own
/// networks are declared to treat every sample by itself.
/// </summary>
/// <remarks>
/// <code>
/// BatchRules.PerSample&lt;MyNetwork&gt;();   // its forward mixes no samples, and its parameters are in layers with rules
/// BatchRules.Add&lt;Scale&gt;((layer, stacked) => x => x * stacked.Trailing("scale", x.dim()));
/// </code>
/// </remarks>
public static class BatchRules
{
    private static readonly ConcurrentDictionary<Type, Entry> Rules = new();
    private static readonly ConcurrentDictionary<Type, bool> WithoutParameters = new();

    static BatchRules()
    {
        LinearRules.Register();
        ConvolutionRules.Register();
        NormalisationRules.Register();
        EmbeddingRule.Register();
        DropoutRule.Register();
        PerSampleLayers.Register();
        PerSample<VelocityMlp>();
        PerSample<VelocityUNet>();
        PerSample<VelocityDiT>();
        PerSample<DiTBlock>();
        PerSample<SelfAttention>();
        PerSample<ResidualBlock>();
        PerSample<TimeEmbedding>();
        PerSample<FashionMlp>();
        PerSample<ResNetLite>();
        PerSample<ImageClassifier>();
    }

    /// <summary>Adds the rule of a type of layer, or replaces it.</summary>
    /// <typeparam name="TModule">The type of layer, a <c>Module&lt;Tensor, Tensor&gt;</c>.</typeparam>
    /// <param name="rule">Makes the function that computes K of them.</param>
    /// <param name="batchDimension">The dimension of the layer's input that counts samples: 0, or 1 for <c>[length, batch, features]</c>.</param>
    public static void Add<TModule>(BatchRule<TModule> rule, int batchDimension = 0)
        where TModule : nn.Module<Tensor, Tensor>
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfNegative(batchDimension);
        Rules[typeof(TModule)] = new Entry(stacked => rule((TModule)stacked.Layers[0], stacked), batchDimension);
    }

    /// <summary>
    /// Declares that the forward of a module (and of the types nested in it) treats every sample of the first dimension by
    /// itself, apart from the layers it calls, and that it holds no parameters but those of its layers.
    /// </summary>
    /// <typeparam name="TModule">The type of module.</typeparam>
    public static void PerSample<TModule>()
        where TModule : nn.Module
        => PerSample(typeof(TModule));

    internal static void PerSample(Type type) => WithoutParameters[type] = true;

    internal static Entry? Find(Type type) => Rules.GetValueOrDefault(type);

    internal static bool IsPerSample(Type type)
        => WithoutParameters.ContainsKey(type)
            || (type.IsGenericType && WithoutParameters.ContainsKey(type.GetGenericTypeDefinition()))
            || (type.DeclaringType is { } outer && WithoutParameters.ContainsKey(outer));

    internal static NotSupportedException Missing(string path, Type type) => new(
        $"'{type.Name}'{(path.Length == 0 ? "" : $" at '{path}'")} has no batch rule. If its forward treats every sample by itself and its parameters are in "
        + $"layers with rules, declare that with BatchRules.PerSample<{type.Name}>(); else write a rule: BatchRules.Add<{type.Name}>((layer, stacked) => x => …), "
        + "with x and the result [K, batch, …] and stacked[\"weight\"] [K, …].");

    /// <summary>A rule with its type of layer left open.</summary>
    internal sealed record Entry(Func<StackedLayer, Func<Tensor, Tensor>> Make, int BatchDimension);
}
