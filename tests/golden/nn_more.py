#!/usr/bin/python3
"""More reference values of torch.nn: every loss under every reduction, and the options that nn.py leaves at their defaults.

Debian's python3-torch makes them; writes nn_more.json beside this file, in the form that nn.py describes.
"""
import json
import os

import torch
import torch.nn as tnn

import nn
from nn import case, function, x

REDUCTIONS = ("mean", "sum", "none")


def losses():
    logits, classes = x(4, 3), torch.tensor([0, 2, 1, 2])
    other, weight = x(4, 3), torch.tensor([0.5, 1.0, 2.0])
    probabilities, targets = torch.rand(4, 3) * 0.9 + 0.05, torch.rand(4, 3)
    counts, labels = torch.tensor([[0., 1, 2]] * 4), (torch.rand(4, 3) > 0.5).float()
    signs, lists = torch.tensor([1.0, -1, 1, -1]), torch.tensor([[0, 2, -1], [1, -1, 0], [2, 1, 0], [0, -1, -1]])
    sequences, words = x(6, 2, 4).log_softmax(2), torch.tensor([[1, 2, 3], [3, 1, 0]])
    lengths, word_lengths = torch.tensor([6, 5]), torch.tensor([3, 2])
    for r in REDUCTIONS:
        case(f"SmoothL1Loss.{r}", tnn.SmoothL1Loss(reduction=r), logits, other)
        case(f"HuberLoss.{r}", tnn.HuberLoss(reduction=r), logits, other)
        case(f"BCELoss.{r}", tnn.BCELoss(weight, reduction=r), probabilities, targets)
        case(f"KLDivLoss.plain.{r}", tnn.KLDivLoss(log_target=False, reduction=r), logits.log_softmax(1), other.softmax(1))
        case(f"PoissonNLLLoss.{r}", tnn.PoissonNLLLoss(reduction=r), logits, counts)
        case(f"PoissonNLLLoss.full.{r}", tnn.PoissonNLLLoss(log_input=False, full=True, reduction=r), probabilities, counts)
        case(f"CosineEmbeddingLoss.{r}", tnn.CosineEmbeddingLoss(reduction=r), logits, other, signs)
        case(f"HingeEmbeddingLoss.{r}", tnn.HingeEmbeddingLoss(reduction=r), x(4), signs)
        case(f"MarginRankingLoss.{r}", tnn.MarginRankingLoss(reduction=r), x(4), x(4), signs)
        case(f"SoftMarginLoss.{r}", tnn.SoftMarginLoss(reduction=r), x(4), signs, fixed=(1,))
        case(f"MultiLabelMarginLoss.{r}", tnn.MultiLabelMarginLoss(reduction=r), logits, lists)
        case(f"MultiLabelSoftMarginLoss.{r}", tnn.MultiLabelSoftMarginLoss(reduction=r), logits, labels, fixed=(1,))
        case(f"MultiMarginLoss.{r}", tnn.MultiMarginLoss(reduction=r), logits, classes)
        case(f"TripletMarginWithDistanceLoss.{r}", tnn.TripletMarginWithDistanceLoss(margin=0.6, reduction=r), x(4, 3), x(4, 3), x(4, 3))
        case(f"CTCLoss.{r}", tnn.CTCLoss(blank=0, reduction=r), sequences, words, lengths, word_lengths)
        case(f"CrossEntropyLoss.weight.{r}", tnn.CrossEntropyLoss(weight, reduction=r), logits, classes)
        case(f"NLLLoss.weight.{r}", tnn.NLLLoss(weight, reduction=r), logits.log_softmax(1), classes)
        function(f"GaussianNLLLoss.full.{r}", lambda i, t, v, r=r: gaussian(i, t, v, r), logits, other, torch.rand(4, 1) + 0.1)
    case("NLLLoss.image", tnn.NLLLoss(), x(2, 3, 2, 2).log_softmax(1), torch.randint(0, 3, (2, 2, 2)))
    case("CrossEntropyLoss.unbatched", tnn.CrossEntropyLoss(), x(5), torch.tensor(3))
    case("CTCLoss.infinite", tnn.CTCLoss(blank=1, zero_infinity=True), x(3, 2, 4).log_softmax(2), torch.tensor([2, 2, 3, 3, 0]),
         torch.tensor([3, 3]), torch.tensor([3, 2]))


def gaussian(input, target, variance, reduction):
    loss = torch.nn.functional.gaussian_nll_loss(input, target, variance, full=True, reduction="none", eps=1e-8).sum(1)
    return {"mean": loss.mean, "sum": loss.sum, "none": lambda: loss}[reduction]()


def in_place():
    v = torch.linspace(-4, 4, 12).reshape(3, 4)
    for name, module in {
        "ReLU": tnn.ReLU(True), "ReLU6": tnn.ReLU6(True), "LeakyReLU": tnn.LeakyReLU(inplace=True), "ELU": tnn.ELU(inplace=True),
        "CELU": tnn.CELU(inplace=True), "SELU": tnn.SELU(True), "SiLU": tnn.SiLU(True), "Mish": tnn.Mish(True),
        "Hardtanh": tnn.Hardtanh(inplace=True), "Hardsigmoid": tnn.Hardsigmoid(True), "Hardswish": tnn.Hardswish(True),
        "Threshold": tnn.Threshold(1, 7, True)}.items():
        case(f"{name}.inplace", module, v)
    for name, module in {"Softplus": tnn.Softplus(), "Hardshrink": tnn.Hardshrink(), "Softshrink": tnn.Softshrink(),
                         "PReLU": tnn.PReLU(1, 0.4), "GLU": tnn.GLU(), "Softmax": tnn.Softmax(-1), "ELU": tnn.ELU()}.items():
        case(f"{name}.default", module, v)


def layers():
    case("Linear.vector", tnn.Linear(4, 2), x(4))
    case("Bilinear.plain", tnn.Bilinear(2, 3, 4, bias=False), x(2, 2, 2), x(2, 2, 3))
    case("Flatten.range", tnn.Flatten(0, 1), x(2, 3, 2))
    case("CosineSimilarity.default", tnn.CosineSimilarity(), x(2, 4, 3), x(2, 4, 3))
    case("PairwiseDistance.keep", tnn.PairwiseDistance(1, keepdim=True), x(3, 4), x(3, 4))
    index = torch.tensor([1, 2, 0, 4, 1, 3])
    case("Embedding.scaled", tnn.Embedding(5, 3, scale_grad_by_freq=True), index)
    case("EmbeddingBag.last", tnn.EmbeddingBag(5, 3, mode="sum", include_last_offset=True), index, torch.tensor([0, 2, 6]))
    case("EmbeddingBag.padding", tnn.EmbeddingBag(5, 3, mode="mean", padding_idx=1), index, torch.tensor([0, 3]))
    bag = tnn.EmbeddingBag(5, 3, mode="sum")
    case("EmbeddingBag.weights", bag, index, torch.tensor([0, 4]), x(6), call=lambda i, o, w: bag(i, o, w))


def convolutions():
    case("Conv1d.unbatched", tnn.Conv1d(2, 3, 2), x(2, 5))
    case("Conv1d.reflect", tnn.Conv1d(2, 2, 3, padding=1, padding_mode="reflect", stride=2), x(1, 2, 6))
    case("Conv2d.circular", tnn.Conv2d(2, 2, 3, padding=(1, 2), padding_mode="circular"), x(1, 2, 4, 5))
    case("Conv2d.depthwise", tnn.Conv2d(3, 6, 3, groups=3, padding=1, bias=False), x(2, 3, 4, 4))
    case("Conv3d.groups", tnn.Conv3d(2, 4, 3, stride=2, padding=1, dilation=1, groups=2, bias=False), x(1, 2, 4, 3, 5))
    case("Conv3d.same", tnn.Conv3d(1, 2, (1, 2, 3), padding="same"), x(1, 1, 3, 3, 3))
    case("Conv3d.replicate", tnn.Conv3d(1, 1, 3, padding=1, padding_mode="replicate"), x(1, 1, 3, 2, 3))
    case("ConvTranspose1d.groups", tnn.ConvTranspose1d(4, 2, 3, groups=2, dilation=2), x(2, 4, 4))
    case("ConvTranspose3d.padded", tnn.ConvTranspose3d(1, 2, (2, 3, 2), stride=(1, 2, 2), padding=(0, 1, 0),
                                                       output_padding=(0, 1, 1), bias=False), x(1, 1, 2, 2, 2))
    case("ConvTranspose2d.unbatched", tnn.ConvTranspose2d(2, 1, 2), x(2, 3, 2))


def pools():
    case("MaxPool1d.ceil", tnn.MaxPool1d(3, 2, 0, 2, ceil_mode=True), x(1, 2, 8))
    case("MaxPool2d.unbatched", tnn.MaxPool2d(3, 1, 1), x(2, 4, 4))
    case("MaxPool3d.rect", tnn.MaxPool3d((2, 1, 2), (1, 2, 2), (1, 0, 1), ceil_mode=True), x(1, 1, 3, 4, 3))
    case("AvgPool1d.ceil", tnn.AvgPool1d(3, 2, 1, True, False), x(1, 2, 6))
    case("AvgPool3d.rect", tnn.AvgPool3d((2, 1, 2), (1, 2, 1), (1, 0, 0), True, False, 3), x(1, 1, 3, 4, 3))
    case("AdaptiveAvgPool1d.unbatched", tnn.AdaptiveAvgPool1d(2), x(2, 5))
    case("AdaptiveAvgPool2d.one", tnn.AdaptiveAvgPool2d(1), x(2, 2, 3, 3))
    case("AdaptiveAvgPool3d.rect", tnn.AdaptiveAvgPool3d((1, 2, 3)), x(1, 1, 2, 4, 5))
    case("LPPool1d.ceil", tnn.LPPool1d(3, 2, 2, ceil_mode=True), x(1, 1, 5).abs())
    case("LPPool2d.rect", tnn.LPPool2d(2, (2, 1), (1, 2)), x(1, 1, 4, 4))


def norms():
    case("BatchNorm1d.sequence", tnn.BatchNorm1d(3, affine=False), x(2, 3, 5))
    case("BatchNorm2d.eval", tnn.BatchNorm2d(2), x(2, 2, 2, 3), train=False)
    case("BatchNorm3d.eval", tnn.BatchNorm3d(2, eps=0.1), x(1, 2, 2, 2, 2), train=False)
    case("InstanceNorm1d.affine", tnn.InstanceNorm1d(3, eps=1e-2, affine=True), x(2, 3, 4))
    case("InstanceNorm1d.eval", tnn.InstanceNorm1d(3, track_running_stats=True), x(2, 3, 4), train=False)
    case("InstanceNorm3d.affine", tnn.InstanceNorm3d(2, affine=True, momentum=0.4, track_running_stats=True), x(1, 2, 2, 2, 3))
    case("LayerNorm.matrix", tnn.LayerNorm((2, 3)), x(2, 2, 3))
    case("GroupNorm.plain", tnn.GroupNorm(3, 6, eps=1e-2, affine=False), x(2, 6, 2, 2))
    case("GroupNorm.flat", tnn.GroupNorm(2, 4), x(3, 4))


def vision():
    case("Upsample.nearest1d", tnn.Upsample(size=7), x(1, 2, 3))
    case("Upsample.nearest3d", tnn.Upsample(scale_factor=(2, 1, 3)), x(1, 1, 2, 2, 2))
    case("Upsample.bicubic.corners", tnn.Upsample(size=(4, 5), mode="bicubic", align_corners=True), x(1, 1, 3, 3))
    case("Upsample.linear.corners", tnn.Upsample(size=6, mode="linear", align_corners=True), x(1, 2, 4))
    case("PixelShuffle.three", tnn.PixelShuffle(3), x(2, 9, 1, 2))
    case("Unfold.square", tnn.Unfold(2, dilation=2, padding=1, stride=1), x(1, 2, 3, 4))
    case("Fold.square", tnn.Fold(4, 2, dilation=1, padding=1, stride=2), x(1, 8, 9))
    case("ReflectionPad1d.same", tnn.ReflectionPad1d(2), x(2, 4))
    case("ReflectionPad2d.same", tnn.ReflectionPad2d(1), x(2, 3, 3))
    case("ReplicationPad1d.same", tnn.ReplicationPad1d(2), x(2, 3))
    case("ReplicationPad3d.same", tnn.ReplicationPad3d(1), x(1, 1, 2, 2, 2))
    case("ConstantPad1d.same", tnn.ConstantPad1d(2, 0.5), x(2, 3))
    case("ConstantPad2d.crop", tnn.ConstantPad2d((-1, 1, 0, -1), 4.0), x(1, 1, 3, 3))
    case("ConstantPad3d.same", tnn.ConstantPad3d(1, 1.5), x(1, 1, 1, 2, 1))
    case("ZeroPad2d.same", tnn.ZeroPad2d(2), x(1, 1, 2, 2))


def sequences():
    case("RNN.deep", tnn.RNN(2, 3, 3, batch_first=True), x(2, 4, 2))
    case("RNN.unbatched", tnn.RNN(2, 3), x(4, 2), x(1, 3))
    case("GRU.plain", tnn.GRU(2, 3, 2, bias=False, bidirectional=True), x(4, 2, 2), x(4, 2, 3))
    batched = tnn.LSTM(2, 3, 2, bias=False, batch_first=True, bidirectional=True)
    case("LSTM.batched", batched, x(2, 4, 2))
    case("RNNCell.unbatched", tnn.RNNCell(2, 3), x(2), x(3))
    case("GRUCell.plain", tnn.GRUCell(2, 3, bias=False), x(2, 2))
    case("LSTMCell.plain", tnn.LSTMCell(2, 3, bias=False), x(2, 2))
    mha, q = tnn.MultiheadAttention(6, 3), x(2, 3, 6)
    causal = torch.triu(torch.full((2, 2), float("-inf")), 1)
    case("MultiheadAttention.causal", mha, q, causal, call=lambda v, m: mha(v, v, v, attn_mask=m), fixed=(1,))
    layer = tnn.TransformerEncoderLayer(4, 2, 6, dropout=0)
    ignored = torch.tensor([[False, False, True], [False, True, False]])
    encoder = tnn.TransformerEncoder(layer, 2)
    case("TransformerEncoder.padding", encoder, x(3, 2, 4), ignored, call=lambda v, p: encoder(v, src_key_padding_mask=p))
    gelu = tnn.TransformerDecoderLayer(4, 2, 6, dropout=0, activation="gelu")
    case("TransformerDecoderLayer.gelu", gelu, x(3, 2, 4), x(5, 2, 4))
    whole = tnn.Transformer(4, 2, 1, 2, 6, dropout=0, activation="gelu")
    causal = torch.triu(torch.full((3, 3), float("-inf")), 1)
    case("Transformer.masks", whole, x(5, 2, 4), x(3, 2, 4), causal, call=lambda s, t, m: whole(s, t, tgt_mask=m), fixed=(2,))


if __name__ == "__main__":
    torch.manual_seed(20261121)
    for part in (losses, in_place, layers, convolutions, pools, norms, vision, sequences):
        part()
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "nn_more.json")
    with open(path, "w") as f:
        json.dump({"torch": torch.__version__, "cases": nn.CASES}, f, separators=(",", ":"))
        f.write("\n")
    print(len(nn.CASES), "cases,", os.path.getsize(path), "bytes")
