using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>Distributions whose logarithm is normal of mean <paramref name="loc"/> and standard deviation <paramref name="scale"/>.</summary>
        public static LogNormal LogNormal(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);

        /// <summary>Gumbel distributions of these modes and scales.</summary>
        public static Gumbel Gumbel(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);

        /// <summary>Weibull distributions of these scales and shape parameters.</summary>
        public static Weibull Weibull(Tensor scale, Tensor concentration, Generator? generator = null) => new(scale, concentration, generator);

        /// <summary>Pareto distributions above <paramref name="scale"/> of tail index <paramref name="alpha"/>.</summary>
        public static Pareto Pareto(Tensor scale, Tensor alpha, Generator? generator = null) => new(scale, alpha, generator);

        /// <summary>Kumaraswamy distributions of these exponents.</summary>
        public static Kumaraswamy Kumaraswamy(Tensor concentration1, Tensor concentration0, Generator? generator = null) => new(concentration1, concentration0, generator);

        /// <summary>Distributions of the absolute value of a centred normal variable of this standard deviation.</summary>
        public static HalfNormal HalfNormal(Tensor scale, Generator? generator = null) => new(scale, generator);

        /// <summary>Distributions of the absolute value of a centred Cauchy variable of this scale.</summary>
        public static HalfCauchy HalfCauchy(Tensor scale, Generator? generator = null) => new(scale, generator);

        /// <summary>A distribution whose last <paramref name="reinterpreted_batch_dims"/> batch dimensions count as part of the event.</summary>
        public static Independent Independent(Distribution base_distribution, int reinterpreted_batch_dims, Generator? generator = null) => new(base_distribution, reinterpreted_batch_dims, generator);

        /// <summary>Distributions of the logit of a relaxed Bernoulli variable.</summary>
        /// <exception cref="ArgumentException">Both or none of the probabilities and logits are given.</exception>
        public static LogitRelaxedBernoulli LogitRelaxedBernoulli(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(temperature, probs, logits, generator);
        /// <inheritdoc cref="LogitRelaxedBernoulli(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static LogitRelaxedBernoulli LogitRelaxedBernoulli(Tensor temperature, float? probs, float? logits, Generator? generator = null) => new(temperature, OnlyOne(probs, logits), generator);
        /// <inheritdoc cref="LogitRelaxedBernoulli(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static LogitRelaxedBernoulli LogitRelaxedBernoulli(Tensor temperature, double? probs, double? logits, Generator? generator = null) => new(temperature, OnlyOne(probs, logits), generator);

        /// <summary>Relaxed Bernoulli distributions.</summary>
        /// <exception cref="ArgumentException">Both or none of the probabilities and logits are given.</exception>
        public static RelaxedBernoulli RelaxedBernoulli(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(temperature, probs, logits, generator);
        /// <inheritdoc cref="RelaxedBernoulli(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static RelaxedBernoulli RelaxedBernoulli(Tensor temperature, float? probs, float? logits, Generator? generator = null) => new(temperature, OnlyOne(probs, logits), generator);
        /// <inheritdoc cref="RelaxedBernoulli(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static RelaxedBernoulli RelaxedBernoulli(Tensor temperature, double? probs, double? logits, Generator? generator = null) => new(temperature, OnlyOne(probs, logits), generator);

        /// <summary>Distributions of the logarithm of a relaxed one-hot variable.</summary>
        /// <exception cref="ArgumentException">Both or none of the probabilities and logits are given.</exception>
        public static ExpRelaxedCategorical ExpRelaxedCategorical(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(temperature, probs, logits, generator);
        /// <inheritdoc cref="ExpRelaxedCategorical(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static ExpRelaxedCategorical ExpRelaxedCategorical(Tensor temperature, float? probs, float? logits, Generator? generator = null) => new(temperature, OnlyOne(probs, logits), generator);
        /// <inheritdoc cref="ExpRelaxedCategorical(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static ExpRelaxedCategorical ExpRelaxedCategorical(Tensor temperature, double? probs, double? logits, Generator? generator = null) => new(temperature, OnlyOne(probs, logits), generator);

        /// <summary>Relaxed one-hot distributions.</summary>
        /// <exception cref="ArgumentException">Both or none of the probabilities and logits are given.</exception>
        public static RelaxedOneHotCategorical RelaxedOneHotCategorical(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(temperature, probs, logits, generator);
        /// <inheritdoc cref="RelaxedOneHotCategorical(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static RelaxedOneHotCategorical RelaxedOneHotCategorical(Tensor temperature, float? probs, float? logits, Generator? generator = null) => new(temperature, OnlyOne(probs, logits), generator);
        /// <inheritdoc cref="RelaxedOneHotCategorical(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static RelaxedOneHotCategorical RelaxedOneHotCategorical(Tensor temperature, double? probs, double? logits, Generator? generator = null) => new(temperature, OnlyOne(probs, logits), generator);
    }
}
