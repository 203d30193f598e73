#!/usr/bin/python3
"""Reference values of torch.optim for tests/LibTorch.Tests: writes optim.json beside this file.

Debian's python3-torch makes them: where the parameters of a small regression are after 1, 2, 5 and 20 steps of each
optimiser, in float32 and in float64, and the learning rates and momenta of 30 epochs of each schedule, for two groups.
"""
import json
import os

import torch
import torch.optim as optim
from torch.optim import lr_scheduler as schedules

torch.set_num_threads(1)


def pack(t):
    digits, kind = (15, "d") if t.dtype == torch.float64 else (9, "f")
    return {"k": kind, "s": list(t.shape), "d": [float(f"{v:.{digits}g}") for v in t.detach().flatten().tolist()]}


torch.manual_seed(11)
X, Y = torch.randn(6, 3), torch.randn(6, 2)
W, B, S = torch.randn(3, 2), torch.randn(2), torch.randn(2)


def loss_of(w, b, s, step):
    """Every third step leaves s out, so that it has no gradient then."""
    out = torch.tanh(X.to(w.dtype) @ w + b)
    if step % 3 != 2:
        out = out * s
    return ((out - Y.to(w.dtype)) ** 2).sum()


def run(make, dtype):
    w, b, s = (t.to(dtype, copy=True).requires_grad_() for t in (W, B, S))
    optimizer = make([w, b, s])
    seen = []
    for step in range(20):
        def closure():
            for p in (w, b, s):
                p.grad = None
            loss = loss_of(w, b, s, 0 if isinstance(optimizer, optim.LBFGS) else step)
            loss.backward()
            return loss
        if isinstance(optimizer, optim.LBFGS):
            optimizer.step(closure)
        else:
            closure()
            optimizer.step()
        if step + 1 in (1, 2, 5, 20):
            seen.append([pack(p) for p in (w, b, s)])
    return seen


def groups(make, **second):
    """The last parameter in a group of its own, with options of its own."""
    return lambda p: make([{"params": p[:2]}, {"params": p[2:], **second}])


OPTIMISERS = {
    "SGD": lambda p: optim.SGD(p, 0.05),
    "SGD.momentum": lambda p: optim.SGD(p, 0.02, momentum=0.9, dampening=0.3, weight_decay=0.1),
    "SGD.nesterov": lambda p: optim.SGD(p, 0.02, momentum=0.9, nesterov=True),
    "SGD.maximize": lambda p: optim.SGD(p, 0.001, momentum=0.5, weight_decay=0.1, maximize=True),
    "SGD.groups": lambda p: optim.SGD([{"params": p[:2]}, {"params": p[2:], "lr": 0.005, "momentum": 0.9}], 0.05),
    "Adam": lambda p: optim.Adam(p, 0.03),
    "Adam.amsgrad": lambda p: optim.Adam(p, 0.03, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1, amsgrad=True),
    "Adam.maximize": lambda p: optim.Adam(p, 0.01, maximize=True),
    "AdamW": lambda p: optim.AdamW(p, 0.03, weight_decay=0.1),
    "AdamW.amsgrad": lambda p: optim.AdamW(p, 0.03, betas=(0.8, 0.95), weight_decay=0.2, amsgrad=True),
    "RMSProp": lambda p: optim.RMSprop(p, 0.01),
    "RMSProp.centered": lambda p: optim.RMSprop(p, 0.01, alpha=0.9, weight_decay=0.1, momentum=0.7, centered=True),
    "Adagrad": lambda p: optim.Adagrad(p, 0.1),
    "Adagrad.decay": lambda p: optim.Adagrad(p, 0.1, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5),
    "Adadelta": lambda p: optim.Adadelta(p, 1.0, weight_decay=0.1),
    "Adamax": lambda p: optim.Adamax(p, 0.03, weight_decay=0.1),
    # Without foreach, 1.13 counts mu twice in the second step size (corrected in 2.0).
    "NAdam": lambda p: optim.NAdam(p, 0.03, weight_decay=0.1, foreach=True),
    "RAdam": lambda p: optim.RAdam(p, 0.03, betas=(0.9, 0.9), weight_decay=0.1),
    "ASGD": lambda p: optim.ASGD(p, 0.03, lambd=0.01, t0=5, weight_decay=0.1),
    "Rprop": lambda p: optim.Rprop(p, 0.01),
    "LBFGS": lambda p: optim.LBFGS(p, 0.05, max_iter=5, history_size=3),
    "SGD.dampening": lambda p: optim.SGD(p, 0.05, momentum=0.5, dampening=0.7),
    "SGD.group": groups(lambda p: optim.SGD(p, 0.05, weight_decay=0.1), lr=0.01, momentum=0.8),
    "Adam.decay": lambda p: optim.Adam(p, 0.02, betas=(0.7, 0.9), weight_decay=0.3),
    "Adam.group": groups(lambda p: optim.Adam(p, 0.03), lr=0.1, weight_decay=0.2),
    "AdamW.maximize": lambda p: optim.AdamW(p, 0.005, maximize=True),
    "AdamW.group": groups(lambda p: optim.AdamW(p, 0.03), lr=0.1, eps=1e-3),
    "RMSProp.momentum": lambda p: optim.RMSprop(p, 0.01, momentum=0.9),
    "RMSProp.maximize": lambda p: optim.RMSprop(p, 0.002, maximize=True),
    "RMSProp.group": groups(lambda p: optim.RMSprop(p, 0.01), lr=0.03, alpha=0.5),
    "Adagrad.eps": lambda p: optim.Adagrad(p, 0.1, eps=0.1),
    "Adagrad.group": groups(lambda p: optim.Adagrad(p, 0.1), lr=0.02, weight_decay=0.1),
    "Adadelta.rho": lambda p: optim.Adadelta(p, 0.5, rho=0.7, eps=1e-4),
    "Adadelta.maximize": lambda p: optim.Adadelta(p, 0.5, maximize=True),
    "Adadelta.group": groups(lambda p: optim.Adadelta(p, 1.0), lr=3.0, rho=0.5),
    "Adamax.betas": lambda p: optim.Adamax(p, 0.03, betas=(0.7, 0.9), eps=1e-4),
    "Adamax.group": groups(lambda p: optim.Adamax(p, 0.03), lr=0.1, weight_decay=0.2),
    "NAdam.decay": lambda p: optim.NAdam(p, 0.02, betas=(0.8, 0.95), momentum_decay=0.02, foreach=True),
    "NAdam.group": groups(lambda p: optim.NAdam(p, 0.03, foreach=True), lr=0.1, weight_decay=0.2),
    "RAdam.default": lambda p: optim.RAdam(p, 0.03),
    "RAdam.group": groups(lambda p: optim.RAdam(p, 0.03, betas=(0.9, 0.95)), lr=0.1, weight_decay=0.2),
    "ASGD.plain": lambda p: optim.ASGD(p, 0.05, alpha=0.5, t0=2),
    "ASGD.maximize": lambda p: optim.ASGD(p, 0.002, maximize=True),
    "ASGD.group": groups(lambda p: optim.ASGD(p, 0.03), lr=0.1, lambd=0.1),
    "Rprop.steps": lambda p: optim.Rprop(p, 0.02, etas=(0.3, 1.5), step_sizes=(1e-3, 0.05)),
    "Rprop.maximize": lambda p: optim.Rprop(p, 0.001, maximize=True),
    "Rprop.group": groups(lambda p: optim.Rprop(p, 0.01), lr=0.05),
    "LBFGS.plain": lambda p: optim.LBFGS(p, 0.1, max_iter=4, max_eval=3),
    "LBFGS.tolerance": lambda p: optim.LBFGS(p, 0.5, tolerance_grad=1e-3, tolerance_change=1e-4),
}

PLATEAU = [1.0, 0.9, 0.9, 0.91, 0.9, 0.95, *[0.8] * 8, *[0.7] * 6, 0.69, 0.699, 0.71, 0.5, *[0.6] * 6]

SCHEDULES = {
    "StepLR": lambda o: schedules.StepLR(o, 3, 0.5),
    "MultiStepLR": lambda o: schedules.MultiStepLR(o, [2, 5, 5, 9], 0.5),
    "LambdaLR": lambda o: schedules.LambdaLR(o, lambda e: 1 / (e + 1)),
    "MultiplicativeLR": lambda o: schedules.MultiplicativeLR(o, lambda e: 0.9),
    "ExponentialLR": lambda o: schedules.ExponentialLR(o, 0.8),
    "PolynomialLR": lambda o: schedules.PolynomialLR(o, 7, 2.0),
    "ConstantLR": lambda o: schedules.ConstantLR(o, 0.25, 4),
    "LinearLR": lambda o: schedules.LinearLR(o, 0.2, 0.9, 6),
    "CosineAnnealingLR": lambda o: schedules.CosineAnnealingLR(o, 6, 0.01),
    "OneCycleLR": lambda o: schedules.OneCycleLR(o, 0.5, total_steps=30),
    "OneCycleLR.three": lambda o: schedules.OneCycleLR(o, 0.5, epochs=6, steps_per_epoch=5, pct_start=0.25, anneal_strategy="linear",
                                                       three_phase=True, div_factor=10),
    "CyclicLR": lambda o: schedules.CyclicLR(o, 0.01, 0.2, 4, 3, mode="triangular2"),
    "CyclicLR.range": lambda o: schedules.CyclicLR(o, 0.01, 0.2, 4, mode="exp_range", gamma=0.9),
    "SequentialLR": lambda o: schedules.SequentialLR(o, [schedules.LinearLR(o, 0.1, 1.0, 5), schedules.CosineAnnealingLR(o, 8)], [5]),
    "ChainedLR": lambda o: schedules.ChainedScheduler([schedules.ConstantLR(o, 0.1, 3), schedules.ExponentialLR(o, 0.9)]),
    "StepLR.one": lambda o: schedules.StepLR(o, 1, 0.9),
    "LambdaLR.warm": lambda o: schedules.LambdaLR(o, lambda e: min(1, (e + 1) / 8)),
    "MultiplicativeLR.mixed": lambda o: schedules.MultiplicativeLR(o, lambda e: 0.5 if e % 4 == 0 else 1.1),
    "PolynomialLR.default": lambda o: schedules.PolynomialLR(o),
    "ConstantLR.default": lambda o: schedules.ConstantLR(o),
    "LinearLR.default": lambda o: schedules.LinearLR(o),
    "CosineAnnealingLR.zero": lambda o: schedules.CosineAnnealingLR(o, 7),
    "OneCycleLR.plain": lambda o: schedules.OneCycleLR(o, [0.5, 0.2], total_steps=32, pct_start=0.4, cycle_momentum=False,
                                                       final_div_factor=100),
    "CyclicLR.plain": lambda o: schedules.CyclicLR(o, [0.01, 0.02], [0.2, 0.1], 5, cycle_momentum=False),
    "CyclicLR.scaled": lambda o: schedules.CyclicLR(o, 0.01, 0.2, 3, 5, scale_fn=lambda k: 1 / k, base_momentum=0.7, max_momentum=0.95),
    "SequentialLR.three": lambda o: schedules.SequentialLR(
        o, [schedules.ConstantLR(o, 0.5, 2), schedules.ExponentialLR(o, 0.9), schedules.StepLR(o, 4, 0.3)], [6, 14]),
    "ChainedLR.three": lambda o: schedules.ChainedScheduler(
        [schedules.LinearLR(o, 0.3, 1.0, 4), schedules.StepLR(o, 7, 0.5), schedules.MultiStepLR(o, [3, 20], 0.2)]),
    "ReduceLROnPlateau.groups": lambda o: schedules.ReduceLROnPlateau(o, factor=0.3, patience=1, min_lr=[0.01, 0.02], eps=1e-3),
    "ReduceLROnPlateau.maxrel": lambda o: schedules.ReduceLROnPlateau(o, "max", 0.5, 2, threshold=0.1),
    "ReduceLROnPlateau": lambda o: schedules.ReduceLROnPlateau(o, "min", 0.5, 2, threshold=0.01, cooldown=1, min_lr=0.005),
    "ReduceLROnPlateau.max": lambda o: schedules.ReduceLROnPlateau(o, "max", 0.5, 3, threshold=0.05, threshold_mode="abs"),
}


def rates(make):
    parameters = [torch.zeros(1, requires_grad=True) for _ in range(2)]
    optimizer = optim.SGD([{"params": parameters[:1]}, {"params": parameters[1:], "lr": 0.03}], 0.1, momentum=0.9)
    scheduler = make(optimizer)
    result = []
    for epoch in range(30):
        result.append([[float(f"{group[k]:.15g}") for k in ("lr", "momentum")] for group in optimizer.param_groups])
        optimizer.step()
        if isinstance(scheduler, schedules.ReduceLROnPlateau):
            scheduler.step(PLATEAU[epoch])
        else:
            scheduler.step()
    return result


if __name__ == "__main__":
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "optim.json")
    with open(path, "w") as f:
        json.dump({"torch": torch.__version__, "x": pack(X), "y": pack(Y), "start": [pack(W), pack(B), pack(S)],
                   # A hundred steps of L-BFGS magnify the rounding of float32 a thousandfold.
                   "float": {k: run(v, torch.float32) for k, v in OPTIMISERS.items() if not k.startswith("LBFGS")},
                   "double": {k: run(v, torch.float64) for k, v in OPTIMISERS.items()}, "metric": PLATEAU,
                   "schedules": {k: rates(v) for k, v in SCHEDULES.items()}}, f, separators=(",", ":"))
        f.write("\n")
    print(os.path.getsize(path), "bytes")
