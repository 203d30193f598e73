namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills weights in place, with the same draws from the same generator state as PyTorch.</summary>
        public static partial class init
        {
            /// <summary>What follows the layer; sets the gain.</summary>
            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10,
            }

            /// <summary>Whether to keep the variance of the forward pass (inputs) or of the backward pass (outputs).</summary>
            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            /// <summary>The factor on the standard deviation that keeps the variance through a nonlinearity.</summary>
            /// <param name="nonlinearity">The nonlinearity after the layer.</param>
            /// <param name="param">For leaky ReLU: its slope (0 means PyTorch's default of 0.01).</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            /// <summary>Inputs and outputs of a unit of a weight [out, in, kernel…], counting the receptive field.</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException(
                        "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions", nameof(tensor));
                var field = 1L;
                foreach (var size in shape.AsSpan(2)) field *= size;
                return (shape[1] * field, shape[0] * field);
            }

            private static long Fan(Tensor tensor, FanInOut mode)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return mode == FanInOut.FanIn ? fanIn : fanOut;
            }

            /// <summary>He initialisation: uniform in ±gain · √(3 / fan).</summary>
            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode));
                return tensor.numel() == 0 ? tensor : uniform_(tensor, -bound, bound);
            }

            /// <summary>He initialisation: normal with standard deviation gain / √fan.</summary>
            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
                => tensor.numel() == 0 ? tensor
                    : normal_(tensor, 0, calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)));

            /// <summary>Glorot initialisation: uniform in ±gain · √(6 / (fan in + fan out)).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var bound = Math.Sqrt(3) * gain * Math.Sqrt(2.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound);
            }

            /// <inheritdoc cref="xavier_uniform_"/>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            /// <summary>Glorot initialisation: normal with standard deviation gain · √(2 / (fan in + fan out)).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            /// <inheritdoc cref="xavier_normal_"/>
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            /// <summary>The draws with which PyTorch fills the bias of a linear or convolution layer.</summary>
            internal static void BiasOf(Tensor? bias, Tensor weight)
            {
                if (bias is null) return;
                var (fanIn, _) = CalculateFanInAndFanOut(weight);
                if (fanIn == 0) return;
                var bound = 1 / Math.Sqrt(fanIn);
                uniform_(bias, -bound, bound);
            }
        }
    }
}
