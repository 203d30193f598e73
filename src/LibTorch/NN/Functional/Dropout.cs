namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Zeroes elements with probability p and scales the rest by 1/(1−p).</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => inplace ? Ops.dropout_(input, Probability(p), training).alias() : Ops.dropout(input, Probability(p), training);

            /// <summary>Zeroes whole channels of [N, C, L] or [C, L] with probability p.</summary>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => Channels(input, 2, p, training, inplace);

            /// <summary>Zeroes whole channels of [N, C, H, W] with probability p.</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => inplace ? Ops.feature_dropout_(input, Probability(p), training).alias() : Ops.feature_dropout(input, Probability(p), training);

            /// <summary>Zeroes whole channels of [N, C, D, H, W] or [C, D, H, W] with probability p.</summary>
            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => Channels(input, 4, p, training, inplace);

            /// <summary>Dropout that keeps mean and variance of SELU activations (Klambauer et al., arXiv:1706.02515).</summary>
            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false)
                => inplace ? Ops.alpha_dropout_(input, Probability(p), training).alias() : Ops.alpha_dropout(input, Probability(p), training);

            /// <summary>Alpha dropout of whole channels.</summary>
            public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false)
                => inplace ? Ops.feature_alpha_dropout_(input, Probability(p), training).alias()
                    : Ops.feature_alpha_dropout(input, Probability(p), training);

            internal static double Probability(double p) => p is >= 0 and <= 1 ? p
                : throw new ArgumentException($"dropout probability has to be between 0 and 1, but got {p}", nameof(p));

            // The operator takes the first dimension for the batch; an input without one gets it for the moment.
            private static Tensor Channels(Tensor input, int withoutBatch, double p, bool training, bool inplace)
            {
                if (input.ndim != withoutBatch) return dropout2d(input, p, training, inplace);
                using var batch = input.unsqueeze(0);
                using var result = dropout2d(batch, p, training, inplace);
                return result.squeeze(0);
            }
        }
    }
}
