#!/usr/bin/env python3
"""Reference values of every deterministic tensor operator, over shapes, layouts and dtypes, computed by PyTorch.

Run with a Python that has PyTorch 1.13 (Debian: python3-torch):
    python3 tests/golden/operator_table.py
writes operator_table.json beside this script. Only results are stored: an input is a token "dtype:domain:shape:layout:seed",
from which both sides make the same numbers (see make). The C# test calls the operator of the same name through the public
surface with the same arguments, as a function, as a method and in place, whichever exist.
"""
import json
import math
import os
import zlib

import torch
import torch.nn.functional as F

DTYPES = {"f2": torch.float16, "bf": torch.bfloat16, "f4": torch.float32, "f8": torch.float64, "u1": torch.uint8, "i1": torch.int8,
          "i2": torch.int16, "i4": torch.int32, "i8": torch.int64, "b1": torch.bool, "c8": torch.complex64, "c16": torch.complex128}
CODES = {v: k for k, v in DTYPES.items()}
# n any sign, p positive, u within (-1, 1), q a probability, g above 1, k small counts, s indices into a dimension of 3
DOMAINS = {"n": (-2.0, 2.0), "p": (0.1, 4.0), "u": (-0.95, 0.95), "q": (0.05, 0.95), "g": (1.1, 4.0), "k": (1.0, 5.0), "s": (0.0, 2.999)}
FLOATS, INTS = ["f4", "f8", "bf", "f2"], ["i4", "i8", "u1", "b1"]
COMPLEX = ["c8", "c16"]


def draw(index, seed):
    """A number in [0, 1) from a position and a seed: integer arithmetic only, so that every language agrees."""
    z = (index * 2654435761 + seed * 40503 + 12345) & 0xFFFFFFFF
    z ^= z >> 15
    z = (z * 2246822519) & 0xFFFFFFFF
    z ^= z >> 13
    z = (z * 3266489917) & 0xFFFFFFFF
    z ^= z >> 16
    return z / 4294967296.0


def make(token):
    code, domain, shape, layout, seed = token.split(":")
    shape, seed, dtype = [int(s) for s in shape.split(",") if s], int(seed), DTYPES[code]
    stored = list(shape)
    if layout == "t":
        stored[-1], stored[-2] = stored[-2], stored[-1]
    elif layout == "s":
        stored[-1] *= 2
    elif layout == "o":
        stored = [math.prod(shape) + 3]
    low, high = DOMAINS[domain]
    width = 2 if code in COMPLEX else 1
    values = [low + (high - low) * draw(i, seed) for i in range(math.prod(stored) * width)]
    if code == "b1":
        values = [float(v > (low + high) / 2) for v in values]
    elif code in ("u1", "i1", "i2", "i4", "i8") and domain not in "ks":
        values = [math.floor(v * 3) + (1 if low > 0 else 0) for v in values]
    if code in ("u1",):
        values = [abs(v) for v in values]
    if domain in "ks":
        values = [math.floor(v) for v in values]
    x = torch.tensor(values, dtype=torch.float64)
    x = torch.view_as_complex(x.reshape(stored + [2])).to(dtype) if width == 2 else x.reshape(stored).to(dtype)
    if layout == "t":
        x = x.transpose(-1, -2)
    elif layout == "s":
        x = x[..., ::2]
    elif layout == "o":
        x = x[3:].view(shape)
    elif layout == "h":
        x = x @ x.mH + 3 * torch.eye(shape[-1], dtype=dtype)
    elif layout == "a":
        x = x.sort(-1)[0]
    return x


def dump(x):
    if not isinstance(x, torch.Tensor):
        x = torch.tensor(x)
    x = x.detach().resolve_conj().resolve_neg().contiguous()
    code = CODES[x.dtype]
    digits = {"f2": 5, "bf": 4, "f4": 9, "c8": 9}.get(code, 17)
    flat = (torch.view_as_real(x) if x.is_complex() else x).reshape(-1)
    values = flat.to(torch.float64).tolist() if flat.is_floating_point() else flat.tolist()
    if flat.is_floating_point():
        values = [str(v) if v != v or abs(v) == float("inf") else float("%.*g" % (digits, v)) for v in values]
        values = [int(v) if isinstance(v, float) and v == int(v) and abs(v) < 1e15 and (v != 0 or math.copysign(1, v) > 0) else v for v in values]
    elif x.dtype == torch.bool:
        values = [int(v) for v in values]
    return {"d": code, "s": list(x.shape), "v": values}


cases, failed, skipped = [], [], {}


def one(name, tokens, args, kw, py, ns, listed):
    inputs = [make(t) for t in tokens]
    given = ([inputs] if listed else inputs) + [DTYPES[a["dtype"]] if isinstance(a, dict) else a for a in args]
    torch.manual_seed(7)
    out = py(*given)
    outs = list(out) if isinstance(out, (tuple, list)) else [out]
    entry = {"op": (ns + "." if ns else "") + name, "x": tokens, "o": [dump(o) for o in outs]}
    if args:
        entry["a"] = list(args)
    if kw:
        entry["k"] = kw
    if listed:
        entry["l"] = 1
    cases.append(entry)


def op(names, *inputs, args=(), kw=None, py=None, ns="", dtypes=None, listed=False):
    """One case per dtype that PyTorch computes; several inputs are "domain:shape[:layout]", "=dtype" in front fixes a dtype."""
    for name in names.split():
        rooms = [getattr(torch, ns)] if ns else [torch, torch.Tensor, F]
        f = py or next(getattr(room, name) for room in rooms if callable(getattr(room, name, None)))
        if kw and py is None:
            f = (lambda g: lambda *a: g(*a, **kw))(f)
        for code in dtypes or FLOATS + INTS + COMPLEX:
            tokens = []
            for i, spec in enumerate(inputs):
                own = code
                if spec.startswith("="):
                    own, spec = spec[1:].split("/", 1)
                parts = spec.split(":")
                seed = zlib.crc32((name + str(i)).encode()) % 997
                tokens.append(":".join([own, parts[0], parts[1], parts[2] if len(parts) > 2 else "", str(seed)]))
            try:
                one(name, tokens, args, kw or {}, f, ns, listed)
            except (RuntimeError, TypeError, NotImplementedError, IndexError, ValueError) as error:
                if code in ("f4", "f8"):
                    failed.append("%s %s: %s" % (name, tokens, error))
                skipped.setdefault(name, []).append(code)


def unary(names, domain="n", ns="", dtypes=None, py=None, args=(), shapes=("", "0", "5:s", "3,4:t", "2,1,3,2")):
    for name in names.split():
        floats = [c for c in (dtypes or ["f4"]) if c == "f4"]
        for shape in shapes:
            op(name, domain + ":" + shape, ns=ns, dtypes=floats, py=py, args=args)
        op(name, domain + ":5", ns=ns, dtypes=dtypes or ["f8", "bf", "f2"] + INTS + COMPLEX, py=py, args=args)


def binary(names, a="n", b="n", ns="", dtypes=None, py=None, args=()):
    for name in names.split():
        for s, t in [("3,4", "4:s"), ("3,1", "1,4"), ("", "3"), ("2,1,3,2:t", "3,2"), ("0,3", "1,3")]:
            op(name, a + ":" + s, b + ":" + t, ns=ns, dtypes=["i8"] if dtypes and "f4" not in dtypes else ["f4"], py=py, args=args)
        op(name, a + ":5", b + ":5", ns=ns, dtypes=dtypes or ["f8", "bf", "f2"] + INTS + COMPLEX, py=py, args=args)


# Pointwise
unary("abs absolute angle asinh atan arctan arcsinh ceil conj_physical cos cosh deg2rad exp exp2 expm1 fix floor frac i0 isfinite isinf isnan "
      "isneginf isposinf isreal logical_not neg negative positive rad2deg relu relu6 round selu sgn sigmoid sign signbit sin sinc sinh silu mish "
      "hardsigmoid hardswish square tan tanh trunc erf erfc nan_to_num")
unary("clone conj resolve_conj resolve_neg real ravel flatten", shapes=("2,2", "2,3:t"), dtypes=["f8", "f4", "i8", "c8"])
op("adjoint", "n:2,3", dtypes=["f4", "c8"])
unary("imag view_as_real", dtypes=["c8", "c16"], shapes=())
op("view_as_complex", "n:3,2", dtypes=["f4", "f8"])
unary("log log10 log1p log2 reciprocal rsqrt sqrt lgamma digamma", "p")
unary("acos asin atanh erfinv arccos arcsin arctanh", "u")
unary("acosh arccosh", "g")
unary("logit", "q")
unary("bitwise_not", dtypes=["i4", "i8", "u1", "b1"], shapes=())
op("logit", "n:3,4", args=(0.1,), dtypes=["f4", "f8"])
op("round", "n:3,4", kw={"decimals": 2}, dtypes=["f4", "f8"])
op("frexp", "n:3,4", dtypes=["f4", "f8"])
op("polygamma", "p:5", args=(2,), py=lambda x, n: torch.polygamma(n, x), dtypes=["f4", "f8"])
op("mvlgamma", "g:5", args=(2,), dtypes=["f4", "f8"])
binary("add sub subtract mul multiply maximum minimum eq ne lt le gt ge not_equal less less_equal greater greater_equal logical_and logical_or logical_xor fmax fmin")
binary("equal", py=torch.eq)
binary("div divide true_divide floor_divide remainder fmod atan2 arctan2 hypot logaddexp logaddexp2 copysign nextafter", "n", "p")
binary("arctan", "n", "p", py=torch.atan2)
binary("heaviside xlogy ldexp", "n", "p")
binary("pow float_power", "p", "n")
binary("igamma igammac", "p", "p", dtypes=["f4", "f8"])
binary("gcd lcm bitwise_and bitwise_or bitwise_xor", dtypes=["i4", "i8", "u1"])
binary("bitwise_left_shift bitwise_right_shift", "k", "s", dtypes=["i4", "i8"])
binary("isclose", args=(0.5, 0.5))
binary("complex", dtypes=["f4", "f8"])
binary("polar", "p", "n", dtypes=["f4", "f8"])
op("allclose", "n:3,4", "n:3,4", args=(0.5, 10.0), dtypes=["f4", "f8"])
for s in (2, 0.5):
    op("add sub subtract mul multiply div divide true_divide floor_divide remainder fmod eq ne lt le gt ge", "n:3,4", args=(s,))
    op("pow", "p:3,4", args=(s,))
op("pow", "n:5", args=(3,), dtypes=["f4", "f8"], py=lambda x, s: torch.pow(x, s))
op("xlogy", "n:5", args=(1.5,), dtypes=["f4", "f8"])
op("add", "n:3,4", "n:3,4", args=(2,), py=lambda a, b, s: torch.add(a, b, alpha=s))
op("div divide", "n:3,4", "p:3,4", args=("trunc",), py=lambda a, b, m: torch.div(a, b, rounding_mode=m))
op("div divide", "n:3,4", "p:3,4", args=("floor",), py=lambda a, b, m: torch.div(a, b, rounding_mode=m))
op("clamp clip", "n:3,4", args=(-0.5, 0.8))
op("clamp clip", "n:3,4", kw={"min": 0})
op("clamp", "n:3,4", "n:4", "p:4", dtypes=["f4", "f8", "i8"])
op("clamp_min clamp_max", "n:3,4", args=(0.5,), dtypes=["f4", "f8", "i8"])
op("lerp", "n:3,4", "n:4", args=(0.3,), dtypes=["f4", "f8", "c8"])
op("lerp", "n:3,4", "n:3,4", "q:4", dtypes=["f4", "f8"])
op("addcmul", "n:3,4", "n:3,1", "p:4", args=(0.5,), py=lambda a, b, c, v: torch.addcmul(a, b, c, value=v), dtypes=["f4", "f8", "c8"])
op("addcdiv", "n:3,4", "n:3,1", "p:4", args=(0.5,), py=lambda a, b, c, v: torch.addcdiv(a, b, c, value=v), dtypes=["f4", "f8", "c8"])
op("where", "=b1/n:3,4", "n:4", "n:3,1")
op("nan_to_num", "n:3", args=(1.0, 2.0, 3.0), dtypes=["f4"])
op("isin", "k:3,4", "k:3", dtypes=["i4", "i8", "f4"])
op("softplus", "n:3,4", args=(2.0, 1.0), dtypes=["f4", "f8"])
op("gelu", "n:3,4", dtypes=["f4", "f8", "bf"], py=F.gelu)
op("log_sigmoid", "n:3,4", dtypes=["f4", "f8"], py=F.logsigmoid)
op("leaky_relu", "n:3,4", args=(0.2,), dtypes=["f4", "f8"], py=F.leaky_relu)
op("elu celu", "n:3,4", args=(1.3,), dtypes=["f4", "f8"])
op("hardtanh", "n:3,4", args=(-0.5, 0.8), dtypes=["f4", "f8"], py=F.hardtanh)
op("threshold", "n:3,4", args=(0.1, 7.0), dtypes=["f4", "f8"], py=F.threshold)
op("glu", "n:3,4", args=(1,), dtypes=["f4", "f8"], py=F.glu)
op("prelu", "n:2,3", "q:3", dtypes=["f4", "f8"], py=torch.prelu)

# Reductions and scans
op("sum mean prod std var max min argmax argmin median nansum nanmedian all any count_nonzero norm nanmean", "n:2,3,2")
op("sum prod all any", "n:0,3")
op("sum", "n:2,3,2:t", args=(1,))
op("sum mean", "n:2,3,2", args=([0, 2], True))
op("sum", "n:2,3,2", args=([-1], False, {"dtype": "f8"}), py=lambda x, d, k, t: torch.sum(x, d, k, dtype=t), dtypes=["f4", "i8"])
op("mean", "n:2,3,2", args=([-1], False, {"dtype": "f8"}), py=lambda x, d, k, t: torch.mean(x, d, k, dtype=t), dtypes=["f4", "i8"])
op("prod", "n:2,3,2", args=(1, True))
op("std var", "n:2,3,2", args=([0, 1], False, True), dtypes=["f4", "f8"])
op("std var", "n:2,3,2", args=(1, True, False), dtypes=["f4", "f8"])
op("std_mean var_mean", "n:2,3,2", dtypes=["f4", "f8"])
op("std_mean var_mean", "n:2,3,2", args=([0, 2], True, True), dtypes=["f4", "f8"])
op("max min mode cummax cummin all any argmax argmin logcumsumexp cumsum cumprod", "n:2,3,2", args=(1,))
op("max min mode argmax argmin all any", "n:2,3,2", args=(-1, True), dtypes=["f4", "f8", "i8"])
op("max min", "n:3,4", "n:4")
op("amax amin", "n:2,3,2", args=([0, 2], True))
op("aminmax", "n:2,3", dtypes=["f4", "f8", "i8"])
op("aminmax", "n:2,3", args=(1, True), py=lambda x, d, k: torch.aminmax(x, dim=d, keepdim=k), dtypes=["f4", "f8", "i8"])
op("count_nonzero", "n:2,3,2", args=([0, 1],))
op("nanmean", "n:2,3", args=(1, True), dtypes=["f4", "f8"])
op("logsumexp", "n:2,3,2", args=(1, True), dtypes=["f4", "f8"])
op("norm", "n:2,3", args=(3.0,), dtypes=["f4", "f8"])
op("norm", "n:2,3", args=(1, True, 3.0), py=lambda x, d, k, p: torch.norm(x, p, d, k), dtypes=["f4", "f8"])
op("dist", "n:2,3", "n:2,3", args=(3.0,), dtypes=["f4", "f8"])
op("renorm", "n:3,4", args=(2.0, 0, 1.0), dtypes=["f4", "f8"])
op("softmax log_softmax", "n:2,3,2:t", args=(1,), dtypes=["f4", "f8", "bf"])
op("softmax", "n:2,3", args=(1, {"dtype": "f8"}), py=lambda x, d, t: torch.softmax(x, d, dtype=t), dtypes=["f4"])
op("quantile nanquantile", "n:2,5", "q:3", args=(1, True), dtypes=["f4", "f8"])
op("kthvalue", "n:2,5", args=(2, 1), dtypes=["f4", "f8", "i8"], py=torch.kthvalue)
op("topk", "n:2,5", args=(2, -1, True, True), dtypes=["f4", "f8"])
op("topk", "n:2,5", args=(3, 1, False, True), dtypes=["f4", "f8"])
op("sort", "n:2,5:t", args=(1, True), dtypes=["f4", "f8"])
op("sort", "n:5", args=(0, False, True), py=lambda x, d, r, s: torch.sort(x, dim=d, descending=r, stable=s))
op("argsort", "n:2,5", args=(1, True), dtypes=["f4", "f8"])
op("msort", "n:3,2", dtypes=["f4", "f8", "i8"])
op("histc", "n:3,4", args=(5, -2, 2), dtypes=["f4", "f8"])
op("histogram", "n:3,4", args=(4,), py=lambda x, b: torch.histogram(x, b), dtypes=["f4", "f8"])
op("bincount", "s:6", kw={"minlength": 5}, dtypes=["i8", "i4"], py=lambda x: torch.bincount(x, minlength=5))
op("bincount", "=i8/s:6", "p:6", args=(4,), dtypes=["f4", "f8"])
op("unique", "k:6", args=(True, True, True), py=lambda x, s, i, c: torch.unique(x, sorted=s, return_inverse=i, return_counts=c), dtypes=["f4", "i8", "i4"])
op("unique", "s:4,2", args=(True, True, True, 0), py=lambda x, s, i, c, d: torch.unique(x, sorted=s, return_inverse=i, return_counts=c, dim=d), dtypes=["f4", "i8"])
op("unique_consecutive", "s:8", args=(True, True), py=lambda x, i, c: torch.unique_consecutive(x, return_inverse=i, return_counts=c), dtypes=["f4", "i8"])
op("cov", "n:3,5", args=(0,), py=lambda x, c: torch.cov(x, correction=c), dtypes=["f4", "f8"])
op("corrcoef", "n:3,5", dtypes=["f4", "f8"])
for n in ("trapezoid", "cumulative_trapezoid", "trapz"):
    op(n, "n:3,5", args=(0.5, 0), py=lambda y, dx, d, n=n: getattr(torch, n)(y, dx=dx, dim=d), dtypes=["f4", "f8"])
    op(n, "n:3,5", "p:5", dtypes=["f4", "f8"], py=getattr(torch, n))
op("diff", "n:2,5", args=(2, 1), dtypes=["f4", "f8", "i8"])
op("vander", "n:4", args=(3, True), dtypes=["f4", "f8"], py=torch.vander)

# Shapes
op("reshape", "n:2,3,2:t", args=([4, 3],))
op("transpose swapaxes swapdims", "n:2,3,2", args=(0, 2))
op("permute", "n:2,3,2", args=([2, 0, 1],), dtypes=["f4", "i8", "c8"])
op("movedim moveaxis", "n:2,3,1", args=([0, 1], [1, 2]), dtypes=["f4", "i8"])
op("squeeze", "n:2,1,3", args=(1,), dtypes=["f4", "i8", "b1"])
op("squeeze", "n:1,2,1", dtypes=["f4"])
op("unsqueeze", "n:2,3", args=(1,), dtypes=["f4", "i8"])
op("flatten", "n:2,3,2", args=(1, 2), dtypes=["f4"])
op("unflatten", "n:2,6", args=(1, [3, 2]), py=lambda x, d, s: x.unflatten(d, s), dtypes=["f4"])
op("t", "n:2,3", dtypes=["f4", "i8"])
op("expand", "n:3,1", args=([2, 3, 4],), dtypes=["f4", "b1"])
op("broadcast_to", "n:3,1", args=([2, 3, 4],), dtypes=["f4", "b1"])
op("expand_as view_as reshape_as", "n:2,3", "n:2,3", dtypes=["f4"])
op("type_as", "n:2,3", "=f8/n:1", dtypes=["f4", "i8"])
op("repeat", "n:2,3:t", args=([2, 1, 2],), dtypes=["f4", "i8"])
op("repeat_interleave", "n:2,3", args=(2, 1), dtypes=["f4", "i8"])
op("repeat_interleave", "n:2,3", "=i8/k:3", args=(1,), dtypes=["f4"])
op("tile", "n:2,3", args=([2, 2],), dtypes=["f4", "i8"])
op("flip", "n:2,3,2", args=([0, 2],), dtypes=["f4", "i8", "b1", "c8"])
op("fliplr flipud", "n:2,3", dtypes=["f4", "i8"])
op("roll", "n:2,5", args=(2, 1), dtypes=["f4", "i8"])
op("roll", "n:2,5", args=([1, 2], [0, 1]), dtypes=["f4"])
op("rot90", "n:2,3", args=(1, [0, 1]), dtypes=["f4", "i8"])
op("narrow", "n:2,5", args=(1, 1, 3), dtypes=["f4", "i8"])
op("select", "n:2,5", args=(1, -1), dtypes=["f4", "i8"])
op("slice", "n:2,5", args=(1, 1, 5, 2), py=lambda x, d, a, b, s: x[:, a:b:s], dtypes=["f4", "i8"])
op("diagonal", "n:2,3,3", args=(1, -2, -1), dtypes=["f4", "i8"])
op("diag", "n:3", args=(1,), dtypes=["f4", "i8"])
op("diag_embed diagflat", "n:2,3", dtypes=["f4", "i8"])
op("trace", "n:3,3", dtypes=["f4", "f8", "i8"])
op("tril triu", "n:3,4:t", args=(-1,), dtypes=["f4", "i8", "b1"])
op("unfold", "n:2,5", args=(1, 2, 1), dtypes=["f4", "i8"], py=lambda x, *a: x.unfold(*a))
op("chunk tensor_split", "n:2,5", args=(3, 1), dtypes=["f4", "i8"])
op("split", "n:2,5", args=(2, 1), dtypes=["f4", "i8"])
op("split", "n:2,5", args=([1, 4], 1), dtypes=["f4"])
op("tensor_split", "n:2,5", args=([1, 3], 1), dtypes=["f4"])
op("hsplit vsplit", "n:2,4", args=(2,), dtypes=["f4"])
op("hsplit", "n:2,4", args=([1, 3],), dtypes=["f4"])
op("dsplit", "n:2,2,4", args=(2,), dtypes=["f4"])
op("unbind", "n:2,3", args=(1,), dtypes=["f4", "i8"])
op("as_strided", "n:3,4", args=([2, 2], [1, 2], 1), dtypes=["f4", "i8"])
op("atleast_1d atleast_2d atleast_3d", "n:3", dtypes=["f4"])
op("alias detach contiguous", "n:2,3:t", dtypes=["f4"], py=lambda x: x.clone())
op("channel_shuffle", "n:1,4,2,1", args=(2,), dtypes=["f4"], py=F.channel_shuffle if hasattr(F, "channel_shuffle") else torch.channel_shuffle)
op("select_scatter", "n:2,3", "n:2", args=(1, 2), dtypes=["f4", "i8"])
op("slice_scatter", "n:2,5", "n:2,2", args=(1, 1, 3, 1), dtypes=["f4", "i8"])
op("diagonal_scatter", "n:3,3", "n:3", dtypes=["f4", "i8"])
op("cat concat", "n:2,3", "n:2,2", args=(1,), listed=True, dtypes=["f4", "i8", "c8", "b1"])
op("concatenate", "n:2,3", "n:1,3", listed=True, py=torch.cat, dtypes=["f4"])
op("stack", "n:2,3", "n:2,3", args=(1,), listed=True, dtypes=["f4", "i8"])
op("hstack vstack dstack column_stack row_stack", "n:2,3", "n:2,3", listed=True, dtypes=["f4"])
op("broadcast_tensors", "n:2,1", "n:3", listed=True, py=lambda x: torch.broadcast_tensors(*x), dtypes=["f4"])
op("meshgrid", "n:2", "n:3", listed=True, args=("ij",), py=lambda x, i: torch.meshgrid(*x, indexing=i), dtypes=["f4"])
op("cartesian_prod", "n:2", "n:3", listed=True, py=lambda x: torch.cartesian_prod(*x), dtypes=["f4", "i8"])
op("block_diag", "n:2,1", "n:1,3", listed=True, py=lambda x: torch.block_diag(*x), dtypes=["f4"])
op("combinations", "n:4", args=(2, True), dtypes=["f4"])

# Indexing
IDX = "=i8/s:"


def indexed(name, *inputs, dim=0, args=(), py=None, dtypes=("f4", "f8", "i8")):
    """Operators whose dim stands between the tensor and the index: the C# test puts the dim there, too."""
    f = py or getattr(torch, name)
    op(name, *inputs, args=args, kw={"dim": dim}, dtypes=list(dtypes), py=lambda *a: f(a[0], dim, *a[1:]))


indexed("gather", "n:3,4", IDX + "2,4")
indexed("index_select", "n:3,4", IDX + "2", dtypes=("f4", "i8", "b1", "c8"))
indexed("index_add", "n:3,4", IDX + "2", "n:2,4", args=(2,), py=lambda x, d, i, s, a: torch.index_add(x, d, i, s, alpha=a))
indexed("index_copy", "n:3,4", "=i8/s:1", "n:1,4")
indexed("index_fill", "n:3,4", IDX + "2", args=(7,))
indexed("scatter", "n:3,4", "=i8/s:1,4", "n:1,4")
indexed("scatter", "n:3,4", IDX + "2,4", args=(7,))
indexed("scatter_add", "n:3,4", IDX + "2,4", "n:2,4")
op("take", "n:3,4", IDX + "2,2", dtypes=["f4", "i8"])
op("put", "n:3,4", "=i8/s:1", "n:1", dtypes=["f4", "i8"])
op("take_along_dim", "n:3,4", IDX + "1,4", args=(0,), dtypes=["f4", "i8"])
op("masked_select", "n:3,4", "=b1/n:3,4", dtypes=["f4", "i8"])
op("masked_fill", "n:3,4", "=b1/n:4", args=(7,), dtypes=["f4", "i8", "c8"])
op("masked_scatter", "n:3,4", "=b1/n:3,4", "n:12", dtypes=["f4", "i8"], py=lambda x, m, s: x.masked_scatter(m, s))
op("nonzero argwhere", "s:3,2", dtypes=["f4", "i8"])
op("where", "=b1/n:3,2", dtypes=["f4"])

# Linear algebra
op("mm", "n:3,4", "n:4,2:t", dtypes=["f4", "f8", "c8", "i8", "bf"])
op("matmul", "n:2,3,4", "n:4,2", dtypes=["f4", "f8", "c16", "i8"])
op("bmm", "n:2,3,4", "n:2,4,2:t", dtypes=["f4", "f8", "c8", "i8"])
op("mv", "n:3,4", "n:4", dtypes=["f4", "f8", "c8", "i8"])
op("dot vdot inner", "n:4", "n:4:s", dtypes=["f4", "f8", "i8"])
# By their definition: PyTorch 1.13 over Debian's OpenBLAS takes 0 for the dot product of complex vectors.
op("dot inner", "n:4", "n:4:s", dtypes=["c8", "c16"], py=lambda a, b: (a * b).sum())
op("vdot", "n:4", "n:4:s", dtypes=["c8", "c16"], py=lambda a, b: (a.conj() * b).sum())
op("outer ger", "n:3", "n:4", dtypes=["f4", "f8", "i8", "c8"])
op("kron", "n:2,2", "n:2,3", dtypes=["f4", "f8", "i8", "c8"])
for n, shapes in {"addmm": ["n:3,2", "n:3,4", "n:4,2"], "addbmm": ["n:3,2", "n:2,3,4", "n:2,4,2"], "baddbmm": ["n:2,3,2", "n:2,3,4", "n:2,4,2"],
                  "addmv": ["n:3", "n:3,4", "n:4"], "addr": ["n:3,2", "n:3", "n:2"]}.items():
    op(n, *shapes, args=(0.5, 2.0), py=lambda a, b, c, beta, alpha, n=n: getattr(torch, n)(a, b, c, beta=beta, alpha=alpha), dtypes=["f4", "f8", "c8"])
op("tensordot", "n:2,3,4", "n:3,4,2", args=(2,), dtypes=["f4", "f8"])
op("tensordot", "n:2,3,4", "n:4,3", args=([1, 2], [1, 0]), py=lambda a, b, x, y: torch.tensordot(a, b, dims=(x, y)), dtypes=["f4", "f8"])
op("cross", "n:2,3", "n:2,3", args=(1,), dtypes=["f4", "f8", "i8"])
op("cdist", "n:4,3", "n:5,3", args=(1.0,), dtypes=["f4", "f8"])
op("cdist", "n:4,3", "n:5,3", dtypes=["f4", "f8"])
op("chain_matmul", "n:2,3", "n:3,4", "n:4,2", listed=True, py=lambda x: torch.linalg.multi_dot(x), dtypes=["f4", "f8"])
op("matrix_power", "n:3,3", args=(3,), dtypes=["f4", "f8"])
op("matrix_exp", "u:3,3", dtypes=["f4", "f8"])
op("det logdet inverse slogdet pinverse", "n:3,3", dtypes=["f8"])
op("geqrf", "n:4,3", dtypes=["f8"])
op("det inv eigvals matrix_exp slogdet inv_ex", "n:2,3,3", ns="linalg", dtypes=["f8", "c16"])
op("eigvals", "n:3,3", ns="linalg", dtypes=["f8"])
op("svdvals", "n:4,3", ns="linalg", dtypes=["f4", "f8", "c16"])
op("cond pinv matrix_rank norm vector_norm matrix_norm", "n:3,3", ns="linalg", dtypes=["f8"])
op("pinv", "n:4,3", ns="linalg", dtypes=["f8"])
op("norm", "n:3,4", ns="linalg", args=("nuc",), dtypes=["f8"])
op("norm", "n:3,4", ns="linalg", args=(1,), dtypes=["f8"])
op("norm", "n:2,3,4", ns="linalg", args=(2.0, [1, 2], True), dtypes=["f8"])
op("vector_norm", "n:2,3,4", ns="linalg", args=(3.0, [0, 2], True), dtypes=["f8"])
op("matrix_norm", "n:2,3,4", ns="linalg", args=("fro",), dtypes=["f8"])
op("matrix_norm", "n:2,3,4", ns="linalg", args=(1.0,), dtypes=["f8"])
op("cond", "n:3,3", ns="linalg", args=("fro",), dtypes=["f8"])
op("cond", "n:3,3", ns="linalg", args=(1,), dtypes=["f8"])
op("matrix_power", "n:3,3", ns="linalg", args=(-2,), dtypes=["f8"])
op("matmul", "n:2,3", "n:3,2", ns="linalg", dtypes=["f8"])
op("cross vecdot", "n:4,3", "n:4,3", ns="linalg", dtypes=["f8"])
op("multi_dot", "n:2,3", "n:3,4", "n:4,2", ns="linalg", listed=True, dtypes=["f8"])
op("solve", "n:3,3", "n:3,2", ns="linalg", dtypes=["f8", "c16"])
op("solve", "n:3,3", "n:2,3", ns="linalg", args=(False,), py=lambda a, b, left: torch.linalg.solve(a, b, left=left), dtypes=["f8"])
op("solve_ex", "n:3,3", "n:3,2", ns="linalg", dtypes=["f8"])
op("solve_triangular", "n:3,3", "n:3,2", ns="linalg", args=(True,), py=lambda a, b, u: torch.linalg.solve_triangular(a, b, upper=u), dtypes=["f8"])
op("lstsq", "n:4,3", "n:4,2", ns="linalg", py=lambda a, b: [o for o in torch.linalg.lstsq(a, b) if o.numel() or True], dtypes=["f8"])
op("lu lu_factor qr", "n:3,3", ns="linalg", dtypes=["f8"])
op("qr", "n:4,3", ns="linalg", args=("Complete",), py=lambda a, m: torch.linalg.qr(a, "complete"), dtypes=["f8"])
op("tensorinv", "n:4,2,2", ns="linalg", args=(1,), dtypes=["f8"])
op("tensorsolve", "n:2,3,6", "n:2,3", ns="linalg", dtypes=["f8"])
op("vander diagonal", "n:3,3", ns="linalg", dtypes=["f8"])
op("householder_product", "n:4,3", "n:3", ns="linalg", dtypes=["f8"])
op("orgqr", "n:4,3", "n:3", dtypes=["f8"])
op("ormqr", "n:4,3", "n:3", "n:4,2", dtypes=["f8"])

# Fourier transforms
for n in ("fft", "ifft", "ihfft", "rfft"):
    op(n + ("_" if n == "fft" else ""), "n:2,6", ns="fft", py=getattr(torch.fft, n), dtypes=["f4", "f8"] + (COMPLEX if n in ("fft", "ifft") else []))
    op(n + ("_" if n == "fft" else ""), "n:2,6", ns="fft", args=(4, 0, "Ortho"), py=lambda x, k, d, m, n=n: getattr(torch.fft, n)(x, k, d, "ortho"), dtypes=["f8"])
for n in ("irfft", "hfft"):
    op(n, "n:2,6", ns="fft", py=getattr(torch.fft, n), dtypes=["c8", "c16"])
    op(n, "n:2,6", ns="fft", args=(7, 1, "Forward"), py=lambda x, k, d, m, n=n: getattr(torch.fft, n)(x, k, d, "forward"), dtypes=["c16"])
op("fft2 ifft2 rfft2 ihfft2 fftn ifftn rfftn ihfftn", "n:2,3,4:t", ns="fft", dtypes=["f4", "f8"])
op("irfft2 hfft2 irfftn hfftn", "n:2,3,4", ns="fft", dtypes=["c8", "c16"])
op("fftn", "n:2,3,4", ns="fft", args=([2, 2], [0, 2]), dtypes=["f8"])
op("fftshift ifftshift", "n:2,5", ns="fft", dtypes=["f4", "c8"])
op("fftshift", "n:2,5", ns="fft", args=([1],), dtypes=["f4"])
op("stft", "n:16", "q:4", py=lambda x, w: torch.stft(x, 4, 2, 4, w, return_complex=True), kw={"n_fft": 4, "hop_length": 2, "win_length": 4, "return_complex": True}, dtypes=["f4", "f8"])

# Special functions
op("entr", "p:2,4:t", ns="special", dtypes=["f4", "f8"])
op("erf erfc erfcx exp2 expit expm1 i0 i0e i1 i1e ndtr log_ndtr sinc bessel_j0 bessel_j1 modified_bessel_i0 modified_bessel_i1 airy_ai", "n:2,4:t", ns="special", dtypes=["f4", "f8"])
op("sigmoid", "n:5", ns="special", py=torch.sigmoid, dtypes=["f4"])
op("gammaln digamma psi log1p bessel_y0 bessel_y1 modified_bessel_k0 modified_bessel_k1 scaled_modified_bessel_k0 scaled_modified_bessel_k1 spherical_bessel_j0", "p:2,4", ns="special", dtypes=["f4", "f8"])
op("erfinv", "u:5", ns="special", dtypes=["f4", "f8"])
op("logit ndtri", "q:5", ns="special", dtypes=["f4", "f8"])
op("logit", "n:5", args=(0.1,), ns="special", dtypes=["f4", "f8"])
op("multigammaln", "g:5", args=(2,), ns="special", dtypes=["f4", "f8"])
op("polygamma", "p:5", ns="special", kw={"n": 1}, py=lambda x: torch.special.polygamma(1, x), dtypes=["f4", "f8"])
op("gammainc gammaincc xlog1py xlogy", "p:5", "p:5", ns="special", dtypes=["f4", "f8"])
op("zeta", "g:5", "p:5", ns="special", dtypes=["f4", "f8"])
op("round", "n:5", ns="special", dtypes=["f4", "f8"])
op("softmax log_softmax logsumexp", "n:2,3", args=(1,), ns="special", dtypes=["f4", "f8"])
op("chebyshev_polynomial_t chebyshev_polynomial_u chebyshev_polynomial_v chebyshev_polynomial_w hermite_polynomial_h hermite_polynomial_he laguerre_polynomial_l "
   "legendre_polynomial_p shifted_chebyshev_polynomial_t shifted_chebyshev_polynomial_u shifted_chebyshev_polynomial_v shifted_chebyshev_polynomial_w", "u:5", "k:5", ns="special", dtypes=["f4", "f8"])

# Factories, conversions and random numbers (every case is computed after manual_seed(7))
def made(names, *args, py=None, kw=None):
    op(names, args=args, kw=kw, py=py, dtypes=["f4"])


made("arange", 5)
made("arange", 1, 7)
made("arange", 1, 7, 2)
made("arange", 0.5, 2.0, 0.25)
made("linspace", 0.0, 1.0, 5)
made("logspace", 0.0, 2.0, 3, 2.0)
made("eye", 3, py=torch.eye)
made("eye", 2, 3, py=torch.eye)
made("zeros ones rand randn", [2, 3])
made("zeros ones rand randn", 2, 3)
made("full", [2, 3], 1.5)
made("full", [2], 3)
made("tril_indices triu_indices", 3, 4, 1)
made("bartlett_window blackman_window hann_window", 6, False)
made("bartlett_window blackman_window hann_window hamming_window kaiser_window", 6)
made("hamming_window", 6, True, 0.5, 0.5)
made("kaiser_window", 6, True, 5.0)
for n in ("fftfreq", "rfftfreq"):
    op(n, args=(6, 0.5), ns="fft", dtypes=["f4"])
made("randint", 3, 9, [4])
made("randperm", 6)
op("normal", "n:4", "p:4", dtypes=["f4", "f8"])
op("bernoulli", "q:6", dtypes=["f4", "f8"])
op("multinomial", "p:2,5", args=(3,), dtypes=["f4", "f8"])
op("multinomial", "p:5", args=(6, True), dtypes=["f4"])
op("poisson _standard_gamma _sample_dirichlet", "p:5", dtypes=["f4", "f8"])
op("binomial", "k:5", "q:5", dtypes=["f4", "f8"])
op("zeros_like ones_like rand_like randn_like", "n:2,3:t", dtypes=["f4", "f8"])
op("zeros_like ones_like", "n:2,3", dtypes=["i8", "b1", "c8", "bf"])
op("full_like", "n:2,3", args=(7,), dtypes=["f4", "i8"])
op("randint_like", "n:2,3", args=(3, 9), dtypes=["f4", "i8"])
op("new_zeros new_ones", "n:1", args=([2, 3],), dtypes=["f4", "i8", "c8"])
op("new_full", "n:1", args=([2, 3], 7), dtypes=["f4", "i8"])
op("uniform_ normal_ cauchy_ log_normal_", "n:6", args=(0.5, 2.0), dtypes=["f4", "f8"])
op("exponential_", "n:6", args=(0.5,), dtypes=["f4", "f8"])
op("geometric_", "n:6", args=(0.3,), dtypes=["f4", "f8"])
op("bernoulli_", "n:6", args=(0.3,), dtypes=["f4", "i8"])
op("bernoulli_", "n:6", "q:6", dtypes=["f4"])
op("random_", "n:6", args=(2.0, 9.0), py=lambda x, a, b: x.random_(int(a), int(b)), dtypes=["f4", "i8"])
op("fill_", "n:2,3", args=(1.5,), dtypes=["f4"])
op("fill_", "n:2,3", args=(2,), dtypes=["f4", "i8", "c8"])
op("zero_", "n:2,3", dtypes=["f4", "i8"])
op("copy_ set_", "n:2,3", "n:2,3", dtypes=["f4", "i8"])
op("half bfloat16 float double short int long bool byte char", "p:2,3", dtypes=["f4", "f8", "i4", "b1", "bf"])
op("cfloat cdouble", "n:2,3", dtypes=["f4", "i4"])
op("cpu", "n:2,3", dtypes=["f4"])
for n, t in {"FloatTensor": "float", "DoubleTensor": "double", "ByteTensor": "byte", "ShortTensor": "short", "IntTensor": "int", "LongTensor": "long", "BoolTensor": "bool"}.items():
    op(n, "p:2,3", py=lambda x, t=t: getattr(x, t)(), dtypes=["f4", "i8"])
op("to to_type type", "n:2,3", args=({"dtype": "f8"},), py=lambda x, t: x.to(t), dtypes=["f4", "i8", "bf"])
op("view", "n:2,6", args=([3, 4],), dtypes=["f4", "i8"])
op("requires_grad_ with_requires_grad", "n:2", py=lambda x: x, dtypes=["f4"])

# What needs sorted or positive definite inputs
op("bucketize", "n:2,5", "n:4:a", dtypes=["f4", "f8", "i8"])
op("bucketize", "n:5", "n:4:a", args=(True, True), py=lambda x, b, i, r: torch.bucketize(x, b, out_int32=i, right=r), dtypes=["f4", "i8"])
op("searchsorted", "n:5:a", "n:2,3", dtypes=["f4", "f8", "i8"])
op("searchsorted", "n:5:a", "n:3", args=(True, True), py=lambda x, b, i, r: torch.searchsorted(x, b, out_int32=i, right=r), dtypes=["f4"])
op("cholesky cholesky_ex eigvalsh ldl_factor ldl_factor_ex", "n:3,3:h", ns="linalg", dtypes=["f8"])
op("cholesky eigvalsh", "n:3,3:h", ns="linalg", dtypes=["f4", "c16"])
op("cholesky cholesky_inverse", "n:3,3:h", dtypes=["f8"], py=None)
op("cholesky", "n:3,3:h", args=(True,), dtypes=["f8"])
op("cholesky_solve", "n:3,2", "n:3,3:h", dtypes=["f8"])

if failed:
    raise SystemExit("\n".join(failed))
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "operator_table.json")
with open(path + ".tmp", "w") as file:
    file.write('{"source": "PyTorch %s", "cases": [\n' % torch.__version__)
    file.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
    file.write("\n]}\n")
os.replace(path + ".tmp", path)
print(len(cases), "cases of", len({c["op"] for c in cases}), "operators;", os.path.getsize(path) // 1024, "KB")
