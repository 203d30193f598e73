namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>
        /// A distribution with density exp(⟨η, t(x)⟩ − F(η) + k(x)), natural parameters η, log normaliser F and carrier measure k.
        /// Entropies and divergences follow from F and its gradient (Nielsen and Nock, Entropies and cross-entropies of exponential families, 2010).
        /// </summary>
        public abstract class ExponentialFamily : Distribution
        {
            protected ExponentialFamily(Generator? generator) : base(generator) { }

            /// <summary>The natural parameters η.</summary>
            protected abstract IList<Tensor> NaturalParams { get; }
            /// <summary>The log normaliser F of these natural parameters, of the batch's shape.</summary>
            protected virtual Tensor LogNormalizer(params Tensor[] parameters) => throw new NotImplementedException($"{GetType().Name} has no LogNormalizer()");
            /// <summary>The expected carrier measure E k(x), of the batch's shape.</summary>
            protected abstract Tensor MeanCarrierMeasure { get; }

            /// <summary>F(η) − ⟨η, ∇F(η)⟩ − E k(x), in nats.</summary>
            public override Tensor entropy()
            {
                using var scope = NewDisposeScope();
                var (eta, normalizer, gradient) = Normalizer();
                var result = normalizer - MeanCarrierMeasure;
                for (int i = 0; i < eta.Length; i++) result = result - SumEvent(eta[i] * gradient[i]);
                return result.MoveToOuterDisposeScope();
            }

            /// <summary>The divergence to another member of the family, F(η′) − F(η) − ⟨η′ − η, ∇F(η)⟩.</summary>
            internal Tensor DivergenceTo(ExponentialFamily other)
            {
                using var scope = NewDisposeScope();
                var (eta, normalizer, gradient) = Normalizer();
                var target = other.NaturalParams;
                var result = other.LogNormalizer([.. target]) - normalizer;
                for (int i = 0; i < eta.Length; i++) result = result - SumEvent((target[i] - eta[i]) * gradient[i]);
                return result.MoveToOuterDisposeScope();
            }

            private (Tensor[] Eta, Tensor Value, IList<Tensor> Gradient) Normalizer()
            {
                using var grad = enable_grad();
                var eta = NaturalParams.ToArray();
                var tracked = eta.Any(parameter => parameter.requires_grad);
                var at = eta.Select(parameter => parameter.requires_grad ? parameter : parameter.detach().requires_grad_()).ToArray();
                var value = LogNormalizer(at);
                var gradient = autograd.grad([value.sum()], at, create_graph: tracked);
                return (eta, tracked ? value : value.detach(), gradient);
            }

            private Tensor SumEvent(Tensor value) => event_shape.IsEmpty ? value : value.flatten(-event_shape.Length).sum(-1);
        }
    }
}
