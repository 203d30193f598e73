using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>Bernoulli distributions of these probabilities or log-odds.</summary>
        /// <exception cref="ArgumentException">Both or neither of the two are given.</exception>
        public static Bernoulli Bernoulli(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);

        /// <inheritdoc cref="Bernoulli(Tensor?, Tensor?, Generator?)"/>
        public static Bernoulli Bernoulli(float? probs, float? logits, Generator? generator = null) => new(OnlyOne(probs, logits), generator);

        /// <inheritdoc cref="Bernoulli(Tensor?, Tensor?, Generator?)"/>
        public static Bernoulli Bernoulli(double? probs, double? logits, Generator? generator = null) => new(OnlyOne(probs, logits), generator);

        /// <summary>Geometric distributions of these probabilities, or log-odds, of a success.</summary>
        /// <exception cref="ArgumentException">Both or neither of the two are given.</exception>
        public static Geometric Geometric(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);

        /// <summary>Binomial distributions of these numbers of trials and probabilities, or log-odds, of a success.</summary>
        /// <exception cref="ArgumentException">Both or neither of probs and logits are given.</exception>
        public static Binomial Binomial(Tensor total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            => new(total_count, probs, logits, generator);

        /// <inheritdoc cref="Binomial(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static Binomial Binomial(int total_count, float? probs, float? logits, Generator? generator = null) => new(tensor(total_count), OnlyOne(probs, logits), generator);

        /// <inheritdoc cref="Binomial(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static Binomial Binomial(int total_count, double? probs, double? logits, Generator? generator = null) => new(tensor(total_count), OnlyOne(probs, logits), generator);

        /// <summary>Negative binomial distributions of these numbers of failures and probabilities, or log-odds, of a success.</summary>
        /// <exception cref="ArgumentException">Both or neither of probs and logits are given.</exception>
        public static NegativeBinomial NegativeBinomial(Tensor total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            => new(total_count, probs, logits, generator);

        /// <inheritdoc cref="NegativeBinomial(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static NegativeBinomial NegativeBinomial(int total_count, float? probs, float? logits, Generator? generator = null) => new(tensor(total_count), OnlyOne(probs, logits), generator);

        /// <inheritdoc cref="NegativeBinomial(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static NegativeBinomial NegativeBinomial(int total_count, double? probs, double? logits, Generator? generator = null) => new(tensor(total_count), OnlyOne(probs, logits), generator);

        /// <summary>Poisson distributions of these means.</summary>
        public static Poisson Poisson(Tensor rate, Generator? generator = null) => new(rate, generator);

        /// <inheritdoc cref="Poisson(Tensor, Generator?)"/>
        public static Poisson Poisson(float rate, Generator? generator = null) => new(tensor(rate), generator);

        /// <inheritdoc cref="Poisson(Tensor, Generator?)"/>
        public static Poisson Poisson(double rate, Generator? generator = null) => new(tensor(rate), generator);

        /// <summary>Categorical distributions of these probabilities, or logarithms of them, [..., categories].</summary>
        /// <exception cref="ArgumentException">Both or neither of the two are given, or a single number.</exception>
        public static Categorical Categorical(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);

        /// <summary>Equally probable categories.</summary>
        public static Categorical Categorical(int categories, Generator? generator = null) => new(Equal(categories), null, generator);

        private static Tensor Equal(int categories)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(categories);
            return full(categories, 1.0 / categories);
        }

        /// <summary>One-hot categorical distributions of these probabilities, or logarithms of them, [..., categories].</summary>
        /// <exception cref="ArgumentException">Both or neither of the two are given, or a single number.</exception>
        public static OneHotCategorical OneHotCategorical(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);

        /// <inheritdoc cref="OneHotCategorical(Tensor?, Tensor?, Generator?)"/>
        public static OneHotCategorical OneHotCategorical(float? probs, float? logits, Generator? generator = null) => new(OnlyOne(probs, logits), generator);

        /// <inheritdoc cref="OneHotCategorical(Tensor?, Tensor?, Generator?)"/>
        public static OneHotCategorical OneHotCategorical(double? probs, double? logits, Generator? generator = null) => new(OnlyOne(probs, logits), generator);

        /// <summary>Multinomial distributions of total_count draws with these probabilities, or logarithms of them, [..., categories].</summary>
        /// <exception cref="ArgumentException">Both or neither of the two are given, or a single number.</exception>
        public static Multinomial Multinomial(int total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            => new(total_count, probs, logits, generator);

        /// <summary>Of total_count draws among equally probable categories.</summary>
        public static Multinomial Multinomial(int total_count, int categories, Generator? generator = null) => new(total_count, Equal(categories), null, generator);
    }
}
