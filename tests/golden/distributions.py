#!/usr/bin/python3
"""Reference values of torch.distributions for tests/LibTorch.Tests/Distributions: writes distributions.json beside this file.

Debian's python3-torch makes them, in float64: log densities, distribution functions, quantiles, moments, modes and
entropies, the draws after a seed, and the gradients of reparametrised draws. What PyTorch has not (the distribution
function of a Poisson variable, its quantiles and its entropy) comes from scipy.
"""
import json
import os

import scipy.stats
import torch
import torch.distributions as D
from torch.nn.functional import one_hot

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
T = torch.tensor
KINDS = {torch.float64: "f8", torch.float32: "f4", torch.int64: "i8"}


def number(v):
    if v != v:
        return "nan"
    if v in (float("inf"), float("-inf")):
        return "inf" if v > 0 else "-inf"
    return v if isinstance(v, int) else float(f"{v:.17g}")


def pack(t):
    t = t.detach()
    return {"dtype": KINDS[t.dtype], "shape": list(t.shape), "values": [number(v) for v in t.flatten().tolist()]}


P2 = T([[0.2, 0.9, 0.5], [0.05, 0.6, 0.35]])
SIMPLEX = T([[0.1, 0.2, 0.3, 0.4], [0.7, 0.1, 0.15, 0.05]])
MEAN = T([[0.5, -1.0, 2.0], [0.0, 0.3, -0.2]])
TRIL = T([[1.2, 0.0, 0.0], [-0.3, 0.8, 0.0], [0.5, 0.1, 0.4]])
TRILS = torch.stack([TRIL, T([[0.5, 0.0, 0.0], [0.2, 1.5, 0.0], [-0.7, 0.3, 0.9]])])
UNIT = T([0.1, 0.5, 0.93])
REAL = T([[-2.0], [0.3], [4.5]])
POSITIVE = T([[0.05], [0.8], [3.0]])
COUNTS = T([[0.0], [1.0], [4.0]])

# family, parameters, values, whether draws are differentiable
CASES = [
    ("Normal", dict(loc=T([0.5, -1.0, 2.0]), scale=T([1.0, 0.1, 3.0])), REAL, True),
    ("Normal", dict(loc=T(0.5), scale=T([[0.2], [2.0]])), T([0.4, 1.0]), True),
    ("Uniform", dict(low=T([0.0, -1.0]), high=T(2.5)), T([[-1.5], [0.0], [1.0], [2.5]]), True),
    ("Cauchy", dict(loc=T([0.5, -1.0, 2.0]), scale=T([[1.0], [0.1]])), T([0.5, 0.0, 9.0]), True),
    ("Laplace", dict(loc=T([0.5, -1.0, 2.0]), scale=T([1.0, 0.1, 3.0])), REAL, True),
    ("Exponential", dict(rate=T([0.5, 1.0, 20.0])), POSITIVE, True),
    ("Gamma", dict(concentration=T([0.3, 1.0, 7.5]), rate=T([[2.0], [0.4]])), T([0.05, 0.8, 3.0]), True),
    ("Gamma", dict(concentration=T(2.5), rate=T(0.7)), POSITIVE, True),
    ("Chi2", dict(df=T([0.5, 3.0, 12.0])), POSITIVE, True),
    ("Beta", dict(concentration1=T([0.5, 3.0, 0.2]), concentration0=T([[0.5], [2.0]])), UNIT, True),
    ("Beta", dict(concentration1=T([0.5, 3.0, 1.5]), concentration0=T([0.5, 2.0, 4.0])), UNIT[:, None], True),
    ("Dirichlet", dict(concentration=T([[0.5, 3.0, 0.2, 1.0], [2.0, 2.5, 3.0, 4.0], [0.5, 0.1, 0.2, 0.9]])), SIMPLEX[1], True),
    ("Dirichlet", dict(concentration=T([0.5, 3.0, 0.2, 1.0])), SIMPLEX, True),
    ("FisherSnedecor", dict(df1=T([0.5, 3.0, 12.0]), df2=T([2.0, 5.0, 3.5])), POSITIVE, True),
    ("MultivariateNormal", dict(loc=MEAN, covariance_matrix=TRIL @ TRIL.T), T([0.1, 0.2, 0.3]), True),
    ("MultivariateNormal", dict(loc=MEAN[0], precision_matrix=torch.linalg.inv(TRILS @ TRILS.mT)), MEAN, True),
    ("MultivariateNormal", dict(loc=MEAN, scale_tril=TRILS), torch.linspace(-2, 2, 18).view(3, 2, 3), True),
    ("MultivariateNormal", dict(loc=MEAN[0], scale_tril=TRIL), torch.linspace(-2, 2, 18).view(3, 2, 3), True),
    ("Bernoulli", dict(probs=P2), T([1.0, 0.0, 1.0]), False),
    ("Bernoulli", dict(logits=T([-2.0, 0.0, 3.5])), T([[1.0], [0.0]]), False),
    ("Geometric", dict(probs=T([0.2, 0.9, 1.0])), COUNTS, False),
    ("Geometric", dict(logits=T([-2.0, 0.0, 3.5])), COUNTS, False),
    ("Binomial", dict(total_count=T(10), probs=P2), T([0.0, 3.0, 10.0]), False),
    ("Binomial", dict(total_count=T([[4.0]]), logits=T([-2.0, 0.0, 3.5])), COUNTS, False),
    ("Binomial", dict(total_count=T([[4.0], [7.0]]), probs=T([0.0, 1.0, 0.3])), T([0.0, 4.0, 2.0]), False),
    ("NegativeBinomial", dict(total_count=T([1.0, 5.0, 2.5]), probs=P2), T([0.0, 3.0, 10.0]), False),
    ("NegativeBinomial", dict(total_count=T([[4.0], [7.0]]), logits=T([-2.0, 0.0, 1.5])), T([0.0, 4.0, 2.0]), False),
    ("Poisson", dict(rate=T([0.3, 4.0, 50.0])), COUNTS, False),
    ("Categorical", dict(probs=2 * SIMPLEX), T([[0], [3], [1]]), False),
    ("Categorical", dict(logits=T([0.1, -2.0, 3.0])), T([0, 1, 2, 1]), False),
    ("OneHotCategorical", dict(probs=2 * SIMPLEX), one_hot(T([[0], [3], [1]]), 4).double(), False),
    ("OneHotCategorical", dict(logits=T([0.1, -2.0, 3.0])), one_hot(T([0, 1, 2, 1]), 3).double(), False),
    ("Multinomial", dict(total_count=6, probs=2 * SIMPLEX), T([1.0, 2.0, 0.0, 3.0]), False),
    ("Multinomial", dict(total_count=6, logits=T([0.1, -2.0, 3.0])), T([[1.0, 2.0, 3.0], [6.0, 0.0, 0.0]]), False),
]


def case(family, parameters, value, differentiable):
    d = getattr(D, family)(**parameters, validate_args=False)
    quantiles = UNIT.view(-1, *[1] * len(d.batch_shape))
    expected = {"log_prob": d.log_prob(value), "batch_shape": list(d.batch_shape), "event_shape": list(d.event_shape)}
    for name in ("mean", "variance", "stddev", "mode"):
        try:
            expected[name] = getattr(d, name)
        except NotImplementedError:
            pass
    for name, call in (("cdf", lambda: d.cdf(value)), ("icdf", lambda: d.icdf(quantiles)), ("entropy", d.entropy)):
        try:
            expected[name] = call()
        except NotImplementedError:
            pass
    if family == "Poisson":
        s, rate = scipy.stats.poisson, parameters["rate"].numpy()
        expected |= {"cdf": T(s.cdf(value.numpy(), rate)), "icdf": T(s.ppf(quantiles.numpy(), rate)), "entropy": T(s.entropy(rate))}
    torch.manual_seed(11)
    expected["sample"] = d.sample((2, 3))
    stored = {k: v if isinstance(v, int) else pack(v) for k, v in parameters.items()}
    out = {"family": family, "parameters": stored, "value": pack(value), "quantiles": pack(quantiles)}
    if differentiable:
        leaves = {k: v.clone().requires_grad_() for k, v in parameters.items()}
        torch.manual_seed(12)
        draw = getattr(D, family)(**leaves, validate_args=False).rsample((4,))
        weights = torch.linspace(-1, 2, draw.numel()).view(draw.shape)
        (draw * weights).sum().backward()
        out["gradients"] = {k: pack(v.grad) for k, v in leaves.items()}
    out["expected"] = {k: pack(v) if torch.is_tensor(v) else v for k, v in expected.items()}
    return out


with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "distributions.json"), "w") as file:
    json.dump([case(*c) for c in CASES], file, separators=(",", ":"))
    file.write("\n")
