using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>What lies beyond the border of an image.</summary>
    public enum PaddingModes
    {
        Zeros = 0,
        Reflect = 1,
        Replicate = 2,
        Circular = 3,
        Constant = 4,
    }

    /// <summary>Padding of a convolution by its effect: none, or what keeps the size.</summary>
    public enum Padding
    {
        Valid = 0,
        Same = 1,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Base of the convolutions: weights, their initialisation, and padding.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        protected Parameter? _bias;
        protected Parameter? _weight;

        protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding,
            Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias,
            PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null) : base(name)
        {
            Require.NotNegative(in_channels);
            Require.NotNegative(out_channels);
            Require.Positive(kernel_size);
            Require.Positive(stride);
            Require.NotNegative(padding);
            Require.Positive(dilation);
            Require.NotNegative(output_padding);
            if (transposed && padding_mode != PaddingModes.Zeros)
                throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND", nameof(padding_mode));
            if (groups <= 0) throw new ArgumentException($"groups must be positive, got {groups}", nameof(groups));
            if (in_channels % groups != 0)
                throw new ArgumentException($"in_channels ({in_channels}) must be divisible by groups ({groups})", nameof(in_channels));
            if (out_channels % groups != 0)
                throw new ArgumentException($"out_channels ({out_channels}) must be divisible by groups ({groups})",
                    nameof(out_channels));
            this.in_channels = in_channels;
            this.out_channels = out_channels;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.dilation = dilation;
            this.transposed = transposed;
            this.output_padding = output_padding;
            this.groups = groups;
            this.padding_mode = padding_mode;
            if (padding_type is { } named) SetPadding(named);
            else SetPadding(padding ?? new long[kernel_size.Length]);

            long[] channels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
            weight = nn.Parameter(empty([.. channels, .. kernel_size], device: device, dtype: dtype));
            if (bias) this.bias = nn.Parameter(empty(out_channels, device: device, dtype: dtype));
            reset_parameters();
        }

        public long in_channels { get; }
        public long out_channels { get; }
        public bool transposed { get; }
        public Padding? padding_type { get; private set; }
        public long[]? padding { get; private set; }
        public PaddingModes padding_mode { get; set; }
        public long groups { get; set; }
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] dilation { get; set; }
        public long[] output_padding { get; set; }

        /// <summary>[out, in/groups, kernel…]; transposed: [in, out/groups, kernel…].</summary>
        public Parameter weight { get => _weight!; set => SetParameter(ref _weight, value, nameof(weight)); }

        /// <summary>[out], or null.</summary>
        public Parameter? bias { get => _bias; set => SetParameter(ref _bias, value, nameof(bias)); }

        /// <summary>Draws the weights anew: He uniform with slope √5, the bias uniform in ±1/√(fan in).</summary>
        public void reset_parameters()
        {
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            nn.init.BiasOf(bias, weight);
        }

        /// <summary>Sets the padding of each spatial dimension.</summary>
        public void SetPadding(long[] padding)
        {
            padding_type = null;
            this.padding = padding;
        }

        /// <summary>Sets the padding by its effect.</summary>
        public void SetPadding(Padding padding)
        {
            if (transposed) throw new ArgumentException("Cannot set padding type on ConvTransposeND", nameof(padding));
            if (padding == Padding.Same && stride.Any(step => step != 1))
                throw new ArgumentException("padding='same' is not supported for strided convolutions", nameof(padding));
            this.padding = null;
            padding_type = padding;
        }

        /// <summary>Whether the input is [N, C, …] or [C, …] with the right number of channels and spatial dimensions.</summary>
        protected bool ValidateShape(Tensor input, long dimensions)
        {
            var shape = input.shape;
            return (shape.Length == dimensions + 2 && shape[1] == in_channels) ||
                (shape.Length == dimensions + 1 && shape[0] == in_channels);
        }

        private protected void CheckShape(Tensor input)
        {
            var dimensions = kernel_size.Length;
            if (!ValidateShape(input, dimensions))
                throw new ArgumentException($"Expected {dimensions + 1}D (unbatched) or {dimensions + 2}D (batched) input with " +
                    $"{in_channels} channels to {GetName()}, got shape [{string.Join(", ", input.shape)}].", nameof(input));
        }

        /// <summary>The padding as <c>functional.pad</c> takes it: before and after, from the last dimension to the first.</summary>
        protected long[] _reversed_padding_repeated_twice
        {
            get
            {
                var dimensions = kernel_size.Length;
                var amounts = new long[2 * dimensions];
                for (var d = 0; d < dimensions; d++)
                {
                    var total = padding is not null ? 2 * padding[d]
                        : padding_type == Padding.Same ? dilation[d] * (kernel_size[d] - 1) : 0;
                    var place = 2 * (dimensions - 1 - d);
                    amounts[place] = total / 2;
                    amounts[place + 1] = total - total / 2;
                }
                return amounts;
            }
        }

        /// <summary>The input padded as the mode demands, for the modes that the convolution itself does not know.</summary>
        private protected Tensor Pad(Tensor input) => nn.functional.pad(input, _reversed_padding_repeated_twice, padding_mode);
    }

    /// <summary>Base of the transposed convolutions.</summary>
    public abstract class ConvolutionTranspose : Convolution
    {
        protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride,
            long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias,
            PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
            : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding,
                groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) => Hooked(input, out var hooked) ? hooked : forward(input, null);

        /// <summary>As <see cref="forward(Tensor)"/>, with a wanted output size, as one size can come from several.</summary>
        public abstract Tensor forward(Tensor input, long[]? output_size);

        /// <summary>What to add at one side of the output to reach the wanted size.</summary>
        /// <exception cref="ArgumentException">No padding reaches that size.</exception>
        protected long[] _output_padding(Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long num_spatial_dims)
        {
            CheckShape(input);
            if (output_size is null) return output_padding;
            var dimensions = (int)num_spatial_dims;
            var shape = input.shape;
            var before = shape.Length - dimensions;
            if (output_size.Length == shape.Length) output_size = output_size[before..];
            if (output_size.Length != dimensions)
                throw new ArgumentException($"{GetName()}: for {shape.Length}D input, output_size must have {dimensions} or " +
                    $"{shape.Length} elements (got {output_size.Length})", nameof(output_size));
            var result = new long[dimensions];
            for (var d = 0; d < dimensions; d++)
            {
                var least = (shape[d + before] - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel_size[d] - 1) + 1;
                if (output_size[d] < least || output_size[d] > least + stride[d] - 1)
                    throw new ArgumentException($"Requested an output size of {output_size[d]} in dimension {d}, but valid sizes " +
                        $"range from {least} to {least + stride[d] - 1}", nameof(output_size));
                result[d] = output_size[d] - least;
            }
            return result;
        }
    }
}
