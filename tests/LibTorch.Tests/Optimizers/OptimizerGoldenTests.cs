using TorchSharp;
using TorchSharp.Modules;
using Workbench.LibTorch.Tests.NN;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Workbench.LibTorch.Tests.Optimizers;

/// <summary>Every optimiser takes the path of PyTorch's, every schedule gives its rates.</summary>
public class OptimizerGoldenTests
{
    private static readonly Dictionary<string, Func<Parameter[], Optimizer>> Optimisers = new()
    {
        ["SGD"] = p => SGD(p, 0.05),
        ["SGD.momentum"] = p => SGD(p, 0.02, momentum: 0.9, dampening: 0.3, weight_decay: 0.1),
        ["SGD.nesterov"] = p => SGD(p, 0.02, momentum: 0.9, nesterov: true),
        ["SGD.maximize"] = p => SGD(p, 0.001, momentum: 0.5, weight_decay: 0.1, maximize: true),
        ["SGD.groups"] = p => SGD(new[]
        {
            new SGD.ParamGroup { Parameters = p[..2] },
            new SGD.ParamGroup(p[2..], lr: 0.005, momentum: 0.9),
        }, 0.05),
        ["Adam"] = p => Adam(p, 0.03),
        ["Adam.amsgrad"] = p => Adam(p, 0.03, 0.8, 0.95, 1e-6, 0.1, amsgrad: true),
        ["Adam.maximize"] = p => Adam(p, 0.01, maximize: true),
        ["AdamW"] = p => AdamW(p, 0.03, weight_decay: 0.1),
        ["AdamW.amsgrad"] = p => AdamW(p, 0.03, 0.8, 0.95, weight_decay: 0.2, amsgrad: true),
        ["RMSProp"] = p => RMSProp(p, 0.01),
        ["RMSProp.centered"] = p => RMSProp(p, 0.01, 0.9, weight_decay: 0.1, momentum: 0.7, centered: true),
        ["Adagrad"] = p => Adagrad(p, 0.1),
        ["Adagrad.decay"] = p => Adagrad(p, 0.1, 0.1, 0.1, 0.5),
        ["Adadelta"] = p => Adadelta(p, weight_decay: 0.1),
        ["Adamax"] = p => Adamax(p, 0.03, weight_decay: 0.1),
        ["NAdam"] = p => NAdam(p, 0.03, weight_decay: 0.1),
        ["RAdam"] = p => RAdam(p, 0.03, 0.9, 0.9, weight_decay: 0.1),
        ["ASGD"] = p => ASGD(p, 0.03, lambd: 0.01, t0: 5, weight_decay: 0.1),
        ["Rprop"] = p => Rprop(p, 0.01),
        ["LBFGS"] = p => LBFGS(p, 0.05, max_iter: 5, history_size: 3),
    };

    private static readonly Dictionary<string, Func<Optimizer, lr_scheduler.LRScheduler>> Schedules = new()
    {
        ["StepLR"] = o => lr_scheduler.StepLR(o, 3, 0.5),
        ["MultiStepLR"] = o => lr_scheduler.MultiStepLR(o, [2, 5, 5, 9], 0.5),
        ["LambdaLR"] = o => lr_scheduler.LambdaLR(o, e => 1.0 / (e + 1)),
        ["MultiplicativeLR"] = o => lr_scheduler.MultiplicativeLR(o, e => 0.9),
        ["ExponentialLR"] = o => lr_scheduler.ExponentialLR(o, 0.8),
        ["PolynomialLR"] = o => lr_scheduler.PolynomialLR(o, 7, 2),
        ["ConstantLR"] = o => lr_scheduler.ConstantLR(o, 0.25, 4),
        ["LinearLR"] = o => lr_scheduler.LinearLR(o, 0.2, 0.9, 6),
        ["CosineAnnealingLR"] = o => lr_scheduler.CosineAnnealingLR(o, 6, 0.01),
        ["OneCycleLR"] = o => lr_scheduler.OneCycleLR(o, 0.5, total_steps: 20),
        ["OneCycleLR.three"] = o => lr_scheduler.OneCycleLR(o, 0.5, epochs: 4, steps_per_epoch: 5, pct_start: 0.25,
            anneal_strategy: lr_scheduler.impl.OneCycleLR.AnnealStrategy.Linear, three_phase: true, div_factor: 10),
        ["CyclicLR"] = o => lr_scheduler.CyclicLR(o, 0.01, 0.2, 4, 3, lr_scheduler.impl.CyclicLR.Mode.Triangular2),
        ["CyclicLR.range"] = o => lr_scheduler.CyclicLR(o, 0.01, 0.2, 4, mode: lr_scheduler.impl.CyclicLR.Mode.ExpRange, gamma: 0.9),
        ["SequentialLR"] = o => lr_scheduler.SequentialLR(o,
            [lr_scheduler.LinearLR(o, 0.1, 1, 5), lr_scheduler.CosineAnnealingLR(o, 8)], [5]),
        ["ChainedLR"] = o => lr_scheduler.ChainedLR([lr_scheduler.ConstantLR(o, 0.1, 3), lr_scheduler.ExponentialLR(o, 0.9)]),
        ["ReduceLROnPlateau"] = o => lr_scheduler.ReduceLROnPlateau(o, "min", 0.5, 2, threshold: 0.01, cooldown: 1, min_lr: [0.005]),
        ["ReduceLROnPlateau.max"] = o => lr_scheduler.ReduceLROnPlateau(o, "max", 0.5, 3, threshold: 0.05, threshold_mode: "abs"),
    };

    public static IEnumerable<object[]> OptimiserNames() => Names("optimisers");

    public static IEnumerable<object[]> ScheduleNames() => Names("schedules");

    private static IEnumerable<object[]> Names(string part)
        => Reference.File("optim.json").GetProperty(part).EnumerateObject().Select(c => new object[] { c.Name });

    [Theory]
    [MemberData(nameof(OptimiserNames))]
    public void Parameters_take_PyTorchs_path(string name)
    {
        using var scope = NewDisposeScope();
        var golden = Reference.File("optim.json");
        var dtype = name == "LBFGS" ? float64 : float32;
        Tensor Read(System.Text.Json.JsonElement packed) => Reference.ReadTensor(packed).to(dtype);
        var (x, y) = (Read(golden.GetProperty("x")), Read(golden.GetProperty("y")));
        var p = golden.GetProperty("start").EnumerateArray().Select(t => nn.Parameter(Read(t))).ToArray();
        using var optimizer = Optimisers[name](p);
        var expected = golden.GetProperty("optimisers").GetProperty(name);
        int[] looks = [1, 2, 5, 20];
        for (var step = 0; step < 20; step++)
        {
            Tensor Closure()
            {
                foreach (var parameter in p) parameter.grad = null;
                var output = (x.mm(p[0]) + p[1]).tanh();
                if (step % 3 != 2 || optimizer is LBFGS) output = output * p[2];
                var loss = (output - y).square().sum();
                loss.backward();
                return loss;
            }

            if (optimizer is LBFGS) optimizer.step(Closure);
            else
            {
                Closure();
                optimizer.step();
            }
            var look = Array.IndexOf(looks, step + 1);
            for (var i = 0; look >= 0 && i < p.Length; i++)
                Reference.Same($"parameter {i} after {step + 1} steps", expected[look][i], p[i], 1e-4, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(ScheduleNames))]
    public void Rates_are_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var golden = Reference.File("optim.json");
        using var optimizer = SGD([nn.Parameter(zeros(1))], 0.1, momentum: 0.9);
        var scheduler = Schedules[name](optimizer);
        var group = Assert.IsType<SGD.ParamGroup>(optimizer.ParamGroups.Single());
        var expected = golden.GetProperty("schedules").GetProperty(name);
        for (var epoch = 0; epoch < 20; epoch++)
        {
            var (rate, momentum) = (expected[epoch][0].GetDouble(), expected[epoch][1].GetDouble());
            Assert.True(Math.Abs(group.LearningRate - rate) < 1e-10, $"epoch {epoch}: rate {group.LearningRate}, expected {rate}");
            Assert.True(Math.Abs(group.Momentum - momentum) < 1e-10, $"epoch {epoch}: momentum {group.Momentum}, expected {momentum}");
            if (scheduler is lr_scheduler.impl.ReduceLROnPlateau) scheduler.step(golden.GetProperty("metric")[epoch].GetDouble());
            else scheduler.step();
            if (scheduler is not lr_scheduler.impl.SequentialLR) Assert.Equal(group.LearningRate, scheduler.get_last_lr().Single());
        }
    }
}
