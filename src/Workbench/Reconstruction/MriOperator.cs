using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>
/// The measurement of parallel magnetic resonance imaging: coil i sees y_i = P F (S_i x) with coil sensitivity S_i, orthonormal
/// two-dimensional Fourier transform F and sampling mask P. Its norm is at most 1 when the sensitivities have unit sum of squares.
/// </summary>
/// <remarks>
/// k-space has zero frequency in the corner [0, 0], as an unshifted transform gives it; <see cref="SamplingMask"/> makes masks of that layout.
/// <code>
/// var a = new MriOperator(mask, coils);
/// var zeroFilled = a.Adjoint(y);
/// var gradient = a.Gradient(x, y);   // of ½‖A x − y‖², and of −ln p(y | x) for noise of variance 1
/// </code>
/// </remarks>
public sealed class MriOperator
{
    private readonly Tensor mask;
    private readonly Tensor conjugate;
    private readonly long? images;

    /// <summary>An operator.</summary>
    /// <param name="mask">P, 0 or 1, [height, width] or one an image [batch, height, width].</param>
    /// <param name="coils">S, complex, [coils, height, width] or [batch, coils, height, width]; null is one coil that sees all alike.</param>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public MriOperator(Tensor mask, Tensor? coils = null)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.dim() is not (2 or 3) || mask.is_complex())
            throw new ArgumentException($"Expected a real mask [height, width] or [batch, height, width]; got {mask.dtype} [{Shape(mask)}].", nameof(mask));
        (Height, Width) = (mask.shape[^2], mask.shape[^1]);
        if (coils is not null && (!coils.is_complex() || coils.dim() is not (3 or 4) || coils.shape[^2] != Height || coils.shape[^1] != Width))
            throw new ArgumentException($"Expected complex sensitivities [(batch,) coils, {Height}, {Width}]; got {coils.dtype} [{Shape(coils)}].", nameof(coils));
        if (coils is not null && coils.device.ToString() != mask.device.ToString())
            throw new ArgumentException($"Expected sensitivities on the mask's device, {mask.device}; they are on {coils.device}.", nameof(coils));
        if (mask.dim() == 3 && coils?.dim() == 4 && coils.shape[0] != mask.shape[0])
            throw new ArgumentException($"Expected sensitivities for the {mask.shape[0]} images of the mask; got {coils.shape[0]}.", nameof(coils));
        images = mask.dim() == 3 ? mask.shape[0] : coils?.dim() == 4 ? coils.shape[0] : null;
        this.mask = mask.dim() == 2 ? mask : mask.unsqueeze(1);
        Coils = coils ?? torch.complex(torch.ones([1, Height, Width], device: mask.device), torch.zeros([1, Height, Width], device: mask.device));
        conjugate = Coils.conj();
    }

    /// <summary>S, complex, [(batch,) coils, height, width].</summary>
    public Tensor Coils { get; }

    /// <summary>P, [height, width] or [batch, 1, height, width].</summary>
    public Tensor Mask => mask;

    /// <summary>Rows of an image.</summary>
    public long Height { get; }

    /// <summary>Columns of an image.</summary>
    public long Width { get; }

    /// <summary>A x.</summary>
    /// <param name="image">x, complex [batch, height, width].</param>
    /// <returns>Complex [batch, coils, height, width], 0 where nothing is sampled.</returns>
    /// <exception cref="ArgumentException">x has another shape or is real.</exception>
    public Tensor Forward(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.is_complex() || image.dim() != 3 || image.shape[1] != Height || image.shape[2] != Width || image.shape[0] != (images ?? image.shape[0]))
            throw new ArgumentException($"Expected complex images [{Batch}, {Height}, {Width}]; got {image.dtype} [{Shape(image)}].", nameof(image));
        return torch.fft.fft2(Coils * image.unsqueeze(1), norm: FFTNormType.Ortho) * mask;
    }

    /// <summary>Aᴴ y = Σ_i conj(S_i) F⁻¹ P y_i: the zero-filled reconstruction of samples.</summary>
    /// <param name="samples">y, complex [batch, coils, height, width].</param>
    /// <returns>Complex [batch, height, width].</returns>
    /// <exception cref="ArgumentException">y has another shape or is real.</exception>
    public Tensor Adjoint(Tensor samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (!samples.is_complex() || samples.dim() != 4 || samples.shape[1] != Coils.shape[^3] || samples.shape[2] != Height || samples.shape[3] != Width
            || samples.shape[0] != (images ?? samples.shape[0]))
            throw new ArgumentException(
                $"Expected complex samples [{Batch}, {Coils.shape[^3]}, {Height}, {Width}]; got {samples.dtype} [{Shape(samples)}].", nameof(samples));
        return (conjugate * torch.fft.ifft2(samples * mask, norm: FFTNormType.Ortho)).sum(1);
    }

    /// <summary>The gradient of the negative log-likelihood under Gaussian noise, Aᴴ(A x − y) / σ², with respect to Re x and Im x.</summary>
    /// <param name="image">x, complex [batch, height, width].</param>
    /// <param name="samples">y, complex [batch, coils, height, width].</param>
    /// <param name="noise">σ, positive.</param>
    /// <returns>Complex [batch, height, width]: real part for Re x, imaginary part for Im x.</returns>
    public Tensor Gradient(Tensor image, Tensor samples, double noise = 1)
    {
        RequirePositive(noise);
        var gradient = Adjoint(Residual(image, samples));
        return noise == 1 ? gradient : gradient / (noise * noise);
    }

    /// <summary>The negative log-likelihood under Gaussian noise up to a constant, ‖A x − y‖² / 2σ², of each image.</summary>
    /// <param name="image">x, complex [batch, height, width].</param>
    /// <param name="samples">y, complex [batch, coils, height, width].</param>
    /// <param name="noise">σ, positive.</param>
    /// <returns>[batch].</returns>
    public Tensor NegativeLogLikelihood(Tensor image, Tensor samples, double noise = 1)
    {
        RequirePositive(noise);
        return Residual(image, samples).view_as_real().square().sum([1, 2, 3, 4]) / (2 * noise * noise);
    }

    /// <summary>Takes the tensors that it made itself out of the scope it was made in.</summary>
    internal MriOperator Keep()
    {
        mask.MoveToOuterDisposeScope();
        conjugate.MoveToOuterDisposeScope();
        return this;
    }

    internal static string Shape(Tensor tensor) => string.Join(", ", tensor.shape);

    private string Batch => images?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "batch";

    /// <summary>A x − y. One image against many samples would be subtracted from each without a word.</summary>
    private Tensor Residual(Tensor image, Tensor samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var measured = Forward(image);
        return samples.is_complex() && samples.shape.SequenceEqual(measured.shape)
            ? measured - samples
            : throw new ArgumentException($"Expected complex samples [{Shape(measured)}]; got {samples.dtype} [{Shape(samples)}].", nameof(samples));
    }

    private static void RequirePositive(double noise)
    {
        if (!(noise > 0 && double.IsFinite(noise)))
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "The standard deviation of the noise must be positive and finite.");
    }
}
