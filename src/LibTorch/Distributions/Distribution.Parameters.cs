namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        public abstract partial class Distribution
        {
            private readonly List<IDisposable> owned = [];

            /// <summary>Frees what the distribution keeps.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (disposing) owned.ForEach(item => item.Dispose());
            }

            /// <summary>A view of a parameter that outlives every scope and is freed with the distribution.</summary>
            private protected Tensor Own(Tensor parameter)
            {
                ArgumentNullException.ThrowIfNull(parameter);
                var kept = parameter.alias().DetachFromDisposeScope();
                owned.Add(kept);
                return kept;
            }

            /// <summary>Two parameters broadcast to one shape, which becomes the batch shape.</summary>
            private protected (Tensor, Tensor) OwnBatch(Tensor first, Tensor second)
            {
                ArgumentNullException.ThrowIfNull(first);
                ArgumentNullException.ThrowIfNull(second);
                using var scope = NewDisposeScope();
                var both = broadcast_tensors(first, second);
                _init(both[0].shape);
                return (Own(both[0]), Own(both[1]));
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

            private NotImplementedException Missing(string member) => new($"{GetType().Name} has no {member}");
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
