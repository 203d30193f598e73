"""
Reference values for Workbench.Statistics, from SciPy, NumPy and, for corrected p values, statsmodels (Debian: python3-scipy,
python3-statsmodels): python3 tests/golden/inference.py > tests/golden/statistics.json
"""
import itertools
import json

import numpy as np
import scipy
import statsmodels
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests

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


def bca_case(values, name):
    statistic = {"mean": np.mean, "std": lambda v, axis: np.std(v, ddof=1, axis=axis)}[name]
    r = stats.bootstrap((values,), statistic, n_resamples=200_000, method="BCa", random_state=1, axis=0, vectorized=True).confidence_interval
    return {"values": values.tolist(), "statistic": name, "low": r.low, "high": r.high}


def share_case(successes, trials, level):
    r = stats.binomtest(successes, trials).proportion_ci(confidence_level=level, method="wilson")
    return {"successes": successes, "trials": trials, "level": level, "low": r.low, "high": r.high}


def wilcoxon_case(differences, mode):
    d = np.asarray(differences, dtype=float)
    ranks = stats.rankdata(abs(d[d != 0]))
    positive = ranks[d[d != 0] > 0].sum()
    if mode == "enumerated":
        # All signs of the ranks at hand, counted one by one: SciPy's exact mode knows no ties.
        sums = [sum(r for r, s in zip(ranks, signs) if s) for signs in itertools.product([0, 1], repeat=len(ranks))]
        p = min(1, 2 * min(np.mean([s <= positive for s in sums]), np.mean([s >= positive for s in sums])))
    else:
        p = stats.wilcoxon(d, mode=mode, correction=False).pvalue
    return {"differences": d.tolist(), "positive": positive, "negative": ranks.sum() - positive, "p": p, "exact": mode != "approx"}


def welch_case(a, b, level):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    t = stats.ttest_ind(a, b, equal_var=False)
    error = (a.mean() - b.mean()) / t.statistic
    u, v = stats.sem(a) ** 2, stats.sem(b) ** 2
    df = (u + v) ** 2 / (u**2 / (len(a) - 1) + v**2 / (len(b) - 1))
    low, high = stats.t.interval(level, df, loc=a.mean() - b.mean(), scale=error)
    return {"treatment": a.tolist(), "baseline": b.tolist(), "level": level, "df": df, "p": t.pvalue, "low": low, "high": high}


def cliff_case(a, b):
    # From Mann and Whitney's U, which counts pairs with a > b and half of the ties.
    u = stats.mannwhitneyu(a, b).statistic
    return {"treatment": list(map(float, a)), "baseline": list(map(float, b)), "delta": 2 * u / (len(a) * len(b)) - 1}


def adjusted_case(p):
    return {"p": list(p), "bonferroni": multipletests(p, method="bonferroni")[1].tolist(), "holm": multipletests(p, method="holm")[1].tolist(),
            "benjamini_hochberg": multipletests(p, method="fdr_bh")[1].tolist()}


def line_case(x, y, level, at):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    r = stats.linregress(x, y)
    t = stats.t.ppf((1 + level) / 2, len(x) - 2)
    # The line at a point is the intercept of the same fit with x counted from there.
    there = stats.linregress(x - at, y)
    return {"x": x.tolist(), "y": y.tolist(), "level": level, "slope": r.slope, "slope_error": r.stderr, "slope_low": r.slope - t * r.stderr,
            "slope_high": r.slope + t * r.stderr, "intercept": r.intercept, "intercept_error": r.intercept_stderr, "r2": r.rvalue**2, "p": r.pvalue,
            "at": at, "at_low": there.intercept - t * there.intercept_stderr, "at_high": there.intercept + t * there.intercept_stderr}


CURVES = {
    "decay": lambda x, a, b, c: a + b * np.exp(-c * x),
    "growth": lambda x, a, b: a * (1 - np.exp(-b * x)),
    "power": lambda x, a, b: a * x**b,
    "saturation": lambda x, a, b: a * x / (b + x),
    "logistic": lambda x, a, b, c: a / (1 + np.exp(-b * (x - c))),
}


def curve_case(name, x, y, start):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    f = CURVES[name]
    values, covariance = optimize.curve_fit(f, x, y, p0=start, ftol=1e-15, xtol=1e-15, gtol=1e-15, maxfev=100_000)
    rss = float(((y - f(x, *values)) ** 2).sum())
    n, k = len(x), len(values)
    sigma = np.sqrt(rss / n)
    aic = 2 * (k + 1) - 2 * stats.norm.logpdf(y, f(x, *values), sigma).sum()
    half = stats.t.ppf(0.975, n - k) * np.sqrt(np.diag(covariance))
    return {"curve": name, "x": x.tolist(), "y": y.tolist(), "start": list(map(float, start)), "values": values.tolist(),
            "errors": np.sqrt(np.diag(covariance)).tolist(), "low": (values - half).tolist(), "high": (values + half).tolist(),
            "rss": rss, "r2": 1 - rss / ((y - y.mean()) ** 2).sum(), "aic": aic}


def noisy(name, x, truth, deviation):
    return [float(f"{v:.7g}") for v in CURVES[name](x, *truth) + rng.normal(0, deviation, len(x))]


# NIST's StRD data set Misra1a (growth; certified 238.94212918, 5.5015643181e-4, standard deviations 2.7070075241, 7.2668688436e-6).
MISRA_X = [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0]
MISRA_Y = [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78]

data = {
    "source": f"scipy {scipy.__version__}, numpy {np.__version__}, statsmodels {statsmodels.__version__}",
    "means": [mean_case([1, 2], 0.95), mean_case([0.003, 0.005, 0.004], 0.95), mean_case([0.68, -0.23, 0.26], 0.90),
              mean_case(rng.normal(3, 2, 5).round(6), 0.99), mean_case(rng.normal(-1, 0.1, 40).round(6), 0.5)],
    "paired": [paired_case([1.2, 1.5, 1.1, 1.9, 1.4], [1.0, 1.6, 0.8, 1.2, 1.1]),
               paired_case(rng.normal(0.4, 1, 12).round(6), rng.normal(0, 1, 12).round(6)), paired_case([1, 2, 3, 4], [2, 2, 1, 3])],
    "cohen": [cohen_case([1.2, 1.5, 1.1, 1.9], [1.0, 1.6, 0.8]), cohen_case(rng.normal(1, 1, 9).round(6), rng.normal(0, 2, 15).round(6))],
    "spearman": [spearman_case([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]), spearman_case([1, 1, 2, 3, 3, 3], [5, 4, 4, 1, 2, 1]),
                 spearman_case(rng.normal(size=30).round(1), rng.normal(size=30).round(1))],
    "quantiles": [quantile_case([3, 1, 2], 0.5), quantile_case([1, 2, 3, 4], 0.3), quantile_case(rng.normal(size=17).round(6), 0.975), quantile_case([7], 0.2)],
    "bootstrap": [bootstrap_case(rng.normal(5, 2, 30).round(6))],
    "bca": [bca_case(rng.exponential(2, 25).round(6), "mean"), bca_case(rng.normal(0, 1, 30).round(6), "std")],
    "shares": [share_case(0, 10, 0.95), share_case(10, 10, 0.95), share_case(7, 10, 0.95), share_case(8423, 10_000, 0.99), share_case(1, 3, 0.5)],
    "wilcoxon": [wilcoxon_case([0.3, 0.1, -0.2, 0.5, 0.4], "exact"), wilcoxon_case([1, 2, 3, 4, 5], "exact"),
                 wilcoxon_case(rng.normal(0.3, 1, 23).round(6), "exact"), wilcoxon_case(rng.normal(0.2, 1, 50).round(6), "exact"),
                 wilcoxon_case([1, 1, -1, 2, 2, 0, 3, -2, 3, 0], "enumerated"), wilcoxon_case(rng.normal(0.5, 1, 12).round(0), "enumerated"),
                 wilcoxon_case(rng.normal(0.1, 1, 80).round(6), "approx"), wilcoxon_case(rng.normal(0.1, 1, 90).round(1), "approx")],
    "welch": [welch_case([1.2, 1.5, 1.1, 1.9], [1.0, 1.6, 0.8], 0.95), welch_case(rng.normal(1, 1, 9).round(6), rng.normal(0, 3, 15).round(6), 0.9)],
    "cliff": [cliff_case([1, 2, 3], [2, 2, 5, 0]), cliff_case(rng.normal(0.5, 1, 12).round(1), rng.normal(0, 1, 15).round(1)), cliff_case([4, 5], [1, 2, 3])],
    # The second: the fifteen p values of Benjamini and Hochberg (1995, section 3.2).
    "adjusted": [adjusted_case([0.01, 0.04, 0.03]),
                 adjusted_case([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]),
                 adjusted_case(rng.uniform(0, 0.3, 12).round(3).tolist())],
    "lines": [line_case([1, 2, 3, 4, 5], [2.1, 3.9, 6.2, 7.8, 10.1], 0.95, 6.0), line_case(rng.normal(size=20).round(6), rng.normal(size=20).round(6), 0.9, 0.5)],
    "curves": [curve_case("growth", MISRA_X, MISRA_Y, [500, 0.0001]), curve_case("growth", MISRA_X, MISRA_Y, [250, 0.0005]),
               curve_case("decay", x := np.linspace(0, 3, 20).round(4), noisy("decay", x, [0.2, 0.6, 1.7], 0.02), [0, 1, 1]),
               curve_case("power", x := np.geomspace(1, 1000, 15).round(4), noisy("power", x, [3, -0.4], 0.01), [1, -1]),
               curve_case("saturation", x := np.linspace(0.5, 20, 12).round(4), noisy("saturation", x, [5e-6, 3], 1e-7), [1e-6, 1]),
               curve_case("logistic", x := np.linspace(-4, 6, 25).round(4), noisy("logistic", x, [2, 1.3, 0.8], 0.05), [1, 1, 0])],
}
print(json.dumps(data, indent=1))
