"""Writes agreement.json: answers made from a seed, and what krippendorff, statsmodels and scikit-learn say of them.

    pip install -r requirements.txt && python agreement.py

tests/agree.rs asks the same of `stance::evaluate::agreement`. Undefined figures are null.
"""

import itertools
import json
import pathlib
import warnings

import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

LABELS = ["admit", "restrict", "neutral"]


def case(name, seed, annotators, sentences, shares, skill=0.7, missing=0.0, told=None):
    """Answers: a row an annotator, a column a sentence; -1 where there is none."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(3, sentences, p=shares)
    answers = np.where(rng.random((annotators, sentences)) < skill, truth, rng.choice(3, (annotators, sentences), p=shares))
    answers[rng.random(answers.shape) < missing] = -1
    if told:
        told(answers, rng)
    return dict(name=name, answers=answers.tolist())


def two_each(answers, rng):
    for sentence in answers.T:
        sentence[rng.permutation(len(sentence))[2:]] = -1


def nothing_shared(answers, rng):
    for at, sentence in enumerate(answers.T):
        sentence[[k for k in range(len(sentence)) if k != at % len(sentence)]] = -1


def first_knows_one_label(answers, rng):
    answers[0] = 2


def number(value):
    return None if value is None or np.isnan(value) else float(value)


def alpha(answers):
    shared = answers[:, (answers >= 0).sum(axis=0) >= 2]
    given = np.unique(shared[shared >= 0])
    if len(given) < 2:
        return None  # krippendorff refuses it
    data = np.where(answers < 0, np.nan, answers.astype(float))
    return krippendorff.alpha(reliability_data=data, level_of_measurement="nominal", value_domain=[0.0, 1.0, 2.0])


def shared_pairs(answers):
    for sentence in answers.T:
        yield list(itertools.combinations(sentence[sentence >= 0], 2))


def agreement(answers):
    pairs = [a == b for sentence in shared_pairs(answers) for a, b in sentence]
    return np.mean(pairs) if pairs else None


def unanimous(answers):
    sentences = [all(a == b for a, b in sentence) for sentence in shared_pairs(answers) if sentence]
    return np.mean(sentences) if sentences else None


def fleiss(answers):
    counts = (answers >= 0).sum(axis=0)
    shared = counts[counts >= 2]
    if not len(shared):
        return None
    numbers, times = np.unique(shared, return_counts=True)
    even = numbers[times == times.max()].max()
    sentences = [sentence[sentence >= 0] for sentence in answers.T[counts == even]]
    table, _ = aggregate_raters(np.array(sentences), n_cat=3)
    return fleiss_kappa(table) if np.count_nonzero(table.sum(axis=0)) > 1 else None


def cohen(first, second):
    both = (first >= 0) & (second >= 0)
    return cohen_kappa_score(first[both], second[both], labels=[0, 1, 2]) if both.any() else None


def figures(answers):
    out = dict(agreement=agreement(answers), unanimous=unanimous(answers), alpha=alpha(answers), fleiss=fleiss(answers))
    for a, b in itertools.combinations(range(len(answers)), 2):
        pair = answers[[a, b]]
        out |= {f"agreement@{a}+{b}": agreement(pair), f"alpha@{a}+{b}": alpha(pair), f"cohen@{a}+{b}": cohen(*pair)}
    return {key: number(value) for key, value in out.items()}


def all_figures(answers):
    answers = np.array(answers)
    out = figures(answers)
    for at, label in enumerate(LABELS):  # the label against the rest
        binary = np.where(answers < 0, -1, np.where(answers == at, 0, 1))
        out |= {key.replace("@", f".{label}@") if "@" in key else f"{key}.{label}": value
                for key, value in figures(binary).items()}
    return out


def main():
    warnings.simplefilter("ignore")  # scikit-learn warns of what the cases are about
    even, news = [1 / 3] * 3, [0.2, 0.15, 0.65]
    cases = [
        case("two annotators", 1, 2, 120, news),
        case("four annotators", 2, 4, 80, even),
        case("answers missing", 3, 4, 90, news, missing=0.3),
        case("most answers missing", 4, 5, 60, even, missing=0.7),
        case("two of three each", 5, 3, 75, news, told=two_each),
        case("a label never given", 6, 3, 40, [0.4, 0, 0.6]),
        case("one label only", 7, 3, 20, [0, 0, 1]),
        case("one annotator knows one label", 8, 2, 50, even, told=first_knows_one_label),
        case("nothing shared", 9, 3, 30, even, told=nothing_shared),
        case("all agree", 10, 3, 45, even, skill=1),
        case("worse than chance", 11, 2, 30, even, skill=0, told=lambda answers, rng: answers.__setitem__(1, (answers[0] + 1) % 3)),
        case("one sentence", 12, 3, 1, even, skill=0),
    ]
    for c in cases:
        c["expected"] = all_figures(c["answers"])
    lines = ",\n".join(json.dumps(c) for c in cases)
    pathlib.Path(__file__).with_name("agreement.json").write_text('{"cases": [\n%s\n]}\n' % lines)


main()
