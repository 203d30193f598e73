using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Forward-mode differentiation: tensors that carry a tangent along, x + ε·t with ε² = 0.</summary>
        public static class forward_ad
        {
            private static readonly Lock entering = new();
            private static long current = -1;

            /// <summary>Opens the level at which duals live; the tangents vanish when it is disposed.</summary>
            /// <exception cref="InvalidOperationException">A level is open already: libtorch does not nest them.</exception>
            public static dual_level dual_level() => new(Enter());

            /// <summary>A tensor with the value of <paramref name="tensor"/> and a direction, followed by every operator it goes through.</summary>
            /// <param name="tensor">The value (floating point or complex).</param>
            /// <param name="tangent">The direction, of the same shape and dtype.</param>
            /// <param name="level">A level from <see cref="forward_ad.dual_level"/>; null means the open one.</param>
            /// <exception cref="InvalidOperationException">No level is open.</exception>
            public static Tensor make_dual(Tensor tensor, Tensor tangent, long? level = null)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                ArgumentNullException.ThrowIfNull(tangent);
                long at = level ?? Volatile.Read(ref current);
                if (at < 0) throw new InvalidOperationException("Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first.");
                if (!tensor.is_floating_point() && !tensor.is_complex())
                    throw new ArgumentException($"Expected primal to be floating point or complex, but got: {tensor.dtype}", nameof(tensor));
                if (!tangent.is_floating_point() && !tangent.is_complex())
                    throw new ArgumentException($"Expected tangent to be floating point or complex, but got: {tangent.dtype}", nameof(tangent));
                return Ops._make_dual(tensor, tangent, at);
            }

            /// <summary>The value of a dual and its tangent; the tangent is null for a tensor that has none or when no level is open.</summary>
            public static UnpackedDualTensor unpack_dual(Tensor tensor, long? level = null)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                long at = level ?? Volatile.Read(ref current);
                if (at < 0) return new(tensor, null);
                var (primal, tangent) = Ops._unpack_dual(tensor, at);
                return new(primal, tangent);
            }

            private static long Enter()
            {
                lock (entering)
                {
                    if (current >= 0) throw new InvalidOperationException("Nested forward mode AD is not supported at the moment");
                    unsafe
                    {
                        long level;
                        Api.Check(Api.wb_enter_dual_level(&level));
                        return current = level;
                    }
                }
            }

            internal static void Exit(long level)
            {
                lock (entering)
                {
                    Api.Check(Api.wb_exit_dual_level(level));
                    current = -1;
                }
            }
        }

        /// <summary>An open level of forward-mode differentiation; belongs to the process, like libtorch's own.</summary>
        public sealed class dual_level : IDisposable
        {
            private long level;

            internal dual_level(long level) => this.level = level;

            /// <summary>What make_dual and unpack_dual take as their level.</summary>
            public long Level => level >= 0 ? level : throw new ObjectDisposedException(nameof(dual_level));

            public void Dispose()
            {
                if (Interlocked.Exchange(ref level, -1) is >= 0 and var open) forward_ad.Exit(open);
            }
        }

        /// <summary>The two parts of a dual.</summary>
        public readonly record struct UnpackedDualTensor(Tensor primal, Tensor? tangent);
    }
}
