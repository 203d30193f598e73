using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        public abstract partial class Distribution
        {
            private readonly List<IDisposable> owned = [];
            private Tensor?[] parameters = [];

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

            /// <summary>Two parameters broadcast to one shape, the given one or that of both, which becomes the batch shape.</summary>
            private protected (Tensor, Tensor) OwnBatch(Tensor first, Tensor second, Size? shape = null)
            {
                ArgumentNullException.ThrowIfNull(first);
                ArgumentNullException.ThrowIfNull(second);
                _init(shape ?? broadcast_shapes(first.shape, second.shape));
                return (Own(first, batch_shape), Own(second, batch_shape));
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
