using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>
/// A state transition that is linear in the state for every input: h' = A(x) h, without additive input or bias (arXiv 2505.21749).
/// Scale does not matter, so the state is brought back to length 1 after each step; the start is learned, because 0 would stay 0.
/// </summary>
public abstract class LinearTransitionCell : RecurrentCell
{
    private protected readonly Parameter start;

    /// <summary>A cell of these sizes.</summary>
    /// <param name="name">Name of the module.</param>
    /// <param name="inputSize">K, channels of x.</param>
    /// <param name="hiddenSize">H, channels of h.</param>
    /// <param name="normalise">Whether h has length 1 after every step.</param>
    protected LinearTransitionCell(string name, long inputSize, long hiddenSize, bool normalise)
        : base(name, inputSize, hiddenSize)
    {
        Normalise = normalise;
        start = new Parameter(torch.ones(hiddenSize) / Math.Sqrt(hiddenSize));
    }

    /// <summary>Whether h has length 1 after every step.</summary>
    public bool Normalise { get; }

    /// <summary>h₀, [H]; equal entries of length 1 before training.</summary>
    public Parameter Start => start;

    /// <inheritdoc/>
    public override Tensor InitialState(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return start.expand(input.shape[0], HiddenSize);
    }

    /// <summary>A(x) h.</summary>
    /// <param name="input">x, [batch, K].</param>
    /// <param name="state">h, [batch, H].</param>
    protected abstract Tensor Transition(Tensor input, Tensor state);

    /// <inheritdoc/>
    protected sealed override Tensor Step(Tensor input, Tensor state)
    {
        if (input.dim() != 2)
            throw new ArgumentException($"Bilinear transitions take vectors [batch, {InputSize}]; got [{string.Join(", ", input.shape)}].", nameof(input));
        var next = Transition(input, state);
        return Normalise ? nn.functional.normalize(next, p: 2, dim: 1, eps: 1e-12) : next;
    }
}

/// <summary>
/// Bilinear state transition with blocks: h'_i = Σ_jk W_ijk h_j x_k with i and j in the same block of the state. One block of the whole
/// width is the full tensor; blocks of 1 are a real diagonal, which can do parity but no modular addition. Blocks start near the identity.
/// </summary>
/// <remarks><code>var cell = new BilinearCell(5, 32, seed: 0);   // full; A(one-hot k) is one of five free matrices</code></remarks>
public sealed class BilinearCell : LinearTransitionCell
{
    private readonly Parameter weight;

    /// <summary>A cell with its own seed.</summary>
    /// <param name="inputSize">K, channels of x.</param>
    /// <param name="hiddenSize">H, channels of h.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="blockSize">B, which divides H; null takes one block of size H.</param>
    /// <param name="normalise">Whether h has length 1 after every step.</param>
    /// <param name="noise">Standard deviation of the entries around the identity, times √B.</param>
    /// <exception cref="ArgumentException">The blocks do not divide the state.</exception>
    public BilinearCell(long inputSize, long hiddenSize, int seed, long? blockSize = null, bool normalise = true, double noise = 1)
        : base(nameof(BilinearCell), inputSize, hiddenSize, normalise)
    {
        BlockSize = blockSize ?? hiddenSize;
        if (BlockSize < 1 || hiddenSize % BlockSize != 0)
            throw new ArgumentException($"Blocks of {BlockSize} do not divide a state of {hiddenSize}.", nameof(blockSize));
        var blocks = hiddenSize / BlockSize;
        using (var generator = new Generator((ulong)seed))
        using (torch.NewDisposeScope())
        {
            var draw = torch.randn([inputSize, blocks, BlockSize, BlockSize], generator: generator) * (noise / Math.Sqrt(BlockSize));
            weight = new Parameter((torch.eye(BlockSize) + draw).MoveToOuterDisposeScope());
        }

        RegisterComponents();
    }

    /// <summary>B, the width of a block.</summary>
    public long BlockSize { get; }

    /// <summary>W, [K, H/B, B, B].</summary>
    public Parameter Weight => weight;

    /// <inheritdoc/>
    protected override Tensor Transition(Tensor input, Tensor state)
    {
        var blocks = state.reshape(state.shape[0], -1, BlockSize);
        return BlockSize == 1
            ? nn.functional.linear(input, weight.reshape(InputSize, HiddenSize).transpose(0, 1)) * state
            : torch.einsum("nk,kbij,nbj->nbi", input, weight, blocks).reshape(state.shape);
    }
}
