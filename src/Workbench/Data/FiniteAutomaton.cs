using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>
/// A deterministic finite automaton as a task of state tracking: symbols come in, the state after each is asked. Sums modulo n, parity and
/// random automata are of this kind.
/// </summary>
/// <remarks>
/// <code>
/// var sums = FiniteAutomaton.Sum(5);
/// var (symbols, states) = sums.Draw(64, length: 10, generator);   // states[i, t] = (symbols[i, 0] + … + symbols[i, t]) mod 5
/// </code>
/// </remarks>
public sealed class FiniteAutomaton
{
    private readonly int[,] _next;

    /// <summary>The automaton of a transition table.</summary>
    /// <param name="transitions">The next state, by state and symbol, [states, symbols]; copied.</param>
    /// <param name="start">The state before the first symbol.</param>
    /// <exception cref="ArgumentException">The table is empty or names a state that there is not.</exception>
    public FiniteAutomaton(int[,] transitions, int start = 0)
    {
        ArgumentNullException.ThrowIfNull(transitions);
        (States, Symbols) = (transitions.GetLength(0), transitions.GetLength(1));
        if (transitions.Length == 0)
            throw new ArgumentException($"A table [{States}, {Symbols}] has no transition.", nameof(transitions));
        foreach (var state in transitions)
        {
            if (state < 0 || state >= States)
                throw new ArgumentException($"A transition goes to state {state}; there are 0 to {States - 1}.", nameof(transitions));
        }

        if (start < 0 || start >= States)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"The states are 0 to {States - 1}.");
        _next = (int[,])transitions.Clone();
        Start = start;
    }

    /// <summary>Number of states.</summary>
    public int States { get; }

    /// <summary>Number of symbols.</summary>
    public int Symbols { get; }

    /// <summary>The state before the first symbol.</summary>
    public int Start { get; }

    /// <summary>Sums modulo n: the state s goes to (s + symbol) mod n. The order of the symbols does not matter.</summary>
    /// <param name="modulus">n, at least 2.</param>
    public static FiniteAutomaton Sum(int modulus)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(modulus, 2);
        return Tabulated(modulus, modulus, (state, symbol) => (state + symbol) % modulus);
    }

    /// <summary>Parity of ones: sums modulo 2.</summary>
    public static FiniteAutomaton Parity() => Sum(2);

    /// <summary>
    /// A random automaton. If every symbol permutes the states nothing is ever forgotten, and the order of the symbols matters; if it maps
    /// each state to any, states run together and the last few symbols soon say all.
    /// </summary>
    /// <param name="states">Number of states, at least 2.</param>
    /// <param name="symbols">Number of symbols, at least 1.</param>
    /// <param name="seed">Seed of the table.</param>
    /// <param name="permutations">Whether every symbol permutes the states.</param>
    public static FiniteAutomaton Random(int states, int symbols, int seed, bool permutations = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(symbols);
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        long[][] columns = [.. Enumerable.Range(0, symbols).Select(_ => (permutations
            ? torch.randperm(states, ScalarType.Int64, generator: generator)
            : torch.randint(0, states, [states], ScalarType.Int64, generator: generator)).data<long>().ToArray())];
        return Tabulated(states, symbols, (state, symbol) => (int)columns[symbol][state]);
    }

    /// <summary>The next state.</summary>
    /// <param name="state">A state, from 0.</param>
    /// <param name="symbol">A symbol, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such state or symbol.</exception>
    public int Next(int state, int symbol) => _next[state, symbol];

    /// <summary>Draws sequences of even and independent symbols, with the states that they lead to.</summary>
    /// <param name="count">How many.</param>
    /// <param name="length">Symbols of each.</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <returns>Symbols and the state after each, both int64 [count, length].</returns>
    public (Tensor Symbols, Tensor States) Draw(int count, int length, Generator generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentNullException.ThrowIfNull(generator);
        var symbols = torch.randint(0, Symbols, [count, length], ScalarType.Int64, generator: generator);
        return (symbols, StatesAfter(symbols));
    }

    /// <summary>The state after each symbol.</summary>
    /// <param name="symbols">int64 [count, length].</param>
    /// <returns>int64 [count, length].</returns>
    /// <exception cref="ArgumentException">They are no int64 sequences, or one is no symbol of this automaton.</exception>
    public Tensor StatesAfter(Tensor symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (symbols.dim() != 2 || symbols.dtype != ScalarType.Int64)
            throw new ArgumentException($"Expected int64 [count, length]; got {symbols.dtype} [{string.Join(", ", symbols.shape)}].", nameof(symbols));
        using var onCpu = symbols.cpu();
        using var dense = onCpu.contiguous();
        var values = dense.data<long>().ToArray();
        var length = symbols.shape[1];
        var state = Start;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < 0 || values[i] >= Symbols)
                throw new ArgumentException($"{values[i]} is no symbol; they run from 0 to {Symbols - 1}.", nameof(symbols));
            values[i] = state = _next[i % length == 0 ? Start : state, values[i]];
        }

        return torch.tensor(values, device: symbols.device).reshape(symbols.shape);
    }

    private static FiniteAutomaton Tabulated(int states, int symbols, Func<int, int, int> next)
    {
        var table = new int[states, symbols];
        for (var state = 0; state < states; state++)
            for (var symbol = 0; symbol < symbols; symbol++)
                table[state, symbol] = next(state, symbol);
        return new(table);
    }
}
