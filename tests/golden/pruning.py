"""Reference values for Workbench.Pruning, made with numpy alone: percentiles, and the masks of one pruning step.

    /usr/bin/python3 tests/golden/pruning.py > tests/golden/pruning.json

The pruning step is written from the description of AP's released code (papers/10): a percentile of |w| over the alive
weights of all tensors, then the smallest movements among the alive negative weights.
"""
import json

import numpy as np

rng = np.random.default_rng(20221206)


def rounded(values):
    """float32 values that survive a trip through decimal text."""
    return [float(v) for v in np.asarray(values, dtype=np.float32)]


percentiles = []
for count in (1, 2, 5, 100, 101):
    values = np.asarray(rounded(rng.standard_normal(count)), dtype=np.float64)
    if count == 101:
        values[:60] = values[0]  # ties
    for percent in (0.0, 18.0, 20.0, 50.0, 99.5, 100.0):
        percentiles.append({
            "values": [float(v) for v in values],
            "percent": percent,
            "expected": float(np.percentile(values, percent)),
            "below": [bool(v < np.percentile(values, percent)) for v in values],
        })


def step(weights, start, masks, base, ap):
    """One pruning of AP's code; rates in percent, masks are lists of 0 and 1."""
    alive = np.concatenate([w[m == 1] for w, m in zip(weights, masks)])
    threshold = np.percentile(np.abs(alive), base)
    after_base = [np.where(np.abs(w) < threshold, 0, m) for w, m in zip(weights, masks)]
    if ap == 0:
        return after_base, after_base
    rank = int(len(alive) * (ap / 100))
    candidates = [(m == 1) & (w < 0) for w, m in zip(weights, after_base)]
    moves = np.sort(np.concatenate([np.abs(w - s)[c] for w, s, c in zip(weights, start, candidates)]))
    after_ap = [np.where(c & (np.abs(w - s) <= moves[rank]), 0, m)
                for w, s, c, m in zip(weights, start, candidates, after_base)]
    return after_base, after_ap


steps = []
for base, ap in ((20.0, 0.0), (18.0, 2.0), (10.0, 10.0)):
    shapes = [(9, 12), (6, 9), (4, 6)]
    weights = [np.asarray(rounded(rng.standard_normal(a * b)), dtype=np.float32) for a, b in shapes]
    start = [np.asarray(rounded(w + 0.3 * rng.standard_normal(w.size)), dtype=np.float32) for w in weights]
    masks = [(rng.random(w.size) < 0.8).astype(int) for w in weights]
    weights = [w * m for w, m in zip(weights, masks)]
    after_base, after_ap = step(weights, start, masks, base, ap)
    steps.append({
        "base": base, "ap": ap, "shapes": shapes,
        "weights": [rounded(w) for w in weights], "start": [rounded(s) for s in start],
        "masks": [m.tolist() for m in masks],
        "afterBase": [m.tolist() for m in after_base], "afterAp": [m.tolist() for m in after_ap],
    })

print(json.dumps({"numpy": np.__version__, "percentiles": percentiles, "steps": steps}))
