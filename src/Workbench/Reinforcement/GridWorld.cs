namespace Workbench.Reinforcement;

/// <summary>
/// A square of cells with one goal: four moves, walls around, reward 1 on entering the goal, which ends the episode, and 0 elsewhere. The goal
/// can be moved while an agent learns.
/// </summary>
public sealed class GridWorld
{
    /// <summary>Moves: up, down, left, right.</summary>
    public const int Actions = 4;

    private int _goal;

    /// <summary>A world.</summary>
    /// <param name="side">Cells of a row, at least 2.</param>
    /// <param name="goal">The goal's cell, row by row from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is below 2, or there is no such cell.</exception>
    public GridWorld(int side = 8, int goal = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 2);
        Side = side;
        Goal = goal;
    }

    /// <summary>Cells of a row.</summary>
    public int Side { get; }

    /// <summary>All cells, which are the states.</summary>
    public int Cells => Side * Side;

    /// <summary>The goal's cell.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public int Goal
    {
        get => _goal;
        set => _goal = value >= 0 && value < Cells ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The cells are 0 to {Cells - 1}.");
    }

    /// <summary>One move.</summary>
    /// <param name="cell">From where.</param>
    /// <param name="action">0 up, 1 down, 2 left, 3 right; into a wall stays.</param>
    /// <returns>The cell reached, the reward, and whether the episode ends.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell or move.</exception>
    public (int Cell, double Reward, bool Ends) Step(int cell, int action)
    {
        if (cell < 0 || cell >= Cells)
            throw new ArgumentOutOfRangeException(nameof(cell), cell, $"The cells are 0 to {Cells - 1}.");
        var (row, column) = (cell / Side, cell % Side);
        (row, column) = action switch
        {
            0 => (row - 1, column),
            1 => (row + 1, column),
            2 => (row, column - 1),
            3 => (row, column + 1),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "The moves are 0 to 3."),
        };
        var next = (Math.Clamp(row, 0, Side - 1) * Side) + Math.Clamp(column, 0, Side - 1);
        return (next, next == Goal ? 1 : 0, next == Goal);
    }

    /// <summary>The discounted return of a deterministic policy, averaged over all starts but the goal; walks that never arrive return 0.</summary>
    /// <param name="policy">The move in every cell.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <exception cref="ArgumentException">Not one move for each cell.</exception>
    public double Return(IReadOnlyList<int> policy, double discount)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Count != Cells)
            throw new ArgumentException($"{policy.Count} moves for {Cells} cells.", nameof(policy));
        var sum = 0.0;
        for (var start = 0; start < Cells; start++)
        {
            if (start == Goal)
                continue;
            var (cell, value) = (start, 1.0);
            // A walk that has not arrived after as many moves as there are cells goes in a circle.
            for (var moves = 0; moves < Cells; moves++, value *= discount)
            {
                (cell, _, var ends) = Step(cell, policy[cell]);
                if (!ends)
                    continue;
                sum += value;
                break;
            }
        }

        return sum / (Cells - 1);
    }

    /// <summary>The return of the shortest walks: the mean of γ^(d-1) over the distances d to the goal.</summary>
    /// <param name="discount">γ in [0, 1].</param>
    public double BestReturn(double discount) => Enumerable.Range(0, Cells).Where(cell => cell != Goal)
        .Average(cell => Math.Pow(discount, Math.Abs(cell / Side - Goal / Side) + Math.Abs(cell % Side - Goal % Side) - 1));
}
