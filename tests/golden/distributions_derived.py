"""
Reference values for the distributions that transforms make of others, and for divergences, from PyTorch:
python3 tests/golden/distributions_derived.py > tests/golden/distributions_derived.json
"""
import json
import math

import torch
from torch import distributions as D

torch.set_default_dtype(torch.float64)
T = torch.tensor


def stored(tensor):
    values = [v if math.isfinite(v) else ("nan" if math.isnan(v) else "inf" if v > 0 else "-inf") for v in tensor.detach().reshape(-1).tolist()]
    return {"dtype": "f8", "shape": list(tensor.shape), "values": values}


families = []


def family(name, arguments, values, members, probabilities=None, make=None):
    d = (make or getattr(D, name))(*arguments)
    case = {"name": name, "arguments": [stored(a) for a in arguments], "values": stored(values), "log_prob": stored(d.log_prob(values)),
            "batch_shape": list(d.batch_shape), "event_shape": list(d.event_shape), "members": {}}
    for m in members.split():
        if m == "cdf":
            case["members"][m] = stored(d.cdf(values))
        elif m == "icdf":
            case["probabilities"] = stored(probabilities)
            case["members"][m] = stored(d.icdf(probabilities))
        else:
            got = getattr(d, m)
            case["members"][m] = stored(got() if callable(got) else got)
    families.append(case)


# Parameters that broadcast to a batch of [2, 3].
a, b = T([[0.5], [2.5]]), T([0.7, 1.0, 3.2])
positive = T([[0.3, 1.1, 2.0], [0.05, 4.0, 0.9]])
inside = T([[0.3, 0.6, 0.95], [0.05, 0.5, 0.7]])
moments = "mean variance stddev entropy"

family("LogNormal", [a, b], positive, moments + " mode cdf icdf", inside)
family("Gumbel", [a, b], positive - 1, moments + " mode cdf icdf", inside)
family("Weibull", [a, b], positive, moments + " cdf icdf", inside)
family("Pareto", [a, b], positive + 2.5, moments + " mode cdf icdf", inside)
family("Kumaraswamy", [a, b], inside, moments + " cdf icdf", inside)
family("HalfNormal", [a * b], positive, moments + " mode cdf icdf", inside)
family("HalfCauchy", [a * b], positive, "mean variance entropy mode cdf icdf", inside)
probabilities = T([0.2, 0.5, 0.9])
family("LogitRelaxedBernoulli", [T(0.7), probabilities], positive - 1, "logits", make=lambda t, p: D.relaxed_bernoulli.LogitRelaxedBernoulli(t, p))
family("LogitRelaxedBernoulli of logits", [T([0.5, 1.5, 2.5]), probabilities * 4 - 2], positive - 1, "probs",
       make=lambda t, p: D.relaxed_bernoulli.LogitRelaxedBernoulli(t, logits=p))
family("RelaxedBernoulli", [T(0.7), probabilities], inside, "logits", make=lambda t, p: D.RelaxedBernoulli(t, p))
rows = T([[0.2, 0.3, 0.5], [3.0, 1.0, 4.0]])
family("ExpRelaxedCategorical", [T(0.7), rows], (inside / inside.sum(-1, keepdim=True)).log(), "logits probs",
       make=lambda t, p: D.relaxed_categorical.ExpRelaxedCategorical(t, p))
family("RelaxedOneHotCategorical", [T(0.7), rows], inside / inside.sum(-1, keepdim=True), "logits probs", make=D.RelaxedOneHotCategorical)
family("RelaxedOneHotCategorical of logits", [T(1.7), rows], inside / inside.sum(-1, keepdim=True), "logits probs",
       make=lambda t, p: D.RelaxedOneHotCategorical(t, logits=p))
family("Independent", [a, b], positive, "mean variance entropy", make=lambda l, s: D.Independent(D.Normal(l, s), 1))
family("TransformedDistribution", [a, b], inside, "cdf icdf", inside,
       make=lambda l, s: D.TransformedDistribution(D.Normal(l, s), [D.AffineTransform(T(0.5), T(-2.0)), D.SigmoidTransform()]))
family("TransformedDistribution of events", [a, b], positive, "",
       make=lambda l, s: D.TransformedDistribution(D.Normal(l, s), [D.AffineTransform(T([1.0, 2.0, 3.0]), s, event_dim=1), D.ExpTransform()]))

c, d = T([[1.5], [0.4]]), T([0.9, 2.2, 1.3])
cov = T([[2.0, 0.5, 0.1], [0.5, 1.0, 0.3], [0.1, 0.3, 1.5]])
p1, p2 = T([[0.2, 0.3, 0.5], [0.2, 0.3, 0.5]]), T([[0.6, 0.3, 0.1], [0.1, 0.1, 0.8]])
pairs = {
    "Normal": ([a, b], [c, d]), "LogNormal": ([a, b], [c, d]), "HalfNormal": ([a * b], [c * d]), "Laplace": ([a, b], [c, d]), "Gumbel": ([a, b], [c, d]),
    "Uniform": ([T([0.2, 0.5]), T([0.9, 2.0])], [T([0.1, 0.6]), T([1.0, 3.0])]), "Exponential": ([b], [d]), "Gamma": ([a, b], [c, d]),
    "Beta": ([a, b], [c, d]), "Dirichlet": ([T([0.7, 1.0, 3.2])], [T([[1.5, 0.4, 2.0], [1.0, 1.0, 1.0]])]), "Poisson": ([b], [d]), "Pareto": ([a, b], [a / 2, d]),
    "Bernoulli": ([p1], [p2]), "Geometric": ([p1], [p2]), "Categorical": ([p1], [p2]), "OneHotCategorical": ([p1], [p2]),
    "MultivariateNormal": ([p1, cov], [p2, cov @ cov]), "Cauchy": ([a, b], [c, d]),
}
divergences = []
for name, (p, q) in pairs.items():
    kind = getattr(D, name)
    divergences.append({"name": name, "p": [stored(x) for x in p], "q": [stored(x) for x in q], "kl": stored(D.kl_divergence(kind(*p), kind(*q)))})

print(json.dumps({"families": families, "divergences": divergences}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
