using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// Activations of one pass over memory on a GPU, forward and backward, compiled from source when they are first called: GoLU, SmeLU and Padé
/// units, in float32, float64, float16 and bfloat16 (the last two computed in float32). libtorch's own operators, Mish among them, are one pass
/// already. The result has the input's dtype within <c>autocast</c> too. Compilation is not recorded into a CUDA graph: a warm-up call comes first.
/// </summary>
public static class CudaKernels
{
    /// <summary>The environment variable that switches them on where it is <c>1</c>.</summary>
    public const string Variable = "WORKBENCH_CUDA_KERNELS";

    /// <summary>Whether CUDA tensors go through them; else, and where <see cref="Failure"/> is set, through composed operators.</summary>
    public static bool Enabled { get; set; } = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Why they were given up for the rest of the process; null while they work, or were not tried.</summary>
    public static string? Failure { get; internal set; }

    /// <summary>Runs a source on tensors with numbers and the address of coefficients; replaced where there is no GPU.</summary>
    internal static Func<CudaSource, IReadOnlyList<Tensor>, IReadOnlyList<double>, long, Tensor[]> Launch { get; set; } = LaunchOnDevice;

    internal static bool Applies(Tensor x)
        => x.device_type == DeviceType.CUDA && Enabled && Failure is null
            && x.dtype is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16;

    internal static Tensor Apply(Tensor x, CudaActivation activation, double[] numbers, Func<Tensor, Tensor> composed)
        => Try(() => CudaFunction.apply(x, activation, numbers, composed)) ?? composed(x);

    /// <summary>What the kernels give; null when they do not run, which is told once.</summary>
    internal static T? Try<T>(Func<T> run)
        where T : class
    {
        try
        {
            return run();
        }
        catch (Exception error) when (IsRefusal(error))
        {
            if (Failure is not null)
                return null;
            // A compiler's message comes after the whole program.
            Failure = error.Message.Length <= 400 ? error.Message : "… " + error.Message[^400..];
            Console.Error.WriteLine($"Fused CUDA kernels are left out, operators are composed instead: {Failure}");
            return null;
        }
    }

#if LIBTORCH
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<CudaSource, cuda.jiterator.JittedFunction> Functions = new();

    private static bool IsRefusal(Exception error) => error is NotSupportedException or ExternalException and not TorchOutOfMemoryException;

    private static Tensor[] LaunchOnDevice(CudaSource source, IReadOnlyList<Tensor> inputs, IReadOnlyList<double> numbers, long address)
    {
        var function = Functions.GetOrAdd(source, static s =>
        {
            var named = Enumerable.Range(0, s.Numbers).Select(i => (Name(i), (Scalar)0.0)).Concat(s.HasAddress ? [("address", (Scalar)0L)] : Array.Empty<(string, Scalar)>()).ToArray();
            return s.ByReference ? cuda.jiterator._create_multi_output_jit_fn(s.Text, s.Outputs, named) : cuda.jiterator._create_jit_fn(s.Text, named);
        });
        var values = new (string, Scalar)[source.Numbers + (source.HasAddress ? 1 : 0)];
        for (var i = 0; i < source.Numbers; i++)
            values[i] = (Name(i), numbers[i]);
        if (source.HasAddress)
            values[^1] = ("address", address);
        return function.call_all(inputs, values);
    }

    private static string Name(int index) => "n" + index;
#else
    private static bool IsRefusal(Exception error) => error is NotSupportedException or ExternalException;

    private static Tensor[] LaunchOnDevice(CudaSource source, IReadOnlyList<Tensor> inputs, IReadOnlyList<double> numbers, long address)
        => throw new NotSupportedException("TorchSharp does not compile CUDA kernels.");
#endif
}
