#!/usr/bin/python3
"""Reference values of named dimensions, quantised tensors, filling in place and storages for tests/LibTorch.Tests: writes tensors.json
beside this file. Debian's python3-torch makes them.
"""
import json
import os
import warnings

import torch

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
KINDS = {torch.float32: "f4", torch.float64: "f8", torch.int64: "i8", torch.int32: "i4", torch.int16: "i2", torch.int8: "i1", torch.uint8: "u1", torch.bool: "b1"}


def pack(t):
    t = t.detach().rename(None) if t.has_names() else t.detach()
    return {"dtype": KINDS[t.dtype], "shape": list(t.shape), "values": t.flatten().tolist()}


def named(t):
    return {"names": list(t.names), "tensor": pack(t)}


A = torch.arange(24.0).reshape(2, 3, 4)
N = A.refine_names("N", "C", "L")
names = {
    "plus one": named(N + 1),
    "times partly named": named(N * A.refine_names("N", ..., "L")),
    "align_to": named(N.align_to("L", "D", "C", "N")),
    "align_to ellipsis": named(N.align_to("D", ..., "N")),
    "align_as": named(N.align_as(torch.zeros(1, 4, 2, 3).rename("D", "L", "N", "C"))),
    "flatten": named(N.flatten(["C", "L"], "F")),
    "unflatten": named(N.unflatten("L", (("H", 2), ("W", 2)))),
    "transpose": named(N.transpose(0, 2)),
    "sum": named(N.sum(1)),
    "refine ellipsis": named(A.refine_names("N", ...)),
    "rename none": named(N.rename(None)),
    "select": named(N[0]),
}

torch.manual_seed(3)
X = torch.tensor([-20.0, -1.28, -0.25, -0.05, 0.0, 0.05, 0.15, 0.25, 0.35, 3.14159, 12.7, 300.0])
M = torch.randn(2, 3, 4)
S, Z = torch.tensor([0.1, 0.02, 0.5], dtype=torch.float64), torch.tensor([0, 3, -2])
I = torch.randn(1, 2, 6, 6)


def quantised(q):
    return {"int_repr": pack(q.int_repr()), "dequantize": pack(q.dequantize())}


def straight(f, x):
    x = x.clone().requires_grad_()
    y = f(x)
    y.sum().backward()
    return {"value": pack(y), "gradient": pack(x.grad)}


P = torch.quantize_per_channel(M, S, Z, 1, torch.qint8)
Q = torch.quantize_per_tensor(I, 0.05, 10, torch.quint8)
L = torch.quantize_per_tensor(M, 0.05, 10, torch.quint8)
W, B, MEAN, VAR = torch.tensor([0.5, 2.0]), torch.tensor([0.1, -0.3]), torch.tensor([0.2, -0.1]), torch.tensor([1.5, 0.7])
quantization = {
    "x": pack(X), "m": pack(M), "scales": pack(S), "zero_points": pack(Z), "i": pack(I),
    "qint8": quantised(torch.quantize_per_tensor(X, 0.1, 3, torch.qint8)),
    "quint8": quantised(torch.quantize_per_tensor(X, 0.1, 128, torch.quint8)),
    "qint32": quantised(torch.quantize_per_tensor(X, 0.001, -5, torch.qint32)),
    "per channel": quantised(P),
    "fake per tensor": straight(lambda x: torch.fake_quantize_per_tensor_affine(x, torch.tensor(0.1), torch.tensor(3, dtype=torch.int32), -128, 127), X),
    "fake per channel": straight(lambda x: torch.fake_quantize_per_channel_affine(x, S.float(), Z.int(), 1, -8, 7), M),
    "batch norm": {"weight": pack(W), "bias": pack(B), "mean": pack(MEAN), "var": pack(VAR), **quantised(torch.quantized_batch_norm(Q, W, B, MEAN, VAR, 1e-5, 0.04, 20))},
    "max_pool1d": quantised(torch.quantized_max_pool1d(L, [2], [1], [1], [1])),
    "max_pool2d": quantised(torch.quantized_max_pool2d(Q, [3, 2], [2, 1], [1, 0], [1, 1], True)),
}


def filled(dtype, f):
    t = torch.zeros(1, dtype=dtype)
    torch.manual_seed(11)
    f(t)
    return pack(t)


filling = {
    "arange": filled(torch.float32, lambda t: torch.arange(1, 9, 2.5, out=t)),
    "arange whole": filled(torch.int32, lambda t: torch.arange(0, 10, 3, out=t)),
    "eye": filled(torch.int64, lambda t: torch.eye(2, 3, out=t)),
    "full": filled(torch.float64, lambda t: torch.full((2, 2), 1.5, out=t)),
    "zeros": filled(torch.int16, lambda t: torch.zeros(3, out=t)),
    "ones": filled(torch.float32, lambda t: torch.ones(2, 1, out=t)),
    "rand": filled(torch.float32, lambda t: torch.rand(2, 3, out=t)),
    "randn": filled(torch.float64, lambda t: torch.randn(2, 3, out=t)),
    "randint": filled(torch.int32, lambda t: torch.randint(7, (5,), out=t)),
    "randperm": filled(torch.int64, lambda t: torch.randperm(6, out=t)),
    "amax": filled(torch.float32, lambda t: torch.amax(A, [0, 2], out=t)),
    "amin keepdim": filled(torch.float32, lambda t: torch.amin(A, [1], True, out=t)),
}

V = A.reshape(6, 4)[1:4, 1:3]
storage = {"offset": V.storage_offset(), "values": list(V.storage()), "count": len(V.storage())}
D = torch.tensor([[[0.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [2.0, 3.0]]])
sparse = {"dense": pack(D), "indices": pack(D.to_sparse(2).indices()), "values": pack(D.to_sparse(2).values())}

LOW, HIGH = torch.tensor([-0.5, 0.3, -1.0, 0.0]), torch.tensor([[0.2], [1.0], [-0.1]])
C = torch.randn(3, 4)
bounds = {
    "x": pack(C), "low": pack(LOW), "high": pack(HIGH),
    "max": straight(lambda x: torch.clamp(x, max=HIGH), C),
    "min": straight(lambda x: torch.clamp(x, min=LOW), C),
    "both": straight(lambda x: torch.clamp(x, LOW, HIGH), C),
}

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tensors.json"), "w", encoding="utf-8") as file:
    json.dump({"names": names, "quantization": quantization, "filling": filling, "storage": storage, "sparse": sparse, "bounds": bounds}, file, indent=None, separators=(",", ":"))
    file.write("\n")
