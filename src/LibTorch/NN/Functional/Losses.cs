namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What becomes of the losses of single elements.</summary>
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static partial class functional
        {
            /// <summary>−log softmax(input) at the target class; the target holds class indices, or probabilities.</summary>
            /// <param name="input">Logits [N, C] or [N, C, d1, …].</param>
            /// <param name="target">Classes [N] or [N, d1, …] (int64), or probabilities of the input's shape.</param>
            /// <param name="weight">A weight for each class.</param>
            /// <param name="ignore_index">A class whose elements count for nothing.</param>
            /// <param name="reduction">Mean, sum or none.</param>
            /// <param name="label_smoothing">How much of the target is spread over all classes.</param>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0.0)
                => Ops.cross_entropy_loss(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>−input at the target class, for log-probabilities.</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => Ops.nll_loss_nd(input, target, weight, (long)reduction, -100);

            /// <summary>−t·log(x) − (1−t)·log(1−x) for probabilities x.</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean)
                => Ops.binary_cross_entropy(input, target, weight, (long)reduction);

            /// <summary>Binary cross-entropy of sigmoid(input), computed stably.</summary>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
                => Ops.binary_cross_entropy_with_logits(input, target, weight, pos_weights, (long)reduction);

            /// <summary>(input − target)².</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => Ops.mse_loss(input, target, (long)reduction);

            /// <summary>|input − target|.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => Ops.l1_loss(input, target, (long)reduction);

            /// <summary>Squared (over 2·beta) within beta, linear beyond.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0)
                => Ops.smooth_l1_loss(input, target, (long)reduction, beta);

            /// <summary>Half the square within delta, linear beyond.</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean)
                => Ops.huber_loss(input, target, (long)reduction, delta);

            /// <summary>target · (log target − input), for log-probabilities; the mean is over all elements.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean)
                => Ops.kl_div(input, target, (long)reduction, log_target);

            /// <summary>The negative log-likelihood of counts under Poisson rates.</summary>
            public static Tensor poisson_nll_loss(Tensor input, Tensor target, bool log_input = true, bool full = false,
                float eps = 1e-8f, Reduction reduction = Reduction.Mean)
                => Ops.poisson_nll_loss(input, target, log_input, full, eps, (long)reduction);

            /// <summary>The negative log-likelihood under Gaussians, summed over the elements of a sample.</summary>
            public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false,
                float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var samples = input.shape[0];
                input = input.reshape(samples, -1);
                target = target.reshape(target.shape[0], -1);
                variance = variance.reshape(samples, -1);
                if (!target.shape.AsSpan().SequenceEqual(input.shape))
                    throw new ArgumentException("input and target must have the same shape", nameof(target));
                if (variance.shape[1] != input.shape[1] && variance.shape[1] != 1)
                    throw new ArgumentException("variance has the wrong shape", nameof(variance));
                if (variance.lt(0).any().item<bool>())
                    throw new ArgumentException("variance has negative entry/entries", nameof(variance));
                // The value is limited, the gradient is that of the unlimited variance.
                variance = variance + (variance.clamp_min(eps) - variance).detach();
                var loss = 0.5 * (variance.log() + (input - target).square() / variance).sum(1);
                if (full) loss = loss + 0.5 * input.shape[1] * Math.Log(2 * Math.PI);
                return Reduce(loss, reduction).MoveToOuterDisposeScope();
            }

            /// <summary>log(1 + exp(−target · input)) for targets ±1.</summary>
            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => Ops.soft_margin_loss(input, target, (long)reduction);

            /// <summary>The losses summed or averaged as asked.</summary>
            internal static Tensor Reduce(Tensor loss, Reduction reduction) => reduction switch
            {
                Reduction.Mean => loss.mean(),
                Reduction.Sum => loss.sum(),
                _ => loss,
            };
        }
    }
}
