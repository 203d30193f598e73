#!/usr/bin/python3
"""Event files of TensorBoard for tests/LibTorch.Tests.

Without arguments: writes tensorboard.json beside this file. The messages come from PyTorch's own torch/utils/tensorboard/summary.py
(Debian's python3-torch), encoded by Google's protobuf (python3-protobuf) from the field numbers of TensorFlow's event.proto,
summary.proto and tensor.proto, and framed as TFRecords here, with a checksum that has no table. The package tensorboard, which
Debian does not have, is not needed: only the names that summary.py imports are put in its place. Bins come from numpy.

With `decode FILE`: prints the events of a file as JSON, read by the wire rules alone, pictures as pixels. Needs only Python.
"""
import base64
import importlib.util
import json
import os
import struct
import sys
import types
import zlib

TORCH = "/usr/lib/python3/dist-packages/torch/utils/tensorboard"


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def frame(data):
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data))


def messages():
    """Message classes with the fields that are used, by name."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
    kinds = descriptor_pb2.FieldDescriptorProto
    schema = {
        "Event": [("wall_time", 1, kinds.TYPE_DOUBLE), ("step", 2, kinds.TYPE_INT64), ("file_version", 3, kinds.TYPE_STRING, "what"),
                  ("summary", 5, "Summary", "what")],
        "Summary": [("value", 1, "*SummaryValue")],
        "SummaryValue": [("tag", 1, kinds.TYPE_STRING), ("simple_value", 2, kinds.TYPE_FLOAT, "kind"), ("image", 4, "Image", "kind"),
                         ("histo", 5, "HistogramProto", "kind"), ("tensor", 8, "TensorProto", "kind"), ("metadata", 9, "SummaryMetadata")],
        "Image": [("height", 1, kinds.TYPE_INT32), ("width", 2, kinds.TYPE_INT32), ("colorspace", 3, kinds.TYPE_INT32),
                  ("encoded_image_string", 4, kinds.TYPE_BYTES)],
        "HistogramProto": [(name, i + 1, kinds.TYPE_DOUBLE) for i, name in enumerate(["min", "max", "num", "sum", "sum_squares"])]
        + [("bucket_limit", 6, "*double"), ("bucket", 7, "*double")],
        "SummaryMetadata": [("plugin_data", 1, "PluginData")],
        "PluginData": [("plugin_name", 1, kinds.TYPE_STRING), ("content", 2, kinds.TYPE_BYTES)],
        "TensorProto": [("dtype", 1, "!DataType"), ("tensor_shape", 2, "TensorShapeProto"), ("string_val", 8, "*bytes")],
        "TensorShapeProto": [("dim", 2, "*Dim")],
        "Dim": [("size", 1, kinds.TYPE_INT64)],
        "TextPluginData": [("version", 1, kinds.TYPE_INT32)],
    }
    file = descriptor_pb2.FileDescriptorProto(name="events.proto", package="events", syntax="proto3")
    enum = file.enum_type.add(name="DataType")
    enum.value.add(name="DT_INVALID", number=0)
    enum.value.add(name="DT_STRING", number=7)
    for name, fields in schema.items():
        message = file.message_type.add(name=name)
        choices = []
        for field_name, number, kind, *choice in fields:
            field = message.field.add(name=field_name, number=number, label=kinds.LABEL_OPTIONAL)
            if choice:
                if choice[0] not in choices:
                    choices.append(choice[0])
                    message.oneof_decl.add(name=choice[0])
                field.oneof_index = choices.index(choice[0])
            if isinstance(kind, int):
                field.type = kind
                continue
            if kind[0] == "*":
                field.label, kind = kinds.LABEL_REPEATED, kind[1:]
            if kind == "double":
                field.type = kinds.TYPE_DOUBLE
            elif kind == "bytes":
                field.type = kinds.TYPE_BYTES
            elif kind[0] == "!":
                field.type, field.type_name = kinds.TYPE_ENUM, ".events." + kind[1:]
            else:
                field.type, field.type_name = kinds.TYPE_MESSAGE, ".events." + kind
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return {name: factory.GetPrototype(pool.FindMessageTypeByName("events." + name)) for name in schema}


def pytorch(made):
    """PyTorch's modules summary and _utils, with these message classes."""
    class Summary:
        Value, Image = made["SummaryValue"], made["Image"]

        def __new__(cls, **fields):
            return made["Summary"](**fields)

    class SummaryMetadata:
        PluginData = made["PluginData"]

        def __new__(cls, **fields):
            return made["SummaryMetadata"](**fields)

    class TensorShapeProto:
        Dim = made["Dim"]

        def __new__(cls, **fields):
            return made["TensorShapeProto"](**fields)

    names = {
        "six": {}, "six.moves": {"range": range}, "tensorboard": {}, "tensorboard.compat": {}, "tensorboard.compat.proto": {},
        "tensorboard.compat.proto.summary_pb2": {"HistogramProto": made["HistogramProto"], "Summary": Summary, "SummaryMetadata": SummaryMetadata},
        "tensorboard.compat.proto.tensor_pb2": {"TensorProto": made["TensorProto"]},
        "tensorboard.compat.proto.tensor_shape_pb2": {"TensorShapeProto": TensorShapeProto},
        "tensorboard.plugins": {}, "tensorboard.plugins.custom_scalar": {"layout_pb2": None},
        "tensorboard.plugins.pr_curve": {}, "tensorboard.plugins.pr_curve.plugin_data_pb2": {"PrCurvePluginData": None},
        "tensorboard.plugins.text": {}, "tensorboard.plugins.text.plugin_data_pb2": {"TextPluginData": made["TextPluginData"]},
    }
    for name, members in names.items():
        module = types.ModuleType(name)
        module.__dict__.update(members)
        sys.modules.setdefault(name, module)
    package = types.ModuleType("board")
    package.__path__ = [TORCH]
    sys.modules["board"] = package
    found = {}
    for name in ("_convert_np", "_utils", "summary"):
        spec = importlib.util.spec_from_file_location("board." + name, os.path.join(TORCH, name + ".py"))
        found[name] = sys.modules["board." + name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found[name])
    # This PyTorch asks numpy.greater for a dtype that newer versions of numpy do not give.
    import numpy as np
    newer = types.ModuleType("numpy")
    newer.__dict__.update(np.__dict__)
    newer.greater = lambda a, b, dtype=bool: np.greater(a, b).astype(dtype)
    found["summary"].np = newer
    return found["summary"], found["_utils"]


def golden():
    import numpy as np
    made = messages()
    summary, utils = pytorch(made)
    rng = np.random.default_rng(20)
    # Multiples of 1/64, whose sums and squares are exact in any order.
    values = np.round(rng.standard_normal(200) * 192) / 64
    skewed = np.round(rng.standard_exponential(60), 6)
    whole = rng.integers(0, 9, 75).astype(float)
    limits = []
    limit = 1e-12
    while limit < 1e20:
        limits.append(limit)
        limit *= 1.1
    widening = [-v for v in reversed(limits)] + [0] + limits
    events = [
        ("scalar", 0, summary.scalar("loss/train", 0.25)),
        ("zero", 1, summary.scalar("loss/train", 0.0)),
        ("far", 2 ** 31 - 1, summary.scalar("größe", -1e30)),
        ("text", 3, summary.text("notes", "**bold** and ünïcode\n\nlines")),
        ("histogram", 4, summary.histogram("weights", values, widening)),
        ("joined", 5, summary.histogram("weights", values, widening, max_bins=100)),
        ("rice", 6, summary.histogram("weights", values, "rice")),
    ]
    records = {name: base64.b64encode(frame(made["Event"](wall_time=1234567890, step=step, summary=what).SerializeToString())).decode()
               for name, step, what in events}
    version = base64.b64encode(made["Event"](wall_time=5, file_version="brain.Event:2").SerializeToString()).decode()

    bins = []
    for name, data in (("normal", values), ("skewed", skewed), ("whole", whole), ("same", np.full(7, 2.5)), ("one", np.array([3.0])), ("two", np.array([1.0, 4.0])), ("few", np.array([0.0, 0, 0, 0, 1]))):
        for rule in ("doane", "rice", "scott", "sqrt", "stone", "sturges"):
            for extent in (None, (-1.0, 2.0)):
                counts, edges = np.histogram(data, bins=rule, range=extent)
                bins.append({"data": name, "rule": rule, "range": extent, "counts": counts.tolist(), "first": edges[0], "last": edges[-1]})
    density, edges = np.histogram(values, bins="sturges", density=True)

    def numbered(*shape):
        return (np.arange(np.prod(shape)) * 7 % 251).reshape(shape).astype(np.uint8)

    pictures = [{"format": form, "shape": shape, "hwc": list(out.shape), "pixels": out.flatten().tolist()}
                for form, shape in (("CHW", (3, 2, 3)), ("CHW", (1, 2, 3)), ("HWC", (2, 3, 4)), ("WHC", (2, 3, 3)), ("HW", (2, 3)), ("WH", (2, 3)),
                                    ("NCHW", (3, 3, 2, 2)), ("NHWC", (2, 2, 2, 1)), ("NCHW", (10, 1, 2, 1)))
                for out in [utils.convert_to_HWC(numbered(*shape), form)]]
    films = [{"shape": shape, "thwc": list(out.shape), "pixels": np.round(out * 255).astype(int).flatten().tolist()}
             for shape in ((1, 2, 3, 2, 3), (4, 2, 3, 2, 2), (2, 1, 3, 1, 2))
             for out in [utils._prepare_video(numbered(*shape))]]
    return {
        "values": values.tolist(), "skewed": skewed.tolist(), "whole": whole.tolist(), "events": records, "version": version, "bins": bins,
        "density": density.tolist(), "density_edges": edges.tolist(), "pictures": pictures, "films": films,
    }


def fields(data):
    """Field number, wire type and value of each field of a message."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        kind = key & 7
        if kind == 0:
            value = varint()
        else:
            size = varint() if kind == 2 else {1: 8, 5: 4}[kind]
            value, at = data[at:at + size], at + size
            assert len(value) == size, "a field ends early"
        yield key >> 3, value


def png(data):
    """Pixels of a PNG file without filters."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0] == zlib.crc32(name + body)
        if name == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
        packed += body if name == b"IDAT" else b""
        at += size + 12
    stride = width * {0: 1, 2: 3, 6: 4}[colour] + 1
    rows = zlib.decompress(packed)
    assert depth == 8 and len(rows) == stride * height and not any(rows[::stride])
    return {"kind": "png", "size": [height, width], "pixels": [v for r in range(height) for v in rows[r * stride + 1:(r + 1) * stride]]}


def gif(data):
    """Frames of a GIF file of full frames with colours of their own."""
    assert data[:6] == b"GIF89a" and data[-1] == 0x3B
    width, height = struct.unpack("<HH", data[6:10])
    at, frames, delays = 13, [], []

    def blocks():
        nonlocal at
        out = b""
        while data[at]:
            out += data[at + 1:at + 1 + data[at]]
            at += 1 + data[at]
        at += 1
        return out

    while data[at] != 0x3B:
        if data[at] == 0x21:
            label, at = data[at + 1], at + 2
            body = blocks()
            if label == 0xF9:
                delays.append(struct.unpack("<H", body[1:3])[0])
            continue
        assert data[at] == 0x2C and data[at + 9] == 0x87 and data[at + 778] == 8
        colours, at = data[at + 10:at + 778], at + 779
        packed, out, table, size, old, bit = blocks(), [], None, 9, None, 0
        while True:
            code = int.from_bytes(packed[bit // 8:bit // 8 + 4], "little") >> bit % 8 & (1 << size) - 1
            bit += size
            if code == 256:
                table, size, old = {i: bytes([i]) for i in range(256)}, 9, None
                free = 258
                continue
            if code == 257:
                break
            entry = table[code] if code in table else old + old[:1]
            if old is not None and free < 4096:
                assert code <= free
                table[free] = old + entry[:1]
                free += 1
            if free == 1 << size and size < 12:
                size += 1
            out.append(entry)
            old = entry
        assert (bit + 7) // 8 == len(packed), "bytes after the end"
        out = b"".join(out)
        assert len(out) == width * height
        frames.append([v for i in out for v in colours[3 * i:3 * i + 3]])
    return {"kind": "gif", "size": [height, width], "frames": frames, "delays": delays}


def decode(path):
    data, at, events = open(path, "rb").read(), 0, []
    while at < len(data):
        size = struct.unpack("<Q", data[at:at + 8])[0]
        body = data[at + 12:at + 12 + size]
        assert data[at:at + 16 + size] == frame(body), "a record is damaged"
        at += 16 + size
        event = {"values": []}
        for number, value in fields(body):
            if number == 5:
                for _, item in fields(value):
                    event["values"].append(decode_value(item))
            else:
                event[{1: "time", 2: "step", 3: "version"}[number]] = struct.unpack("<d", value)[0] if number == 1 else value if number == 2 else value.decode()
        events.append(event)
    return events


def decode_value(item):
    out = {}
    for number, value in fields(item):
        if number == 1:
            out["tag"] = value.decode()
        elif number == 2:
            out["number"] = struct.unpack("<f", value)[0]
        elif number == 4:
            image = dict(fields(value))
            out["image"] = {"announced": [image[1], image[2], image[3]], **(png if image[4][1:4] == b"PNG" else gif)(image[4])}
        elif number == 5:
            names = ["min", "max", "num", "sum", "sum_squares", "bucket_limit", "bucket"]
            found = {names[n - 1]: list(struct.unpack(f"<{len(v) // 8}d", v)) for n, v in fields(value)}
            out["histogram"] = {name: v if name.startswith("bucket") else v[0] for name, v in found.items()}
        elif number == 8:
            out["text"] = dict(fields(value))[8].decode()
        elif number == 9:
            out["plugin"] = dict(fields(dict(fields(value))[1]))[1].decode()
    return out


if __name__ == "__main__":
    if sys.argv[1:2] == ["decode"]:
        print(json.dumps(decode(sys.argv[2])))
    else:
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tensorboard.json"), "w", encoding="utf-8") as out:
            json.dump(golden(), out, separators=(",", ":"))
            out.write("\n")
