namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>x · Φ(x), exactly or by the tanh approximation of Φ.</summary>
        public Tensor gelu(Modules.GELU.Approximate approximate) => nn.functional.gelu(this, approximate);

        /// <summary>x · Φ(x) in place, exactly or by the tanh approximation of Φ.</summary>
        public Tensor gelu_(Modules.GELU.Approximate approximate)
            => Ops.gelu_(this, approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none");
    }
}
