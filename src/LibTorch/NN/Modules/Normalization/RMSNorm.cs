using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>Divides by the root mean square over the last dimensions (Zhang and Sennrich, arXiv:1910.07467).</summary>
    public sealed class RMSNorm : nn.Module<Tensor, Tensor>
    {
        private Parameter? ownWeight;

        internal RMSNorm(long[] normalized_shape, double? eps, bool elementwise_affine, Device? device, ScalarType? dtype) : base(nameof(RMSNorm))
        {
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            this.elementwise_affine = elementwise_affine;
            if (elementwise_affine) weight = Parameter(ones(normalized_shape, device: device, dtype: dtype));
        }

        public long[] normalized_shape { get; set; }

        /// <summary>What is added to the mean square; null means the machine epsilon of the input's dtype.</summary>
        public double? eps { get; set; }

        public bool elementwise_affine { get; set; }

        /// <summary>The scale; null without affine.</summary>
        public Parameter weight { get => ownWeight!; set => SetParameter(ref ownWeight, value, nameof(weight)); }

        /// <summary>Sets scale 1.</summary>
        public void reset_parameters()
        {
            if (ownWeight is not null) init.ones_(ownWeight);
        }

        public override Tensor forward(Tensor tensor)
            => Hooked(tensor, out var hooked) ? hooked : functional.rms_norm(tensor, normalized_shape, ownWeight, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Root-mean-square normalisation over the last dimensions.</summary>
            public static RMSNorm RMSNorm(long[] normalized_shape, double? eps = null, bool elementwise_affine = true, Device? device = null, ScalarType? dtype = null)
                => new(normalized_shape, eps, elementwise_affine, device, dtype);

            /// <summary>Root-mean-square normalisation over the last dimension.</summary>
            public static RMSNorm RMSNorm(long normalized_shape, double? eps = null, bool elementwise_affine = true, Device? device = null, ScalarType? dtype = null)
                => new([normalized_shape], eps, elementwise_affine, device, dtype);

            public static partial class functional
            {
                /// <summary>x / √(mean(x²) + eps) · weight over the last dimensions, in float32 for inputs of half precision.</summary>
                /// <param name="input">[..., normalized_shape].</param>
                /// <param name="normalized_shape">The last dimensions of the input.</param>
                /// <param name="weight">The scale, of the normalised shape.</param>
                /// <param name="eps">Null means the machine epsilon of the input's dtype.</param>
                public static Tensor rms_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, double? eps = null)
                {
                    ArgumentNullException.ThrowIfNull(input);
                    ArgumentNullException.ThrowIfNull(normalized_shape);
                    var shape = input.shape;
                    if (normalized_shape.Length == 0 || shape.Length < normalized_shape.Length || !shape.AsSpan(shape.Length - normalized_shape.Length).SequenceEqual(normalized_shape))
                        throw new ArgumentException($"Given normalized_shape=[{string.Join(", ", normalized_shape)}], expected input with shape [*, {string.Join(", ", normalized_shape)}], but got input of size [{string.Join(", ", shape)}]", nameof(input));
                    if (weight is not null && !weight.shape.AsSpan().SequenceEqual(normalized_shape))
                        throw new ArgumentException($"Expected weight to be of the shape [{string.Join(", ", normalized_shape)}], but got [{string.Join(", ", weight.shape)}]", nameof(weight));
                    using var scope = NewDisposeScope();
                    var dtype = input.dtype;
                    var x = dtype is ScalarType.Float16 or ScalarType.BFloat16 ? input.to(ScalarType.Float32) : input;
                    var dims = Enumerable.Range(1, normalized_shape.Length).Select(d => (long)-d).ToArray();
                    var scale = x.mul(x).mean(dims, keepdim: true).add(eps ?? finfo(dtype).eps).rsqrt();
                    var y = x.mul(scale);
                    if (weight is not null) y = y.mul(weight);
                    return y.to(dtype).MoveToOuterDisposeScope();
                }
            }
        }
    }
}
