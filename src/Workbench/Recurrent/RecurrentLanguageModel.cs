using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>A language model of recurrent layers: embedding, the layers one after another, and a linear head.</summary>
/// <remarks>
/// <code>
/// var model = new RecurrentLanguageModel(vocabulary: 2000, width: 256, seed: 0, new GruCell(256, 256, 1), new GruCell(256, 256, 2));
/// LanguageModel.Train(model, 600, generator => data.Sample(64, 40, generator), seed: 0);
/// </code>
/// </remarks>
public sealed class RecurrentLanguageModel : nn.Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly ModuleList<RecurrentLayer> layers;
    private readonly Linear head;

    /// <summary>A network with its own seed.</summary>
    /// <param name="vocabulary">Different tokens.</param>
    /// <param name="width">Channels of an embedded token.</param>
    /// <param name="seed">Seed of embedding and head; cells bring their own.</param>
    /// <param name="cells">The cells, which the model owns; each takes as many channels as come from below.</param>
    /// <exception cref="ArgumentException">A size is out of its range, there is no cell, or the channels do not fit.</exception>
    public RecurrentLanguageModel(long vocabulary, long width, int seed, params RecurrentCell[] cells)
        : base(nameof(RecurrentLanguageModel))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length == 0)
            throw new ArgumentException("A recurrent language model needs a cell.", nameof(cells));
        Vocabulary = vocabulary;
        embedding = nn.Embedding(vocabulary, width);
        layers = new ModuleList<RecurrentLayer>();
        var below = width;
        foreach (var cell in cells)
        {
            if (cell.InputSize != below)
                throw new ArgumentException($"Cell {layers.Count} takes {cell.InputSize} channels; {below} come from below.", nameof(cells));
            layers.Add(new RecurrentLayer(cell));
            below = cell.HiddenSize;
        }

        head = nn.Linear(below, vocabulary);
        RegisterComponents();
        using var generator = new Generator((ulong)seed);
        using var noGrad = torch.no_grad();
        embedding.weight!.normal_(0, 1, generator);
        Models.UniformInitialisation.Apply(head, seed + 1);
    }

    /// <summary>Different tokens.</summary>
    public long Vocabulary { get; }

    /// <summary>The logits of the next token at every position.</summary>
    /// <param name="tokens">int64 [batch, positions].</param>
    /// <returns>[batch, positions, vocabulary].</returns>
    /// <exception cref="ArgumentException">The tokens have another shape or type.</exception>
    public override Tensor forward(Tensor tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.dim() != 2 || tokens.dtype != ScalarType.Int64)
            throw new ArgumentException($"Expected int64 [batch, positions]; got {tokens.dtype} [{string.Join(", ", tokens.shape)}].", nameof(tokens));
        var state = embedding.call(tokens);
        foreach (var layer in layers)
            state = layer.call(state, null).Outputs;
        return head.call(state);
    }
}
