using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>Where the reset gate of a gated recurrent unit acts; the two are different networks and their weights do not convert.</summary>
public enum ResetPlacement
{
    /// <summary>n = tanh(i + r ⊙ (U h)), as PyTorch and cuDNN have it.</summary>
    AfterProduct,

    /// <summary>n = tanh(i + U (r ⊙ h)), as Cho et al. 2014 (arXiv 1406.1078), Chung et al. 2014 (arXiv 1412.3555) and TensorFlow's GRUCell have it.</summary>
    BeforeProduct,
}

/// <summary>
/// Gated recurrent unit: r = σ(i_r + U_r h), z = σ(i_z + U_z h), n = tanh(i_n + reset(U_n, r, h)), h' = (1 − z) ⊙ n + z ⊙ h,
/// with i = W x + b. z = 1 keeps the state. Rows of the weights are in the order r, z, n.
/// </summary>
public sealed class GruCell : RecurrentCell
{
    private readonly Parameter weight_ih;
    private readonly Parameter weight_hh;
    private readonly Parameter bias;

    /// <summary>A cell with its own seed.</summary>
    /// <param name="inputSize">Channels of x.</param>
    /// <param name="hiddenSize">Channels of h.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="reset">Where the reset gate acts.</param>
    /// <param name="gateBias">What the biases of r and z start at; null draws them as the weights. TensorFlow starts at 1.</param>
    public GruCell(long inputSize, long hiddenSize, int seed, ResetPlacement reset = ResetPlacement.AfterProduct, double? gateBias = null)
        : base(nameof(GruCell), inputSize, hiddenSize)
    {
        if (!Enum.IsDefined(reset))
            throw new ArgumentOutOfRangeException(nameof(reset), reset, "Known placements: AfterProduct, BeforeProduct.");
        Reset = reset;
        weight_ih = new Parameter(empty(3 * hiddenSize, inputSize));
        weight_hh = new Parameter(empty(3 * hiddenSize, hiddenSize));
        bias = new Parameter(empty(3 * hiddenSize));
        RegisterComponents();
        DrawUniform(seed, weight_ih, weight_hh, bias);
        if (gateBias is { } start)
        {
            using var noGrad = no_grad();
            bias.narrow(0, 0, 2 * hiddenSize).fill_(start);
        }
    }

    /// <summary>Where the reset gate acts.</summary>
    public ResetPlacement Reset { get; }

    /// <summary>W, [3·hidden, input].</summary>
    public Parameter InputWeight => weight_ih;

    /// <summary>U, [3·hidden, hidden].</summary>
    public Parameter StateWeight => weight_hh;

    /// <summary>b, [3·hidden].</summary>
    public Parameter Bias => bias;

    /// <inheritdoc/>
    protected override Tensor Step(Tensor input, Tensor state)
    {
        var i = Map(input, weight_ih, bias).chunk(3, 1);
        Tensor r, z, candidate;
        if (Reset == ResetPlacement.AfterProduct)
        {
            var u = Map(state, weight_hh).chunk(3, 1);
            (r, z) = ((i[0] + u[0]).sigmoid(), (i[1] + u[1]).sigmoid());
            candidate = r * u[2];
        }
        else
        {
            var u = Map(state, weight_hh.narrow(0, 0, 2 * HiddenSize)).chunk(2, 1);
            (r, z) = ((i[0] + u[0]).sigmoid(), (i[1] + u[1]).sigmoid());
            candidate = Map(r * state, weight_hh.narrow(0, 2 * HiddenSize, HiddenSize));
        }

        var n = (i[2] + candidate).tanh();
        return n + (z * (state - n));
    }
}
