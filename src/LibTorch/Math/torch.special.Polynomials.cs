namespace TorchSharp;

public static partial class torch
{
    public static partial class special
    {
        public static Tensor airy_ai(Tensor input) => Ops.special_airy_ai(input);
        public static Tensor bessel_j0(Tensor input) => Ops.special_bessel_j0(input);
        public static Tensor bessel_j1(Tensor input) => Ops.special_bessel_j1(input);
        public static Tensor bessel_y0(Tensor input) => Ops.special_bessel_y0(input);
        public static Tensor bessel_y1(Tensor input) => Ops.special_bessel_y1(input);
        public static Tensor modified_bessel_i0(Tensor input) => Ops.special_modified_bessel_i0(input);
        public static Tensor modified_bessel_i1(Tensor input) => Ops.special_modified_bessel_i1(input);
        public static Tensor modified_bessel_k0(Tensor input) => Ops.special_modified_bessel_k0(input);
        public static Tensor modified_bessel_k1(Tensor input) => Ops.special_modified_bessel_k1(input);
        public static Tensor scaled_modified_bessel_k0(Tensor input) => Ops.special_scaled_modified_bessel_k0(input);
        public static Tensor scaled_modified_bessel_k1(Tensor input) => Ops.special_scaled_modified_bessel_k1(input);
        public static Tensor spherical_bessel_j0(Tensor input) => Ops.special_spherical_bessel_j0(input);

        public static Tensor chebyshev_polynomial_t(Tensor x, Tensor n) => Ops.special_chebyshev_polynomial_t(x, n);
        public static Tensor chebyshev_polynomial_u(Tensor x, Tensor n) => Ops.special_chebyshev_polynomial_u(x, n);
        public static Tensor chebyshev_polynomial_v(Tensor x, Tensor n) => Ops.special_chebyshev_polynomial_v(x, n);
        public static Tensor chebyshev_polynomial_w(Tensor x, Tensor n) => Ops.special_chebyshev_polynomial_w(x, n);
        public static Tensor hermite_polynomial_h(Tensor x, Tensor n) => Ops.special_hermite_polynomial_h(x, n);
        public static Tensor hermite_polynomial_he(Tensor x, Tensor n) => Ops.special_hermite_polynomial_he(x, n);
        public static Tensor laguerre_polynomial_l(Tensor x, Tensor n) => Ops.special_laguerre_polynomial_l(x, n);
        public static Tensor legendre_polynomial_p(Tensor x, Tensor n) => Ops.special_legendre_polynomial_p(x, n);
        public static Tensor shifted_chebyshev_polynomial_t(Tensor x, Tensor n) => Ops.special_shifted_chebyshev_polynomial_t(x, n);
        public static Tensor shifted_chebyshev_polynomial_u(Tensor x, Tensor n) => Ops.special_shifted_chebyshev_polynomial_u(x, n);
        public static Tensor shifted_chebyshev_polynomial_v(Tensor x, Tensor n) => Ops.special_shifted_chebyshev_polynomial_v(x, n);
        public static Tensor shifted_chebyshev_polynomial_w(Tensor x, Tensor n) => Ops.special_shifted_chebyshev_polynomial_w(x, n);
    }
}
