using Workbench.Flows;

namespace Workbench.Tests.Flows;

public class LinearAssignmentTests
{
    private static double Cost(double[] costs, int n, int[] columns) => Enumerable.Range(0, n).Sum(i => costs[i * n + columns[i]]);

    private static double Least(double[] costs, int n)
    {
        var columns = Enumerable.Range(0, n).ToArray();
        var best = double.PositiveInfinity;
        void Permute(int at)
        {
            if (at == n)
                best = Math.Min(best, Cost(costs, n, columns));
            for (var k = at; k < n; k++)
            {
                (columns[at], columns[k]) = (columns[k], columns[at]);
                Permute(at + 1);
                (columns[at], columns[k]) = (columns[k], columns[at]);
            }
        }

        Permute(0);
        return best;
    }

    [Fact]
    public void It_finds_what_trying_all_permutations_finds()
    {
        var random = new Random(11);
        for (var n = 1; n <= 7; n++)
        {
            for (var trial = 0; trial < 60; trial++)
            {
                // Small whole numbers in a third of the trials: ties are where such methods go wrong.
                var costs = Enumerable.Range(0, n * n).Select(_ => trial % 3 == 0 ? random.Next(4) : random.NextDouble() * 10 - 5).ToArray();
                var columns = LinearAssignment.Solve(costs, n);
                Assert.Equal(Enumerable.Range(0, n), columns.Order());
                Assert.Equal(Least(costs, n), Cost(costs, n, columns), 10);
            }
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(300)]
    public void On_the_line_it_is_the_sorted_pairing(int n)
    {
        var random = new Random(n);
        double[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        double[] y = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() * 3 - 1)];
        var costs = x.SelectMany(a => y.Select(b => (a - b) * (a - b))).ToArray();
        var sorted = x.Order().Zip(y.Order(), (a, b) => (a - b) * (a - b)).Sum();
        Assert.Equal(sorted, Cost(costs, n, LinearAssignment.Solve(costs, n)), 10);
    }

    [Fact]
    public void No_exchange_of_two_rows_makes_a_large_problem_cheaper_and_equal_costs_end()
    {
        const int n = 200;
        var random = new Random(3);
        double[] costs = [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble())];
        var columns = LinearAssignment.Solve(costs, n);
        for (var i = 0; i < n; i++)
        {
            for (var k = i + 1; k < n; k++)
                Assert.True(costs[i * n + columns[i]] + costs[k * n + columns[k]] <= costs[i * n + columns[k]] + costs[k * n + columns[i]] + 1e-12);
        }

        Assert.Equal(Enumerable.Range(0, n), LinearAssignment.Solve(new double[n * n], n).Order());
        // Costs that differ by rounding only.
        double[] close = [.. Enumerable.Range(0, n * n).Select(i => 1e6 + random.Next(3) * 1e-10)];
        Assert.Equal(Enumerable.Range(0, n), LinearAssignment.Solve(close, n).Order());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearAssignment.Solve([], 0));
        Assert.Throws<ArgumentException>(() => LinearAssignment.Solve([1, 2, 3], 2));
        Assert.Contains("row 1 and column 0", Assert.Throws<ArgumentException>(() => LinearAssignment.Solve([1, 2, double.NaN, 3], 2)).Message);
    }
}
