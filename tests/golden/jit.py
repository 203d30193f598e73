#!/usr/bin/python3
"""TorchScript modules and what they compute, for tests/LibTorch.Tests/Jit: writes tests/golden/files/jit-*.pt and jit.json
with Debian's python3-torch.

    jit.py                  makes the files
    jit.py check KIND PATH  exits with an error unless PATH, which our code wrote, computes what KIND does
"""
import json
import os
import sys
import zipfile
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
import torch.nn as nn
from torch import Tensor

HERE = os.path.dirname(os.path.abspath(__file__))


class Network(nn.Module):
    """Parameters, buffers of two types, a tensor that is neither, and a flag that training changes."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.norm = nn.BatchNorm1d(4)
        self.tail = nn.Sequential(nn.Tanh(), nn.Linear(4, 2, bias=False))
        self.register_buffer("scale", torch.tensor([1.5, -0.5]))
        self.offset = torch.tensor([0.25, 0.75])
        self.steps = 3

    def forward(self, x):
        return self.tail(self.norm(self.first(x))) * self.scale + self.offset


class Pair(NamedTuple):
    left: Tensor
    right: Tensor


class Methods(nn.Module):
    """Arguments and results of every kind, a layer that is there twice, and a buffer that a method replaces."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(2, 2)
        self.decoder = self.encoder
        self.label = "methods"
        self.register_buffer("count", torch.zeros(1))

    def forward(self, x: Tensor, y: Tensor) -> Tuple[Tensor, Tensor]:
        return self.decoder(self.encoder(x)) + y, x - y

    @torch.jit.export
    def power(self, x: Tensor, exponent: int = 2, scale: float = 0.5) -> Tensor:
        return x ** exponent * scale

    @torch.jit.export
    def numbers(self, n: int) -> Tuple[int, float, bool]:
        return n * 2, n / 4, n > 3

    @torch.jit.export
    def total(self, parts: List[Tensor], weights: List[float]) -> Tensor:
        out = torch.zeros_like(parts[0])
        for part, weight in zip(parts, weights):
            out = out + weight * part
        return out

    @torch.jit.export
    def rename(self, named: Dict[str, Tensor], prefix: str) -> Dict[str, Tensor]:
        out: Dict[str, Tensor] = {}
        for name, value in named.items():
            out[prefix + name] = value * 2
        return out

    @torch.jit.export
    def nested(self, pairs: List[Tuple[Tensor, int]]) -> List[Tuple[Tensor, int]]:
        return [(x * n, n + 1) for x, n in pairs]

    @torch.jit.export
    def swap(self, pair: Pair) -> Pair:
        return Pair(pair.right, pair.left)

    @torch.jit.export
    def maybe(self, x: Optional[Tensor]) -> Optional[Tensor]:
        return None if x is None else x + 1

    @torch.jit.export
    def six(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        return x, x + 1, x + 2, x + 3, x + 4, x + 5

    @torch.jit.export
    def bump(self):
        self.count = self.count + 1

    @torch.jit.export
    def refuse(self, n: int) -> int:
        if n < 0:
            raise ValueError("n must not be negative")
        return n


class Traced(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)

    def forward(self, x, mask):
        return torch.relu(self.conv(x)) * mask


def modules():
    torch.manual_seed(11)
    network = torch.jit.script(Network())
    methods = torch.jit.script(Methods())
    traced = torch.jit.trace(Traced().eval(), (torch.randn(1, 1, 5, 5), torch.ones(3, 3)))
    frozen = torch.jit.freeze(torch.jit.script(Network().eval()))
    return dict(network=network, methods=methods, traced=traced, frozen=frozen)


def stored(t):
    return {"dtype": {torch.float32: "f4", torch.int64: "i8"}[t.dtype], "shape": list(t.shape), "values": t.detach().reshape(-1).tolist()}


def computed(made):
    torch.manual_seed(12)
    x = torch.randn(6, 3)
    network = made["network"]
    out = {"x": stored(x), "frozen": stored(made["frozen"](x))}
    network.eval()
    out["eval"] = stored(network(x))
    network.train()
    leaf = x.clone().requires_grad_()
    y = network(leaf)
    y.square().sum().backward()
    out["train"] = stored(y)
    out["grads"] = {name: stored(p.grad) for name, p in network.named_parameters()}
    out["x.grad"] = stored(leaf.grad)
    out["state"] = {name: stored(t) for name, t in network.state_dict().items()}
    image, mask = torch.randn(2, 1, 5, 5), torch.rand(3, 3)
    out["image"], out["mask"], out["traced"] = stored(image), stored(mask), stored(made["traced"](image, mask))
    a, b = torch.randn(3, 2), torch.randn(3, 2)
    first, second = made["methods"](a, b)
    out.update(a=stored(a), b=stored(b), first=stored(first), second=stored(second))
    out["power"] = stored(made["methods"].power(a))
    out["total"] = stored(made["methods"].total([a, b], [0.5, 2.0]))
    return out


def without_sources(path):
    """Takes out the records that say which file each line came from: they differ from machine to machine, and nothing needs them."""
    with zipfile.ZipFile(path) as archive:
        kept = [(entry, archive.read(entry)) for entry in archive.infolist() if not entry.filename.endswith(".debug_pkl")]
    with zipfile.ZipFile(path, "w") as archive:
        for entry, data in kept:
            archive.writestr(zipfile.ZipInfo(entry.filename), data, entry.compress_type)


def main():
    made = modules()
    for name, module in made.items():
        path = os.path.join(HERE, "files", f"jit-{name}.pt")
        module.save(path)
        without_sources(path)
    with open(os.path.join(HERE, "jit.json"), "w") as file:
        json.dump(computed(made), file, separators=(",", ":"))
        file.write("\n")


def check(kind, path):
    with open(os.path.join(HERE, "jit.json")) as file:
        golden = json.load(file)
    x = torch.tensor(golden["x"]["values"]).reshape(golden["x"]["shape"])
    expected = torch.tensor(golden[kind]["values"]).reshape(golden[kind]["shape"])
    module = torch.jit.load(path)
    assert not module.training, "saved in evaluation mode"
    torch.testing.assert_close(module(x), expected, rtol=1e-5, atol=1e-6)


if __name__ == "__main__":
    check(*sys.argv[2:]) if sys.argv[1:2] == ["check"] else main()
