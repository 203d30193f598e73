using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Phased rectified diffusion: the path is cut at knots, and within each segment the teacher's own trajectory is replaced by the
/// first-order path between its two ends (arXiv 2410.07303, section 3.4; the linear case is PeRFlow, 2405.07510).
/// </summary>
/// <remarks>
/// Real data are noised to a segment's start a, the teacher is solved from there to its end b, and the two points determine the noise and
/// the data point of the path through both, x_t = α_t·X̂_1 + β_t·ε̂ (<see cref="Through"/>). The pairs (ε̂, X̂_1) carry their segment
/// as <see cref="Pairs.Interval"/>, so that any training on a coupling draws its times there. A trained flow is sampled with one
/// <see cref="Ddim"/> step a segment on the grid of the knots.
/// <code>
/// var knots = new TimeGrid([0, 0.25, 0.5, 0.75, 1]);
/// var pairs = PhasedRectification.Pairs(teacher, noise, data, knots, 20_000, Solver.Heun, 12, seed: 0, interpolant: vp);
/// var flow = RectifiedFlow.Train(network, pairs, training with { Objective = objective with { Loss = new FirstOrderLoss() } });
/// var samples = new Ddim(vp).Solve(flow, x0, knots).Final;
/// </code>
/// With the one segment [0, 1] and the linear path this is plain reflow.
/// </remarks>
public static class PhasedRectification
{
    /// <summary>The noise and the data point of the first-order path through two points, the effective pair of a segment.</summary>
    /// <param name="xa">Points at the time <paramref name="a"/>, [batch, …].</param>
    /// <param name="xb">Points at the time <paramref name="b"/>, of the same shape.</param>
    /// <param name="a">Where the segment begins.</param>
    /// <param name="b">Where it ends.</param>
    /// <param name="interpolant">The interpolant of the path.</param>
    /// <returns>ε̂ = (α_a·x_b - α_b·x_a)/(α_a·β_b - α_b·β_a) and X̂_1 likewise: finite also where an α is 0.</returns>
    /// <exception cref="ArgumentException">The interpolant does not move between the two times.</exception>
    public static Posterior Through(Tensor xa, Tensor xb, double a, double b, Interpolant interpolant)
    {
        Batches.RequirePaired(xa, xb, nameof(xb));
        ArgumentNullException.ThrowIfNull(interpolant);
        double[] alpha, beta;
        using (torch.NewDisposeScope())
        {
            var times = torch.tensor(new[] { a, b });
            (alpha, beta) = (interpolant.Alpha(times).data<double>().ToArray(), interpolant.Beta(times).data<double>().ToArray());
        }

        var determinant = alpha[0] * beta[1] - alpha[1] * beta[0];
        if (!(Math.Abs(determinant) > 1e-12))
            throw new ArgumentException($"The interpolant '{interpolant.Name}' does not move between t = {a:G6} and t = {b:G6}.", nameof(b));
        using var scope = torch.NewDisposeScope();
        return new Posterior(
            (xb * (alpha[0] / determinant) - xa * (alpha[1] / determinant)).MoveToOuterDisposeScope(),
            (xa * (beta[1] / determinant) - xb * (beta[0] / determinant)).MoveToOuterDisposeScope());
    }

    /// <summary>Makes the pairs of all segments, as many of each.</summary>
    /// <param name="teacher">The flow; no gradients go into it.</param>
    /// <param name="source">The law of the noise.</param>
    /// <param name="data">The law of the data that are noised to each segment's start.</param>
    /// <param name="knots">The ends of the segments, rising.</param>
    /// <param name="count">The number of pairs in all, at least one a segment.</param>
    /// <param name="solver">The solver of the teacher; a <see cref="Ddim"/> must be given the interpolant.</param>
    /// <param name="stepsPerSegment">Its equal steps in each segment.</param>
    /// <param name="seed">Seed of noise and data.</param>
    /// <param name="interpolant">The interpolant of the teacher; linear by default.</param>
    /// <param name="device">Where the teacher is evaluated and the pairs are kept; the CPU by default.</param>
    /// <exception cref="ArgumentException">The knots fall.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer pairs than segments.</exception>
    public static PhasedCoupling Pairs(
        VelocityField teacher, ISampler source, ISampler data, TimeGrid knots, long count, Solver solver, int stepsPerSegment, int seed,
        Interpolant? interpolant = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(knots);
        ArgumentNullException.ThrowIfNull(solver);
        if (knots.Times[0] > knots.Times[1])
            throw new ArgumentException($"Knots run from the noise (t = 0) to the data (t = 1); these fall from {knots.Times[0]:G6}.", nameof(knots));
        if (count < knots.Steps)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{knots.Steps} segments need at least one pair each.");
        var path = interpolant ?? Interpolant.Linear;
        using var generator = new Generator((ulong)seed, device ?? torch.CPU);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        List<Tensor> x0 = [], x1 = [], intervals = [];
        for (var i = 0; i < knots.Steps; i++)
        {
            var (a, b) = (knots.Times[i], knots.Times[i + 1]);
            var share = count / knots.Steps + (i < count % knots.Steps ? 1 : 0);
            var noise = source.Sample(share, generator);
            var xa = path.At(noise, data.Sample(share, generator), torch.tensor(a, dtype: noise.dtype, device: noise.device)).Xt;
            var xb = solver.Solve(teacher, xa, TimeGrid.Uniform(stepsPerSegment, a, b)).Final;
            var ends = Through(xa, xb, a, b, path);
            x0.Add(ends.X0);
            x1.Add(ends.X1);
            intervals.Add(torch.tensor(new[] { a, b }, dtype: noise.dtype, device: noise.device).expand(share, 2));
        }

        return new PhasedCoupling(
            torch.cat(x0).MoveToOuterDisposeScope(), torch.cat(x1).MoveToOuterDisposeScope(), torch.cat(intervals).MoveToOuterDisposeScope());
    }
}

/// <summary>Stored pairs that hold on a part of the path each, drawn by index with replacement.</summary>
public sealed class PhasedCoupling : Coupling
{
    /// <summary>Keeps pairs with their intervals; the tensors are not copied.</summary>
    /// <param name="x0">Source points, [count, …].</param>
    /// <param name="x1">Their partners, of the same shape.</param>
    /// <param name="intervals">Where each pair's part begins and ends, [count, 2].</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public PhasedCoupling(Tensor x0, Tensor x1, Tensor intervals)
    {
        Batches.RequirePaired(x0, x1);
        ArgumentNullException.ThrowIfNull(intervals);
        if (intervals.dim() != 2 || intervals.shape[0] != x0.shape[0] || intervals.shape[1] != 2)
            throw new ArgumentException($"Expected intervals [{x0.shape[0]}, 2]; got {Batches.Shape(intervals)}.", nameof(intervals));
        (X0, X1, Intervals) = (x0, x1, intervals);
    }

    /// <summary>The source points, [count, …].</summary>
    public Tensor X0 { get; }

    /// <summary>Their partners, [count, …].</summary>
    public Tensor X1 { get; }

    /// <summary>Where each pair's part of the path begins and ends, [count, 2].</summary>
    public Tensor Intervals { get; }

    /// <inheritdoc/>
    public override Pairs Draw(long count, Generator generator)
    {
        using var index = TensorSampler.Draw(X0.shape[0], count, generator, X0.device);
        return new Pairs(X0.index_select(0, index), X1.index_select(0, index)) { Interval = Intervals.index_select(0, index) };
    }
}
