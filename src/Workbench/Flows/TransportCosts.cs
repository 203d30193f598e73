using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>Costs between all points of two sets.</summary>
public static class TransportCosts
{
    /// <summary>‖x_i - y_j‖² of all pairs, [n, m], in the dtype of the points, the wider where they differ; not negative.</summary>
    /// <param name="x">Points, [n, …].</param>
    /// <param name="y">Points, [m, …], of the same dimension.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static Tensor SquaredEuclidean(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.dim() < 2 || y.dim() < 2 || !x.shape.AsSpan(1).SequenceEqual(y.shape.AsSpan(1)))
            throw new ArgumentException($"Expected points of the same shape; got {Batches.Shape(x)} and {Batches.Shape(y)}.", nameof(y));
        using var scope = torch.NewDisposeScope();
        var dtype = torch.result_type(x, y);
        var (a, b) = (x.flatten(1).to_type(dtype), y.flatten(1).to_type(dtype));
        // About a common centre, so that far away points lose no digits to the cancellation.
        var centre = a.mean([0L], keepdim: true);
        (a, b) = (a - centre, b - centre);
        var cross = a.matmul(b.t());
        return (a.square().sum(1, keepdim: true) + b.square().sum(1).unsqueeze(0) - 2 * cross).clamp(min: 0).MoveToOuterDisposeScope();
    }

    /// <summary>For every x the y that the assignment of least total cost gives it, int64 [n], on the device of the costs.</summary>
    /// <param name="costs">Square costs, [n, n].</param>
    public static Tensor Assign(Tensor costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        if (costs.dim() != 2 || costs.shape[0] != costs.shape[1])
            throw new ArgumentException($"Expected square costs; got {Batches.Shape(costs)}.", nameof(costs));
        using var scope = torch.NewDisposeScope();
        var values = costs.detach().to(ScalarType.Float64, torch.CPU).contiguous().data<double>().ToArray();
        long[] columns = [.. LinearAssignment.Solve(values, (int)costs.shape[0]).Select(j => (long)j)];
        return torch.tensor(columns, device: costs.device).MoveToOuterDisposeScope();
    }
}
