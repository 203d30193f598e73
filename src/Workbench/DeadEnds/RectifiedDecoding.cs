using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.DeadEnds;

/// <summary>All that rectification needs of a language model: tokens int64 [batch, positions] → probabilities of the next one [batch, vocabulary].</summary>
public delegate Tensor NextTokenProbabilities(Tensor tokens);

/// <summary>Q_D of the next token: tokens int64 [batch, positions] → values in [−1, 0], [batch, vocabulary].</summary>
public delegate Tensor NextTokenValues(Tensor tokens);

/// <summary>Writing with capped probabilities, for any model of the vocabulary.</summary>
/// <remarks>
/// <code>
/// var write = RectifiedDecoding.FromLogits(gpt, context: 64);
/// var texts = RectifiedDecoding.Sample(write, prompts, length: 20, generator, risk.NextValues, epsilon: 0.1);
/// </code>
/// </remarks>
public static class RectifiedDecoding
{
    /// <summary>A model that gives logits for every position, as one that gives probabilities for the next.</summary>
    /// <param name="model">tokens [batch, positions] → logits [batch, positions, vocabulary].</param>
    /// <param name="context">The most tokens it can look at; the last ones are taken.</param>
    public static NextTokenProbabilities FromLogits(nn.Module<Tensor, Tensor> model, long context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(context);
        return tokens =>
        {
            using var noGrad = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            var length = Math.Min(context, tokens.shape[1]);
            var seen = tokens.narrow(1, tokens.shape[1] - length, length);
            return model.call(seen).select(1, -1).softmax(-1).MoveToOuterDisposeScope();
        };
    }

    /// <summary>A word filter: the model without some tokens, whose probability goes to the others in proportion.</summary>
    /// <param name="model">The language model; in no row may it give everything to the filtered tokens.</param>
    /// <param name="tokens">What is never written.</param>
    public static NextTokenProbabilities Without(NextTokenProbabilities model, IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokens);
        long[] filtered = [.. tokens.Select(token => (long)token)];
        return text =>
        {
            using var noGrad = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            var p = model(text);
            if (filtered.Any(token => token < 0 || token >= p.shape[1]))
                throw new ArgumentException($"Tokens must lie in [0, {p.shape[1] - 1}]; got {string.Join(", ", filtered)}.", nameof(tokens));
            var left = p.index_fill(1, torch.tensor(filtered, device: p.device), 0);
            return (left / left.sum(1, keepdim: true)).MoveToOuterDisposeScope();
        };
    }

    /// <summary>Rows of <see cref="Rectification.Project"/> at once: the nearest distributions that keep the caps.</summary>
    /// <param name="probabilities">[batch, vocabulary], rows sum to 1.</param>
    /// <param name="caps">[batch, vocabulary], positive.</param>
    /// <returns>[batch, vocabulary] in the type of the probabilities; a row without feasible distribution is cap / Σ cap.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Project(Tensor probabilities, Tensor caps)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(caps);
        if (probabilities.dim() != 2 || !probabilities.shape.SequenceEqual(caps.shape))
            throw new ArgumentException(
                $"Expected two tensors [batch, vocabulary]; got [{string.Join(", ", probabilities.shape)}] and [{string.Join(", ", caps.shape)}].", nameof(caps));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var p = probabilities.to_type(ScalarType.Float64);
        p = p / p.sum(1, keepdim: true);
        var cap = torch.where(p.gt(0), caps.to_type(ScalarType.Float64), torch.zeros_like(p));
        var room = cap.sum(1, keepdim: true);

        // η = min(cap, λ p): tokens reach their caps in the order of cap / p, and λ is what the first k of them leave to the others.
        var ratio = torch.where(p.gt(0), cap / p.clamp(min: 1e-300), torch.full_like(p, double.PositiveInfinity));
        var (sorted, order) = ratio.sort(1);
        var (sortedCap, sortedP) = (cap.gather(1, order), p.gather(1, order));
        var taken = sortedCap.cumsum(1) - sortedCap;
        var free = sortedP.flip(1).cumsum(1).flip(1);
        var scale = torch.where(free.gt(0), (1 - taken) / free.clamp(min: 1e-300), torch.full_like(p, double.PositiveInfinity));
        // The first token that is not capped; as λ grows with every capped one, it is the first whose ratio is at least the λ so far.
        var first = sorted.ge(scale).to_type(ScalarType.Int64).argmax(1, keepdim: true);
        var exact = torch.minimum(cap, scale.gather(1, first) * p);
        var projected = torch.where(room.lt(1), cap / room, exact);
        return projected.to_type(probabilities.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Writes on after prompts.</summary>
    /// <param name="model">The language model.</param>
    /// <param name="prompts">int64 [batch, positions].</param>
    /// <param name="length">Tokens to write.</param>
    /// <param name="generator">Source of the draws, on the device of the prompts.</param>
    /// <param name="values">Q_D of the next token; null writes as the model does.</param>
    /// <param name="epsilon">ε in [0, 1]; larger is stricter.</param>
    /// <param name="batchSize">Texts at a time.</param>
    /// <returns>int64 [batch, positions + length].</returns>
    /// <exception cref="ArgumentException">A number is out of its range, or model and values differ in their vocabulary.</exception>
    public static Tensor Sample(
        NextTokenProbabilities model, Tensor prompts, int length, Generator generator, NextTokenValues? values = null, double epsilon = 0,
        int batchSize = 4096)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (prompts.dim() != 2 || prompts.dtype != ScalarType.Int64)
            throw new ArgumentException($"Expected int64 [batch, positions]; got {prompts.dtype} [{string.Join(", ", prompts.shape)}].", nameof(prompts));
        if (!(epsilon is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε lies in [0, 1].");
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        if (prompts.shape[0] > batchSize)
            return torch.cat([.. prompts.split(batchSize).Select(part => Sample(model, part, length, generator, values, epsilon, batchSize))]).MoveToOuterDisposeScope();
        var tokens = prompts.clone();
        for (var i = 0; i < length; i++)
        {
            using var step = torch.NewDisposeScope();
            var p = model(tokens);
            if (p.dim() != 2 || p.shape[0] != tokens.shape[0])
                throw new ArgumentException($"Expected probabilities [{tokens.shape[0]}, vocabulary]; got [{string.Join(", ", p.shape)}].", nameof(model));
            if (values is not null)
            {
                var q = values(tokens);
                if (!q.shape.SequenceEqual(p.shape))
                    throw new ArgumentException($"Expected values [{string.Join(", ", p.shape)}], as the probabilities; got [{string.Join(", ", q.shape)}].", nameof(values));
                p = Project(p, (1 + q - epsilon).clamp(Rectification.SmallestCap, 1));
            }

            tokens = torch.cat([tokens, p.multinomial(1, generator: generator)], 1).MoveToOuterDisposeScope();
        }

        return tokens.MoveToOuterDisposeScope();
    }
}
