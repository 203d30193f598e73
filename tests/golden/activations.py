"""
Moments under N(0, 1), extreme values and largest slopes of the activations at their defaults, from PyTorch (float64, autograd) and
Gauss-Legendre panels between the kinks: python3 tests/golden/activations.py > tests/golden/activations.json

activation-values.csv beside it: values and derivatives of 56 parameterisations at seven points, computed with 40-digit arithmetic,
derivatives analytic; the rows helu_surrogate and clamp_reduce_precision carry the surrogate derivative.
"""
import json
import math

import numpy as np
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
SQRT2 = math.sqrt(2)
PAU_A = [3.35583603e-2, 5.05000375e-1, 1.65343934, 2.01001052, 9.31901999e-1, 1.52424124e-1]
PAU_B = [3.30847488e-6, 3.98021568, 5.12471206e-7, 3.01830109e-1]


def phi_cdf(x):
    return torch.special.ndtr(x)


def smelu(x, beta):
    return torch.where(x <= -beta, 0 * x, torch.where(x >= beta, x, (x + beta) ** 2 / (4 * beta)))


def gsmelu(x, alpha, beta, gm, gp, t):
    a = (gp - gm) / (2 * (alpha + beta))
    b = (alpha * gp + beta * gm) / (alpha + beta)
    c = t + alpha ** 2 * (gp - gm) / (2 * (alpha + beta))
    return torch.where(x <= -alpha, gm * x + t, torch.where(x >= beta, gp * x + t + (alpha - beta) * (gp - gm) / 2, a * x * x + b * x + c))


def rescu(x, alpha, beta, gm, gp, t):
    """Slope gm + (gp - gm)(3u^2 - 2u^3), u = (x + alpha)/(alpha + beta), integrated from the left line."""
    u = (x + alpha) / (alpha + beta)
    middle = gm * x + t + (gp - gm) * (alpha + beta) * (u ** 3 - u ** 4 / 2)
    right = gp * x + t + (gp - gm) * (alpha - beta) / 2
    return torch.where(u <= 0, gm * x + t, torch.where(u >= 1, right, middle))


def sau(x, alpha, beta):
    return (1 + alpha) / 2 * x + (1 - alpha) / 2 * (x * torch.erf(beta * x / SQRT2) + math.sqrt(2 / math.pi) / beta * torch.exp(-beta ** 2 * x ** 2 / 2))


def pau(x, version):
    p = sum(a * x ** j for j, a in enumerate(PAU_A))
    terms = [b * x ** (k + 1) for k, b in enumerate(PAU_B)]
    return p / (1 + (sum(t.abs() for t in terms) if version == "a" else sum(terms).abs()))


def reduce_precision(x, bits=4):
    p = 2 ** bits - 1
    y = x.clamp(-1, 1)
    return y.sign() * torch.ceil((y * p).abs() - 0.5) / p


LEVELS = [s * (k + 0.5) / 15 for k in range(15) for s in (-1, 1)]
CASES = {
    "identity": (lambda x: x, []),
    "relu": (F.relu, [0]),
    "relu6": (F.relu6, [0, 6]),
    "leaky_relu": (lambda x: F.leaky_relu(x, 0.01), [0]),
    "prelu": (lambda x: F.leaky_relu(x, 0.25), [0]),
    "rrelu": (lambda x: F.leaky_relu(x, 11 / 48), [0]),
    "shifted_relu": (lambda x: F.relu(x - 1), [1]),
    "relu_squared": (lambda x: F.relu(x) ** 2, [0]),
    "sigmoid": (torch.sigmoid, []),
    "tanh": (torch.tanh, []),
    "softplus": (F.softplus, []),
    "elu": (F.elu, []),
    "celu": (lambda x: F.celu(x, 1.0), []),
    "selu": (F.selu, [0]),
    "gelu": (lambda x: x * phi_cdf(x), []),
    "gelu_tanh": (lambda x: x / 2 * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))), []),
    "gelu_sigmoid": (lambda x: x * torch.sigmoid(1.702 * x), []),
    "silu": (F.silu, []),
    "swish": (F.silu, []),
    "mish": (lambda x: x * torch.tanh(F.softplus(x)), []),
    "hardswish": (F.hardswish, [-3, 3]),
    "smelu": (lambda x: smelu(x, 1.0), [-1, 1]),
    "gsmelu": (lambda x: gsmelu(x, 1.0, 1.0, 0.1, 1.0, 0.0), [-1, 1]),
    "rescu": (lambda x: rescu(x, 1.0, 1.0, 0.0, 1.0, 0.0), [-1, 1]),
    "helu": (F.relu, [0]),
    "sau": (lambda x: sau(x, 0.25, 5.0), []),
    "relu_gelu": (lambda x: (F.relu(x) + x * phi_cdf(x)) / 2, [0]),
    "relu_silu": (lambda x: (F.relu(x) + F.silu(x)) / 2, [0]),
    "reduced_precision": (reduce_precision, LEVELS),
    "react": (lambda x: x.clamp(0.0, 1.0), [0, 1]),
    "vra": (lambda x: torch.where(x < 0.5, 0 * x, x.clamp(max=1.0)), [0.5, 1]),
    "vra_plus": (lambda x: torch.where(x < 0.5, 0 * x, torch.where(x > 1, 0 * x + 1, x + 0.6)), [0.5, 1]),
    "pau": (lambda x: pau(x, "a"), [0]),
    "pau_b": (lambda x: pau(x, "b"), [0]),
    "golu": (lambda x: x * torch.exp(-torch.exp(-x)), []),
    "xatlu": (lambda x: x * (torch.atan(x) / math.pi + 0.5), []),
    "xgelu": (lambda x: x * phi_cdf(x), []),
    "xsilu": (F.silu, []),
    "aptx": (lambda x: (1 + torch.tanh(x)) * x / 2, []),
    "gcu": (lambda x: x * torch.cos(x), []),
    "search_max_sigmoid": (lambda x: torch.maximum(x, torch.sigmoid(x)), [0.6590460684074]),
    "search_cos_minus_x": (lambda x: torch.cos(x) - x, []),
    "search_min_x_sin": (lambda x: torch.minimum(x, torch.sin(x)), [0]),
    "search_atan2_minus_x": (lambda x: torch.atan(x) ** 2 - x, []),
    "search_max_x_tanh": (lambda x: torch.maximum(x, torch.tanh(x)), [0]),
    "search_x_asinh2": (lambda x: x * torch.asinh(x) ** 2, []),
    "tmaf": (F.relu, [0]),
}

NODES, WEIGHTS = np.polynomial.legendre.leggauss(20)


def slope(f, x):
    x = x.clone().requires_grad_()
    f(x).sum().backward()
    return x.grad


def moments(f, kinks):
    edges = np.unique(np.concatenate([np.linspace(-14, 14, 561), np.array(kinks, dtype=float)]))
    half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
    z = torch.tensor((middle[:, None] + half[:, None] * NODES).ravel())
    w = torch.tensor((half[:, None] * WEIGHTS).ravel()) * torch.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    y = f(z)
    g = slope(f, z) if name != "reduced_precision" else 0 * z
    wide = torch.linspace(-60, 60, 2_400_001)
    wide_y, wide_g = f(wide), (slope(f, wide) if name != "reduced_precision" else 0 * wide)
    return {
        "mean": float((w * y).sum()), "second": float((w * y * y).sum()), "slope_second": float((w * g * g).sum()),
        "chi": float((w * z * y * g).sum() / (w * y * y).sum()), "lowest": float(wide_y.min()), "highest": float(wide_y.max()),
        "largest_slope": float(wide_g.abs().max()), "smallest_signed_slope": float(wide_g.min()),
    }


cases = {}
for name, (function, points) in CASES.items():
    cases[name] = moments(function, points)
print(json.dumps({"torch": torch.__version__, "cases": cases}, indent=1))
