using TorchSharp.Native;

namespace TorchSharp
{
    /// <summary>What happens when an operator has no deterministic algorithm.</summary>
    public enum DebugMode
    {
        @default = 0,
        warn = 1,
        error = 2,
    }

    public static partial class torch
    {
        /// <summary>Asks for deterministic algorithms everywhere; operators that have none throw, or warn on standard error.</summary>
        /// <returns>What brings the former setting back when it is disposed; ignoring it makes the switch permanent.</returns>
        public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false)
        {
            var former = new DeterminismScope(Api.wb_get_deterministic(), Api.wb_get_deterministic_warn_only());
            Api.Check(Api.wb_set_deterministic(mode, warn_only));
            return former;
        }

        public static bool are_deterministic_algorithms_enabled() => Api.wb_get_deterministic();

        public static bool is_deterministic_algorithms_warn_only_enabled() => Api.wb_get_deterministic_warn_only();

        /// <inheritdoc cref="use_deterministic_algorithms"/>
        public static IDisposable set_deterministic_debug_mode(DebugMode mode) =>
            use_deterministic_algorithms(mode != DebugMode.@default, mode == DebugMode.warn);

        public static DebugMode get_deterministic_debug_mode() =>
            !Api.wb_get_deterministic() ? DebugMode.@default : Api.wb_get_deterministic_warn_only() ? DebugMode.warn : DebugMode.error;

        private sealed class DeterminismScope(bool mode, bool warnOnly) : IDisposable
        {
            public void Dispose() => Api.Check(Api.wb_set_deterministic(mode, warnOnly));
        }

        /// <summary>Switches of the libraries behind libtorch, for the whole process.</summary>
        public static partial class backends
        {
            public static partial class cuda
            {
                public static partial class matmul
                {
                    /// <summary>Whether float32 products may use TensorFloat-32 (10 bits of mantissa).</summary>
                    public static bool allow_tf32
                    {
                        get => Api.wb_get_tf32_matmul();
                        set => Api.wb_set_tf32(value, Api.wb_get_tf32_cudnn());
                    }

                    /// <summary>Whether float16 products may be summed in float16.</summary>
                    public static bool allow_fp16_reduced_precision_reduction { get => Api.Get(Flag.Fp16Reduction); set => Api.Set(Flag.Fp16Reduction, value); }

                    /// <summary>Whether bfloat16 products may be summed in bfloat16; needs libtorch ≥ 2.0.</summary>
                    public static bool allow_bf16_reduced_precision_reduction { get => Api.Get(Flag.Bf16Reduction); set => Api.Set(Flag.Bf16Reduction, value); }
                }

                public static bool flash_sdp_enabled() => Api.Get(Flag.FlashAttention);
                public static void enable_flash_sdp(bool enable) => Api.Set(Flag.FlashAttention, enable);
                public static bool math_sdp_enabled() => Api.Get(Flag.MathAttention);
                public static void enable_math_sdp(bool enable) => Api.Set(Flag.MathAttention, enable);
            }

            public static partial class cudnn
            {
                /// <summary>Whether float32 convolutions may use TensorFloat-32.</summary>
                public static bool allow_tf32
                {
                    get => Api.wb_get_tf32_cudnn();
                    set => Api.wb_set_tf32(Api.wb_get_tf32_matmul(), value);
                }

                /// <summary>Whether only deterministic convolution algorithms are used.</summary>
                public static bool deterministic { get => Api.Get(Flag.CudnnDeterministic); set => Api.Set(Flag.CudnnDeterministic, value); }

                /// <summary>Whether algorithms are timed for each new shape and the fastest is kept.</summary>
                public static bool benchmark { get => Api.Get(Flag.CudnnBenchmark); set => Api.Set(Flag.CudnnBenchmark, value); }

                public static bool enabled { get => Api.Get(Flag.CudnnEnabled); set => Api.Set(Flag.CudnnEnabled, value); }

                public static bool is_available() => Api.wb_cudnn_is_available();
            }
        }
    }
}
