namespace Workbench.LibTorch.Tests.Operators;

/// <summary>Operators of the table whose derivatives finite differences cannot confirm, and why.</summary>
internal static class GradientExemptions
{
    private const string None = "libtorch 1.13 says that the derivative is not implemented",
        Silent = "libtorch 1.13 has no derivative and records none",
        Random = "draws random numbers",
        Coarse = "the result is of a smaller type, in which differences vanish",
        Triangle = "reads one triangle of a factor",
        InPlace = "libtorch 1.13 overwrites in place what its own backward needs";

    private static readonly Dictionary<string, string> reasons = new()
    {
        ["aminmax"] = None,
        ["bincount"] = None,
        ["binomial"] = None,
        ["floor_divide"] = None,
        ["geqrf"] = None,
        ["heaviside"] = None,
        ["histogram"] = None,
        ["igamma"] = None,
        ["igammac"] = None,
        ["nextafter"] = None,
        ["ormqr"] = None,
        ["_sample_dirichlet"] = None,
        ["linalg.ldl_factor"] = None,
        ["linalg.ldl_factor_ex"] = None,
        ["special.gammainc"] = None,
        ["special.gammaincc"] = None,
        ["special.zeta"] = None,
        ["special.airy_ai"] = Silent,
        ["special.bessel_j0"] = Silent,
        ["special.bessel_j1"] = Silent,
        ["special.bessel_y0"] = Silent,
        ["special.bessel_y1"] = Silent,
        ["special.chebyshev_polynomial_t"] = Silent,
        ["special.chebyshev_polynomial_u"] = Silent,
        ["special.chebyshev_polynomial_v"] = Silent,
        ["special.chebyshev_polynomial_w"] = Silent,
        ["special.hermite_polynomial_h"] = Silent,
        ["special.hermite_polynomial_he"] = Silent,
        ["special.laguerre_polynomial_l"] = Silent,
        ["special.legendre_polynomial_p"] = Silent,
        ["special.modified_bessel_i0"] = Silent,
        ["special.modified_bessel_i1"] = Silent,
        ["special.modified_bessel_k0"] = Silent,
        ["special.modified_bessel_k1"] = Silent,
        ["special.scaled_modified_bessel_k0"] = Silent,
        ["special.scaled_modified_bessel_k1"] = Silent,
        ["special.shifted_chebyshev_polynomial_t"] = Silent,
        ["special.shifted_chebyshev_polynomial_u"] = Silent,
        ["special.shifted_chebyshev_polynomial_v"] = Silent,
        ["special.shifted_chebyshev_polynomial_w"] = Silent,
        ["special.spherical_bessel_j0"] = Silent,
        ["bernoulli"] = Random,
        ["normal"] = Random,
        ["poisson"] = Random,
        ["rand_like"] = Random,
        ["randn_like"] = Random,
        ["_standard_gamma"] = Random,
        ["half"] = Coarse,
        ["bfloat16"] = Coarse,
        ["float"] = Coarse,
        ["cholesky_inverse"] = Triangle,
        ["cholesky_solve"] = Triangle,
        ["vander"] = InPlace,
        ["linalg.cond"] = InPlace,
    };

    // Single cases, by how they are written.
    private static readonly Dictionary<string, string> cases = new()
    {
        ["silu(c16"] = None,
        ["linalg.qr(f8:n:4,3::943; Complete"] = "the added columns of a complete decomposition are not determined",
    };

    public static IReadOnlyDictionary<string, string> NotTwice { get; } = new Dictionary<string, string>
    {
        ["cdist"] = None,
        ["hardsigmoid"] = None,
    };

    /// <summary>The reason for this case; null when it is checked.</summary>
    public static string? Of(OperatorCase stored) =>
        reasons.TryGetValue(stored.Operator, out var reason) ? reason : cases.FirstOrDefault(pair => stored.ToString().StartsWith(pair.Key, StringComparison.Ordinal)).Value;
}
