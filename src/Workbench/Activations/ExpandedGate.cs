using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// Gates with an expanded range (arXiv 2405.20768): the gate u in (0, 1) becomes u(1 + 2α) - α. With α = 0 the unexpanded function comes out
/// bit for bit.
/// </summary>
internal static class ExpandedGate
{
    /// <summary>x·(u(1 + 2α) - α).</summary>
    public static Tensor Evaluate(Tensor x, Tensor gate, Coefficient alpha) => Expand(x, x * gate, alpha);

    /// <summary>x·u given: x·u + α(2x·u - x).</summary>
    public static Tensor Expand(Tensor x, Tensor gated, Coefficient alpha) => gated + alpha * (2 * gated - x);
}
