using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>A layer from sequences to sequences: [batch, positions, <see cref="InputSize"/>] to [batch, positions, <see cref="OutputSize"/>].</summary>
public abstract class SequenceLayer : nn.Module<Tensor, Tensor>
{
    /// <summary>A layer of these widths.</summary>
    /// <param name="name">Name of the module.</param>
    /// <param name="inputSize">Channels of a position of the input, positive.</param>
    /// <param name="outputSize">Channels of a position of the output, positive.</param>
    protected SequenceLayer(string name, long inputSize, long outputSize)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputSize);
        (InputSize, OutputSize) = (inputSize, outputSize);
    }

    /// <summary>Channels of a position of the input.</summary>
    public long InputSize { get; }

    /// <summary>Channels of a position of the output.</summary>
    public long OutputSize { get; }

    /// <summary>The outputs at all positions.</summary>
    /// <param name="input">[batch, positions, <see cref="InputSize"/>], at least one position.</param>
    /// <returns>[batch, positions, <see cref="OutputSize"/>].</returns>
    /// <exception cref="ArgumentException">The input is no sequence of that width, or empty.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.dim() == 3 && input.shape[1] > 0 && input.shape[2] == InputSize
            ? Outputs(input)
            : throw new ArgumentException($"Expected [batch, positions, {InputSize}]; got [{string.Join(", ", input.shape)}].", nameof(input));
    }

    /// <summary>The outputs, for shapes that fit.</summary>
    protected abstract Tensor Outputs(Tensor input);
}
