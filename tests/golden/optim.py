#!/usr/bin/python3
"""Reference values of torch.optim for tests/LibTorch.Tests: writes optim.json beside this file.

Debian's python3-torch makes them: where the parameters of a small regression are after 1, 2, 5 and 20 steps of each
optimiser, and the learning rates of 20 epochs of each schedule.
"""
import json
import os

import torch
import torch.optim as optim
from torch.optim import lr_scheduler as schedules

torch.set_num_threads(1)


def pack(t):
    return {"k": "d" if t.dtype == torch.float64 else "f", "s": list(t.shape), "d": [float(f"{v:.12g}") for v in t.detach().flatten().tolist()]}


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


def precision(name):
    """A hundred steps of L-BFGS magnify the rounding of float32 a thousandfold."""
    return torch.float64 if name == "LBFGS" else torch.float32


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
}

PLATEAU = [1.0, 0.9, 0.9, 0.91, 0.9, 0.95, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7]

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
    "OneCycleLR": lambda o: schedules.OneCycleLR(o, 0.5, total_steps=20),
    "OneCycleLR.three": lambda o: schedules.OneCycleLR(o, 0.5, epochs=4, steps_per_epoch=5, pct_start=0.25, anneal_strategy="linear",
                                                       three_phase=True, div_factor=10),
    "CyclicLR": lambda o: schedules.CyclicLR(o, 0.01, 0.2, 4, 3, mode="triangular2"),
    "CyclicLR.range": lambda o: schedules.CyclicLR(o, 0.01, 0.2, 4, mode="exp_range", gamma=0.9),
    "SequentialLR": lambda o: schedules.SequentialLR(o, [schedules.LinearLR(o, 0.1, 1.0, 5), schedules.CosineAnnealingLR(o, 8)], [5]),
    "ChainedLR": lambda o: schedules.ChainedScheduler([schedules.ConstantLR(o, 0.1, 3), schedules.ExponentialLR(o, 0.9)]),
    "ReduceLROnPlateau": lambda o: schedules.ReduceLROnPlateau(o, "min", 0.5, 2, threshold=0.01, cooldown=1, min_lr=0.005),
    "ReduceLROnPlateau.max": lambda o: schedules.ReduceLROnPlateau(o, "max", 0.5, 3, threshold=0.05, threshold_mode="abs"),
}


def rates(make):
    optimizer = optim.SGD([torch.zeros(1, requires_grad=True)], 0.1, momentum=0.9)
    scheduler = make(optimizer)
    result = []
    for epoch in range(20):
        group = optimizer.param_groups[0]
        result.append([float(f"{group['lr']:.12g}"), float(f"{group['momentum']:.12g}")])
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
                   "optimisers": {k: run(v, precision(k)) for k, v in OPTIMISERS.items()}, "metric": PLATEAU,
                   "schedules": {k: rates(v) for k, v in SCHEDULES.items()}}, f, separators=(",", ":"))
        f.write("\n")
    print(os.path.getsize(path), "bytes")
