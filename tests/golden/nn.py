#!/usr/bin/python3
"""Reference values of torch.nn for tests/LibTorch.Tests: writes nn.json beside this file.

Debian's python3-torch makes them. A case is a module with its state, inputs, outputs, and the gradients of
sum(output * cos(0, 1, 2, ...)) with respect to inputs and parameters, all in float32. In float64 the same module gives, of
every tensor v, the three sums of v * cos(k), v * sin(k) and |v| over its elements k.
"""
import json
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
CASES = []


def number(x):
    if x != x or x in (float("inf"), float("-inf")):
        return str(x)
    return int(x) if x == int(x) and abs(x) < 1e15 else float(f"{x:.9g}")


def pack(t):
    kind = {torch.float32: "f", torch.float64: "d", torch.int64: "l", torch.bool: "b"}[t.dtype]
    return {"k": kind, "s": list(t.shape), "d": [number(float(v)) for v in t.detach().flatten().tolist()]}


def listed(outputs):
    if torch.is_tensor(outputs):
        return [outputs]
    result = []
    for o in outputs:
        if o is not None:
            result += listed(o)
    return result


def case(name, module, *inputs, call=None, train=True, fixed=()):
    module.train(train)
    state = {k: v.clone() for k, v in module.state_dict().items()}
    outputs, grads = run(module, inputs, call, fixed)
    after = {k: pack(v) for k, v in module.named_buffers()}
    module.load_state_dict(state)
    module.double()
    twice = [v.double() if v.is_floating_point() else v for v in inputs]
    double_outputs, double_grads = run(module, twice, call, fixed)
    double = {"outputs": [sums(v) for v in double_outputs], "grads": {k: sums(v) for k, v in double_grads.items()}}
    module.float()
    module.load_state_dict(state)
    CASES.append({"name": name, "train": train, "state": {k: pack(v) for k, v in state.items()},
                  "inputs": [pack(i) for i in inputs], "outputs": [pack(o) for o in outputs],
                  "grads": {k: pack(v) for k, v in grads.items()}, "buffers": after, "double": double})


def run(module, inputs, call, fixed):
    """Outputs, and the gradients of inputs and parameters by name."""
    module.zero_grad()
    inputs = [v.clone().requires_grad_() if v.is_floating_point() and i not in fixed else v for i, v in enumerate(inputs)]
    # An operation in place must not meet a leaf; the sum with zero is one operation more, with the same gradient.
    outputs = listed((call or module)(*[v + 0 if v.requires_grad else v for v in inputs]))
    grads = {}
    smooth = [o for o in outputs if o.requires_grad]
    if smooth:
        loss = sum((o * torch.cos(torch.arange(o.numel(), dtype=o.dtype)).reshape(o.shape)).sum() for o in smooth)
        loss.backward()
        for i, v in enumerate(inputs):
            if v.grad is not None:
                grads[f"input{i}"] = v.grad
        for k, p in module.named_parameters():
            if p.grad is not None:
                grads[k] = p.grad
    return [o.detach().clone() for o in outputs], {k: v.clone() for k, v in grads.items()}


def sums(v):
    v = v.detach().flatten().double()
    k = torch.arange(v.numel(), dtype=torch.float64)
    finite = bool(torch.isfinite(v).all())
    return [float(s) for s in ((v * k.cos()).sum(), (v * k.sin()).sum(), v.abs().sum())] if finite else None


class Function(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.forward = f


def function(name, f, *inputs):
    case(name, Function(f), *inputs)


def x(*shape):
    return torch.randn(*shape)


def activations():
    v = torch.cat([torch.linspace(-7, 7, 15), torch.tensor([0.3, -0.3, 25.0, -25.0])])
    for name, module in {
        "ReLU": nn.ReLU(), "ReLU6": nn.ReLU6(), "LeakyReLU": nn.LeakyReLU(0.2), "ELU": nn.ELU(1.3), "CELU": nn.CELU(1.3),
        "SELU": nn.SELU(), "GELU": nn.GELU(), "GELU.tanh": nn.GELU(approximate="tanh"), "SiLU": nn.SiLU(), "Mish": nn.Mish(),
        "Sigmoid": nn.Sigmoid(), "LogSigmoid": nn.LogSigmoid(), "Tanh": nn.Tanh(), "Softsign": nn.Softsign(),
        "Softplus": nn.Softplus(2, 5), "Hardtanh": nn.Hardtanh(-2, 3), "Hardsigmoid": nn.Hardsigmoid(),
        "Hardswish": nn.Hardswish(), "Hardshrink": nn.Hardshrink(0.7), "Softshrink": nn.Softshrink(0.7),
        "Tanhshrink": nn.Tanhshrink(), "Threshold": nn.Threshold(0.1, -2)}.items():
        # The slope of Hardswish at its kinks is not the same in all releases.
        case(name, module, v[v.abs() != 3] if name == "Hardswish" else v)
    case("RReLU.eval", nn.RReLU(), v, train=False)
    case("PReLU", nn.PReLU(3), x(2, 3, 4))
    for name, module in {"Softmax": nn.Softmax(1), "Softmin": nn.Softmin(1), "LogSoftmax": nn.LogSoftmax(1), "GLU": nn.GLU(1),
                         "Softmax2d": nn.Softmax2d()}.items():
        case(name, module, x(2, 4, 3, 2))


def layers():
    case("Linear", nn.Linear(5, 3), x(4, 5))
    case("Linear.plain", nn.Linear(5, 3, bias=False), x(2, 3, 5))
    case("Bilinear", nn.Bilinear(3, 4, 2), x(5, 3), x(5, 4))
    case("Identity", nn.Identity(), x(2, 3))
    case("Flatten", nn.Flatten(), x(2, 3, 4))
    case("Unflatten", nn.Unflatten(1, (2, 3)), x(2, 6))
    case("CosineSimilarity", nn.CosineSimilarity(1), x(3, 4), x(3, 4))
    case("PairwiseDistance", nn.PairwiseDistance(3), x(3, 4), x(3, 4))
    index = torch.tensor([[1, 2, 0], [4, 1, 3]])
    case("Embedding", nn.Embedding(5, 3), index)
    case("Embedding.padding", nn.Embedding(5, 3, padding_idx=1, max_norm=1.0), index)
    for mode in ("sum", "mean", "max"):
        case(f"EmbeddingBag.{mode}", nn.EmbeddingBag(5, 3, mode=mode), index)
    case("EmbeddingBag.offsets", nn.EmbeddingBag(5, 3), index.reshape(-1), torch.tensor([0, 2, 5]))
    function("normalize", lambda v: F.normalize(v, 2, 1), x(3, 4))
    function("one_hot", lambda v: F.one_hot(v, 6), index)
    for p in (0.0, 0.5):
        case(f"Dropout.eval{p}", nn.Dropout(p), x(3, 4), train=False)


def convolutions():
    case("Conv1d", nn.Conv1d(2, 3, 3, stride=2, padding=1), x(2, 2, 7))
    case("Conv1d.same", nn.Conv1d(2, 4, 3, padding="same", groups=2, bias=False), x(2, 2, 7))
    case("Conv1d.circular", nn.Conv1d(2, 3, 3, padding=2, padding_mode="circular"), x(2, 2, 7))
    case("Conv2d", nn.Conv2d(2, 3, 3, stride=2, padding=1), x(2, 2, 5, 6))
    case("Conv2d.groups", nn.Conv2d(4, 6, (3, 2), stride=(1, 2), padding=(2, 1), dilation=(2, 1), groups=2), x(1, 4, 6, 5))
    case("Conv2d.same", nn.Conv2d(2, 2, (4, 3), padding="same", dilation=(1, 2)), x(1, 2, 6, 5))
    case("Conv2d.reflect", nn.Conv2d(2, 2, 3, padding=(2, 1), padding_mode="reflect"), x(1, 2, 5, 4))
    case("Conv2d.replicate", nn.Conv2d(2, 2, 3, padding="same", padding_mode="replicate"), x(1, 2, 5, 4))
    case("Conv2d.unbatched", nn.Conv2d(2, 3, 2), x(2, 4, 3))
    case("Conv3d", nn.Conv3d(2, 2, 2, stride=(1, 2, 1), padding=(0, 1, 1)), x(1, 2, 3, 4, 3))
    case("ConvTranspose1d", nn.ConvTranspose1d(2, 3, 3, stride=2, padding=1, output_padding=1), x(2, 2, 4))
    case("ConvTranspose2d", nn.ConvTranspose2d(2, 4, 3, stride=2, padding=1, output_padding=1, groups=2), x(1, 2, 3, 4))
    case("ConvTranspose2d.rect", nn.ConvTranspose2d(2, 2, (3, 2), stride=(2, 1), dilation=(1, 2), bias=False), x(1, 2, 3, 4))
    transposed = nn.ConvTranspose2d(2, 2, 3, stride=2, padding=1)
    case("ConvTranspose2d.size", transposed, x(1, 2, 3, 4), call=lambda v: transposed(v, output_size=(6, 8)))
    case("ConvTranspose3d", nn.ConvTranspose3d(1, 2, 2, stride=2), x(1, 1, 2, 2, 3))


def pools():
    case("MaxPool1d", nn.MaxPool1d(3, 2, 1), x(2, 2, 7))
    case("MaxPool2d", nn.MaxPool2d(2), x(1, 2, 5, 6))
    case("MaxPool2d.rect", nn.MaxPool2d((3, 2), (2, 1), (1, 0), (1, 2), ceil_mode=True), x(1, 2, 6, 5))
    case("MaxPool3d", nn.MaxPool3d(2), x(1, 1, 4, 4, 4))
    case("AvgPool1d", nn.AvgPool1d(3, 2, 1), x(2, 2, 7))
    case("AvgPool2d", nn.AvgPool2d(2), x(1, 2, 4, 6))
    case("AvgPool2d.rect", nn.AvgPool2d((3, 2), (2, 1), (1, 0), True, False), x(1, 2, 6, 5))
    case("AvgPool2d.divisor", nn.AvgPool2d(2, divisor_override=3), x(1, 2, 4, 4))
    case("AvgPool3d", nn.AvgPool3d(2), x(1, 1, 4, 4, 4))
    case("AdaptiveAvgPool1d", nn.AdaptiveAvgPool1d(3), x(1, 2, 7))
    case("AdaptiveAvgPool2d", nn.AdaptiveAvgPool2d((2, 3)), x(1, 2, 5, 7))
    case("AdaptiveAvgPool3d", nn.AdaptiveAvgPool3d(2), x(1, 1, 3, 4, 5))
    case("AdaptiveMaxPool1d", nn.AdaptiveMaxPool1d(3), x(1, 2, 7))
    case("AdaptiveMaxPool2d", nn.AdaptiveMaxPool2d((2, 3)), x(1, 2, 5, 7))
    case("AdaptiveMaxPool3d", nn.AdaptiveMaxPool3d((2, 2, 2)), x(1, 1, 3, 4, 5))
    case("LPPool1d", nn.LPPool1d(2, 3, 2), x(1, 2, 7))
    case("LPPool2d", nn.LPPool2d(3, 2), x(1, 1, 4, 4).abs())
    v = x(1, 2, 4, 6)
    pooled, where = F.max_pool2d(v, 2, return_indices=True)
    case("MaxUnpool2d", nn.MaxUnpool2d(2), pooled, where)
    pooled, where = F.max_pool1d(v[0], 2, return_indices=True)
    case("MaxUnpool1d", nn.MaxUnpool1d(2), pooled, where)
    pooled, where = F.max_pool3d(x(1, 1, 4, 4, 2), 2, return_indices=True)
    case("MaxUnpool3d", nn.MaxUnpool3d(2), pooled, where)


def norms():
    case("BatchNorm1d", nn.BatchNorm1d(3), x(4, 3))
    case("BatchNorm1d.eval", nn.BatchNorm1d(3), x(4, 3, 2), train=False)
    case("BatchNorm2d", nn.BatchNorm2d(3, eps=1e-3, momentum=0.3), x(2, 3, 2, 2))
    case("BatchNorm2d.average", nn.BatchNorm2d(2, momentum=None), x(2, 2, 2, 2))
    case("BatchNorm2d.stateless", nn.BatchNorm2d(2, affine=False, track_running_stats=False), x(2, 2, 2, 2), train=False)
    case("BatchNorm3d", nn.BatchNorm3d(2), x(2, 2, 2, 2, 2))
    case("InstanceNorm1d", nn.InstanceNorm1d(3), x(2, 3, 4))
    case("InstanceNorm2d", nn.InstanceNorm2d(2, affine=True, track_running_stats=True), x(2, 2, 3, 2))
    case("InstanceNorm2d.unbatched", nn.InstanceNorm2d(2), x(2, 3, 2))
    case("InstanceNorm3d", nn.InstanceNorm3d(2), x(1, 2, 2, 2, 2))
    case("LayerNorm", nn.LayerNorm(4), x(3, 4))
    case("LayerNorm.shape", nn.LayerNorm((3, 2), eps=1e-3, elementwise_affine=False), x(2, 3, 2))
    case("GroupNorm", nn.GroupNorm(2, 4), x(2, 4, 3))
    case("LocalResponseNorm", nn.LocalResponseNorm(3, 0.1, 0.6, 2.0), x(2, 4, 3, 2))
    case("LocalResponseNorm.flat", nn.LocalResponseNorm(2), x(2, 4, 3))


def vision():
    image = x(1, 2, 3, 4)
    for mode in ("nearest", "bilinear", "bicubic"):
        case(f"Upsample.{mode}", nn.Upsample(scale_factor=2, mode=mode), image)
    case("Upsample.corners", nn.Upsample(size=(5, 7), mode="bilinear", align_corners=True), image)
    case("Upsample.linear", nn.Upsample(scale_factor=1.5, mode="linear"), x(1, 2, 4))
    case("Upsample.trilinear", nn.Upsample(scale_factor=2, mode="trilinear"), x(1, 1, 2, 2, 3))
    function("interpolate.area", lambda v: F.interpolate(v, (2, 2), mode="area"), image)
    function("interpolate.exact", lambda v: F.interpolate(v, scale_factor=1.7, mode="nearest-exact"), image)
    function("interpolate.recompute",
             lambda v: F.interpolate(v, scale_factor=1.7, mode="bilinear", recompute_scale_factor=True), image)
    function("interpolate.antialias", lambda v: F.interpolate(v, size=(2, 3), mode="bilinear", antialias=True), image)
    case("PixelShuffle", nn.PixelShuffle(2), x(1, 4, 2, 3))
    case("PixelUnshuffle", nn.PixelUnshuffle(2), x(1, 1, 4, 6))
    # The operator has no derivative in 1.13; the definition has.
    function("ChannelShuffle", lambda v: v.reshape(1, 2, 2, 2, 2).transpose(1, 2).reshape(1, 4, 2, 2), x(1, 4, 2, 2))
    case("Unfold", nn.Unfold((2, 3), padding=1, stride=(2, 1)), image)
    case("Fold", nn.Fold((3, 4), (2, 2)), x(1, 8, 6))
    grid = torch.rand(1, 3, 2, 2) * 2.4 - 1.2
    for pad in ("zeros", "border", "reflection"):
        function(f"grid_sample.{pad}", lambda v, g, pad=pad: F.grid_sample(v, g, padding_mode=pad, align_corners=False), image, grid)
    function("grid_sample.nearest", lambda v, g: F.grid_sample(v, g, mode="nearest", align_corners=True), image, grid)
    function("affine_grid", lambda t: F.affine_grid(t, (1, 1, 2, 3), align_corners=False), x(1, 2, 3))
    case("ConstantPad1d", nn.ConstantPad1d((1, 2), 3.5), x(1, 2, 3))
    case("ConstantPad2d", nn.ConstantPad2d(1, -1.0), image)
    case("ConstantPad3d", nn.ConstantPad3d((1, 0, 0, 1, 1, 1), 2.0), x(1, 1, 2, 2, 2))
    case("ZeroPad2d", nn.ZeroPad2d((1, 2, 0, 1)), image)
    case("ReflectionPad1d", nn.ReflectionPad1d((1, 2)), x(1, 2, 4))
    case("ReflectionPad2d", nn.ReflectionPad2d((1, 2, 0, 1)), image)
    case("ReflectionPad3d", nn.ReflectionPad3d(1), x(1, 1, 2, 2, 2))
    case("ReplicationPad1d", nn.ReplicationPad1d((1, 2)), x(1, 2, 4))
    case("ReplicationPad2d", nn.ReplicationPad2d(2), image)
    case("ReplicationPad3d", nn.ReplicationPad3d((0, 1, 1, 0, 2, 1)), x(1, 1, 2, 2, 2))


def losses():
    logits, classes = x(4, 3), torch.tensor([0, 2, 1, 2])
    weight = torch.tensor([0.5, 1.0, 2.0])
    for r in ("mean", "sum", "none"):
        case(f"CrossEntropyLoss.{r}", nn.CrossEntropyLoss(reduction=r), logits, classes)
        case(f"MSELoss.{r}", nn.MSELoss(reduction=r), logits, x(4, 3))
        case(f"NLLLoss.{r}", nn.NLLLoss(reduction=r), logits, classes)
        case(f"BCEWithLogitsLoss.{r}", nn.BCEWithLogitsLoss(reduction=r), logits, torch.rand(4, 3))
        case(f"L1Loss.{r}", nn.L1Loss(reduction=r), logits, x(4, 3))
        case(f"KLDivLoss.{r}", nn.KLDivLoss(log_target=True, reduction=r), logits, x(4, 3))
        case(f"GaussianNLLLoss.{r}", Function(lambda i, t, v, r=r: reduce_samples(i, t, v, r)), logits, x(4, 3), torch.rand(4, 3) + 0.1)
        case(f"TripletMarginLoss.{r}", nn.TripletMarginLoss(reduction=r), x(4, 3), x(4, 3), x(4, 3))
    case("CrossEntropyLoss.weight", nn.CrossEntropyLoss(weight=weight, ignore_index=1, label_smoothing=0.1), logits, classes)
    case("CrossEntropyLoss.soft", nn.CrossEntropyLoss(), logits, x(4, 3).softmax(1))
    case("CrossEntropyLoss.image", nn.CrossEntropyLoss(), x(2, 3, 2, 2), torch.randint(0, 3, (2, 2, 2)))
    case("NLLLoss.weight", nn.NLLLoss(weight=weight), logits, classes)
    case("BCELoss", nn.BCELoss(), torch.rand(4, 3) * 0.9 + 0.05, torch.rand(4, 3))
    case("BCEWithLogitsLoss.weights", nn.BCEWithLogitsLoss(weight=weight, pos_weight=torch.tensor([2.0, 1.0, 3.0])), logits,
         torch.rand(4, 3))
    case("SmoothL1Loss", nn.SmoothL1Loss(beta=0.7), logits, x(4, 3))
    case("HuberLoss", nn.HuberLoss(delta=0.7), logits, x(4, 3))
    case("KLDivLoss.probabilities", nn.KLDivLoss(log_target=False), logits.log_softmax(1), x(4, 3).softmax(1))
    case("PoissonNLLLoss", nn.PoissonNLLLoss(full=True), logits, torch.tensor([[0., 1, 2]] * 4))
    case("PoissonNLLLoss.rate", nn.PoissonNLLLoss(log_input=False), torch.rand(4, 3), torch.tensor([[0., 1, 2]] * 4))
    signs = torch.tensor([1.0, -1, 1, -1])
    case("CosineEmbeddingLoss", nn.CosineEmbeddingLoss(0.2), x(4, 3), x(4, 3), signs)
    case("HingeEmbeddingLoss", nn.HingeEmbeddingLoss(0.8), x(4), signs)
    case("MarginRankingLoss", nn.MarginRankingLoss(0.3), x(4), x(4), signs)
    case("SoftMarginLoss", nn.SoftMarginLoss(), x(4), signs, fixed=(1,))
    case("MultiLabelMarginLoss", nn.MultiLabelMarginLoss(), logits, torch.tensor([[0, 2, -1], [1, -1, 0], [2, 1, 0], [0, -1, -1]]))
    case("MultiLabelSoftMarginLoss", nn.MultiLabelSoftMarginLoss(weight=weight), logits, (torch.rand(4, 3) > 0.5).float(),
         fixed=(1,))
    case("MultiMarginLoss", nn.MultiMarginLoss(2, 0.7, weight), logits, classes)
    case("TripletMarginLoss.swap", nn.TripletMarginLoss(0.5, 1, swap=True), x(4, 3), x(4, 3), x(4, 3))
    case("TripletMarginWithDistanceLoss", nn.TripletMarginWithDistanceLoss(swap=True), x(4, 3), x(4, 3), x(4, 3))
    probabilities = x(6, 2, 4).log_softmax(2)
    case("CTCLoss", nn.CTCLoss(), probabilities, torch.tensor([[1, 2, 3], [3, 1, 0]]), torch.tensor([6, 5]), torch.tensor([3, 2]))


def recurrent():
    case("RNN", nn.RNN(3, 4), x(5, 2, 3))
    case("RNN.relu", nn.RNN(3, 4, 2, nonlinearity="relu", bias=False, batch_first=True, bidirectional=True), x(2, 5, 3), x(4, 2, 4))
    case("GRU", nn.GRU(3, 4, 2, batch_first=True), x(2, 5, 3), x(2, 2, 4))
    case("GRU.bidirectional", nn.GRU(3, 2, bidirectional=True), x(4, 2, 3))
    lstm = nn.LSTM(3, 4, 2, bidirectional=True)
    case("LSTM", lstm, x(3, 2, 3), x(4, 2, 4), x(4, 2, 4), call=lambda v, h, c: lstm(v, (h, c)))
    case("LSTM.unbatched", nn.LSTM(3, 4), x(5, 3))
    case("RNNCell", nn.RNNCell(3, 4), x(2, 3), x(2, 4))
    case("RNNCell.relu", nn.RNNCell(3, 4, nonlinearity="relu", bias=False), x(2, 3))
    case("GRUCell", nn.GRUCell(3, 4), x(2, 3), x(2, 4))
    cell = nn.LSTMCell(3, 4)
    case("LSTMCell", cell, x(2, 3), x(2, 4), x(2, 4), call=lambda v, h, c: cell(v, (h, c)))
    from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
    lengths = torch.tensor([2, 4, 3])
    packed = nn.GRU(3, 4)

    def through(module):
        def call(v, h, n):
            out, last = module(pack_padded_sequence(v, n, enforce_sorted=False), h)
            return [*pad_packed_sequence(out, padding_value=-1), last]
        return call
    case("GRU.packed", packed, x(4, 3, 3), x(1, 3, 4), lengths, call=through(packed))
    sorted_lstm = nn.LSTM(3, 4)

    def lstm_call(v, n):
        out, (h, c) = sorted_lstm(pack_padded_sequence(v, n, batch_first=True))
        return [pad_packed_sequence(out, batch_first=True, total_length=6)[0], h, c]
    case("LSTM.packed", sorted_lstm, x(3, 4, 3), torch.tensor([4, 2, 1]), call=lstm_call)
    function("pad_sequence", lambda a, b: pad_sequence([a, b], batch_first=True, padding_value=2), x(2, 3), x(4, 3))


def attention():
    mha = nn.MultiheadAttention(4, 2)
    q, k = x(3, 2, 4), x(5, 2, 4)
    case("MultiheadAttention", mha, q, call=lambda v: mha(v, v, v))
    cross = nn.MultiheadAttention(4, 2, bias=False)
    ignore = torch.tensor([[False, True, False, False, True], [True, False, False, False, False]])
    case("MultiheadAttention.padding", cross, q, k, k.flip(0), ignore, call=lambda a, b, c, m: cross(a, b, c, key_padding_mask=m))
    forbidden = torch.triu(torch.ones(3, 5, dtype=torch.bool), 2)
    wide = nn.MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True, kdim=3, vdim=2)
    case("MultiheadAttention.wide", wide, q, x(5, 2, 3), x(5, 2, 2), ignore, forbidden,
         call=lambda a, b, c, m, n: wide(a, b, c, key_padding_mask=m, attn_mask=n))
    plain = nn.MultiheadAttention(4, 1)
    case("MultiheadAttention.plain", plain, q, k, x(2, 3, 5),
         call=lambda a, b, m: plain(a, b, b, attn_mask=m, need_weights=False))
    causal = torch.triu(torch.full((3, 3), float("-inf")), 1)
    layer = nn.TransformerEncoderLayer(4, 2, 6, dropout=0)
    case("TransformerEncoderLayer", layer, q)
    gelu = nn.TransformerEncoderLayer(4, 2, 6, dropout=0, activation="gelu")
    case("TransformerEncoderLayer.mask", gelu, q, causal, call=lambda v, m: gelu(v, m), fixed=(1,))
    case("TransformerEncoder", nn.TransformerEncoder(layer, 2), q)
    decoder = nn.TransformerDecoderLayer(4, 2, 6, dropout=0)
    case("TransformerDecoderLayer", decoder, q, k, causal, ignore,
         call=lambda t, m, c, p: decoder(t, m, tgt_mask=c, memory_key_padding_mask=p), fixed=(2,))
    case("TransformerDecoder", nn.TransformerDecoder(decoder, 2), q, k)
    case("Transformer", nn.Transformer(4, 2, 1, 1, 6, dropout=0), q, k)

    def attend(a, b, c, mask=None, causal=False):
        scores = a @ b.transpose(-2, -1) / a.shape[-1] ** 0.5
        if causal:
            mask = torch.ones(a.shape[-2], b.shape[-2], dtype=torch.bool).tril()
        if mask is not None:
            scores = scores.masked_fill(~mask, float("-inf")) if mask.dtype == torch.bool else scores + mask
        return scores.softmax(-1) @ c
    function("attention", attend, x(2, 2, 3, 4), x(2, 2, 5, 4), x(2, 2, 5, 3))
    function("attention.causal", lambda a, b, c: attend(a, b, c, causal=True), x(2, 3, 4), x(2, 3, 4), x(2, 3, 3))
    function("attention.mask", attend, x(3, 4), x(5, 4), x(5, 2), forbidden.logical_not())


def reduce_samples(input, target, variance, reduction):
    # TorchSharp sums over the elements of a sample before it reduces.
    loss = F.gaussian_nll_loss(input, target, variance, reduction="none", eps=1e-8).sum(1)
    return {"mean": loss.mean, "sum": loss.sum, "none": lambda: loss}[reduction]()


def draws():
    """Initial weights after seeding, which must be the same draws."""
    result = {}

    def drawn(name, make):
        torch.manual_seed(7)
        made = make()
        tensors = made.state_dict() if isinstance(made, nn.Module) else {"": made}
        result[name] = {k: pack(v) for k, v in tensors.items() if v.is_floating_point()}

    drawn("Linear", lambda: nn.Linear(5, 3))
    drawn("Bilinear", lambda: nn.Bilinear(2, 3, 2))
    drawn("Conv2d", lambda: nn.Conv2d(2, 3, 3))
    drawn("ConvTranspose2d", lambda: nn.ConvTranspose2d(2, 3, 2))
    drawn("LSTM", lambda: nn.LSTM(2, 2, 2, bidirectional=True))
    drawn("GRUCell", lambda: nn.GRUCell(2, 2))
    drawn("MultiheadAttention", lambda: nn.MultiheadAttention(4, 2, add_bias_kv=True))
    drawn("TransformerEncoder", lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3), 2))
    drawn("Transformer", lambda: nn.Transformer(4, 2, 1, 1, 3))
    drawn("Embedding", lambda: nn.Embedding(4, 3, padding_idx=1))
    drawn("kaiming_normal_", lambda: nn.init.kaiming_normal_(torch.empty(3, 4, 2), mode="fan_out", nonlinearity="relu"))
    drawn("xavier_uniform_", lambda: nn.init.xavier_uniform_(torch.empty(3, 4), 1.5))
    drawn("xavier_normal_", lambda: nn.init.xavier_normal_(torch.empty(3, 4)))
    drawn("trunc_normal_", lambda: nn.init.trunc_normal_(torch.empty(3, 4), 0.5, 2.0, -1.0, 1.5))
    drawn("orthogonal_", lambda: nn.init.orthogonal_(torch.empty(3, 5), 1.2))
    drawn("orthogonal_.tall", lambda: nn.init.orthogonal_(torch.empty(4, 3)))
    drawn("sparse_", lambda: nn.init.sparse_(torch.empty(5, 3), 0.4, 0.1))
    drawn("dirac_", lambda: nn.init.dirac_(torch.empty(3, 2, 3, 3)))
    ones = torch.ones(2, 3, 4)
    drawn("Dropout", lambda: nn.Dropout(0.3)(ones))
    drawn("Dropout1d", lambda: F.dropout1d(ones, 0.4))
    drawn("Dropout2d", lambda: nn.Dropout2d(0.4)(ones.unsqueeze(-1)))
    drawn("Dropout3d", lambda: nn.Dropout3d(0.4)(ones[..., None, None]))
    drawn("AlphaDropout", lambda: nn.AlphaDropout(0.3)(ones))
    drawn("FeatureAlphaDropout", lambda: nn.FeatureAlphaDropout(0.3)(ones))
    drawn("RReLU", lambda: nn.RReLU(0.1, 0.4)(-ones))
    image = torch.arange(2 * 49.0).reshape(1, 2, 7, 7).cos()
    drawn("FractionalMaxPool2d", lambda: nn.FractionalMaxPool2d(2, output_size=(4, 3))(image))
    drawn("FractionalMaxPool2d.ratio", lambda: nn.FractionalMaxPool2d((2, 3), output_ratio=(0.5, 0.6))(image))
    volume = torch.arange(2 * 125.0).reshape(1, 2, 5, 5, 5).cos()
    drawn("FractionalMaxPool3d", lambda: nn.FractionalMaxPool3d(2, output_size=(3, 2, 3))(volume))
    drawn("kaiming_uniform_", lambda: nn.init.kaiming_uniform_(torch.empty(3, 4), a=0.2))
    drawn("uniform_", lambda: nn.init.uniform_(torch.empty(3, 4), -1, 2))
    drawn("normal_", lambda: nn.init.normal_(torch.empty(3, 4), 1, 2))
    drawn("constant_", lambda: nn.init.constant_(torch.empty(2), 0.3))
    drawn("RNN", lambda: nn.RNN(2, 3))
    drawn("EmbeddingBag", lambda: nn.EmbeddingBag(4, 3))
    drawn("Conv1d", lambda: nn.Conv1d(2, 4, 3, groups=2))
    drawn("Conv3d", lambda: nn.Conv3d(2, 2, 2, bias=False))
    drawn("TransformerDecoder", lambda: nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 3), 2))
    drawn("eye_", lambda: nn.init.eye_(torch.empty(3, 4)))
    return result


if __name__ == "__main__":
    torch.manual_seed(20240917)
    for part in (activations, layers, convolutions, pools, norms, vision, losses, recurrent, attention):
        part()
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "nn.json")
    with open(path, "w") as f:
        json.dump({"torch": torch.__version__, "cases": CASES, "draws": draws()}, f, separators=(",", ":"))
        f.write("\n")
    print(len(CASES), "cases,", os.path.getsize(path), "bytes")
