using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    // Windows of a length; a periodic one is the symmetric one of one more point without its last, as spectra want it.
    public static Tensor bartlett_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        With(Ops.bartlett_window_periodic(len, periodic, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad);
    public static Tensor blackman_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        With(Ops.blackman_window_periodic(len, periodic, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad);
    public static Tensor hamming_window(long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        With(Ops.hamming_window_periodic_alpha_beta(len, periodic, alpha, beta, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad);
    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        With(Ops.hann_window_periodic(len, periodic, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad);
    public static Tensor kaiser_window(long len, bool periodic = true, float beta = 12.0f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        With(Ops.kaiser_window_beta(len, periodic, beta, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad);

    public static Tensor stft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
        input.stft(n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex);
    public static Tensor istft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
        input.istft(n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex);

    public partial class Tensor
    {
        /// <summary>Fourier transforms of overlapping windows of a signal, [batch?, time] → [batch?, frequency, frame(, 2)].</summary>
        public Tensor stft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
            Ops.stft_center(this, n_fft, Given(hop_length), Given(win_length), window, center, pad_mode == PaddingModes.Zeros ? "constant" : pad_mode.ToString().ToLowerInvariant(), normalized, onesided, return_complex ?? is_complex());

        /// <summary>The signal of which <see cref="stft"/> gave these spectra.</summary>
        public Tensor istft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
            Ops.istft(this, n_fft, Given(hop_length), Given(win_length), window, center, normalized, onesided, Given(length), return_complex);

        private static long? Given(long value) => value == -1 ? null : value;
    }
}
