namespace TorchSharp;

public static partial class torch
{
    /// <summary>Special functions, named after SciPy's.</summary>
    public static partial class special
    {
        public static Tensor entr(Tensor input) => Ops.special_entr(input);
        public static Tensor erf(Tensor input) => Ops.special_erf(input);
        public static Tensor erfc(Tensor input) => Ops.special_erfc(input);
        public static Tensor erfcx(Tensor input) => Ops.special_erfcx(input);
        public static Tensor erfinv(Tensor input) => Ops.special_erfinv(input);
        public static Tensor expit(Tensor input) => Ops.special_expit(input);
        public static Tensor expm1(Tensor input) => Ops.special_expm1(input);
        public static Tensor exp2(Tensor input) => Ops.special_exp2(input);
        public static Tensor gammaln(Tensor input) => Ops.special_gammaln(input);
        public static Tensor gammainc(Tensor input, Tensor other) => Ops.special_gammainc(input, other);
        public static Tensor gammaincc(Tensor input, Tensor other) => Ops.special_gammaincc(input, other);
        public static Tensor polygamma(long n, Tensor input) => Ops.special_polygamma(n, input);
        public static Tensor digamma(Tensor input) => Ops.special_digamma(input);
        public static Tensor psi(Tensor input) => Ops.special_psi(input);
        public static Tensor multigammaln(Tensor input, long p) => Ops.special_multigammaln(input, p);
        public static Tensor i0(Tensor input) => Ops.special_i0(input);
        public static Tensor i0e(Tensor input) => Ops.special_i0e(input);
        public static Tensor i1(Tensor input) => Ops.special_i1(input);
        public static Tensor i1e(Tensor input) => Ops.special_i1e(input);
        public static Tensor logit(Tensor input, double? eps = null) => Ops.special_logit(input, eps);
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => input.log_softmax(dim, dtype);
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
        public static Tensor log1p(Tensor input) => Ops.special_log1p(input);
        public static Tensor log_ndtr(Tensor input) => Ops.special_log_ndtr(input);
        public static Tensor ndtr(Tensor input) => Ops.special_ndtr(input);
        public static Tensor ndtri(Tensor input) => Ops.special_ndtri(input);
        public static Tensor sigmoid(Tensor input) => input.sigmoid();
        public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
        public static Tensor sinc(Tensor input) => Ops.special_sinc(input);
        public static Tensor xlog1py(Tensor input, Tensor other) => Ops.special_xlog1py(input, other);
        public static Tensor xlogy(Tensor input, Tensor other) => Ops.special_xlogy(input, other);
        public static Tensor zeta(Tensor x, Tensor q) => Ops.special_zeta(x, q);
        public static Tensor round(Tensor input, long decimals = 0L) => input.round(decimals);
        public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);
    }
}
