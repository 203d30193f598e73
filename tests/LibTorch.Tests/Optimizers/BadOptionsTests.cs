using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Workbench.LibTorch.Tests.Optimizers;

/// <summary>Options outside their range are refused by name, whatever the optimiser or schedule.</summary>
public class BadOptionsTests
{
    private static Parameter[] P => [nn.Parameter(ones(2))];

    private static readonly Dictionary<string, (Action act, string[] says)> Cases = new()
    {
        ["SGD.lr"] = (() => SGD(P, -1), ["learning rate", "-1", "'lr'"]),
        ["SGD.momentum"] = (() => SGD(P, 0.1, momentum: -0.5), ["momentum", "-0.5"]),
        ["SGD.nesterov"] = (() => SGD(P, 0.1, nesterov: true), ["nesterov"]),
        ["SGD.weight_decay"] = (() => SGD(P, 0.1, weight_decay: double.NaN), ["weight_decay", "NaN"]),
        ["SGD.empty"] = (() => SGD(Array.Empty<Parameter>(), 0.1), ["empty parameter list"]),
        ["SGD.null"] = (() => SGD((IEnumerable<Parameter>)null!, 0.1), ["null"]),
        ["Adam.lr"] = (() => Adam(P, -0.1), ["learning rate", "-0.1"]),
        ["Adam.beta1"] = (() => Adam(P, beta1: 1), ["beta1", "[0, 1)"]),
        ["Adam.beta2"] = (() => Adam(P, beta2: -0.1), ["beta2", "-0.1"]),
        ["Adam.eps"] = (() => Adam(P, eps: -1), ["eps", "-1"]),
        ["AdamW.beta2"] = (() => AdamW(P, beta2: 1.5), ["beta2", "1.5"]),
        ["AdamW.weight_decay"] = (() => AdamW(P, weight_decay: -1), ["weight_decay", "-1"]),
        ["RMSProp.alpha"] = (() => RMSProp(P, alpha: -1), ["alpha", "-1"]),
        ["RMSProp.momentum"] = (() => RMSProp(P, momentum: -1), ["momentum", "-1"]),
        ["Adagrad.lr_decay"] = (() => Adagrad(P, lr_decay: -1), ["lr_decay", "-1"]),
        ["Adagrad.initial"] = (() => Adagrad(P, initial_accumulator_value: -1), ["initial_accumulator_value"]),
        ["Adadelta.rho"] = (() => Adadelta(P, rho: 1.1), ["rho", "1.1"]),
        ["Adamax.beta1"] = (() => Adamax(P, beta1: 2), ["beta1", "2"]),
        ["NAdam.momentum_decay"] = (() => NAdam(P, momentum_decay: -1), ["momentum_decay", "-1"]),
        ["RAdam.beta1"] = (() => RAdam(P, beta1: -1), ["beta1", "-1"]),
        ["ASGD.lr"] = (() => ASGD(P, -1), ["learning rate", "-1"]),
        ["Rprop.etaminus"] = (() => Rprop(P, etaminus: 1.2), ["etaminus", "1.2"]),
        ["Rprop.etaplus"] = (() => Rprop(P, etaplus: 0.9), ["etaplus", "0.9"]),
        ["LBFGS.lr"] = (() => LBFGS(P, -1), ["learning rate", "-1"]),
        ["LBFGS.max_iter"] = (() => LBFGS(P, max_iter: 0), ["max_iter", "0"]),
        ["LBFGS.closure"] = (() => LBFGS(P).step(), ["closure"]),
        ["StepLR"] = (() => lr_scheduler.StepLR(SGD(P, 0.1), 0), ["step_size", "0"]),
        ["LinearLR"] = (() => lr_scheduler.LinearLR(SGD(P, 0.1), 0), ["start_factor", "0"]),
        ["ConstantLR"] = (() => lr_scheduler.ConstantLR(SGD(P, 0.1), 2), ["factor", "2"]),
        ["PolynomialLR"] = (() => lr_scheduler.PolynomialLR(SGD(P, 0.1), 0), ["total_iters", "0"]),
        ["CosineAnnealingLR"] = (() => lr_scheduler.CosineAnnealingLR(SGD(P, 0.1), 0), ["T_max", "0"]),
        ["OneCycleLR.steps"] = (() => lr_scheduler.OneCycleLR(SGD(P, 0.1, 0.9), 0.1), ["total_steps"]),
        ["OneCycleLR.pct_start"] = (() => lr_scheduler.OneCycleLR(SGD(P, 0.1, 0.9), 0.1, 5, pct_start: 1.5), ["pct_start", "1.5"]),
        ["OneCycleLR.momentum"] = (() => lr_scheduler.OneCycleLR(Adagrad(P), 0.1, 5), ["cycle_momentum"]),
        ["CyclicLR.momentum"] = (() => lr_scheduler.CyclicLR(Adagrad(P), 0.1, 0.2), ["cycle_momentum"]),
        ["CyclicLR.step"] = (() => lr_scheduler.CyclicLR(SGD(P, 0.1, 0.9), 0.1, 0.2, 0), ["step_size_up", "0"]),
        ["CyclicLR.groups"] = (() => lr_scheduler.CyclicLR(SGD(P, 0.1, 0.9), [0.1, 0.2], [0.2, 0.3]), ["base_lr", "2", "1"]),
        ["OneCycleLR.groups"] = (() => lr_scheduler.OneCycleLR(SGD(P, 0.1, 0.9), [0.1, 0.2], 5), ["max_lr", "2", "1"]),
        ["Plateau.factor"] = (() => lr_scheduler.ReduceLROnPlateau(SGD(P, 0.1), factor: 1), ["factor"]),
        ["Plateau.mode"] = (() => lr_scheduler.ReduceLROnPlateau(SGD(P, 0.1), "least"), ["mode", "least"]),
        ["Plateau.min_lr"] = (() => lr_scheduler.ReduceLROnPlateau(SGD(P, 0.1), min_lr: [0.1, 0.2]), ["min_lr", "2", "1"]),
        ["SequentialLR.milestones"] = (() =>
        {
            var optimizer = SGD(P, 0.1);
            lr_scheduler.SequentialLR(optimizer, [lr_scheduler.StepLR(optimizer, 1)], [3]);
        }, ["milestones", "1"]),
        ["SequentialLR.optimizer"] = (() => lr_scheduler.SequentialLR(SGD(P, 0.1), [lr_scheduler.StepLR(SGD(P, 0.1), 1)], []), ["same optimizer"]),
        ["ChainedLR.empty"] = (() => lr_scheduler.ChainedLR([]), ["schedulers"]),
        ["null optimizer"] = (() => lr_scheduler.ExponentialLR(null!, 0.9), ["optimizer"]),
    };

    public static IEnumerable<object[]> Names() => Cases.Keys.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_refused(string name)
    {
        using var scope = NewDisposeScope();
        var error = Assert.ThrowsAny<ArgumentException>(Cases[name].act);
        Assert.All(Cases[name].says, part => Assert.Contains(part, error.Message));
    }
}
