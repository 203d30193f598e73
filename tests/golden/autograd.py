#!/usr/bin/python3
"""Reference values of torch.autograd.functional and of autocast for tests/LibTorch.Tests: writes autograd.json beside this file.

Debian's python3-torch makes them: derivatives of two functions of two inputs, and the dtypes of results under bfloat16 autocast
on the CPU.
"""
import json
import os

import torch
import torch.nn.functional as F
from torch.autograd import functional as AF

torch.set_num_threads(1)


def pack(t):
    t = t.detach()
    return {"dtype": "f8", "shape": list(t.shape), "values": [float(f"{v:.15g}") for v in t.flatten().tolist()]}


torch.manual_seed(5)
X, Y = torch.randn(3, dtype=torch.float64), torch.randn(2, 3, dtype=torch.float64)
U, V = torch.randn(3, dtype=torch.float64), torch.randn(2, 3, dtype=torch.float64)
A, B = torch.randn(2, dtype=torch.float64), torch.randn(2, 3, dtype=torch.float64)


def several(x, y):
    return (y.mv(x)).tanh(), (x.exp() * y).softmax(1)


def scalar(x, y):
    return ((y * x).sin().sum(0) * x.exp()).sum()


derivatives = {
    "x": pack(X), "y": pack(Y), "u": pack(U), "v": pack(V), "a": pack(A), "b": pack(B),
    "jacobian": [[pack(t) for t in row] for row in AF.jacobian(several, (X, Y))],
    "hessian": [[pack(t) for t in row] for row in AF.hessian(scalar, (X, Y))],
    "vjp": [pack(t) for t in AF.vjp(several, (X, Y), (A, B))[1]],
    "jvp": [pack(t) for t in AF.jvp(several, (X, Y), (U, V))[1]],
    "vhp": [pack(t) for t in AF.vhp(scalar, (X, Y), (U, V))[1]],
    "hvp": [pack(t) for t in AF.hvp(scalar, (X, Y), (U, V))[1]],
}

M, W, C, K = torch.randn(4, 4), torch.randn(4, 4), torch.randn(1, 2, 6, 6), torch.randn(3, 2, 3, 3)
H = M.bfloat16()
CALLS = {
    "mm": lambda: M.mm(W),
    "linear": lambda: F.linear(M, W),
    "conv2d": lambda: F.conv2d(C, K),
    "bmm": lambda: M[None].bmm(W[None]),
    "addmm": lambda: torch.addmm(M, M, W),
    "add": lambda: M + W,
    "sum": lambda: M.sum(),
    "relu": lambda: M.relu(),
    "half sum": lambda: H.sum(),
    "half add": lambda: H + H,
    "mixed add": lambda: H + M,
    "softmax": lambda: H.softmax(1),
    "mse_loss": lambda: F.mse_loss(H, H),
    "layer_norm": lambda: F.layer_norm(H, [4]),
    "exp": lambda: H.exp(),
    "cat": lambda: torch.cat([H, M]),
    "avg_pool2d": lambda: F.avg_pool2d(C.bfloat16(), 2),
    "interpolate": lambda: F.interpolate(C.bfloat16(), scale_factor=2.0, mode="bilinear"),
}
with torch.autocast("cpu"):
    dtypes = {name: str(call().dtype).split(".")[1] for name, call in CALLS.items()}

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "autograd.json"), "w") as file:
    json.dump({"derivatives": derivatives, "autocast": dtypes}, file, separators=(",", ":"))
    file.write("\n")
