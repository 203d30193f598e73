using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class FiniteAutomatonTests
{
    [Fact]
    public void Sums_are_cumulative_sums_modulo_n()
    {
        var (symbols, states) = FiniteAutomaton.Sum(5).Draw(20, 30, new Generator(1));
        Assert.Equal([20, 30], states.shape);
        Assert.True(states.eq(symbols.cumsum(1).remainder(5)).all().item<bool>());
        Assert.Equal(4, symbols.max().item<long>());
        var (bits, parity) = FiniteAutomaton.Parity().Draw(20, 30, new Generator(1));
        Assert.True(parity.eq(bits.sum(1, keepdim: true).remainder(2)).any().item<bool>());
        Assert.True(parity.eq(bits.cumsum(1).remainder(2)).all().item<bool>());
    }

    [Fact]
    public void A_table_is_followed_as_by_hand()
    {
        // Counts a's up to two; b goes back to the start.
        var counter = new FiniteAutomaton(new[,] { { 1, 0 }, { 2, 0 }, { 2, 0 } });
        var states = counter.StatesAfter(torch.tensor(new long[] { 0, 0, 0, 1, 0, 1 }).reshape(1, 6));
        Assert.Equal([1, 2, 2, 0, 1, 0], states.data<long>().ToArray());
        var other = new FiniteAutomaton(new[,] { { 1, 0 }, { 2, 0 }, { 2, 0 } }, start: 2).StatesAfter(torch.tensor(new long[] { 0, 1, 0, 0 }).reshape(2, 2));
        Assert.Equal([2, 0, 2, 2], other.data<long>().ToArray());
    }

    [Fact]
    public void The_order_of_symbols_matters_to_permutations_and_not_to_sums()
    {
        var symbols = torch.randint(0, 4, [50, 40], ScalarType.Int64, generator: new Generator(2));
        Tensor End(FiniteAutomaton automaton, Tensor of) => automaton.StatesAfter(of).select(1, -1);
        var random = FiniteAutomaton.Random(10, 4, seed: 3);
        Assert.False(End(random, symbols).eq(End(random, symbols.flip(1))).all().item<bool>());
        Assert.True(End(FiniteAutomaton.Sum(4), symbols).eq(End(FiniteAutomaton.Sum(4), symbols.flip(1))).all().item<bool>());
    }

    [Fact]
    public void Permutations_keep_states_apart_and_maps_let_them_run_together()
    {
        int Distinct(bool permutations)
        {
            var automaton = FiniteAutomaton.Random(10, 3, seed: 5, permutations);
            var states = Enumerable.Range(0, 10).ToArray();
            foreach (var symbol in torch.randint(0, 3, [300], ScalarType.Int64, generator: new Generator(6)).data<long>().ToArray())
                states = [.. states.Select(state => automaton.Next(state, (int)symbol))];
            return states.Distinct().Count();
        }

        Assert.Equal(10, Distinct(permutations: true));
        Assert.True(Distinct(permutations: false) < 4);
    }

    [Fact]
    public void Seeds_decide_the_table()
    {
        int[] Table(int seed) => [.. from s in Enumerable.Range(0, 10) from k in Enumerable.Range(0, 3) select FiniteAutomaton.Random(10, 3, seed).Next(s, k)];
        Assert.Equal(Table(1), Table(1));
        Assert.NotEqual(Table(1), Table(2));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("state 2", Assert.Throws<ArgumentException>(() => new FiniteAutomaton(new[,] { { 0 }, { 2 } })).Message);
        Assert.Throws<ArgumentException>(() => new FiniteAutomaton(new int[0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => new FiniteAutomaton(new[,] { { 0 } }, start: 1));
        var sums = FiniteAutomaton.Sum(3);
        Assert.Contains("3 is no symbol", Assert.Throws<ArgumentException>(() => sums.StatesAfter(torch.tensor(new long[] { 0, 3 }).reshape(1, 2))).Message);
        Assert.Throws<ArgumentException>(() => sums.StatesAfter(torch.zeros(1, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => FiniteAutomaton.Sum(1));
    }
}
