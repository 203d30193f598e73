namespace TorchSharp;

public static partial class torch
{
    /// <summary>Probability distributions, the constraints of their parameters and the transforms between them.</summary>
    public static partial class distributions
    {
        /// <summary>
        /// A batch of probability distributions of one family. A sample has the shape sample shape + <see cref="batch_shape"/> + <see cref="event_shape"/>;
        /// densities and moments are of the batch's shape. A distribution keeps its parameters whatever scope they were made in and frees them on disposal;
        /// the generator that it draws from is its caller's and is left alone.
        /// </summary>
        public abstract partial class Distribution : IDisposable
        {
            /// <summary>The Euler–Mascheroni constant γ.</summary>
            protected const double euler_constant = 0.57721566490153286061;

            /// <summary>Where samples are drawn from; the default generator if none was given.</summary>
            protected Generator? generator;

            public Distribution(Generator? generator, long[]? batch_shape = null, long[]? event_shape = null)
                : this(generator, new Size(batch_shape ?? []), new Size(event_shape ?? [])) { }

            public Distribution(Generator? generator, Size batch_shape, Size? event_shape = null)
            {
                this.generator = generator;
                _init(batch_shape, event_shape);
            }

            /// <summary>Sets the shapes, for constructors that know them late.</summary>
            protected void _init(Size? batch_shape = null, Size? event_shape = null) =>
                (this.batch_shape, this.event_shape) = (batch_shape ?? Size.Empty, event_shape ?? Size.Empty);

            /// <summary>The shape of the independent, differently parametrised distributions in this object.</summary>
            public Size batch_shape { get; protected set; }
            /// <summary>The shape of one draw from one of them: empty if it is a number.</summary>
            public Size event_shape { get; protected set; }

            /// <summary>The expected value.</summary>
            public abstract Tensor mean { get; }
            /// <summary>The most probable value.</summary>
            /// <exception cref="NotImplementedException">No closed form is known for this family.</exception>
            public virtual Tensor mode => throw Missing(nameof(mode));
            /// <summary>The variance of each component.</summary>
            public abstract Tensor variance { get; }
            /// <summary>The square root of the variance.</summary>
            public virtual Tensor stddev => WrappedTensorDisposeScope(() => variance.sqrt());

            /// <summary>Independent draws through which no gradient flows, of shape <paramref name="sample_shape"/> + batch shape + event shape.</summary>
            public virtual Tensor sample(params long[] sample_shape)
            {
                using var _ = no_grad();
                return rsample(sample_shape);
            }

            /// <inheritdoc cref="sample(long[])"/>
            public Tensor sample(Size sample_shape) => sample(sample_shape.Shape);

            /// <summary>Draws written as a differentiable function of the parameters, where the family allows it; shape as of <see cref="sample(long[])"/>.</summary>
            public abstract Tensor rsample(params long[] sample_shape);
            /// <inheritdoc cref="rsample(long[])"/>
            public Tensor rsample(Size sample_shape) => rsample(sample_shape.Shape);

            /// <summary>The logarithm of the density, or of the probability of a discrete value; sums over the event's dimensions.</summary>
            public abstract Tensor log_prob(Tensor value);
            /// <summary>The entropy in nats.</summary>
            public abstract Tensor entropy();

            /// <summary>The same distribution repeated over a larger batch, its parameters expanded without a copy.</summary>
            /// <param name="batch_shape">The batch shape to expand to.</param>
            /// <param name="instance">A distribution of the same family to fill instead of making one.</param>
            /// <exception cref="ArgumentException"><paramref name="instance"/> is of another family.</exception>
            public abstract Distribution expand(Size batch_shape, Distribution? instance = null);

            /// <summary>The probability of a value at most <paramref name="value"/>.</summary>
            /// <exception cref="NotImplementedException">No closed form is known for this family.</exception>
            public virtual Tensor cdf(Tensor value) => throw Missing("cdf()");

            /// <summary>The quantile: the value below which a draw falls with probability <paramref name="value"/>.</summary>
            /// <exception cref="NotImplementedException">No closed form is known for this family.</exception>
            public virtual Tensor icdf(Tensor value) => throw Missing("icdf()");

            /// <summary>Every value that a discrete distribution can take, along dimension 0.</summary>
            /// <param name="expand">Whether each value is repeated over the batch shape, or has ones there.</param>
            /// <exception cref="NotImplementedException">The support is not finite, or is too large to be listed.</exception>
            public virtual Tensor enumerate_support(bool expand = true) => throw Missing("enumerate_support()");

            /// <summary>The exponential of the entropy: the number of equally likely outcomes that would be as uncertain.</summary>
            public virtual Tensor perplexity() => WrappedTensorDisposeScope(() => entropy().exp());

            /// <summary>The shape of a sample of shape <paramref name="sample_shape"/>: followed by the batch's and the event's.</summary>
            protected long[] ExtendedShape(params long[] sample_shape) => [.. sample_shape, .. batch_shape, .. event_shape];

            /// <summary>Probabilities from logits: sigmoid of binary ones, softmax over the last dimension of others.</summary>
            protected Tensor LogitsToProbs(Tensor logits, bool isBinary = false) => isBinary ? logits.sigmoid() : logits.softmax(-1);

            /// <summary>Logits from probabilities kept away from 0 and 1: log-odds of binary ones, logarithms of others.</summary>
            protected Tensor ProbsToLogits(Tensor probs, bool isBinary = false) => WrappedTensorDisposeScope(() =>
            {
                var p = ClampProbs(probs);
                return isBinary ? p.log() - (-p).log1p() : p.log();
            });

            /// <summary>Probabilities kept at least one rounding unit away from 0 and 1.</summary>
            protected Tensor ClampProbs(Tensor probs)
            {
                var eps = finfo(probs.dtype).eps;
                return probs.clamp(eps, 1 - eps);
            }

            /// <summary>max(x, 0), whose gradient at 0 is ½, as that of the average of its two one-sided forms.</summary>
            protected Tensor ClampByZero(Tensor x) => WrappedTensorDisposeScope(() => (x.clamp_min(0) + x - x.clamp_max(0)) / 2);

            public void Dispose()
            {
                Dispose(disposing: true);
                GC.SuppressFinalize(this);
            }
        }
    }
}
