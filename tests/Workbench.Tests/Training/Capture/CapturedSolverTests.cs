using TorchSharp;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training.Capture;

public class CapturedSolverTests
{
    private static readonly TimeGrid Grid = TimeGrid.Uniform(6);

    [Fact]
    public void Replays_give_the_ends_of_new_points_and_see_new_weights()
    {
        var recorder = new ReplayingRecorder();
        var network = new VelocityMlp(2, seed: 1, width: 8);
        var field = new NetworkVelocity(network);
        using var sampler = new CapturedSolver(Solver.Heun, field, Grid, _ => (recorder, null));
        Assert.Null(sampler.Outcome);
        foreach (var seed in new[] { 1UL, 2UL, 3UL })
        {
            using (torch.no_grad()) network.parameters().First().mul_(1.5);
            var x = torch.randn([5, 2], generator: new Generator(seed));
            var expected = Solver.Heun.Solve(field, x, Grid);
            var solution = sampler.Solve(x);
            Assert.Equal(expected.Final.data<float>().ToArray(), solution.Final.data<float>().ToArray());
            Assert.Equal(expected.Evaluations, solution.Evaluations);
        }

        Assert.Equal(CaptureOutcome.Replayed, sampler.Outcome);
        Assert.Equal(["enter", "record", "replay", "leave", "enter", "replay", "leave", "enter", "replay", "leave"], recorder.Log);
    }

    [Fact]
    public void Another_shape_is_solved_operator_by_operator()
    {
        var recorder = new ReplayingRecorder();
        var field = VelocityField.From((x, t) => -x);
        using var sampler = new CapturedSolver(Solver.Euler, field, Grid, _ => (recorder, null));
        sampler.Solve(torch.ones(4, 2));
        var replays = recorder.Log.Count;
        Assert.Equal(Math.Pow(5.0 / 6, 6), sampler.Solve(torch.ones(3, 2)).Final.mean().item<float>(), 1e-5);
        Assert.Equal(replays, recorder.Log.Count);
    }

    [Fact]
    public void Refusals_are_stated_and_the_solve_is_the_solvers_own()
    {
        var field = VelocityField.From((x, t) => -x);
        var x = torch.ones(4, 2);
        using var adaptive = new CapturedSolver(Solver.DormandPrince, field, Grid);
        Assert.Equal(Solver.DormandPrince.Solve(field, x, Grid).Final, adaptive.Solve(x).Final);
        Assert.Contains("own steps", adaptive.Outcome!.Reason);
        using var onCpu = new CapturedSolver(Solver.Heun, field, Grid);
        Assert.Equal(Solver.Heun.Solve(field, x, Grid).Final, onCpu.Solve(x).Final);
        Assert.Contains("not CUDA", onCpu.Outcome!.Reason);
        var calls = 0;
        using var counting = new CapturedSolver(Solver.Euler, VelocityField.From((y, t) => y * ++calls), Grid, _ => (new ReplayingRecorder(), null));
        counting.Solve(x);
        Assert.Contains("differs", counting.Outcome!.Reason);
    }

    [Fact]
    public void Where_looking_waits_a_bad_step_is_named_at_the_end()
    {
        var error = Assert.Throws<ArithmeticException>(() => Solver.Heun.RequireFinite(torch.tensor(new[] { true, false, false }), TimeGrid.Uniform(3)));
        Assert.Contains("step 2 of 3", error.Message);
        Solver.Heun.RequireFinite(torch.tensor(new[] { true, true, true }), TimeGrid.Uniform(3));
    }
}
