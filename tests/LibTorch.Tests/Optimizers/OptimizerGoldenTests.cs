using System.Reflection;
using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using Workbench.LibTorch.Tests.NN;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Workbench.LibTorch.Tests.Optimizers;

/// <summary>Every optimiser takes the path of PyTorch's, every schedule gives its rates.</summary>
public class OptimizerGoldenTests
{
    private static JsonElement Golden => Reference.File("optim.json");

    public static IEnumerable<object[]> OptimiserNames() => from kind in new[] { "float", "double" }
                                                            from c in Golden.GetProperty(kind).EnumerateObject()
                                                            select new object[] { c.Name, kind };

    public static IEnumerable<object[]> ScheduleNames()
        => Golden.GetProperty("schedules").EnumerateObject().Select(c => new object[] { c.Name });

    /// <summary>The regression that tests/golden/optim.py minimises, and an optimiser on it.</summary>
    private sealed class Run
    {
        private readonly Tensor x, y;
        private readonly string kind, name;
        public readonly Parameter[] P;
        public readonly Optimizer Optimizer;

        public Run(string name, string kind, Parameter[]? from = null)
        {
            (this.name, this.kind) = (name, kind);
            (x, y) = (Read(Golden.GetProperty("x")), Read(Golden.GetProperty("y")));
            P = from is null ? [.. Golden.GetProperty("start").EnumerateArray().Select(t => nn.Parameter(Read(t)))]
                : [.. from.Select(p => nn.Parameter(p.detach().clone()))];
            Optimizer = GoldenOptimizers.Optimisers[name](P);
        }

        private Tensor Read(JsonElement packed) => Reference.ReadTensor(packed).to(kind == "float" ? float32 : float64);

        public void Steps(int from, int to)
        {
            int[] looks = [1, 2, 5, 20];
            var expected = Golden.GetProperty(kind).GetProperty(name);
            for (var step = from; step < to; step++)
            {
                Tensor Closure()
                {
                    foreach (var parameter in P) parameter.grad = null;
                    var output = (x.mm(P[0]) + P[1]).tanh();
                    if (step % 3 != 2 || Optimizer is LBFGS) output = output * P[2];
                    var loss = (output - y).square().sum();
                    loss.backward();
                    return loss;
                }

                if (Optimizer is LBFGS) Optimizer.step(Closure);
                else
                {
                    Closure();
                    Optimizer.step();
                }
                var look = Array.IndexOf(looks, step + 1);
                // PyTorch 1.13 keeps scalars of NAdam and ASGD in float32; L-BFGS magnifies rounding.
                var (relative, absolute) = kind == "float" ? (1e-4, 1e-5)
                    : name.Split('.')[0] is "NAdam" or "ASGD" or "LBFGS" ? (1e-7, 1e-8) : (1e-12, 1e-13);
                for (var i = 0; look >= 0 && i < P.Length; i++)
                    Reference.Same($"parameter {i} after {step + 1} steps", expected[look][i], P[i], relative, absolute);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OptimiserNames))]
    public void Parameters_take_PyTorchs_path(string name, string kind)
    {
        using var scope = NewDisposeScope();
        var run = new Run(name, kind);
        using var optimizer = run.Optimizer;
        run.Steps(0, 20);
    }

    [Theory]
    [MemberData(nameof(OptimiserNames))]
    public void An_optimiser_that_takes_over_in_the_middle_stays_on_the_path(string name, string kind)
    {
        // LBFGS keeps no state that could be saved, here as in TorchSharp.
        if (name.StartsWith("LBFGS")) return;
        using var scope = NewDisposeScope();
        var first = new Run(name, kind);
        using var one = first.Optimizer;
        first.Steps(0, 10);
        var second = new Run(name, kind, first.P);
        using var two = second.Optimizer;
        using var file = new MemoryStream();
        ((OptimizerHelper)one).save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        foreach (var group in two.ParamGroups) group.LearningRate = 123;
        ((OptimizerHelper)two).load_state_dict(new BinaryReader(file));
        second.Steps(10, 20);
    }

    [Theory]
    [MemberData(nameof(ScheduleNames))]
    public void Rates_are_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        using var optimizer = SGD([new SGD.ParamGroup { Parameters = [nn.Parameter(zeros(1))] },
            new SGD.ParamGroup([nn.Parameter(zeros(1))], new SGD.Options { LearningRate = 0.03 })], 0.1, momentum: 0.9);
        var scheduler = GoldenOptimizers.Schedules[name](optimizer);
        var groups = optimizer.ParamGroups.Cast<SGD.ParamGroup>().ToArray();
        var expected = Golden.GetProperty("schedules").GetProperty(name);
        Assert.Equal(30, expected.GetArrayLength());
        for (var epoch = 0; epoch < 30; epoch++)
        {
            for (var g = 0; g < 2; g++)
            {
                var (rate, momentum) = (expected[epoch][g][0].GetDouble(), expected[epoch][g][1].GetDouble());
                Assert.True(Math.Abs(groups[g].LearningRate - rate) < 1e-12,
                    $"epoch {epoch}, group {g}: rate {groups[g].LearningRate}, expected {rate}");
                Assert.True(Math.Abs(groups[g].Momentum - momentum) < 1e-12,
                    $"epoch {epoch}, group {g}: momentum {groups[g].Momentum}, expected {momentum}");
            }
            if (scheduler is lr_scheduler.impl.ReduceLROnPlateau) scheduler.step(Golden.GetProperty("metric")[epoch].GetDouble());
            else scheduler.step();
            if (scheduler is not lr_scheduler.impl.SequentialLR)
                Assert.Equal(groups.Select(g => g.LearningRate), scheduler.get_last_lr());
        }
    }

    [Fact]
    public void No_optimiser_and_no_schedule_is_left_out()
    {
        static IEnumerable<string> Factories(Type type) => type
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name).Distinct().Order();
        static IEnumerable<string> Cases(string part) => Golden.GetProperty(part).EnumerateObject()
            .Select(c => c.Name.Split('.')[0]).Distinct().Order();
        Assert.Equal(Factories(typeof(torch.optim)), Cases("double"));
        Assert.Equal(Factories(typeof(lr_scheduler)), Cases("schedules"));
        Assert.Equal([], GoldenOptimizers.Optimisers.Keys.Except(Golden.GetProperty("double").EnumerateObject().Select(c => c.Name)));
        Assert.Equal([], GoldenOptimizers.Schedules.Keys.Except(Golden.GetProperty("schedules").EnumerateObject().Select(c => c.Name)));
    }
}
