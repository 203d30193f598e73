using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>
/// One step of a recurrent network: h' = cell(x, h). It acts on the dimension of channels, so that x may be vectors [batch, input] or
/// images [batch, input, height, width], where it is a 1×1 convolution with one state a pixel.
/// </summary>
/// <remarks>
/// <code>
/// var cell = new MguCell(10, 32, seed: 0);
/// var h = cell.call(x0, null);   // from zeros
/// h = cell.call(x1, h);          // [batch, 32]
/// </code>
/// Weights start evenly from ±1/√hidden, as those of PyTorch's cells, unless a cell says otherwise.
/// </remarks>
public abstract class RecurrentCell : nn.Module<Tensor, Tensor?, Tensor>
{
    /// <summary>A cell of these sizes.</summary>
    /// <param name="name">Name of the module.</param>
    /// <param name="inputSize">Channels of x, positive.</param>
    /// <param name="hiddenSize">Channels of the output, positive.</param>
    protected RecurrentCell(string name, long inputSize, long hiddenSize)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        (InputSize, HiddenSize) = (inputSize, hiddenSize);
    }

    /// <summary>Channels of x.</summary>
    public long InputSize { get; }

    /// <summary>Channels of what the cell gives out.</summary>
    public long HiddenSize { get; }

    /// <summary>Channels of the state; more than <see cref="HiddenSize"/> where the cell keeps something to itself.</summary>
    public virtual long StateSize => HiddenSize;

    /// <summary>The next state.</summary>
    /// <param name="input">x, [batch, input, …].</param>
    /// <param name="state">The state before, [batch, state, …]; null starts from <see cref="InitialState"/>.</param>
    /// <returns>[batch, state, …].</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public override Tensor forward(Tensor input, Tensor? state)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() < 2 || input.shape[1] != InputSize)
            throw new ArgumentException($"Expected [batch, {InputSize}, …]; got [{string.Join(", ", input.shape)}].", nameof(input));
        long[] expected = [input.shape[0], StateSize, .. input.shape[2..]];
        if (state is not null && !state.shape.SequenceEqual(expected))
            throw new ArgumentException($"Expected a state [{string.Join(", ", expected)}]; got [{string.Join(", ", state.shape)}].", nameof(state));
        return Step(input, state ?? InitialState(input));
    }

    /// <summary>The state before the first step; zeros unless the cell says otherwise.</summary>
    /// <param name="input">An input, whose batch, places, type and device the state takes.</param>
    public virtual Tensor InitialState(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return torch.zeros([input.shape[0], StateSize, .. input.shape[2..]], input.dtype, input.device);
    }

    /// <summary>What the layer above sees of a state.</summary>
    /// <param name="state">[batch, state, …].</param>
    /// <returns>[batch, hidden, …].</returns>
    public virtual Tensor Output(Tensor state) => state;

    /// <summary>The next state, for shapes that fit.</summary>
    protected abstract Tensor Step(Tensor input, Tensor state);

    /// <summary>The linear map of the channels: W x + b at every place.</summary>
    /// <param name="x">[batch, in, …].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="bias">[out], or null.</param>
    protected static Tensor Map(Tensor x, Tensor weight, Tensor? bias = null) => x.dim() switch
    {
        2 => nn.functional.linear(x, weight, bias),
        4 => nn.functional.conv2d(x, weight.unsqueeze(-1).unsqueeze(-1), bias),
        _ => nn.functional.linear(x.transpose(1, -1), weight, bias).transpose(1, -1),
    };

    /// <summary>A vector with one value a channel, ready to be multiplied with [batch, channels, …].</summary>
    protected static Tensor PerChannel(Tensor vector, Tensor like) => vector.reshape([-1, .. Enumerable.Repeat(1L, (int)like.dim() - 2)]);

    /// <summary>Draws the given parameters evenly from ±1/√hidden, in this order.</summary>
    private protected void DrawUniform(int seed, params Parameter[] parameters)
    {
        using var generator = new Generator((ulong)seed);
        using var noGrad = torch.no_grad();
        var bound = 1 / Math.Sqrt(HiddenSize);
        foreach (var parameter in parameters)
            parameter.uniform_(-bound, bound, generator);
    }
}
