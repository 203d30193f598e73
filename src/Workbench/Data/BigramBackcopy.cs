using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>
/// The bigram-backcopy task (Guo et al. 2024, arXiv 2410.13835): a sequence follows the bigram table of a text, except that after a
/// trigger character the character before the trigger comes again. It is small, and attention sinks and massive activations show in it.
/// </summary>
/// <remarks>
/// Every sequence begins with a token of its own, <see cref="Start"/>. From position 2 on the next token is determined by the two before
/// it; a trigger at position 1, which has nothing before it to copy, is followed by the bigram table.
/// </remarks>
public sealed class BigramBackcopy
{
    private readonly double[][] _cumulative;
    private readonly bool[] _isTrigger;

    /// <summary>The task of a text.</summary>
    /// <param name="text">The text whose pairs of neighbours are counted.</param>
    /// <param name="triggers">Characters of the text after which is copied.</param>
    /// <exception cref="ArgumentException">The text is shorter than two characters, or lacks a trigger.</exception>
    public BigramBackcopy(string text, string triggers = "te ")
    {
        ArgumentNullException.ThrowIfNull(triggers);
        Tokenizer = CharacterTokenizer.Of(text);
        if (text.Length < 2)
            throw new ArgumentException("A table of pairs needs at least two characters.", nameof(text));
        var n = Tokenizer.Vocabulary;
        Bigrams = new double[n, n];
        var tokens = Tokenizer.Encode(text);
        for (var i = 0; i + 1 < tokens.Length; i++)
            Bigrams[tokens[i], tokens[i + 1]]++;
        _isTrigger = new bool[n];
        foreach (var trigger in triggers)
            _isTrigger[Tokenizer[trigger]] = true;
        _cumulative = new double[n][];
        for (var i = 0; i < n; i++)
        {
            var total = Enumerable.Range(0, n).Sum(j => Bigrams[i, j]);
            var sum = 0.0;
            _cumulative[i] = new double[n];
            for (var j = 0; j < n; j++)
            {
                // The last character of a text may have no successor; any may then follow it.
                Bigrams[i, j] = total > 0 ? Bigrams[i, j] / total : 1.0 / n;
                _cumulative[i][j] = sum += Bigrams[i, j];
            }
        }
    }

    /// <summary>The characters.</summary>
    public CharacterTokenizer Tokenizer { get; }

    /// <summary>P(next | this), rows sum to 1.</summary>
    public double[,] Bigrams { get; }

    /// <summary>The token that every sequence begins with, one past the characters.</summary>
    public int Start => Tokenizer.Vocabulary;

    /// <summary>Characters and the start.</summary>
    public int Vocabulary => Tokenizer.Vocabulary + 1;

    /// <summary>Whether a token is a trigger.</summary>
    public bool IsTrigger(int token) => token < Start && _isTrigger[token];

    /// <summary>Draws sequences.</summary>
    /// <param name="count">How many.</param>
    /// <param name="length">Characters of each, after the start.</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <returns>int64 [count, 1 + length].</returns>
    public Tensor Sample(int count, int length, Generator generator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentNullException.ThrowIfNull(generator);
        double[] draws;
        using (var uniform = torch.rand([count, length], ScalarType.Float64, generator: generator))
            draws = uniform.data<double>().ToArray();
        var tokens = new long[count * (length + 1)];
        for (var row = 0; row < count; row++)
        {
            var at = row * (length + 1);
            tokens[at] = Start;
            for (var i = 1; i <= length; i++)
            {
                var (before, draw) = ((int)tokens[at + i - 1], draws[(row * length) + i - 1]);
                tokens[at + i] = i == 1 ? (int)(draw * Tokenizer.Vocabulary)
                    : IsTrigger(before) && i > 2 ? tokens[at + i - 2]
                    : Next(before, draw);
            }
        }

        return torch.tensor(tokens).reshape(count, length + 1);
    }

    private int Next(int token, double draw)
    {
        var at = Array.BinarySearch(_cumulative[token], draw);
        var next = at >= 0 ? at + 1 : ~at;
        // Rounding may leave the last sum below 1.
        return Math.Min(next, Array.FindLastIndex(_cumulative[token], sum => sum < 1 - 1e-12) + 1);
    }
}
