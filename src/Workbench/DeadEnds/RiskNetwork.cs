using TorchSharp;
using TorchSharp.Modules;
using Workbench.Recurrent;
using static TorchSharp.torch;

namespace Workbench.DeadEnds;

/// <summary>
/// A learned Q_D: embedding, gated recurrent units, and a head of width n → 2n → vocabulary. After every token it values each token that may
/// come next.
/// </summary>
public sealed class RiskNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly RecurrentLayer body;
    private readonly Sequential head;

    /// <summary>A network with its own seed.</summary>
    /// <param name="vocabulary">Different tokens.</param>
    /// <param name="width">n, of embedding and state.</param>
    /// <param name="seed">Seed of its weights.</param>
    public RiskNetwork(int vocabulary, int width, int seed)
        : base(nameof(RiskNetwork))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Vocabulary, Width) = (vocabulary, width);
        embedding = nn.Embedding(vocabulary, width);
        body = new RecurrentLayer(new GruCell(width, width, seed));
        head = NewHead();
        RegisterComponents();
        using var generator = new Generator((ulong)seed + 1);
        using var noGrad = torch.no_grad();
        embedding.weight!.normal_(0, 1, generator);
        Models.UniformInitialisation.Apply(head, seed + 2);
    }

    /// <summary>Different tokens.</summary>
    public int Vocabulary { get; }

    /// <summary>n, of embedding and state.</summary>
    public int Width { get; }

    internal Sequential Head => head;

    /// <summary>Q_D of every next token after every token.</summary>
    /// <param name="tokens">int64 [batch, positions].</param>
    /// <returns>[batch, positions, vocabulary]; not clipped.</returns>
    public override Tensor forward(Tensor tokens) => head.call(States(tokens));

    /// <summary>Q_D of the next token, in [−1, 0].</summary>
    /// <param name="tokens">What is written, int64 [batch, positions].</param>
    /// <returns>[batch, vocabulary], without gradient.</returns>
    public Tensor NextValues(Tensor tokens)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return head.call(States(tokens).select(1, -1)).clamp(-1, 0).MoveToOuterDisposeScope();
    }

    /// <summary>The risk that each written token brought, −Q_D(s_t, a_t) in [0, 1].</summary>
    /// <param name="texts">int64 [texts, prompt + H].</param>
    /// <param name="prompt">Tokens at the beginning that are given and not valued, at least 1.</param>
    /// <returns>[texts, H], without gradient.</returns>
    /// <exception cref="ArgumentException">The texts have another shape or type, or nothing after the prompt.</exception>
    public Tensor Risks(Tensor texts, int prompt = 1)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(prompt, 1);
        if (texts.dim() != 2 || texts.shape[1] <= prompt)
            throw new ArgumentException($"Expected int64 [texts, {prompt} + H]; got {texts.dtype} [{string.Join(", ", texts.shape)}].", nameof(texts));
        RequireTokens(texts, nameof(texts));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var written = texts.shape[1] - prompt;
        var states = States(texts.narrow(1, 0, texts.shape[1] - 1)).narrow(1, prompt - 1, written);
        return head.call(states).gather(2, texts.narrow(1, prompt, written).unsqueeze(2)).squeeze(2).neg().clamp(0, 1).MoveToOuterDisposeScope();
    }

    internal Tensor States(Tensor tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.dim() != 2 || tokens.dtype != ScalarType.Int64)
            throw new ArgumentException($"Expected int64 [batch, positions]; got {tokens.dtype} [{string.Join(", ", tokens.shape)}].", nameof(tokens));
        return body.call(embedding.call(tokens), null).Outputs;
    }

    /// <summary>Looked at once a call from outside, not in every step: on a GPU it waits for the device.</summary>
    internal void RequireTokens(Tensor tokens, string name)
    {
        if (tokens.numel() > 0 && (tokens.min().to_type(ScalarType.Int64).item<long>() < 0 || tokens.max().to_type(ScalarType.Int64).item<long>() >= Vocabulary))
            throw new ArgumentException(
                $"Tokens must lie in [0, {Vocabulary - 1}]; they lie in [{tokens.min().to_type(ScalarType.Int64).item<long>()}, {tokens.max().to_type(ScalarType.Int64).item<long>()}].", name);
    }

    internal Sequential NewHead() => nn.Sequential(nn.Linear(Width, 2 * Width), nn.ReLU(), nn.Linear(2 * Width, Vocabulary));
}
