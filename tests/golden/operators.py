#!/usr/bin/env python3
"""Reference values of tensor operators, computed by PyTorch.

Run with a Python that has PyTorch 1.13 (Debian: python3-torch):
    python3 tests/golden/operators.py
writes operators.json beside this script. Every case is an expression over named inputs; the C# test evaluates the same
name with the same inputs. Inputs are stored, so no random stream has to agree.
"""
import json
import os

import torch

torch.manual_seed(20230117)
F, D = torch.float32, torch.float64


def t(*shape, dtype=F, low=None, high=None):
    x = torch.randn(*shape, dtype=D)
    if low is not None:
        x = torch.rand(*shape, dtype=D) * (high - low) + low
    return x.to(dtype)


cases = []


def case(name, f, *inputs):
    """Adds a case per dtype the operator takes: float32 and float64 unless the inputs are of another kind."""
    for dtype in (F, D):
        xs = [x.to(dtype) if x.is_floating_point() else x for x in inputs]
        out = f(*xs)
        outs = list(out) if isinstance(out, (tuple, list)) else [out]
        cases.append({"name": name, "inputs": [dump(x) for x in xs], "outputs": [dump(o) for o in outs]})
        if not any(x.is_floating_point() for x in inputs):
            break


def dump(x):
    x = x.detach().contiguous()
    kind = {torch.float32: "f4", torch.float64: "f8", torch.int64: "i8", torch.bool: "b1",
            torch.complex64: "c8", torch.complex128: "c16", torch.int32: "i4"}[x.dtype]
    flat = x
    if x.is_complex():
        flat = torch.view_as_real(x)
    values = flat.reshape(-1).tolist()
    if kind in ("f4", "c8"):
        values = [float("%.9g" % v) for v in values]
    values = [v if not isinstance(v, float) or v == v and abs(v) != float("inf") else str(v) for v in values]
    return {"dtype": kind, "shape": list(x.shape), "values": values}


x, y = t(3, 4), t(3, 4)
pos, unit, prob = t(3, 4, low=0.1, high=4), t(3, 4, low=-0.95, high=0.95), t(3, 4, low=0.05, high=0.95)
row, col = t(4), t(3, 1)
for n in "abs ceil cos cosh deg2rad exp exp2 expm1 floor frac neg rad2deg sigmoid sign sgn sin sinh square tan tanh trunc atan asinh erf erfc i0 relu relu6 selu silu mish hardsigmoid hardswish".split():
    f = getattr(torch, n, None) or getattr(torch.nn.functional, n)
    case(n, f, x * 2)
for n in "log log10 log1p log2 reciprocal rsqrt sqrt lgamma digamma".split():
    case(n, getattr(torch, n), pos)
for n in "acos asin atanh erfinv".split():
    case(n, getattr(torch, n), unit)
case("acosh", torch.acosh, pos + 1)
case("logit", torch.logit, prob)
for n in "add sub mul div maximum minimum atan2 hypot logaddexp fmax fmin".split():
    f = getattr(torch, n)
    case(n, f, x, y)
    case(n + "_row", f, x, row)
    case(n + "_column", f, col, x)
case("add_alpha", lambda a, b: torch.add(a, b, alpha=-2.5), x, y)
case("add_scalar", lambda a: a + 1.5, x)
case("rsub", lambda a: 1.5 - a, x)
case("rdiv", lambda a: 2 / a, pos)
case("mul_int", lambda a: a * 3, x)
case("pow", lambda a, b: torch.pow(a, b), pos, y)
case("pow_scalar", lambda a: a ** 2.5, pos)
case("scalar_pow", lambda a: torch.pow(2.0, a), x)
case("remainder", lambda a, b: torch.remainder(a, b), x * 3, y)
case("fmod", lambda a, b: torch.fmod(a, b), x * 3, y)
case("floor_divide", lambda a, b: torch.floor_divide(a, b), x * 3, pos)
case("div_trunc", lambda a, b: torch.div(a, b, rounding_mode="trunc"), x * 3, pos)
case("lerp", lambda a, b: torch.lerp(a, b, 0.3), x, y)
case("addcmul", lambda a, b, c: torch.addcmul(a, b, c, value=0.5), x, y, pos)
case("addcdiv", lambda a, b, c: torch.addcdiv(a, b, c, value=0.5), x, y, pos)
case("clamp", lambda a: torch.clamp(a, -0.5, 0.8), x)
case("clamp_min", lambda a: torch.clamp(a, min=0.1), x)
case("gelu", torch.nn.functional.gelu, x)
case("leaky_relu", lambda a: torch.nn.functional.leaky_relu(a, 0.2), x)
case("elu", lambda a: torch.nn.functional.elu(a, 1.3), x)
case("softplus", torch.nn.functional.softplus, x)
case("log_sigmoid", torch.nn.functional.logsigmoid, x)
for n in "eq ne lt le gt ge".split():
    case(n, getattr(torch, n), torch.round(x), torch.round(y))
    case(n + "_scalar", lambda a, n=n: getattr(torch, n)(a, 0), torch.round(x))
case("where", lambda a, b: torch.where(a > b, a, b * 2), x, y)

z = t(2, 3, 4)
for n in "sum mean prod std var max min argmax argmin median".split():
    case(n, getattr(torch, n), z)
case("sum_dim", lambda a: a.sum(1), z)
case("sum_dims_keep", lambda a: a.sum((0, 2), keepdim=True), z)
case("mean_dims", lambda a: a.mean((-1, 0)), z)
case("prod_dim", lambda a: a.prod(2), z)
case("std_dim", lambda a: a.std(1, unbiased=False), z)
case("var_dims", lambda a: a.var((0, 1), keepdim=True), z)
case("max_dim", lambda a: a.max(1), z)
case("min_dim_keep", lambda a: a.min(2, keepdim=True), z)
case("amax", lambda a: a.amax((0, 2)), z)
case("argmax_dim", lambda a: a.argmax(1), z)
case("all", lambda a: (a > -10).all(), z)
case("any_dim", lambda a: (a > 1).any(2), z)
case("logsumexp", lambda a: a.logsumexp(1), z)
case("cumsum", lambda a: a.cumsum(2), z)
case("cumprod", lambda a: a.cumprod(1), z)
case("cummax", lambda a: a.cummax(2), z)
case("topk", lambda a: a.topk(2, 2), z)
case("sort", lambda a: a.sort(1, descending=True), z)
case("argsort", lambda a: a.argsort(2), z)
case("kthvalue", lambda a: a.kthvalue(2, 1), z)
case("quantile", lambda a: torch.quantile(a, torch.tensor([0.1, 0.5, 0.9], dtype=a.dtype), 1), z)
case("norm", lambda a: a.norm(), z)
case("norm_dim", lambda a: a.norm(dim=1, p=3), z)
case("softmax", lambda a: a.softmax(1), z)
case("log_softmax", lambda a: a.log_softmax(2), z)
case("histc", lambda a: torch.histc(a, 8, -2, 2), z)
case("count_nonzero", lambda a: torch.count_nonzero(torch.round(a)), z)
case("unique", lambda a: torch.unique(torch.round(a), return_inverse=True, return_counts=True), z)
case("bincount", lambda a: torch.bincount(a, minlength=6), torch.tensor([1, 3, 3, 0, 1]))
case("bucketize", lambda a: torch.bucketize(a, torch.tensor([-1.0, 0.0, 1.0], dtype=a.dtype)), z)

case("reshape", lambda a: a.reshape(4, -1), z)
case("transpose", lambda a: a.transpose(0, 2), z)
case("permute", lambda a: a.permute(2, 0, 1), z)
case("flip", lambda a: a.flip(0, 2), z)
case("roll", lambda a: a.roll(2, 1), z)
case("repeat", lambda a: a.repeat(2, 1, 2), z)
case("repeat_interleave", lambda a: a.repeat_interleave(2, 1), z)
case("tile", lambda a: a.tile(2, 2), x)
case("expand", lambda a: a.expand(3, 4), col)
case("unfold", lambda a: a.unfold(2, 2, 1), z)
case("diag", torch.diag, row)
case("tril", lambda a: a.tril(-1), x)
case("triu", lambda a: a.triu(1), x)
case("chunk", lambda a: a.chunk(3, 2), z)
case("split", lambda a: a.split([1, 3], 2), z)
case("cat", lambda a, b: torch.cat([a, b], 1), x, y)
case("stack", lambda a, b: torch.stack([a, b], 1), x, y)
case("meshgrid", lambda a, b: torch.meshgrid(a, b, indexing="ij"), row, col.reshape(-1))
case("narrow", lambda a: a.narrow(2, 1, 2), z)
case("slice", lambda a: a[:, 1:, ::2], z)
case("ellipsis", lambda a: a[..., -1], z)
case("new_axis", lambda a: a[:, None, 1], z)
case("mask", lambda a: a[a > 0], z)
case("index", lambda a, i: a[:, i], z, torch.tensor([2, 0]))
case("two_indices", lambda a, i: a[i[:2], :, i], z, torch.tensor([1, 0]))
case("index_select", lambda a, i: a.index_select(2, i), z, torch.tensor([3, 1, 1]))
case("gather", lambda a, i: a.gather(1, i), x, torch.tensor([[0, 3], [1, 1], [2, 0]]))
case("scatter_add", lambda a, i, s: a.scatter_add(1, i, s), x, torch.tensor([[0, 3], [1, 1], [2, 0]]), t(3, 2))
case("masked_fill", lambda a: a.masked_fill(a < 0, 7.0), z)
case("nonzero", lambda a: torch.nonzero(torch.round(a)), x)

m, n_ = t(3, 4), t(4, 5)
case("mm", torch.mm, m, n_)
case("matmul_batch", torch.matmul, t(2, 3, 4), t(4, 2))
case("bmm", torch.bmm, t(2, 3, 4), t(2, 4, 3))
case("mv", torch.mv, m, row)
case("dot", torch.dot, row, t(4))
case("outer", torch.outer, row, t(3))
case("addmm", lambda a, b, c: torch.addmm(a, b, c, beta=0.5, alpha=2), t(3, 5), m, n_)
case("einsum", lambda a, b: torch.einsum("bij,bkj->bik", a, b), t(2, 3, 4), t(2, 5, 4))
case("cdist", torch.cdist, t(5, 3), t(4, 3))
case("kron", torch.kron, t(2, 2), t(2, 3))
spd = t(4, 4, dtype=D)
spd = spd @ spd.T + 4 * torch.eye(4, dtype=D)
case("linalg_solve", torch.linalg.solve, spd, t(4, 2))
case("linalg_inv", torch.linalg.inv, spd)
case("linalg_det", torch.linalg.det, spd)
case("linalg_cholesky", torch.linalg.cholesky, spd)
case("linalg_eigvalsh", torch.linalg.eigvalsh, spd)
case("linalg_svdvals", torch.linalg.svdvals, t(4, 3))
case("linalg_norm", torch.linalg.norm, t(4, 3))
case("linalg_matrix_exp", torch.linalg.matrix_exp, t(3, 3) * 0.3)
case("fft", torch.fft.fft, t(8))
case("rfft", torch.fft.rfft, t(2, 8))
case("irfft", lambda a: torch.fft.irfft(torch.fft.rfft(a)), t(2, 8))
case("fft2", lambda a: torch.fft.fft2(a, norm="ortho"), t(3, 4))
case("fftn", torch.fft.fftn, t(2, 3, 4))
case("fftshift", torch.fft.fftshift, t(3, 4))
case("special_ndtri", torch.special.ndtri, prob)
case("special_ndtr", torch.special.ndtr, x)
case("special_xlogy", torch.special.xlogy, pos, pos)
case("special_gammaln", torch.special.gammaln, pos)
case("special_entr", torch.special.entr, prob)

# Gradients: every case is the gradient of sum(weight * f(x)) for a smooth f and a fixed weight.
w = t(3, 4)
for n, f, arg in [("grad_tanh", torch.tanh, x), ("grad_sigmoid", torch.sigmoid, x), ("grad_exp", torch.exp, x),
                  ("grad_log", torch.log, pos), ("grad_silu", torch.nn.functional.silu, x), ("grad_gelu", torch.nn.functional.gelu, x),
                  ("grad_softmax", lambda a: a.softmax(1), x), ("grad_cumprod", lambda a: a.cumprod(1), pos),
                  ("grad_sort", lambda a: a.sort(1)[0], x), ("grad_std", lambda a: a - a.std(1, keepdim=True), x)]:
    def gradient(a, weight, f=f):
        a = a.detach().requires_grad_()
        return torch.autograd.grad((f(a) * weight).sum(), a)[0]
    case(n, gradient, arg, w)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "operators.json")
with open(path + ".tmp", "w") as file:
    file.write('{"source": "PyTorch %s", "cases": [\n' % torch.__version__)
    file.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
    file.write("\n]}\n")
os.replace(path + ".tmp", path)
print(len(cases), "cases")
