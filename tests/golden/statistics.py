"""Reference values for Workbench.Statistics, from SciPy and NumPy: python3 tests/golden/statistics.py > tests/golden/statistics.json"""
import json

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(20240)


def mean_case(values, level):
    values = np.asarray(values, dtype=float)
    low, high = stats.t.interval(level, len(values) - 1, loc=values.mean(), scale=stats.sem(values))
    return {"values": values.tolist(), "level": level, "mean": values.mean(), "std": values.std(ddof=1), "low": low, "high": high}


def paired_case(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    d = a - b
    low, high = stats.t.interval(0.95, len(d) - 1, loc=d.mean(), scale=stats.sem(d))
    positive, negative = int((d > 0).sum()), int((d < 0).sum())
    return {
        "treatment": a.tolist(), "baseline": b.tolist(), "mean": d.mean(), "low": low, "high": high, "dz": d.mean() / d.std(ddof=1),
        "p": stats.ttest_rel(a, b).pvalue, "positive": positive, "negative": negative,
        "sign_p": stats.binomtest(positive, positive + negative).pvalue,
    }


def cohen_case(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    # Cohen's d from SciPy's t statistic of the pooled two-sample test: d = t * sqrt(1/n + 1/m).
    t = stats.ttest_ind(a, b).statistic
    return {"treatment": a.tolist(), "baseline": b.tolist(), "d": t * np.sqrt(1 / len(a) + 1 / len(b))}


def spearman_case(x, y):
    return {"x": list(map(float, x)), "y": list(map(float, y)), "rho": stats.spearmanr(x, y).correlation, "ranks": stats.rankdata(x).tolist()}


def quantile_case(values, p):
    return {"values": list(map(float, values)), "p": p, "quantile": float(np.quantile(values, p))}


def bootstrap_case(values):
    r = stats.bootstrap((values,), np.mean, n_resamples=200_000, method="percentile", random_state=1).confidence_interval
    return {"values": values.tolist(), "low": r.low, "high": r.high}


data = {
    "source": f"scipy {scipy.__version__}, numpy {np.__version__}",
    "means": [mean_case([1, 2], 0.95), mean_case([0.003, 0.005, 0.004], 0.95), mean_case([0.68, -0.23, 0.26], 0.90),
              mean_case(rng.normal(3, 2, 5).round(6), 0.99), mean_case(rng.normal(-1, 0.1, 40).round(6), 0.5)],
    "paired": [paired_case([1.2, 1.5, 1.1, 1.9, 1.4], [1.0, 1.6, 0.8, 1.2, 1.1]),
               paired_case(rng.normal(0.4, 1, 12).round(6), rng.normal(0, 1, 12).round(6)), paired_case([1, 2, 3, 4], [2, 2, 1, 3])],
    "cohen": [cohen_case([1.2, 1.5, 1.1, 1.9], [1.0, 1.6, 0.8]), cohen_case(rng.normal(1, 1, 9).round(6), rng.normal(0, 2, 15).round(6))],
    "spearman": [spearman_case([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]), spearman_case([1, 1, 2, 3, 3, 3], [5, 4, 4, 1, 2, 1]),
                 spearman_case(rng.normal(size=30).round(1), rng.normal(size=30).round(1))],
    "quantiles": [quantile_case([3, 1, 2], 0.5), quantile_case([1, 2, 3, 4], 0.3), quantile_case(rng.normal(size=17).round(6), 0.975), quantile_case([7], 0.2)],
    "bootstrap": [bootstrap_case(rng.normal(5, 2, 30).round(6))],
}
print(json.dumps(data, indent=1))
