"""A whole iterative-pruning run with AP in PyTorch, the reference of Workbench.Training.PrunedClassifier.

    /usr/bin/python3 tests/golden/pruning_run.py > tests/golden/pruning_run.json

A network 16-12-8-2 on 40 images of 4x4, all of them in every batch so that no order of examples enters. SGD with
momentum and weight decay, a learning rate that ramps up and falls linearly, masks applied after each step, four cycles
of 20 % (17 % magnitude + 3 % AP), rewinding to the initial weights. Written from the description in papers/10.
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
rng = np.random.default_rng(10)
labels = np.arange(40) % 2
images = rng.random((40, 1, 4, 4)) * 0.5
images[labels == 0, :, :2] += 0.4
images[labels == 1, :, 2:] += 0.4
x = torch.tensor(np.round(images, 4), dtype=torch.float32)
y = torch.tensor(labels)
sizes = [(12, 16), (8, 12), (2, 8)]
initial = [torch.tensor(np.round(rng.standard_normal(s) * (2 / s[1]) ** 0.5, 4), dtype=torch.float32) for s in sizes]

STEPS, PEAK, RAMP, BASE, AP, CYCLES = 30, 0.2, 5, 17, 3, 4
masks = [torch.ones_like(w) for w in initial]
cycles = []
for cycle in range(CYCLES):
    weights = [(w * m).clone().requires_grad_() for w, m in zip(initial, masks)]
    biases = [torch.zeros(s[0]).requires_grad_() for s in sizes]
    optimizer = torch.optim.SGD([p for pair in zip(weights, biases) for p in pair], lr=PEAK, momentum=0.9, weight_decay=1e-2)

    def forward():
        h1 = F.relu(F.linear(x.flatten(1), weights[0], biases[0]))
        h2 = F.relu(F.linear(h1, weights[1], biases[1]))
        return h1, h2, F.linear(h2, weights[2], biases[2])

    losses = []
    for step in range(STEPS):
        rate = PEAK * (step + 1) / RAMP if step < RAMP else PEAK * (STEPS - step) / (STEPS - RAMP)
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
        loss = F.cross_entropy(forward()[2], y)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            for w, m in zip(weights, masks):
                w.mul_(m)
        losses.append(loss.item())

    with torch.no_grad():
        h1, h2, logits = forward()
        layers = []
        for h, w, b in ((h1, weights[0], biases[0]), (h2, weights[1], biases[1])):
            layers.append({
                "dead": int((h == 0).sum()), "alwaysDead": int((h == 0).all(0).sum()),
                "structural": int(((w == 0).all(1) & (b <= 0)).sum()),
            })
        cycles.append({
            "alive": [int(m.sum()) for m in masks], "masks": [m.int().flatten().tolist() for m in masks],
            "finalLoss": float(np.mean(losses[-STEPS // 10:])), "layers": layers,
            "accuracy": float((logits.argmax(1) == y).float().mean()),
        })
        alive = torch.cat([w[m == 1] for w, m in zip(weights, masks)]).numpy()
        threshold = np.percentile(np.abs(alive), BASE)
        masks = [torch.tensor(np.where(np.abs(w.numpy()) < threshold, 0, m.numpy())) for w, m in zip(weights, masks)]
        moves = torch.cat([(w - w0).abs()[(m == 1) & (w < 0)] for w, w0, m in zip(weights, initial, masks)]).sort().values
        limit = moves[int(len(alive) * AP / 100)]
        masks = [torch.where((m == 1) & (w < 0) & ((w - w0).abs() <= limit), torch.zeros_like(m), m)
                 for w, w0, m in zip(weights, initial, masks)]

print(json.dumps({
    "torch": torch.__version__, "images": np.round(images, 4).flatten().tolist(), "labels": labels.tolist(),
    "initial": [w.flatten().tolist() for w in initial], "cycles": cycles,
}))
