using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>A cell run over a sequence.</summary>
/// <remarks>
/// <code>
/// var layer = new RecurrentLayer(new GruCell(10, 32, seed: 0));
/// var (outputs, state) = layer.call(x, null);   // x [batch, positions, 10]; outputs [batch, positions, 32]
/// </code>
/// </remarks>
public sealed class RecurrentLayer : nn.Module<Tensor, Tensor?, (Tensor Outputs, Tensor State)>
{
    private readonly RecurrentCell cell;

    /// <summary>A layer of that cell.</summary>
    /// <param name="cell">The cell; the layer owns it.</param>
    /// <param name="backward">Whether it reads the sequence from the end; outputs stay at their positions.</param>
    public RecurrentLayer(RecurrentCell cell, bool backward = false)
        : base(nameof(RecurrentLayer))
    {
        ArgumentNullException.ThrowIfNull(cell);
        this.cell = cell;
        Backward = backward;
        RegisterComponents();
    }

    /// <summary>The cell.</summary>
    public RecurrentCell Cell => cell;

    /// <summary>Whether it reads the sequence from the end.</summary>
    public bool Backward { get; }

    /// <summary>The outputs at all positions and the state after the last step.</summary>
    /// <param name="input">[batch, positions, input].</param>
    /// <param name="state">The state before the first step, [batch, state]; null takes the cell's own.</param>
    /// <returns>Outputs [batch, positions, hidden]; state [batch, state].</returns>
    /// <exception cref="ArgumentException">The input is no sequence of that width, or empty.</exception>
    public override (Tensor Outputs, Tensor State) forward(Tensor input, Tensor? state)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 3 || input.shape[1] < 1 || input.shape[2] != cell.InputSize)
            throw new ArgumentException($"Expected [batch, positions, {cell.InputSize}]; got [{string.Join(", ", input.shape)}].", nameof(input));
        var outputs = new Tensor[input.shape[1]];
        for (var i = 0; i < outputs.Length; i++)
        {
            var at = Backward ? outputs.Length - 1 - i : i;
            state = cell.call(input.select(1, at), state);
            outputs[at] = cell.Output(state);
        }

        return (torch.stack(outputs, 1), state!);
    }
}

/// <summary>Two cells over one sequence, one from each end: at every position the outputs of both, which makes it unusable online.</summary>
public sealed class BidirectionalLayer : nn.Module<Tensor, Tensor>
{
    private readonly RecurrentLayer forwards;
    private readonly RecurrentLayer backwards;

    /// <summary>A layer of these cells.</summary>
    /// <param name="forwardCell">Reads from the start.</param>
    /// <param name="backwardCell">Reads from the end.</param>
    /// <exception cref="ArgumentException">The cells are one, or take inputs of different widths.</exception>
    public BidirectionalLayer(RecurrentCell forwardCell, RecurrentCell backwardCell)
        : base(nameof(BidirectionalLayer))
    {
        ArgumentNullException.ThrowIfNull(forwardCell);
        ArgumentNullException.ThrowIfNull(backwardCell);
        if (ReferenceEquals(forwardCell, backwardCell) || forwardCell.InputSize != backwardCell.InputSize)
            throw new ArgumentException(
                $"Two cells of one input width are needed; got {forwardCell.InputSize} and {backwardCell.InputSize}.", nameof(backwardCell));
        (forwards, backwards) = (new RecurrentLayer(forwardCell), new RecurrentLayer(backwardCell, backward: true));
        RegisterComponents();
    }

    /// <summary>The outputs of both cells, the forward one's first.</summary>
    /// <param name="input">[batch, positions, input].</param>
    /// <returns>[batch, positions, hidden of both].</returns>
    public override Tensor forward(Tensor input) => torch.cat([forwards.call(input, null).Outputs, backwards.call(input, null).Outputs], 2);
}
