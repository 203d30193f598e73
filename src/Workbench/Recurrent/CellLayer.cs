using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>The outputs of a cell that is run over a sequence from the cell's own start.</summary>
/// <remarks><code>var tagger = new SequenceTagger(new CellLayer(new BilinearCell(5, 32, seed: 0)), classes: 5, seed: 1);</code></remarks>
public sealed class CellLayer : SequenceLayer
{
    private readonly RecurrentLayer layer;

    /// <summary>A layer of that cell.</summary>
    /// <param name="cell">The cell; the layer owns it.</param>
    public CellLayer(RecurrentCell cell)
        : base(nameof(CellLayer), (cell ?? throw new ArgumentNullException(nameof(cell))).InputSize, cell.HiddenSize)
    {
        layer = new RecurrentLayer(cell);
        RegisterComponents();
    }

    /// <summary>The cell.</summary>
    public RecurrentCell Cell => layer.Cell;

    /// <inheritdoc/>
    protected override Tensor Outputs(Tensor input) => layer.call(input, null).Outputs;
}
