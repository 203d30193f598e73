#!/usr/bin/python3
"""Files in TorchSharp's own format for tests/LibTorch.Tests: writes torchsharp_format.json beside this file.

The layout is the documented one. A tensor: element type, number of dimensions and sizes as LEB128, then the elements in row-major
order. A state dictionary: the number of entries as LEB128, then each name (LEB128 length and UTF-8) and its tensor. An optimiser:
its name, the numbers of groups and of parameters as LEB128, for each group initial and present learning rate and the options as
eight-byte floats and one-byte truth values, and for each parameter its state: counters as eight bytes, tensors, and tensors that
may be missing after a byte that says so. Values come from Debian's python3-torch; where the parameters are after three more
steps shows that a loaded state goes on.
"""
import base64
import json
import os
import struct

import torch
import torch.optim as optim

TYPES = {torch.uint8: 0, torch.int8: 1, torch.int16: 2, torch.int32: 3, torch.int64: 4, torch.float16: 5, torch.float32: 6, torch.float64: 7,
         torch.complex64: 9, torch.complex128: 10, torch.bool: 11, torch.bfloat16: 15}

# Options after the learning rates, and states, in the order of the file: d float, ? truth value, q counter, t tensor, o tensor or none.
KINDS = {
    "SGD": ("momentum:d dampening:d weight_decay:d nesterov:? maximize:?", "momentum_buffer:o"),
    "Adam": ("beta1:d beta2:d eps:d weight_decay:d amsgrad:? maximize:?", "step:q exp_avg:t exp_avg_sq:t max_exp_avg_sq:o"),
    "AdamW": ("beta1:d beta2:d eps:d weight_decay:d amsgrad:? maximize:?", "step:q exp_avg:t exp_avg_sq:t max_exp_avg_sq:o"),
    "Adamax": ("beta1:d beta2:d eps:d weight_decay:d", "step:q exp_avg:t exp_inf:t"),
    "NAdam": ("beta1:d beta2:d eps:d weight_decay:d momentum_decay:d", "step:q mu_product:d exp_avg:t exp_avg_sq:t"),
    "RAdam": ("beta1:d beta2:d eps:d weight_decay:d", "step:q exp_avg:t exp_avg_sq:t"),
    "ASGD": ("maximize:? lambd:d alpha:d weight_decay:d t0:d", "step:q eta:d mu:d ax:t"),
    "Adadelta": ("rho:d eps:d weight_decay:d maximize:?", "step:q square_avg:t acc_delta:t"),
    "Adagrad": ("lr_decay:d initial_accumulator_value:d eps:d weight_decay:d", "step:q sum:t"),
    "RMSProp": ("maximize:? momentum:d alpha:d eps:d weight_decay:d centered:?", "step:q square_avg:t momentum_buffer:o grad_avg:o"),
    "Rprop": ("maximize:? etaminus:d etaplus:d min_step:d max_step:d", "step:q prev:t step_size:t"),
}

MADE = {
    "SGD": lambda p: optim.SGD(p, 0.05, momentum=0.9, nesterov=True),
    "Adam": lambda p: optim.Adam(p, 0.05, betas=(0.8, 0.95), amsgrad=True),
    "AdamW": lambda p: optim.AdamW(p, 0.01, weight_decay=0.1),
    "Adamax": lambda p: optim.Adamax(p, 0.01),
    # Without foreach, 1.13 counts mu twice in the second step size (corrected in 2.0).
    "NAdam": lambda p: optim.NAdam(p, 0.01, foreach=True),
    "RAdam": lambda p: optim.RAdam(p, 0.01),
    "ASGD": lambda p: optim.ASGD(p, 0.05),
    "Adadelta": lambda p: optim.Adadelta(p, 0.5),
    "Adagrad": lambda p: optim.Adagrad(p, 0.1, lr_decay=0.5),
    "RMSProp": lambda p: optim.RMSprop(p, 0.01, momentum=0.9, centered=True),
    "Rprop": lambda p: optim.Rprop(p, 0.01),
}
PAIRS = {"beta1": ("betas", 0), "beta2": ("betas", 1), "etaminus": ("etas", 0), "etaplus": ("etas", 1), "min_step": ("step_sizes", 0), "max_step": ("step_sizes", 1)}


def leb128(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def text(value):
    return leb128(len(value.encode())) + value.encode()


def tensor(t):
    plain = t.detach().contiguous()
    data = plain.view(torch.int16) if t.dtype == torch.bfloat16 else plain
    return leb128(TYPES[t.dtype]) + leb128(t.dim()) + b"".join(map(leb128, t.shape)) + data.numpy().tobytes()


def state_dict(entries):
    return leb128(len(entries)) + b"".join(text(name) + tensor(t) for name, t in entries.items())


def written(layout, value):
    out = b""
    for item in layout.split():
        name, kind = item.split(":")
        v = value(name)
        if kind == "o":
            out += b"\x00" if v is None else b"\x01" + tensor(v)
        elif kind == "t":
            out += tensor(v)
        else:
            out += struct.pack("<" + kind, v)
    return out


def optimizer(kind, made):
    options, states = KINDS[kind]

    def option(group, name):
        pair, place = PAIRS.get(name, (None, 0))
        return group[pair][place] if pair else group[name]

    out = text(kind) + leb128(len(made.param_groups)) + leb128(sum(len(g["params"]) for g in made.param_groups))
    for group in made.param_groups:
        out += struct.pack("<dd", group["lr"], group["lr"]) + written(options, lambda name: option(group, name))
    for group in made.param_groups:
        for p in group["params"]:
            state = made.state[p]
            # Some are tensors without dimensions here and numbers in the file.
            value = {n: v.item() if isinstance(v, torch.Tensor) and f"{n}:t" not in states and f"{n}:o" not in states else v for n, v in state.items()}
            out += written(states, lambda name: int(value[name]) if name == "step" else value.get(name))
    return out


def run(kind):
    w, b = torch.tensor([[0.5, -1.0], [1.5, 0.25]], requires_grad=True), torch.tensor([0.1, -0.2], requires_grad=True)
    made = MADE[kind]([w, b])

    def train(steps):
        for _ in range(steps):
            made.zero_grad()
            loss = (w @ torch.tensor([1.0, 2.0]) + b - torch.tensor([0.5, 1.5])).pow(2).sum() + 0.1 * w.pow(4).sum()
            loss.backward()
            made.step()
        return [w.flatten().tolist(), b.tolist()]

    before = train(2)
    data = optimizer(kind, made)
    return {"before": before, "file": base64.b64encode(data).decode(), "after": train(3)}


torch.set_num_threads(1)
entries = {str(dtype).split(".")[1]: torch.tensor([[0, 1, 1], [1, 0, 1]]).to(dtype) for dtype in TYPES}
entries["größe"] = torch.tensor(1.5)
entries["a.long.name." + "x" * 150] = torch.zeros(200, 0, 3)
entries["many"] = torch.arange(300, dtype=torch.int32).reshape(150, 2)
result = {"state_dict": base64.b64encode(state_dict(entries)).decode(), "optimizers": {kind: run(kind) for kind in KINDS}}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "torchsharp_format.json"), "w", encoding="utf-8") as out:
    json.dump(result, out, indent=0)
    out.write("\n")
