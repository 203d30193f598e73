namespace Workbench.Activations;

/// <summary>What one thread of a GPU computes for one entry, as a C++ function template; libtorch makes the kernel around it.</summary>
/// <param name="text">The template: values of tensors first, then numbers, then, <paramref name="byReference"/>, the outputs.</param>
/// <param name="inputs">Tensors, at most <see cref="Most"/>.</param>
/// <param name="numbers">Numbers after them.</param>
/// <param name="outputs">Tensors that come out, at most <see cref="Most"/>.</param>
/// <param name="byReference">Whether the outputs are written to references; else the one output is returned.</param>
/// <param name="hasAddress">Whether the address of a vector of coefficients follows the numbers.</param>
internal sealed class CudaSource(string text, int inputs, int numbers, int outputs = 1, bool byReference = false, bool hasAddress = false)
{
    /// <summary>The most tensors that a kernel takes, and makes.</summary>
    public const int Most = 8;

    public string Text => text;

    public int Inputs => inputs;

    public int Numbers => numbers;

    public int Outputs => outputs;

    public bool ByReference => byReference;

    public bool HasAddress => hasAddress;
}

/// <summary>An activation as CUDA source: its value, and its slope times the gradient from above.</summary>
internal sealed record CudaActivation(CudaSource Value, CudaSource Gradient)
{
    /// <summary>GoLU of the numbers α, ln β, γ and the largest exponent, as <see cref="GoluKernel"/>.</summary>
    public static CudaActivation Golu { get; } = new(
        new("""
            template <typename T> T golu(T x, T alpha, T log_beta, T gamma, T limit) {
                T exponent = log_beta - gamma * x;
                T t = ::exp(exponent > limit ? limit : exponent);
                return alpha * x * ::exp(-t);
            }
            """, 1, 4),
        new("""
            template <typename T> T golu_gradient(T x, T upstream, T alpha, T log_beta, T gamma, T limit) {
                T exponent = log_beta - gamma * x;
                T t = ::exp(exponent > limit ? limit : exponent);
                T gate = ::exp(-t);
                // Where the exponent stops, t does not change with x.
                return upstream * (alpha * (gate + (exponent > limit ? T(0) : gamma * x * (gate * t))));
            }
            """, 2, 4));

    /// <summary>SmeLU of the number β, as <see cref="SmeluKernel"/>.</summary>
    public static CudaActivation Smelu { get; } = new(
        new("""
            template <typename T> T smelu(T x, T beta) {
                T width = beta + beta;
                T risen = x + beta;
                risen = risen < T(0) ? T(0) : risen > width ? width : risen;
                return risen * risen / (width + width) + (x > beta ? x - beta : T(0));
            }
            """, 1, 1),
        new("""
            template <typename T> T smelu_gradient(T x, T upstream, T beta) {
                T width = beta + beta;
                T risen = x + beta;
                risen = risen < T(0) ? T(0) : risen > width ? width : risen;
                return upstream * (risen / width);
            }
            """, 2, 1));
}
