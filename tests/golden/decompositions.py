#!/usr/bin/python3
"""Reference values for tests/LibTorch.Tests: writes decompositions.json beside this file.

Debian's python3-torch makes the decompositions under torch's own names, the numerical gradients, index_reduce and the gradients of
nearest-pixel upsampling; SciPy the extreme eigenvalues; NumPy the histograms whose number of bins a rule finds.
"""
import json
import os

import numpy as np
import scipy.linalg
import torch

torch.set_num_threads(1)


def pack(t):
    t = t.detach()
    kind = {torch.float64: "f8", torch.int64: "i8", torch.complex128: "c16"}[t.dtype]
    if t.is_complex():
        t = torch.view_as_real(t)
    flat = t.flatten().tolist()
    shape = list(t.shape[:-1] if kind == "c16" else t.shape)
    return {"dtype": kind, "shape": shape, "values": flat if kind == "i8" else [float(f"{v:.15g}") for v in flat]}


torch.manual_seed(11)
D = torch.float64
A, B, S = torch.randn(6, 4, dtype=D), torch.randn(6, 2, dtype=D), torch.randn(4, 4, dtype=D)
LOW = torch.randn(12, 3, dtype=D) @ torch.randn(3, 9, dtype=D)
U, SV, V = torch.svd(A)
out = {"a": pack(A), "b": pack(B), "square": pack(S), "low": pack(LOW)}

out["svd"] = [pack(abs(U)), pack(SV), pack(abs(V))]
out["svd_full"] = list(torch.svd(A, some=False).U.shape)
out["svd_values_only"] = [pack(t) for t in torch.svd(A, compute_uv=False)]
out["qr"] = [pack(t) for t in torch.linalg.qr(A)]
out["qr_full"] = [list(t.shape) for t in torch.linalg.qr(A, mode="complete")]
out["symeig"] = {side: pack(torch.linalg.eigvalsh(S, UPLO=side)) for side in "UL"}
out["eigvals_abs"] = pack(torch.linalg.eigvals(S).abs().sort().values)
out["lstsq"] = [pack(torch.linalg.lstsq(A, B).solution), pack(torch.geqrf(A).a)]
out["ranks"] = [int(torch.linalg.matrix_rank(LOW)), int(torch.linalg.matrix_rank(A, tol=2.0)), int(torch.linalg.matrix_rank(S + S.T, hermitian=True))]

for name, call in {
    "svd_lowrank": lambda: torch.svd_lowrank(LOW, q=4),
    "svd_lowrank_tall": lambda: torch.svd_lowrank(LOW, q=9, niter=1),
    "svd_lowrank_centred": lambda: torch.svd_lowrank(LOW, q=4, M=LOW.mean(0, keepdim=True).expand(12, 9)),
    "pca_lowrank": lambda: torch.pca_lowrank(LOW, q=3),
    "pca_uncentred": lambda: torch.pca_lowrank(LOW, center=False),
}.items():
    torch.manual_seed(3)
    u, s, v = call()
    # Small singular values are noise with noisy vectors: what is compared is the product, and the shapes.
    out[name] = {"shapes": [list(u.shape), list(s.shape), list(v.shape)], "values": pack(s[:3]), "product": pack(u @ s.diag() @ v.T)}

H, G = torch.randn(30, 30, dtype=D), torch.randn(30, 30, dtype=D)
SYM, POS = H + H.T, G @ G.T / 30 + torch.eye(30, dtype=D)
out["symmetric"], out["positive"] = pack(SYM), pack(POS)
# SciPy's, as torch.lobpcg of 1.13 stops before it has found the smallest ones of an indefinite matrix.
out["lobpcg"] = {}
for weight in ("plain", "weighted"):
    found = torch.tensor(scipy.linalg.eigh(SYM.numpy(), POS.numpy() if weight == "weighted" else None, eigvals_only=True))
    out["lobpcg"][f"smallest.{weight}"], out["lobpcg"][f"largest.{weight}"] = pack(found[:3]), pack(found[-3:].flip(0))

P = torch.randn(5, 4, dtype=D).cumsum(0)
X, Y = torch.tensor([0.0, 0.5, 2.0, 3.0, 3.5], dtype=D), torch.tensor([1.0, 2.0, 4.0, 8.0], dtype=D)
out["samples"], out["x"], out["y"] = pack(P), pack(X), pack(Y)
out["gradient"] = {
    "plain": [pack(t) for t in torch.gradient(P)],
    "spaced": [pack(t) for t in torch.gradient(P, spacing=0.5)],
    "one": [pack(t) for t in torch.gradient(P, spacing=2, dim=1, edge_order=2)],
    "dims": [pack(t) for t in torch.gradient(P, spacing=2, dim=(1, 0))],
    "coordinates": [pack(t) for t in torch.gradient(P, spacing=(X, Y))],
}

INDEX, SOURCE = torch.tensor([2, 0, 2, 1]), torch.randn(4, 4, dtype=D)
out["index"], out["source"] = pack(INDEX), pack(SOURCE)
out["index_reduce"] = {f"{how}.{own}": pack(torch.index_reduce(P, 0, INDEX, SOURCE, how, include_self=own == "self"))
                       for how in ("prod", "mean", "amax", "amin") for own in ("self", "others")}

VALUES = np.concatenate([np.random.default_rng(1).normal(size=120), np.random.default_rng(2).exponential(size=80) * 3])
out["values"] = pack(torch.tensor(VALUES))
out["histogram"] = {}
for rule in ("doane", "rice", "scott", "sqrt", "stone", "sturges"):
    for name, limits in (("all", None), ("part", (-1.0, 4.0))):
        counts, edges = np.histogram(VALUES, bins=rule, range=limits)
        dense, _ = np.histogram(VALUES, bins=rule, range=limits, density=True)
        out["histogram"][f"{rule}.{name}"] = [pack(torch.tensor(counts)), pack(torch.tensor(edges)), pack(torch.tensor(dense))]

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "decompositions.json"), "w") as f:
    json.dump(out, f, separators=(",", ":"))
    f.write("\n")
