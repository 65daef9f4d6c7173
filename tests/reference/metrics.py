"""Writes metrics.json: labels made from a seed, and what scikit-learn, SciPy, statsmodels and NumPy say of them.

    pip install -r requirements.txt && python metrics.py

tests/metrics.rs asks the same of `stance::evaluate`. Undefined figures are null.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn.metrics as sk
from scipy.stats import binomtest
from statsmodels.stats.contingency_tables import mcnemar

LABELS = ["admit", "restrict", "neutral"]
BINS = 15


def case(name, seed, rows, gold_shares, given_shares=None, skill=0.7, abstain=0.0, weights=False, certain=0.0):
    rng = np.random.default_rng(seed)
    gold = rng.choice(3, rows, p=gold_shares)
    other = rng.choice(3, rows, p=given_shares or [1 / 3] * 3)
    given = np.where(rng.random(rows) < skill, gold, other)
    if given_shares:
        given = np.where(np.array(given_shares)[given] == 0, other, given)
    scores = rng.dirichlet([1, 1, 1], rows)
    for row in range(rows):  # the label given is the likeliest one
        top = scores[row].argmax()
        scores[row, [top, given[row]]] = scores[row, [given[row], top]]
        if rng.random() < certain:
            scores[row] = np.eye(3)[given[row]]
    scores = scores.round(4)
    label = [None if rng.random() < abstain else int(k) for k in given]
    weight = rng.integers(1, 9, rows) / 4 if weights else np.ones(rows)
    return dict(name=name, gold=gold.tolist(), given=label, scores=scores.tolist(), weight=weight.tolist())


def number(value):
    return None if np.isnan(value) else float(value)


def labels_of(c):
    y = np.array([LABELS[k] for k in c["gold"]])
    z = np.array(["abstain" if k is None else LABELS[k] for k in c["given"]])
    return y, z, np.array(c["weight"])


def label_figures(c):
    y, z, w = labels_of(c)
    out = {"accuracy": sk.accuracy_score(y, z, sample_weight=w)}
    each = sk.precision_recall_fscore_support(y, z, labels=LABELS, sample_weight=w, zero_division=np.nan)
    for key, values in zip(["precision", "recall", "f1", "support"], each):
        out |= {f"{key}.{label}": value for label, value in zip(LABELS, values)}
    for mean in ["macro", "weighted"]:
        values = sk.precision_recall_fscore_support(
            y, z, labels=LABELS, sample_weight=w, zero_division=np.nan, average=mean)
        out |= {f"{mean}_{key}": value for key, value in zip(["precision", "recall", "f1"], values)}
    sides = [value for value in each[2][:2] if not np.isnan(value)]
    out["f_avg"] = np.mean(sides) if sides else np.nan
    if "abstain" not in z:  # scikit-learn's own default says the same of macro-F1
        assert np.isclose(out["macro_f1"], sk.f1_score(y, z, average="macro", sample_weight=w), atol=1e-12)
    labelled = z != "abstain"
    out["coverage"] = np.average(labelled, weights=w)
    out["accuracy_labelled"] = np.average((y == z)[labelled], weights=w[labelled]) if labelled.any() else np.nan
    return out


def score_figures(c):
    y, _, w = labels_of(c)
    gold = np.array(c["gold"])
    p = np.array(c["scores"], dtype=np.float32).astype(np.float64)
    truth = np.eye(3)[gold]
    order = np.argsort(LABELS)
    out = {"log_loss": sk.log_loss(y, p[:, order], sample_weight=w, labels=sorted(LABELS))}
    out["brier"] = np.average(((p - truth) ** 2).sum(axis=1), weights=w)
    top, right = p.max(axis=1), p.argmax(axis=1) == gold
    out["ece"] = sum(w[at].sum() * abs(np.average(top[at], weights=w[at]) - np.average(right[at], weights=w[at]))
                     for at in bins(top)) / w.sum()
    parts = dict(reliability=0.0, resolution=0.0, uncertainty=0.0, within_bin=0.0)
    for k in range(3):
        base = np.average(truth[:, k], weights=w)
        parts["uncertainty"] += base * (1 - base)
        for at in bins(p[:, k]):
            share = w[at].sum() / w.sum()
            mean_p = np.average(p[at, k], weights=w[at])
            mean_o = np.average(truth[at, k], weights=w[at])
            parts["reliability"] += share * (mean_p - mean_o) ** 2
            parts["resolution"] += share * (mean_o - base) ** 2
            spread, miss = p[at, k] - mean_p, truth[at, k] - mean_o
            parts["within_bin"] += share * np.average(spread**2 - 2 * spread * miss, weights=w[at])
    whole = parts["reliability"] - parts["resolution"] + parts["uncertainty"] + parts["within_bin"]
    assert np.isclose(whole, out["brier"], atol=1e-12)
    return out | {f"brier_{key}": value for key, value in parts.items()}


def bins(p):
    edges = np.linspace(0, 1, BINS + 1)
    masks = [(p > low) & (p <= high) | (low == 0) & (p == 0) for low, high in zip(edges, edges[1:])]
    return [mask for mask in masks if mask.any()]


def mcnemar_case(won, lost):
    p = mcnemar([[0, won], [lost, 0]], exact=True).pvalue
    assert np.isclose(p, binomtest(won, won + lost).pvalue if won + lost else 1.0, rtol=1e-12)
    return dict(won=won, lost=lost, p=float(p))


def main():
    warnings.simplefilter("ignore")  # scikit-learn warns of what the cases are about
    even, news = [1 / 3] * 3, [0.2, 0.15, 0.65]
    cases = [
        case("ordinary", 1, 300, news),
        case("abstaining", 2, 200, news, abstain=0.2),
        case("weighted", 3, 200, news, weights=True, abstain=0.1),
        case("certain", 4, 100, even, certain=0.5),
        case("absent class", 5, 60, [0.5, 0, 0.5], [0.5, 0, 0.5]),
        case("absent class given", 6, 60, [0.5, 0, 0.5]),
        case("never-predicted class", 7, 60, even, [0.5, 0, 0.5]),
        case("one row right", 8, 1, [0, 1, 0], skill=1),
        case("one row wrong", 9, 1, [0, 1, 0], [1, 0, 0], skill=0),
        case("one row abstained", 10, 1, [0, 1, 0], abstain=1),
        case("all one class", 11, 40, [0, 0, 1]),
        case("all one class and right", 12, 40, [0, 0, 1], skill=1),
        case("all wrong", 13, 40, [1, 0, 0], [0, 0.5, 0.5], skill=0),
    ]
    for c in cases:
        figures = label_figures(c) | score_figures(c)
        c["expected"] = {key: number(value) for key, value in figures.items()}
    pairs = [(0, 0), (1, 0), (0, 1), (1, 3), (5, 5), (6, 5), (10, 25), (3, 40), (120, 95), (1000, 1100), (2500, 2500)]
    out = dict(cases=cases, mcnemar=[mcnemar_case(*pair) for pair in pairs])
    lines = ",\n".join(json.dumps(c) for c in out["cases"])
    text = '{"cases": [\n%s\n],\n"mcnemar": %s}\n' % (lines, json.dumps(out["mcnemar"]))
    pathlib.Path(__file__).with_name("metrics.json").write_text(text)


main()
