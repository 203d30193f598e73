#!/usr/bin/python3
"""Files for tests/LibTorch.Tests/Files: writes tests/golden/files/*, as Debian's python3-torch saves them.

    files.py                  makes the files
    files.py check KIND PATH  exits with an error unless PATH, which our code wrote, reads back as KIND should
"""
import collections
import json
import os
import struct
import sys

import torch
import torch.nn as nn

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files")
DTYPES = ["float32", "float64", "float16", "bfloat16", "int8", "int16", "int32", "int64", "uint8", "bool", "complex64", "complex128"]
# NAdam's loop over single tensors in 1.13 multiplies by mu once too often (mended in 2.0); its foreach form does not.
OPTIMIZERS = {
    "SGD": dict(lr=0.1, momentum=0.9, nesterov=True), "Adam": dict(lr=0.01, betas=(0.8, 0.95), amsgrad=True),
    "AdamW": dict(lr=0.01, weight_decay=0.1), "Adamax": dict(lr=0.01), "NAdam": dict(lr=0.01, foreach=True), "RAdam": dict(lr=0.01),
    "ASGD": dict(lr=0.05), "Adadelta": dict(lr=0.5), "Adagrad": dict(lr=0.1, lr_decay=0.01),
    "RMSprop": dict(lr=0.01, momentum=0.9, centered=True), "Rprop": dict(lr=0.01), "LBFGS": dict(lr=0.1, max_iter=4, tolerance_grad=1e-5),
}


def every_dtype():
    """One tensor [2, 3] of each type: 0 … 5 less 1, or odd and even for bool; complex ones with an imaginary part of 2."""
    plain = torch.arange(6).reshape(2, 3) - 1
    made = {}
    for name in DTYPES:
        dtype = getattr(torch, name)
        made[name] = plain % 2 == 0 if dtype == torch.bool else plain.to(dtype) + (2j if dtype.is_complex else 0)
    made["uint8"] = plain.clamp(min=0).to(torch.uint8)
    return made


def graph():
    base = torch.arange(12.0)
    param = nn.Parameter(torch.tensor([1.5, -2.5]))
    return {
        "views": [base.reshape(3, 4), base.reshape(3, 4).t(), base[5:8], base[::2]],
        "same": [param, param], "scalar": torch.tensor(7, dtype=torch.int64), "empty": torch.empty(0, 3),
        "expanded": torch.tensor([3.0]).expand(2, 4), "grad": torch.ones(2, requires_grad=True),
        "numbers": (1, -1, 300, -70000, 2**40, -(2**70), 0.5, float("inf"), True, None), "text": "naïve ∂",
        "bytes": b"\x00\xff", "nested": {"a": [(), ({},), {1: "one", (2, 3): "pair"}]}, "set": {4}, "complex": 1 + 2j,
        "ordered": collections.OrderedDict([("z", 1), ("a", 2)]), "size": torch.Size([2, 5]), "device": torch.device("cpu"),
        "dtype": torch.bfloat16, "default": collections.defaultdict(list, {"k": [1]}), "conj": torch.tensor([1 + 2j]).conj(),
    }


def numpy_values():
    import numpy as np
    return {"f": np.float64(2.5), "i": np.int32(-3), "b": np.bool_(True), "array": np.arange(6, dtype=np.float32).reshape(2, 3),
            "columns": np.asfortranarray(np.arange(6).reshape(2, 3))}


def network():
    torch.manual_seed(3)
    return nn.Sequential(collections.OrderedDict(a=nn.Linear(3, 2), b=nn.BatchNorm1d(2), c=nn.Linear(2, 1, bias=False)))


def train(name, steps, state=None, start=None):
    """Parameters after steps on a fixed quadratic, beginning from an optimiser's state."""
    w = nn.Parameter(torch.tensor([[1.0, -2.0], [0.5, 3.0]]))
    b = nn.Parameter(torch.tensor([0.25, -0.75]))
    if start is not None:
        w.data, b.data = start["w"].clone(), start["b"].clone()
    optimizer = getattr(torch.optim, name)([w, b], **OPTIMIZERS[name])
    if state is not None:
        optimizer.load_state_dict(state)

    def closure():
        optimizer.zero_grad()
        loss = ((w @ torch.tensor([1.0, 2.0]) + b - torch.tensor([0.5, 1.5])) ** 2).sum() + 0.1 * (w ** 4).sum()
        loss.backward()
        return loss

    for _ in range(steps):
        optimizer.step(closure)
    return optimizer, {"w": w.detach(), "b": b.detach()}


def safetensors(path):
    """A reader of the format in ten lines: tensors by name, and the metadata."""
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header, data = json.loads(file.read(length)), file.read()
    metadata, names, place = header.pop("__metadata__", {}), {"F32": "float32", "F64": "float64", "F16": "float16", "BF16": "bfloat16",
        "I8": "int8", "I16": "int16", "I32": "int32", "I64": "int64", "U8": "uint8", "BOOL": "bool"}, 0
    assert length % 8 == 0
    for begin, end in sorted(e["data_offsets"] for e in header.values()):
        assert begin == place
        place = end
    assert place == len(data)
    return {n: (torch.frombuffer(bytearray(data[slice(*e["data_offsets"])]), dtype=getattr(torch, names[e["dtype"]]))
                if e["data_offsets"][0] < e["data_offsets"][1] else torch.empty(0, dtype=getattr(torch, names[e["dtype"]]))).reshape(e["shape"])
            for n, e in header.items()}, metadata


def write_safetensors(path, tensors, metadata):
    header, blobs, place = {"__metadata__": metadata}, [], 0
    names = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16", torch.int8: "I8", torch.int16: "I16",
             torch.int32: "I32", torch.int64: "I64", torch.uint8: "U8", torch.bool: "BOOL"}
    for name, tensor in tensors.items():
        blob = bytes(tensor.contiguous().view(torch.uint8).flatten().tolist() if tensor.dim() else tensor.reshape(1).view(torch.uint8).tolist())
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [place, place + len(blob)]}
        place += len(blob)
        blobs.append(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def make():
    os.makedirs(FOLDER, exist_ok=True)
    at = lambda name: os.path.join(FOLDER, name)
    torch.save(every_dtype(), at("dtypes.pt"))
    torch.save(graph(), at("graph.pt"))
    torch.save(graph(), at("graph-protocol4.pt"), pickle_protocol=4)
    torch.save(graph(), at("graph-legacy.pt"), _use_new_zipfile_serialization=False)
    torch.save(numpy_values(), at("numpy.pt"))
    torch.save(torch.arange(6.0).reshape(2, 3), at("tensor.pt"))
    torch.save(network().state_dict(), at("network.pth"))
    net = network()
    net(torch.ones(4, 3) * torch.arange(4.0)[:, None])
    torch.save(net.state_dict(), at("network-legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save(net, at("whole-module.pt"))
    torch.jit.script(network().eval()).save(at("script.pt"))
    write_safetensors(at("dtypes.safetensors"), {n: t for n, t in every_dtype().items() if not t.is_complex()}, {"made": "by hand", "ünï": "cøde"})
    write_safetensors(at("network.safetensors"), network().state_dict(), {"format": "pt"})
    for name in OPTIMIZERS:
        optimizer, before = train(name, 3)
        _, after = train(name, 3, optimizer.state_dict(), before)
        torch.save({"state": optimizer.state_dict(), "before": before, "after": after}, at(f"optim-{name}.pt"))


def same(a, b):
    if isinstance(b, torch.Tensor):
        assert isinstance(a, torch.Tensor) and a.dtype == b.dtype and a.shape == b.shape and a.requires_grad == b.requires_grad, (a, b)
        assert torch.equal(a, b), (a, b)
        assert type(a) is type(b), (type(a), type(b))
    elif isinstance(b, dict):
        assert list(a) == list(b), (list(a), list(b))
        for key in b:
            same(a[key], b[key])
    elif isinstance(b, (list, tuple)) and not isinstance(b, torch.Size):
        assert type(a) is type(b) and len(a) == len(b), (a, b)
        for x, y in zip(a, b):
            same(x, y)
    else:
        assert a == b, (a, b)


def check(kind, path):
    if kind == "dtypes":
        same(torch.load(path), every_dtype())
        same(torch.load(path, weights_only=True), every_dtype())
    elif kind == "dtypes-safetensors":
        tensors, metadata = safetensors(path)
        same(dict(sorted(tensors.items())), dict(sorted((n, t) for n, t in every_dtype().items() if not t.is_complex())))
        assert metadata == {"ünï": "cøde"}, metadata
    elif kind == "network":
        read = torch.load(path, weights_only=True)
        same(dict(read), dict(network().state_dict()))
        network().load_state_dict(read)
    elif kind == "network-safetensors":
        network().load_state_dict(safetensors(path)[0])
        same(dict(sorted(safetensors(path)[0].items())), dict(sorted(network().state_dict().items())))
    elif kind == "graph":
        read, expected = torch.load(path), graph()
        for key in ("views", "same", "scalar", "empty", "expanded", "grad", "numbers", "text", "bytes", "set", "dtype", "default", "conj"):
            same(read[key], expected[key])
        assert read["nested"]["a"][2][1] == "one" and read["same"][0] is read["same"][1]
        read["views"][0].mul_(0)
        assert all(v.abs().sum() == 0 for v in read["views"])
        assert os.path.getsize(path) < 6000
    elif kind.startswith("optim-"):
        name = kind[6:]
        read, golden = torch.load(path), torch.load(os.path.join(FOLDER, f"optim-{name}.pt"))
        read["param_groups"][0]["foreach"] = OPTIMIZERS[name].get("foreach")
        _, after = train(name, 3, read, golden["before"])
        for key in after:
            assert torch.allclose(after[key], golden["after"][key], rtol=1e-5, atol=1e-7), (after, golden["after"])
    else:
        raise SystemExit(f"unknown kind {kind}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    check(*sys.argv[2:]) if sys.argv[1:2] == ["check"] else make()
