using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using Workbench.Recurrent;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>The recurrent unit of an inference machine.</summary>
public enum RimUnit
{
    /// <summary>Gated recurrent unit, three maps of the state.</summary>
    Gru,

    /// <summary>Minimal gated unit, two.</summary>
    Mgu,

    /// <summary>Independently recurrent unit, one number a channel.</summary>
    IndRnn,
}

/// <summary>The sizes and parts of a <see cref="RecurrentInferenceMachine"/>.</summary>
public sealed record RimOptions
{
    /// <summary>F, channels of the hidden layers.</summary>
    public int Channels { get; init; } = 64;

    /// <summary>T, how often the estimate is updated.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>The recurrent unit of both recurrent layers.</summary>
    public RimUnit Unit { get; init; } = RimUnit.Gru;

    /// <summary>The factor of the gradient before it enters the network; the acceleration brings it to the size of the image.</summary>
    public double GradientScale { get; init; } = 1;

    /// <summary>Whether the network sees the gradient of the likelihood; without it only the prior is left.</summary>
    public bool SeesGradient { get; init; } = true;

    /// <summary>How convolutions continue the picture at its border.</summary>
    public PaddingModes Padding { get; init; } = PaddingModes.Replicate;
}

/// <summary>
/// Recurrent inference machine (arXiv 1706.04008; for MRI with cheap units arXiv 2012.07819): a learned iterative solver. From the
/// zero-filled image on, x_{τ+1} = x_τ + net([x_τ, g_τ], s_τ) with g_τ = Aᴴ(A x_τ − y), the same small recurrent network at every τ.
/// </summary>
/// <remarks>
/// Network: convolution 5×5 (4 → F), ReLU, recurrent unit 1×1, convolution 3×3 with dilation 2, ReLU, recurrent unit 1×1, convolution 3×3
/// (F → 2) without bias. With 64 channels 94,080 parameters (GRU), 77,568 (MGU) or 52,992 (IndRNN).
/// <code>
/// var rim = new RecurrentInferenceMachine(seed: 0, new RimOptions { Channels = 12, Steps = 6, GradientScale = 4 });
/// var estimates = rim.call(acquisition.Samples, acquisition.Operator);   // T complex images, the last one the reconstruction
/// </code>
/// </remarks>
public sealed class RecurrentInferenceMachine : nn.Module<Tensor, MriOperator, IReadOnlyList<Tensor>>
{
    private readonly Conv2d first;
    private readonly RecurrentCell firstUnit;
    private readonly Conv2d second;
    private readonly RecurrentCell secondUnit;
    private readonly Conv2d last;

    /// <summary>A machine with its own seed.</summary>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="options">Its sizes and parts.</param>
    /// <exception cref="ArgumentException">A size is out of its range.</exception>
    public RecurrentInferenceMachine(int seed, RimOptions? options = null)
        : base(nameof(RecurrentInferenceMachine))
    {
        Options = options ?? new RimOptions();
        if (Options.Channels < 1 || Options.Steps < 1)
            throw new ArgumentException($"Expected at least one channel and one step; got {Options.Channels} and {Options.Steps}.", nameof(options));
        if (!double.IsFinite(Options.GradientScale))
            throw new ArgumentException($"The factor of the gradient must be finite; got {Options.GradientScale}.", nameof(options));
        if (!Enum.IsDefined(Options.Unit))
            throw new ArgumentException($"Known units: {string.Join(", ", Enum.GetNames<RimUnit>())}; got {Options.Unit}.", nameof(options));
        var width = Options.Channels;
        first = nn.Conv2d(4, width, kernel_size: 5, padding: 2, padding_mode: Options.Padding);
        firstUnit = Unit(seed + 1);
        second = nn.Conv2d(width, width, kernel_size: 3, padding: 2, dilation: 2, padding_mode: Options.Padding);
        secondUnit = Unit(seed + 2);
        last = nn.Conv2d(width, 2, kernel_size: 3, padding: 1, bias: false, padding_mode: Options.Padding);
        RegisterComponents();
        foreach (var (convolution, i) in new[] { first, second, last }.Select((c, i) => (c, i)))
            UniformInitialisation.Apply(convolution, seed + 3 + i);
    }

    /// <summary>Its sizes and parts.</summary>
    public RimOptions Options { get; }

    /// <summary>The estimates after every update.</summary>
    /// <param name="samples">y, complex [batch, coils, height, width].</param>
    /// <param name="measurement">A.</param>
    /// <returns>T complex images [batch, height, width]; the last is the reconstruction.</returns>
    public override IReadOnlyList<Tensor> forward(Tensor samples, MriOperator measurement)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(measurement);
        var x = measurement.Adjoint(samples);
        var estimates = new Tensor[Options.Steps];
        Tensor? s1 = null, s2 = null;
        for (var i = 0; i < estimates.Length; i++)
        {
            var image = ComplexPairs.Split(x);
            var gradient = Options.SeesGradient ? ComplexPairs.Split(measurement.Gradient(x, samples)) * Options.GradientScale : torch.zeros_like(image);
            s1 = firstUnit.call(first.call(torch.cat([image, gradient], 1)).relu(), s1);
            s2 = secondUnit.call(second.call(firstUnit.Output(s1)).relu(), s2);
            x = estimates[i] = x + ComplexPairs.Join(last.call(secondUnit.Output(s2)));
        }

        return estimates;
    }

    /// <summary>The last estimate, without gradients.</summary>
    /// <param name="samples">y, complex [batch, coils, height, width].</param>
    /// <param name="measurement">A.</param>
    /// <returns>Complex [batch, height, width].</returns>
    public Tensor Reconstruct(Tensor samples, MriOperator measurement)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return call(samples, measurement)[^1].MoveToOuterDisposeScope();
    }

    private RecurrentCell Unit(int seed) => Options.Unit switch
    {
        RimUnit.Gru => new GruCell(Options.Channels, Options.Channels, seed),
        RimUnit.Mgu => new MguCell(Options.Channels, Options.Channels, seed),
        _ => new IndRnnCell(Options.Channels, Options.Channels, seed),
    };
}
