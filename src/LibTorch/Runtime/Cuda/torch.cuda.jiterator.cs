using System.Text;
using System.Text.RegularExpressions;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class cuda
    {
        /// <summary>
        /// Elementwise operations from CUDA source, compiled by NVRTC when they are first called on a device with a dtype, and kept on disk
        /// (<c>PYTORCH_KERNEL_CACHE_PATH</c>). float16 and bfloat16 are computed in float32. Not differentiable: wrap one in an
        /// <see cref="autograd.SingleTensorFunction{T}"/>. Call one once before it is recorded into a <see cref="CUDAGraph"/>.
        /// </summary>
        public static partial class jiterator
        {
            private const int MostTensors = 8;

            /// <summary>An operation that returns one value.</summary>
            /// <param name="code_string">
            /// <c>template &lt;typename T&gt; T name(T x, T y, T alpha) { return ::exp(x) + alpha * y; }</c>: tensors first, then numbers. Templates
            /// before the last one may help it. T is the tensors' common dtype.
            /// </param>
            /// <param name="kwargs">The numbers by name, in the order of the source, with their defaults.</param>
            /// <exception cref="ArgumentException">There is no function template in the source.</exception>
            public static JittedFunction _create_jit_fn(string code_string, params (string name, Scalar value)[] kwargs) => new(code_string, false, 1, kwargs);

            /// <summary>An operation that writes one or more values to references.</summary>
            /// <param name="code_string"><c>template &lt;typename T&gt; void name(T x, T alpha, T&amp; first, T&amp; second) { … }</c>: tensors, numbers, outputs.</param>
            /// <param name="num_outputs">How many, at most 8.</param>
            /// <param name="kwargs">The numbers by name, in the order of the source, with their defaults.</param>
            /// <exception cref="ArgumentException">There is no function template in the source.</exception>
            /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 output or more than 8.</exception>
            public static JittedFunction _create_multi_output_jit_fn(string code_string, int num_outputs, params (string name, Scalar value)[] kwargs) =>
                new(code_string, true, num_outputs, kwargs);

            [GeneratedRegex(@"template\s*<[^<>]*>\s*\w+\s+(\w+)\s*\(", RegexOptions.RightToLeft)]
            private static partial Regex Entry();

            /// <summary>An elementwise operation that is compiled for the device when it is called.</summary>
            public sealed class JittedFunction
            {
                private readonly byte[] code, entry;
                private readonly bool byReference;
                private readonly (string Name, Scalar Value)[] defaults;

                internal JittedFunction(string code, bool byReference, int outputs, (string name, Scalar value)[] kwargs)
                {
                    ArgumentNullException.ThrowIfNull(code, "code_string");
                    ArgumentNullException.ThrowIfNull(kwargs);
                    if (outputs is < 1 or > MostTensors) throw new ArgumentOutOfRangeException("num_outputs", outputs, $"expected 1 to {MostTensors} outputs");
                    var match = Entry().Match(code);
                    if (!match.Success) throw new ArgumentException($"Expected 'template <typename T> T name(T x, …) {{ … }}', got: {code}", "code_string");
                    this.code = Encoding.UTF8.GetBytes(code + "\0");
                    (kernel_name, num_outputs, this.byReference, defaults) = (match.Groups[1].Value, outputs, byReference, kwargs);
                    entry = Encoding.UTF8.GetBytes(kernel_name + "\0");
                }

                /// <summary>The name of the source's last function.</summary>
                public string kernel_name { get; }

                /// <summary>How many tensors a call makes.</summary>
                public int num_outputs { get; }

                /// <summary>The operation on tensors that broadcast together; the result of the first output.</summary>
                /// <param name="tensors">1 to 8 on one CUDA device, of any strides.</param>
                /// <param name="kwargs">Numbers that differ from their defaults.</param>
                /// <inheritdoc cref="call_all"/>
                public Tensor call(IReadOnlyList<Tensor> tensors, params (string name, Scalar value)[] kwargs)
                {
                    if (num_outputs > 1) throw new InvalidOperationException($"{kernel_name} has {num_outputs} outputs: use call_all");
                    return call_all(tensors, kwargs)[0];
                }

                /// <summary>The operation on tensors that broadcast together: a tensor for each output.</summary>
                /// <param name="tensors">1 to 8 on one CUDA device, of any strides.</param>
                /// <param name="kwargs">Numbers that differ from their defaults.</param>
                /// <exception cref="NotSupportedException">There is no CUDA device, or the native shim was built without CUDA's headers.</exception>
                /// <exception cref="ArgumentException">There are too few or too many tensors, or one is not on CUDA, or a number is not declared.</exception>
                /// <exception cref="TorchException">The source does not compile: the message is the whole program and then the compiler's.</exception>
                public Tensor[] call_all(IReadOnlyList<Tensor> tensors, params (string name, Scalar value)[] kwargs)
                {
                    ArgumentNullException.ThrowIfNull(tensors);
                    ArgumentNullException.ThrowIfNull(kwargs);
                    NeedDevice();
                    NeedHeaders("torch.cuda.jiterator");
                    if (tensors.Count is < 1 or > MostTensors) throw new ArgumentException($"expected 1 to {MostTensors} tensors, got {tensors.Count}", nameof(tensors));
                    var handles = new nint[tensors.Count];
                    for (int i = 0; i < handles.Length; i++)
                    {
                        ArgumentNullException.ThrowIfNull(tensors[i], nameof(tensors));
                        if (tensors[i].device_type != DeviceType.CUDA) throw new ArgumentException($"expected tensors on CUDA, got one on {tensors[i].device}", nameof(tensors));
                        handles[i] = tensors[i].Handle;
                    }
                    // A complex number travels as two parts beside its value.
                    var parts = stackalloc double[2 * defaults.Length + 1];
                    var numbers = new Value[defaults.Length];
                    for (int i = 0; i < numbers.Length; i++) numbers[i] = Value.Of(defaults[i].Value, parts + 2 * i);
                    foreach (var (name, value) in kwargs)
                    {
                        int place = Array.FindIndex(defaults, d => d.Name == name);
                        if (place < 0) throw new ArgumentException($"{name} is not declared in the definition of {kernel_name}", nameof(kwargs));
                        numbers[place] = Value.Of(value, parts + 2 * place);
                    }
                    var results = new Result[num_outputs];
                    fixed (byte* source = code, name = entry)
                    fixed (nint* inputs = handles)
                    fixed (Value* extra = numbers)
                    fixed (Result* outputs = results)
                        Api.Check(Api.wb_cuda_jit(source, name, inputs, handles.Length, extra, numbers.Length, byReference, outputs, results.Length));
                    GC.KeepAlive(tensors);
                    return [.. results.Select(result => Handles.Take(result))];
                }
            }
        }
    }
}
