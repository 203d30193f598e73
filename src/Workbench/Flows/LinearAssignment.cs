namespace Workbench.Flows;

/// <summary>
/// The exact linear assignment problem: to every row one column of its own so that the sum of their costs is least, by the method of
/// Jonker and Volgenant (Computing 38, 325–340, 1987): reduction of columns and rows, then shortest augmenting paths. O(n³).
/// </summary>
public static class LinearAssignment
{
    /// <summary>The column of every row.</summary>
    /// <param name="costs">n·n costs by row, all finite.</param>
    /// <param name="n">The number of rows and columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no row.</exception>
    /// <exception cref="ArgumentException">The costs are not n·n, or one is not finite.</exception>
    public static int[] Solve(ReadOnlySpan<double> costs, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        if (costs.Length != (long)n * n)
            throw new ArgumentException($"Expected {n} × {n} costs; got {costs.Length}.", nameof(costs));
        for (var i = 0; i < costs.Length; i++)
        {
            if (!double.IsFinite(costs[i]))
                throw new ArgumentException($"The cost of row {i / n} and column {i % n} is {costs[i]}; costs must be finite.", nameof(costs));
        }

        var problem = new Problem(n);
        problem.ReduceColumns(costs);
        problem.ReduceRows(costs);
        problem.ReduceRows(costs);
        problem.Augment(costs);
        return problem.ColumnOf;
    }

    private sealed class Problem(int n)
    {
        private readonly int[] _rowOf = new int[n];
        private readonly double[] _price = new double[n];
        private int[] _free = new int[n];
        private int _freeCount;

        public int[] ColumnOf { get; } = new int[n];

        /// <summary>Each column goes to its cheapest row unless that is taken; rows with one column lower its price to their second choice.</summary>
        public void ReduceColumns(ReadOnlySpan<double> costs)
        {
            Array.Fill(ColumnOf, -1);
            var best = new int[n];
            costs[..n].CopyTo(_price);
            // By rows, as the costs lie in memory.
            for (var i = 1; i < n; i++)
            {
                var row = costs.Slice(i * n, n);
                for (var j = 0; j < n; j++)
                {
                    if (row[j] < _price[j])
                        (_price[j], best[j]) = (row[j], i);
                }
            }

            var wins = new int[n];
            for (var j = n - 1; j >= 0; j--)
            {
                var i = best[j];
                _rowOf[j] = -1;
                if (wins[i]++ == 0)
                    (ColumnOf[i], _rowOf[j]) = (j, i);
            }

            for (var i = 0; i < n; i++)
            {
                if (wins[i] == 0)
                    _free[_freeCount++] = i;
                else if (wins[i] == 1 && n > 1)
                    _price[ColumnOf[i]] -= Second(costs.Slice(i * n, n), ColumnOf[i]);
            }
        }

        /// <summary>Every free row takes its cheapest column and pushes its price down to where the second is as good; who held it is free.</summary>
        public void ReduceRows(ReadOnlySpan<double> costs)
        {
            if (n == 1)
                return;
            var waiting = _free;
            var (next, end, kept) = (0, _freeCount, 0);
            var free = new int[n];
            // Prices fall with every round; rounding can make that endless, so the rounds are counted.
            for (var rounds = 0L; next < end; rounds++)
            {
                var i = waiting[next++];
                var row = costs.Slice(i * n, n);
                var (first, second, j1, j2) = (double.PositiveInfinity, double.PositiveInfinity, 0, 0);
                for (var j = 0; j < n; j++)
                {
                    var reduced = row[j] - _price[j];
                    if (reduced >= second)
                        continue;
                    if (reduced >= first)
                        (second, j2) = (reduced, j);
                    else
                        (second, j2, first, j1) = (first, j1, reduced, j);
                }

                var lowered = _price[j1] - (second - first);
                var isLower = lowered < _price[j1];
                var holder = _rowOf[j1];
                if (isLower)
                    _price[j1] = lowered;
                else if (holder >= 0)
                    (j1, holder) = (j2, _rowOf[j2]);
                (ColumnOf[i], _rowOf[j1]) = (j1, i);
                if (holder < 0)
                    continue;
                ColumnOf[holder] = -1;
                if (isLower && rounds < 8L * n)
                    waiting[--next] = holder;
                else
                    free[kept++] = holder;
            }

            (_free, _freeCount) = (free, kept);
        }

        /// <summary>For every free row the shortest way, over reduced costs, to a column that is free, and the exchange along it.</summary>
        public void Augment(ReadOnlySpan<double> costs)
        {
            var distance = new double[n];
            var previous = new int[n];
            var columns = new int[n];
            for (var f = 0; f < _freeCount; f++)
            {
                var start = _free[f];
                for (var j = 0; j < n; j++)
                    (distance[j], previous[j], columns[j]) = (costs[start * n + j] - _price[j], start, j);
                // columns: [0, ready) are done, [ready, reached) are as near as can be, the rest is to come.
                var (ready, reached, end, nearest) = (0, 0, -1, 0.0);
                while (end < 0)
                {
                    if (ready == reached)
                    {
                        nearest = distance[columns[reached]];
                        for (var k = reached; k < n; k++)
                            nearest = Math.Min(nearest, distance[columns[k]]);
                        for (var k = reached; k < n; k++)
                        {
                            var j = columns[k];
                            if (distance[j] > nearest)
                                continue;
                            if (_rowOf[j] < 0)
                            {
                                end = j;
                                break;
                            }

                            (columns[k], columns[reached]) = (columns[reached], j);
                            reached++;
                        }
                    }

                    if (end < 0)
                        end = Relax(costs, columns, ready++, ref reached, nearest, distance, previous);
                }

                // Columns on nearer ways lose what they are nearer by.
                for (var k = 0; k < ready; k++)
                    _price[columns[k]] += distance[columns[k]] - nearest;
                Exchange(end, start, previous);
            }
        }

        private int Relax(ReadOnlySpan<double> costs, int[] columns, int at, ref int reached, double nearest, double[] distance, int[] previous)
        {
            var through = columns[at];
            var i = _rowOf[through];
            var row = costs.Slice(i * n, n);
            var offset = row[through] - _price[through] - nearest;
            for (var k = reached; k < n; k++)
            {
                var j = columns[k];
                var way = row[j] - _price[j] - offset;
                if (way >= distance[j])
                    continue;
                (distance[j], previous[j]) = (way, i);
                if (way > nearest)
                    continue;
                distance[j] = nearest;
                if (_rowOf[j] < 0)
                    return j;
                (columns[k], columns[reached]) = (columns[reached], j);
                reached++;
            }

            return -1;
        }

        private void Exchange(int column, int start, int[] previous)
        {
            int row;
            do
            {
                row = previous[column];
                _rowOf[column] = row;
                (column, ColumnOf[row]) = (ColumnOf[row], column);
            }
            while (row != start);
        }

        private double Second(ReadOnlySpan<double> row, int first)
        {
            var least = double.PositiveInfinity;
            for (var j = 0; j < n; j++)
            {
                if (j != first)
                    least = Math.Min(least, row[j] - _price[j]);
            }

            return least;
        }
    }
}
