using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>How measurements are simulated.</summary>
public sealed record AcquisitionOptions
{
    /// <summary>Coils; one is taken to see all places alike.</summary>
    public int Coils { get; init; } = 4;

    /// <summary>Standard deviation of the real and of the imaginary part of the noise.</summary>
    public double Noise { get; init; } = 0.02;

    /// <summary>Standard deviation of the image's phase at its control points, in radians.</summary>
    public double Phase { get; init; } = 0.6;

    /// <summary>Draws masks [count, height, width]; a quarter of k-space with variable density when null.</summary>
    public Func<int, int, int, Generator, Tensor>? Mask { get; init; }
}

/// <summary>Images with their undersampled measurements.</summary>
/// <param name="Image">x, complex64 [batch, height, width].</param>
/// <param name="Samples">y, complex64 [batch, coils, height, width].</param>
/// <param name="Operator">A, with a mask and coils of its own for every image.</param>
public sealed record Acquisition(Tensor Image, Tensor Samples, MriOperator Operator)
{
    /// <summary>
    /// Measures magnitudes: each image gets a smooth random phase, coils, a mask and noise of its own.
    /// </summary>
    /// <param name="magnitude">Real images [batch, height, width] or [batch, 1, height, width].</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <param name="options">How to measure.</param>
    /// <exception cref="ArgumentException">The images have another shape, or a number is out of its range.</exception>
    public static Acquisition Simulate(Tensor magnitude, Generator generator, AcquisitionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(magnitude);
        ArgumentNullException.ThrowIfNull(generator);
        options ??= new AcquisitionOptions();
        if (options.Coils < 1)
            throw new ArgumentException($"Expected at least one coil; got {options.Coils}.", nameof(options));
        if (!(options.Noise >= 0 && options.Phase >= 0 && double.IsFinite(options.Noise + options.Phase)))
            throw new ArgumentException($"Noise and phase must not be negative, and finite; got {options.Noise} and {options.Phase}.", nameof(options));
        if (magnitude.is_complex() || magnitude.dim() is not (3 or 4) || (magnitude.dim() == 4 && magnitude.shape[1] != 1))
            throw new ArgumentException(
                $"Expected real images [batch, (1,) height, width]; got {magnitude.dtype} [{MriOperator.Shape(magnitude)}].", nameof(magnitude));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        if (magnitude.numel() == 0)
            throw new ArgumentException($"Expected at least one image of one pixel; got [{MriOperator.Shape(magnitude)}].", nameof(magnitude));
        // A magnitude times exp(i·phase); pixels scaled to [−1, 1] would turn into a phase of π without a word.
        if (!magnitude.ge(0).all().item<bool>())
            throw new ArgumentException($"Expected magnitudes, which are not negative; the least is {magnitude.min().to_type(ScalarType.Float64).item<double>():G4}.", nameof(magnitude));
        var device = magnitude.device;
        var real = magnitude.reshape(magnitude.shape[0], magnitude.shape[^2], magnitude.shape[^1]).to_type(ScalarType.Float32);
        var (count, height, width) = ((int)real.shape[0], (int)real.shape[1], (int)real.shape[2]);
        var image = torch.polar(real, SmoothPhase(count, 1, height, width, options.Phase, generator).squeeze(1).to(device));
        var coils = CoilSensitivities(count, options.Coils, height, width, generator).to(device);
        var mask = (options.Mask?.Invoke(count, height, width, generator) ?? SamplingMask.VariableDensity(count, height, width, 0.25, generator)).to(device);
        var measurement = new MriOperator(mask, coils);
        var noise = torch.view_as_complex(torch.randn([count, options.Coils, height, width, 2], generator: generator)).to(device) * options.Noise;
        var samples = (measurement.Forward(image) + noise) * measurement.Mask;
        return new Acquisition(
            image.MoveToOuterDisposeScope(), samples.MoveToOuterDisposeScope(),
            new MriOperator(mask.MoveToOuterDisposeScope(), coils.MoveToOuterDisposeScope()).Keep());
    }

    /// <summary>Aᴴ y, complex [batch, height, width].</summary>
    public Tensor ZeroFilled() => Operator.Adjoint(Samples);

    /// <summary>Smooth fields: a normal grid of 3×3 points, bicubic between them.</summary>
    /// <returns>float32 [count, channels, height, width].</returns>
    internal static Tensor SmoothPhase(int count, int channels, int height, int width, double scale, Generator generator) =>
        nn.functional.interpolate(
            torch.randn([count, channels, 3, 3], generator: generator) * scale, [height, width], mode: InterpolationMode.Bicubic, align_corners: true);

    /// <summary>Lobes exp(−d² / 2.5) around points on a circle through the corners of [−1, 1]², with smooth phases and unit sum of squares.</summary>
    /// <returns>complex64 [count, coils, height, width].</returns>
    internal static Tensor CoilSensitivities(int count, int coils, int height, int width, Generator generator)
    {
        using var scope = torch.NewDisposeScope();
        if (coils == 1)
            return torch.complex(torch.ones([count, 1, height, width]), torch.zeros([count, 1, height, width])).MoveToOuterDisposeScope();
        var y = torch.linspace(-1, 1, height).reshape(-1, 1);
        var x = torch.linspace(-1, 1, width).reshape(1, -1);
        var lobes = torch.stack([.. Enumerable.Range(0, coils).Select(i =>
        {
            var angle = (Math.PI / 4) + (2 * Math.PI * i / coils);
            return (-((y - (Math.Sqrt(2) * Math.Sin(angle))).square() + (x - (Math.Sqrt(2) * Math.Cos(angle))).square()) / 2.5).exp();
        })]);
        lobes = lobes / lobes.square().sum(0, keepdim: true).sqrt();
        return torch.polar(lobes.expand(count, coils, height, width).contiguous(), SmoothPhase(count, coils, height, width, 0.6, generator)).MoveToOuterDisposeScope();
    }
}
