namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);
        public static Tensor operator -(Scalar left, Tensor right) => Ops.rsub_Scalar(right, left);
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);
        public static Tensor operator /(Scalar left, Tensor right) => right.reciprocal().mul_fresh(left);
        public static Tensor operator -(Tensor tensor) => tensor.neg();
        public static Tensor operator ~(Tensor left) => left.bitwise_not();
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
        public static Tensor operator <<(Tensor left, Tensor right) => left.bitwise_left_shift(right);
        public static Tensor operator >>(Tensor left, Tensor right) => left.bitwise_right_shift(right);

        public static implicit operator Tensor(Scalar scalar) => FromScalar(scalar);

        // Lets overloads for Scalar? win over those for Tensor when a number is given.
        public static implicit operator Tensor?(Scalar? scalar) => scalar is { } value ? FromScalar(value) : null;

        /// <summary>The operator <c>--></c> of F#: the tensor through a module.</summary>
        public static Tensor op_MinusMinusGreater(Tensor t, nn.Module<Tensor, Tensor> m) => m.call(t);

        /// <summary>Multiplies a tensor nobody else holds yet; where autograd follows it, out of place.</summary>
        private Tensor mul_fresh(Scalar factor)
        {
            if (requires_grad) return mul(factor);
            var type = dtype;
            if (torch.is_integral(type) || (factor.IsComplex && !torch.is_complex(type))) return mul(factor);
            return mul_(factor);
        }
    }
}
