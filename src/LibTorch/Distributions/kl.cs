using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>
        /// The Kullback–Leibler divergence KL(p‖q) = E log p(x) − log q(x) with x drawn from p, in nats and of the batch's shape. Between two
        /// distributions of one family, or two <see cref="Modules.Independent"/> ones of such.
        /// </summary>
        /// <exception cref="NotImplementedException">No closed form is known here for this pair.</exception>
        public static Tensor kl_divergence(Distribution p, Distribution q) => WrappedTensorDisposeScope(() => (p, q) switch
        {
            (Independent a, Independent b) when a.Dims == b.Dims => transforms.Transform._sum_rightmost(kl_divergence(a.Base, b.Base), a.Dims),
            (ExponentialFamily a, ExponentialFamily b) when a.GetType().IsInstanceOfType(b) || b.GetType().IsInstanceOfType(a) => a.DivergenceTo(b),
            (Normal _, Normal _) => OfNormals(p.mean - q.mean, p.stddev, q.stddev),
            (LogNormal a, LogNormal b) => OfNormals(a.loc - b.loc, a.scale, b.scale),
            (HalfNormal a, HalfNormal b) => OfNormals(zeros_like(a.scale), a.scale, b.scale),
            (MultivariateNormal a, MultivariateNormal b) => OfVectors(a, b),
            (Bernoulli a, Bernoulli b) => a.probs * (SoftPlus(-b.logits) - SoftPlus(-a.logits)) + (1 - a.probs) * (SoftPlus(b.logits) - SoftPlus(a.logits)),
            (Categorical a, Categorical b) => OfCategories(a.probs, a.logits, b.logits),
            (OneHotCategorical a, OneHotCategorical b) => OfCategories(a.probs, a.logits, b.logits),
            (Geometric a, Geometric b) => -a.entropy() - (-b.probs).log1p() / a.probs - b.logits,
            (Uniform _, Uniform _) => OfIntervals(End(p, 0), End(p, 1), End(q, 0), End(q, 1)),
            (Laplace _, Laplace _) => OfLaplace((p.mean - q.mean).abs(), p.stddev / Math.Sqrt(2), q.stddev / Math.Sqrt(2)),
            (Cauchy _, Cauchy _) => OfCauchy(p.mode - q.mode, p.icdf(0.75) - p.mode, q.icdf(0.75) - q.mode),
            (Gumbel _, Gumbel _) => OfGumbel((p.mode - q.mode) / q.stddev * (Math.PI / Math.Sqrt(6)), p.stddev / q.stddev),
            (Pareto a, Pareto b) => OfPareto(a, b),
            _ => throw new NotImplementedException($"No KL(p || q) is implemented for p type {p.GetType().Name} and q type {q.GetType().Name}"),
        });

        private static Tensor SoftPlus(Tensor x) => nn.functional.softplus(x);

        // The quantile of 0 or 1 of a uniform distribution.
        private static Tensor End(Distribution uniform, double probability) => uniform.icdf(full_like(uniform.mean, probability));

        private static Tensor OfNormals(Tensor shift, Tensor from, Tensor to)
        {
            var ratio = (from / to).square();
            return (ratio + (shift / to).square() - 1 - ratio.log()) / 2;
        }

        private static Tensor OfVectors(MultivariateNormal p, MultivariateNormal q)
        {
            Tensor Squared(Tensor right) => linalg.solve_triangular(q.factor, right, upper: false).square().sum([-2, -1]);
            Tensor LogVolume(MultivariateNormal d) => d.factor.diagonal(0, -2, -1).log().sum(-1);
            return (Squared(p.factor) + Squared((q.mean - p.mean).unsqueeze(-1)) - q.event_shape[0]) / 2 + LogVolume(q) - LogVolume(p);
        }

        // A category that p never takes adds nothing, whatever q says of it.
        private static Tensor OfCategories(Tensor probs, Tensor logits, Tensor other) => (probs * (logits - other)).masked_fill(probs == 0, 0).sum(-1);

        private static Tensor OfIntervals(Tensor low, Tensor high, Tensor otherLow, Tensor otherHigh) =>
            ((otherHigh - otherLow) / (high - low)).log().masked_fill((otherLow > low) | (otherHigh < high), double.PositiveInfinity);

        private static Tensor OfLaplace(Tensor distance, Tensor from, Tensor to) =>
            (to / from).log() + distance / to + from / to * (-distance / from).exp() - 1;

        private static Tensor OfCauchy(Tensor shift, Tensor from, Tensor to) => ((from + to).square() + shift.square()).log() - (4 * from * to).log();

        // With the shift in units of q's scale, and the ratio of the scales.
        private static Tensor OfGumbel(Tensor shift, Tensor ratio) =>
            shift - ratio.log() + (ratio - 1) * 0.57721566490153286061 /* γ */ - 1 + ((1 + ratio).lgamma() - shift).exp();

        private static Tensor OfPareto(Pareto p, Pareto q)
        {
            var tails = q.alpha / p.alpha;
            return (q.alpha * (p.scale / q.scale).log() - tails.log() + tails - 1).masked_fill(p.scale < q.scale, double.PositiveInfinity);
        }
    }
}
