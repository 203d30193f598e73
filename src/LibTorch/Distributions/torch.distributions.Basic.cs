using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>Normal distributions of these means and standard deviations.</summary>
        public static Normal Normal(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);
        /// <inheritdoc cref="Normal(Tensor, Tensor, Generator?)"/>
        public static Normal Normal(float loc, float scale = 1.0f, Generator? generator = null) => new(tensor(loc), tensor(scale), generator);
        /// <inheritdoc cref="Normal(Tensor, Tensor, Generator?)"/>
        public static Normal Normal(double loc, double scale = 1.0, Generator? generator = null) => new(tensor(loc), tensor(scale), generator);

        /// <summary>Uniform distributions on [low, high).</summary>
        public static Uniform Uniform(Tensor low, Tensor high, Generator? generator = null) => new(low, high, generator);

        /// <summary>Cauchy distributions of these locations and scales.</summary>
        public static Cauchy Cauchy(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);

        /// <summary>Laplace distributions of these means and scales.</summary>
        public static Laplace Laplace(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);
        /// <inheritdoc cref="Laplace(Tensor, Tensor, Generator?)"/>
        public static Laplace Laplace(float loc, float scale = 1.0f, Generator? generator = null) => new(tensor(loc), tensor(scale), generator);
        /// <inheritdoc cref="Laplace(Tensor, Tensor, Generator?)"/>
        public static Laplace Laplace(double loc, double scale = 1.0, Generator? generator = null) => new(tensor(loc), tensor(scale), generator);

        /// <summary>Exponential distributions of these rates.</summary>
        public static Exponential Exponential(Tensor rate, Generator? generator = null) => new(rate, generator);

        /// <summary>Gamma distributions of these shapes and rates.</summary>
        public static Gamma Gamma(Tensor concentration, Tensor rate, Generator? generator = null) => new(concentration, rate, generator);

        /// <summary>χ² distributions of these degrees of freedom.</summary>
        public static Chi2 Chi2(Tensor df, Generator? generator = null) => new(df, generator);

        /// <summary>F distributions of these degrees of freedom.</summary>
        public static FisherSnedecor FisherSnedecor(Tensor df1, Tensor df2, Generator? generator = null) => new(df1, df2, generator);

        /// <summary>Dirichlet distributions of these concentrations, [..., components].</summary>
        public static Dirichlet Dirichlet(Tensor concentration, Generator? generator = null) => new(concentration, generator);

        /// <summary>Beta distributions with density proportional to x^(concentration1 − 1) (1 − x)^(concentration0 − 1).</summary>
        public static Beta Beta(Tensor concentration1, Tensor concentration0, Generator? generator = null) => new(concentration1, concentration0, generator);

        /// <summary>Multivariate normal distributions of these means, [..., n], and one of the three matrices, [..., n, n].</summary>
        public static MultivariateNormal MultivariateNormal(
            Tensor loc, Tensor? covariance_matrix = null, Tensor? precision_matrix = null, Tensor? scale_tril = null, Generator? generator = null) => new(loc, covariance_matrix, precision_matrix, scale_tril, generator);

        /// <summary>Bernoulli distributions of these probabilities or log-odds.</summary>
        public static Bernoulli Bernoulli(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);
        /// <inheritdoc cref="Bernoulli(Tensor?, Tensor?, Generator?)"/>
        public static Bernoulli Bernoulli(float? probs, float? logits, Generator? generator = null) => new(OnlyOne(probs, logits), generator);
        /// <inheritdoc cref="Bernoulli(Tensor?, Tensor?, Generator?)"/>
        public static Bernoulli Bernoulli(double? probs, double? logits, Generator? generator = null) => new(OnlyOne(probs, logits), generator);

        /// <summary>Geometric distributions of these probabilities, or log-odds, of a success.</summary>
        public static Geometric Geometric(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);

        /// <summary>Binomial distributions of these numbers of trials and probabilities, or log-odds, of a success.</summary>
        public static Binomial Binomial(Tensor total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(total_count, probs, logits, generator);
        /// <inheritdoc cref="Binomial(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static Binomial Binomial(int total_count, float? probs, float? logits, Generator? generator = null) => new(tensor(total_count), OnlyOne(probs, logits), generator);
        /// <inheritdoc cref="Binomial(Tensor, Tensor?, Tensor?, Generator?)"/>
        public static Binomial Binomial(int total_count, double? probs, double? logits, Generator? generator = null) => new(tensor(total_count), OnlyOne(probs, logits), generator);

        /// <summary>Negative binomial distributions of these numbers of failures and probabilities, or log-odds, of a success.</summary>
        public static NegativeBinomial NegativeBinomial(Tensor total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(total_count, probs, logits, generator);
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
        public static Categorical Categorical(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);

        /// <summary>Equally probable categories.</summary>
        public static Categorical Categorical(int categories, Generator? generator = null) => new(Equal(categories), null, generator);

        private static Tensor Equal(int categories)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(categories);
            return full(categories, 1.0 / categories);
        }

        /// <summary>One-hot categorical distributions of these probabilities, or logarithms of them, [..., categories].</summary>
        public static OneHotCategorical OneHotCategorical(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);
        /// <inheritdoc cref="OneHotCategorical(Tensor?, Tensor?, Generator?)"/>
        public static OneHotCategorical OneHotCategorical(float? probs, float? logits, Generator? generator = null) => new(OnlyOne(probs, logits), generator);
        /// <inheritdoc cref="OneHotCategorical(Tensor?, Tensor?, Generator?)"/>
        public static OneHotCategorical OneHotCategorical(double? probs, double? logits, Generator? generator = null) => new(OnlyOne(probs, logits), generator);

        /// <summary>Multinomial distributions of total_count draws with these probabilities, or logarithms of them, [..., categories].</summary>
        public static Multinomial Multinomial(int total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(total_count, probs, logits, generator);

        /// <summary>Of total_count draws among equally probable categories.</summary>
        public static Multinomial Multinomial(int total_count, int categories, Generator? generator = null) => new(total_count, Equal(categories), null, generator);
    }
}
