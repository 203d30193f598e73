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
        /// <exception cref="ArgumentException">Not exactly one matrix is given, or it or the mean has too few dimensions.</exception>
        public static MultivariateNormal MultivariateNormal(
            Tensor loc, Tensor? covariance_matrix = null, Tensor? precision_matrix = null, Tensor? scale_tril = null, Generator? generator = null)
            => new(loc, covariance_matrix, precision_matrix, scale_tril, generator);
    }
}
