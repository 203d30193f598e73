"""
Reference values for Workbench.Recurrent and for the L2-SVM head, from PyTorch and SciPy:
python3 tests/golden/recurrent.py > tests/golden/recurrent.json
"""
import json

import numpy as np
import torch
from scipy import optimize

torch.manual_seed(31)
torch.set_default_dtype(torch.float64)


def rounded(tensor):
    return [float(f"{v:.12g}") for v in tensor.detach().double().reshape(-1).tolist()]


def case(name, cell, inputs, state, parameters):
    """Two steps of a PyTorch cell."""
    states = []
    for x in inputs:
        state = cell(x, state)
        states.append(torch.cat(state, 1) if isinstance(state, tuple) else state)
    return {"name": name, "x": [rounded(x) for x in inputs], "states": [rounded(s) for s in states],
            "parameters": {k: rounded(p) for k, p in parameters.items()}}


K, H, N = 3, 4, 2
xs = [torch.randn(N, K), torch.randn(N, K)]
zeros = torch.zeros(N, H)
cells = []

gru = torch.nn.GRUCell(K, H)
gru.bias_hh.data.zero_()
cells.append(case("gru", gru, xs, zeros, {"weight_ih": gru.weight_ih, "weight_hh": gru.weight_hh, "bias": gru.bias_ih}))

# A minimal gated unit is a GRU whose two gates are one: the rows of r and of z are equal.
mgu = torch.nn.GRUCell(K, H)
mgu.bias_hh.data.zero_()
for p in (mgu.weight_ih, mgu.weight_hh, mgu.bias_ih):
    p.data[H:2 * H] = p.data[:H]
cells.append(case("mgu", mgu, xs, zeros, {"weight_ih": mgu.weight_ih[H:], "weight_hh": mgu.weight_hh[H:], "bias": mgu.bias_ih[H:]}))

# An independently recurrent unit is an RNN with a diagonal recurrent matrix.
ind = torch.nn.RNNCell(K, H, nonlinearity="relu")
u = torch.randn(H)
ind.weight_hh.data = torch.diag(u)
ind.bias_hh.data.zero_()
cells.append(case("indrnn", ind, xs, zeros, {"weight_ih": ind.weight_ih, "weight_hh": u, "bias": ind.bias_ih}))

tanh = torch.nn.RNNCell(K, H)
tanh.bias_hh.data.zero_()
cells.append(case("tanh", tanh, xs, zeros, {"weight_ih": tanh.weight_ih, "weight_hh": tanh.weight_hh, "bias": tanh.bias_ih}))

lstm = torch.nn.LSTMCell(K, H)
lstm.bias_hh.data.zero_()
cells.append(case("lstm", lstm, xs, (zeros, zeros), {"weight_ih": lstm.weight_ih, "weight_hh": lstm.weight_hh, "bias": lstm.bias_ih}))

# torch.nn.Bilinear computes sum_jk h_j W_ijk x_k; ours is stored as [k, block, i, j].
bilinear = torch.nn.Bilinear(H, K, H, bias=False)
start = torch.randn(H)
cells.append(case("bilinear", lambda x, h: bilinear(h, x), xs, start.expand(N, H).contiguous(),
                  {"weight": bilinear.weight.permute(2, 0, 1).contiguous(), "start": start}))


def svm():
    """20 points of two overlapping classes; the optimum of 1/2 |w|^2 + C sum max(0, 1 - t (w x + b))^2 from its dual quadratic programme."""
    rng = np.random.default_rng(7)
    labels = np.array([0] * 8 + [1] * 12)
    points = rng.normal(size=(20, 3)) + np.where(labels[:, None] == 1, 0.7, -0.7)
    c = 0.5
    weights, biases, value = [], [], 0.0
    for k in (0, 1):
        t = np.where(labels == k, 1.0, -1.0)
        # max sum(a) - 1/2 a' (t t' K + I / 2C) a with a >= 0, t'a = 0.
        q = np.outer(t, t) * (points @ points.T) + np.eye(20) / (2 * c)
        solved = optimize.minimize(
            lambda a: 0.5 * a @ q @ a - a.sum(), np.full(20, 0.1), jac=lambda a: q @ a - 1, method="SLSQP", bounds=[(0, None)] * 20,
            constraints={"type": "eq", "fun": lambda a: t @ a, "jac": lambda a: t}, options={"ftol": 1e-15, "maxiter": 2000})
        active = solved.x > 1e-6
        n = active.sum()
        # The optimality conditions of the active set are linear: solved once more, exactly.
        system = np.block([[q[np.ix_(active, active)], t[active][:, None]], [t[active][None], np.zeros((1, 1))]])
        answer = np.linalg.solve(system, np.append(np.ones(n), 0))
        a, b = np.zeros(20), answer[-1]
        a[active] = answer[:n]
        w = (a * t) @ points
        slack = np.maximum(0, 1 - t * (points @ w + b))
        primal = 0.5 * w @ w + c * (slack ** 2).sum()
        assert (a >= 0).all() and abs(primal - (a.sum() - 0.5 * a @ q @ a)) < 1e-10, (a, primal)
        weights.append(w)
        biases.append(b)
        value += primal
    return {"points": points.tolist(), "labels": labels.tolist(), "c": c, "weight": np.array(weights).tolist(), "bias": biases, "value": value}


print(json.dumps({"torch": torch.__version__, "input": K, "hidden": H, "cells": cells, "svm": svm()}))
