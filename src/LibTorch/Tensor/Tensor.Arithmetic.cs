namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is made whole: not at all, towards zero, or downwards.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    private static string? Name(RoundingMode mode) => mode switch
    {
        RoundingMode.trunc => "trunc",
        RoundingMode.floor => "floor",
        _ => null,
    };

    public partial class Tensor
    {
        public Tensor add(Tensor target) => Ops.add_Tensor(this, target);
        public Tensor add(Tensor target, Scalar alpha) => Ops.add_Tensor(this, target, alpha);
        public Tensor add(Scalar scalar) => Ops.add_Scalar(this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => Ops.add_Scalar(this, scalar, alpha);
        public Tensor add_(Tensor target) => Ops.add__Tensor(this, target);
        public Tensor add_(Tensor target, Scalar alpha) => Ops.add__Tensor(this, target, alpha);
        public Tensor add_(Scalar scalar) => Ops.add__Scalar(this, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => Ops.add__Scalar(this, scalar, alpha);
        public Tensor sub(Tensor target) => Ops.sub_Tensor(this, target);
        public Tensor sub(Scalar target) => Ops.sub_Scalar(this, target);
        public Tensor sub_(Tensor target) => Ops.sub__Tensor(this, target);
        public Tensor sub_(Scalar target) => Ops.sub__Scalar(this, target);
        public Tensor subtract(Tensor target) => sub(target);
        public Tensor subtract(Scalar target) => sub(target);
        public Tensor subtract_(Tensor target) => sub_(target);
        public Tensor subtract_(Scalar target) => sub_(target);
        public Tensor mul(Tensor target) => Ops.mul_Tensor(this, target);
        public Tensor mul(Scalar target) => Ops.mul_Scalar(this, target);
        public Tensor mul_(Tensor target) => Ops.mul__Tensor(this, target);
        public Tensor mul_(Scalar target) => Ops.mul__Scalar(this, target);
        public Tensor multiply(Tensor target) => mul(target);
        public Tensor multiply(Scalar target) => mul(target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div_Tensor(this, target) : Ops.div_Tensor_mode(this, target, Name(rounding_mode));
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div_Scalar(this, target) : Ops.div_Scalar_mode(this, target, Name(rounding_mode));
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div__Tensor(this, target) : Ops.div__Tensor_mode(this, target, Name(rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div__Scalar(this, target) : Ops.div__Scalar_mode(this, target, Name(rounding_mode));
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor true_divide(Tensor other) => div(other);
        public Tensor true_divide(Scalar other) => div(other);
        public Tensor true_divide_(Tensor other) => div_(other);
        public Tensor true_divide_(Scalar other) => div_(other);
        public Tensor floor_divide(Tensor other) => Ops.floor_divide(this, other);
        public Tensor floor_divide(Scalar other) => Ops.floor_divide_Scalar(this, other);
        public Tensor floor_divide_(Tensor other) => Ops.floor_divide__Tensor(this, other);
        public Tensor floor_divide_(Scalar other) => Ops.floor_divide__Scalar(this, other);
        public Tensor fmod(Tensor target) => Ops.fmod_Tensor(this, target);
        public Tensor fmod(Scalar scalar) => Ops.fmod_Scalar(this, scalar);
        public Tensor fmod_(Tensor target) => Ops.fmod__Tensor(this, target);
        public Tensor fmod_(Scalar scalar) => Ops.fmod__Scalar(this, scalar);
        public Tensor remainder(Tensor target) => Ops.remainder_Tensor(this, target);
        public Tensor remainder(Scalar scalar) => Ops.remainder_Scalar(this, scalar);
        public Tensor remainder_(Tensor target) => Ops.remainder__Tensor(this, target);
        public Tensor remainder_(Scalar scalar) => Ops.remainder__Scalar(this, scalar);
        public Tensor pow(Tensor exponent) => Ops.pow_Tensor_Tensor(this, exponent);
        public Tensor pow(Scalar exponent) => Ops.pow_Tensor_Scalar(this, exponent);
        public Tensor pow_(Tensor exponent) => Ops.pow__Tensor(this, exponent);
        public Tensor pow_(Scalar exponent) => Ops.pow__Scalar(this, exponent);
        public Tensor absolute() => abs();
        public Tensor absolute_() => abs_();
        public Tensor negative() => neg();
        /// <exception cref="ArgumentException">The elements are booleans.</exception>
        public Tensor positive() => dtype != ScalarType.Bool ? Ops.positive(this) : throw new ArgumentException("positive is not defined for a boolean tensor");
        public Tensor fix() => trunc();
        public Tensor round(long decimals = 0L) => decimals == 0 ? Ops.round(this) : Ops.round_decimals(this, decimals);
        public Tensor round_(long decimals = 0L) => decimals == 0 ? Ops.round_(this) : Ops.round__decimals(this, decimals);
        public Tensor logit(double? eps = null) => Ops.logit(this, eps);
        public Tensor logit_(double? eps = null) => Ops.logit_(this, eps);
        public Tensor lerp(Tensor end, Tensor weight) => Ops.lerp_Tensor(this, end, weight);
        public Tensor lerp(Tensor end, Scalar weight) => Ops.lerp_Scalar(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => Ops.lerp__Tensor(this, end, weight);
        public Tensor lerp_(Tensor end, Scalar weight) => Ops.lerp__Scalar(this, end, weight);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv(this, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Ops.addcdiv(this, tensor1, tensor2);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv_(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Ops.addcdiv_(this, tensor1, tensor2);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul_(this, tensor1, tensor2, value);
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.clamp(this, min, max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Ops.clamp_Tensor(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Ops.clamp_(this, min, max);
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Ops.clamp__Tensor(this, min, max);
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) => Ops.nan_to_num(this, nan, posinf, neginf);
        public Tensor nan_to_num_(double nan = 0d, double? posinf = null, double? neginf = null) => Ops.nan_to_num_(this, nan, posinf, neginf);
        public Tensor arctan(Tensor other) => arctan2(other);
        public Tensor arctan_(Tensor other) => arctan2_(other);
        public (Tensor Mantissa, Tensor Exponent) frexp() => Ops.frexp_Tensor(this);
        public Tensor polygamma(long p) => Ops.polygamma(p, this);
        public Tensor mvlgamma(long p) => Ops.mvlgamma(this, p);
        public Tensor greater(Tensor target) => gt(target);
        public Tensor greater_equal(Tensor target) => ge(target);
        public Tensor less(Tensor target) => lt(target);
        public Tensor less_equal(Tensor target) => le(target);
        public Tensor not_equal(Tensor target) => ne(target);
        public Tensor equal(Tensor target) => eq(target);
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => Ops.allclose(this, target, rtol, atol, equal_nan);
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => Ops.isclose(this, other, rtol, atol, nanEqual);
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) => Ops.isin_Tensor_Tensor(this, test_elements, assumeUnique, invert);
        public Tensor where(Tensor condition, Tensor y) => Ops.where_self(condition, this, y);
    }
}
