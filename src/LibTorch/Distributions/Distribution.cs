using System.Reflection;
using System.Runtime.CompilerServices;

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
        public abstract class Distribution : IDisposable
        {
            /// <summary>The Euler–Mascheroni constant γ.</summary>
            protected const double euler_constant = 0.57721566490153286061;

            /// <summary>Where samples are drawn from; the default generator if none was given.</summary>
            protected Generator? generator;
            private readonly List<IDisposable> owned = [];
            private Tensor?[] parameters = [];

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

            /// <summary>Frees what the distribution keeps.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (disposing) owned.ForEach(item => item.Dispose());
            }

            /// <summary>A view of a parameter, expanded to a shape if one is given, that outlives every scope and is freed with the distribution.</summary>
            private protected Tensor Own(Tensor parameter, Size? shape = null)
            {
                ArgumentNullException.ThrowIfNull(parameter);
                var kept = (shape is { } size ? parameter.expand(size.Shape) : parameter.alias()).DetachFromDisposeScope();
                owned.Add(kept);
                return kept;
            }

            /// <summary>Keeps the parameters, broadcast to one shape, which becomes the batch shape.</summary>
            private protected void Keep(Tensor first, Tensor? second = null,
                [CallerArgumentExpression(nameof(first))] string? firstName = null, [CallerArgumentExpression(nameof(second))] string? secondName = null)
            {
                ArgumentNullException.ThrowIfNull(first, firstName);
                if (secondName is not null) ArgumentNullException.ThrowIfNull(second, secondName);
                Keep([first, second]);
            }

            /// <summary>Keeps probabilities or logits, of which exactly one is to be given, as parameters 0 and 1, and what broadcasts with them.</summary>
            private protected void KeepEither(Tensor? probs, Tensor? logits, Tensor? other = null)
            {
                OnlyOne(probs, logits);
                using var scope = NewDisposeScope();
                Keep([probs, logits, other?.type_as((probs ?? logits)!)]);
            }

            private void Keep(Tensor?[] given)
            {
                _init(broadcast_shapes([.. given.OfType<Tensor>().Select(parameter => parameter.shape)]));
                parameters = [.. given.Select(parameter => parameter is null ? null : Own(parameter, batch_shape))];
            }

            /// <summary>A parameter that was kept.</summary>
            private protected Tensor Parameter(int index) => parameters[index]!;

            /// <summary>The one of probabilities and logits that was kept.</summary>
            private protected Tensor Given => parameters[0] ?? parameters[1]!;

            /// <summary>The probabilities that were kept, or those of the logits.</summary>
            private protected Tensor Probs(bool binary = true) => parameters[0] ?? LogitsToProbs(parameters[1]!, binary);

            /// <summary>The logits that were kept, or those of the probabilities.</summary>
            private protected Tensor Logits(bool binary = true) => parameters[1] ?? ProbsToLogits(parameters[0]!, binary);

            /// <summary>Fills a distribution of the same family with the parameters kept here, repeated over a larger batch.</summary>
            private protected T Expanded<T>(Size batch, T target) where T : Distribution
            {
                target.parameters = [.. parameters.Select(p => p is null ? null : target.Own(p, (long[])[.. batch, .. p.shape[batch_shape.Length..]]))];
                target._init(batch, event_shape);
                return target;
            }

            /// <summary>Another distribution that is freed with this one.</summary>
            private protected T Own<T>(T part) where T : Distribution
            {
                ArgumentNullException.ThrowIfNull(part);
                owned.Add(part);
                return part;
            }

            /// <summary>The instance that <see cref="expand"/> is to fill, if it is of this family.</summary>
            private protected static T? Target<T>(Distribution? instance) where T : Distribution =>
                instance is null or T ? (T?)instance : throw new ArgumentException($"expand(): 'instance' must be a {typeof(T).Name} distribution", nameof(instance));

            /// <summary>What <see cref="expand"/> returns: the expanded distribution, or the instance to fill with every field of it.</summary>
            private protected static Distribution Fill<T>(Distribution? instance, T expanded) where T : Distribution
            {
                if (Target<T>(instance) is not { } target) return expanded;
                for (var type = typeof(T); type != typeof(object); type = type.BaseType!)
                    foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)) field.SetValue(target, field.GetValue(expanded));
                return target;
            }

            /// <summary>0, 1, … below an end, along a dimension before those of a parameter and of its dtype.</summary>
            private protected static Tensor UpTo(Tensor end, Tensor parameter) =>
                arange(end.to(ScalarType.Float64).item<double>(), dtype: parameter.dtype, device: parameter.device).view([-1, .. parameter.shape.Select(_ => 1L)]);

            private protected NotImplementedException Missing(string member) => new($"{GetType().Name} has no {member}");
        }

        private static Tensor Equal(int categories)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(categories);
            return full(categories, 1.0 / categories);
        }

        /// <summary>Checks that exactly one of the two parametrisations was given.</summary>
        internal static void OnlyOne(object? probs, object? logits)
        {
            if ((probs is null) == (logits is null)) throw new ArgumentException("One and only one of 'probs' and logits should be provided.");
        }

        /// <summary>The given one of two numbers as a parameter, the other as none.</summary>
        internal static (Tensor? Probs, Tensor? Logits) OnlyOne(float? probs, float? logits)
        {
            OnlyOne((object?)probs, logits);
            return (probs is { } p ? tensor(p) : null, logits is { } l ? tensor(l) : null);
        }

        /// <inheritdoc cref="OnlyOne(float?, float?)"/>
        internal static (Tensor? Probs, Tensor? Logits) OnlyOne(double? probs, double? logits)
        {
            if ((probs is null) == (logits is null)) throw new ArgumentException("One and only one of 'probs' and 'logits' should be non-null");
            return (probs is { } p ? tensor(p) : null, logits is { } l ? tensor(l) : null);
        }
    }
}
